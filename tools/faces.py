"""Through which faces can each act be done: a page, a command, a line of a request?

    python tools/faces.py [--check]

Writes the table of acts and faces into ARCHITECTURE.md. An act is a public function that is told who acts; that a face
offers it is read from the source: somewhere in the face's package its name is used. What a face does not offer needs a
reason in ``tools/faces.toml``; a reason for what it does offer is as wrong as none for what it does not. What is only
a part of other acts stands there, too. With ``--check`` nothing is written, and the exit code is 1 where a reason is
missing or idle, or the page would be another.
"""

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PAGE = ROOT / "ARCHITECTURE.md"
REASONS = Path(__file__).with_suffix(".toml")
BEGIN, END = "<!-- faces: written by tools/faces.py -->\n", "<!-- /faces -->\n"
FACES: Mapping[str, tuple[str, str]] = {
    "portal": ("Portal", "congthu/portal"),
    "command": ("Command", "congthu/cli"),
    "request": ("Request line", "congthu/requests/acts"),
}
# What faces may not reach past holding for is no act of theirs: the import contract keeps them away.
INNER = frozenset({"custody", "destroy", "issue", "leave", "lock", "passwords", "transfer", "steps"})
ROOMS = {
    "identity.holding": "congthu/identity/holding.py",
    "mailboxes": "congthu/mailboxes/acts",
    "directory": "congthu/directory/acts",
    "requests": "congthu/requests/acts",
    "decisions": "congthu/decisions/actions.py",
}
# Lines of requests are about mailboxes and the people who hold them.
ASKED_BY_LINES = frozenset({"identity.holding", "mailboxes", "directory"})


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """One act: the room it is in, its module and its name."""

    room: str
    module: str
    name: str

    @property
    def key(self) -> str:
        """How ``faces.toml`` calls it: ``holding.lock``, ``quota.change_quota``."""
        return f"{self.module.rpartition('.')[2]}.{self.name}"


def acts(source: Path = SOURCE) -> list[Act]:
    """Every act, room by room."""
    found = []
    for room, place in ROOMS.items():
        path = source / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.stem in INNER and room == "mailboxes":
                continue
            module = ".".join(file.relative_to(source).with_suffix("").parts)
            tree = ast.parse(file.read_text("utf-8"))
            found += [
                Act(room, module, node.name)
                for node in tree.body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and "acting" in {argument.arg for argument in node.args.kwonlyargs}
            ]
    return found


def offered(face: str, source: Path = SOURCE) -> frozenset[str]:
    """The dotted names that the code of *face* speaks of."""
    _, place = FACES[face]
    return frozenset(
        name
        for file in (source / place).rglob("*.py")
        for name in _spoken(ast.parse(file.read_text("utf-8")))
    )


def _spoken(tree: ast.Module) -> Iterator[str]:
    means: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            means |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in means:
            yield means[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in means:
            yield f"{means[node.value.id]}.{node.attr}"


def faces_of(act: Act) -> tuple[str, ...]:
    """The faces through which *act* could be done."""
    return tuple(face for face in FACES if face != "request" or act.room in ASKED_BY_LINES)


def wrong(
    found: Iterable[Act], by_face: Mapping[str, frozenset[str]], reasons: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """What is missing from ``faces.toml``, and what stands there for nothing."""
    found = list(found)
    lines = []
    for act in found:
        for face in faces_of(act):
            has, said = f"{act.module}.{act.name}" in by_face[face], bool(reasons.get(act.key, {}).get(face))
            if not has and not said:
                lines.append(f"{act.key}: no {face}, and no reason in tools/faces.toml")
            if has and said:
                lines.append(f"{act.key}: {face} offers it, the reason in tools/faces.toml is idle")
    known = {act.key for act in found}
    return lines + [
        f"{key}: tools/faces.toml speaks of an act that is not there" for key in reasons if key not in known
    ]


def table(
    found: Iterable[Act], by_face: Mapping[str, frozenset[str]], reasons: Mapping[str, Mapping[str, str]]
) -> str:
    """The table as it stands in the page: a tick, or why not."""
    heads = " | ".join(words for words, _ in FACES.values())
    lines = [f"| Act | {heads} |", "|---" * (len(FACES) + 1) + "|"]
    for act in found:
        cells = [
            ("✓" if f"{act.module}.{act.name}" in by_face[face] else reasons.get(act.key, {}).get(face, ""))
            if face in faces_of(act)
            else "–"
            for face in FACES
        ]
        lines.append(f"| `{act.key}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the table, or with ``--check`` say what is wrong."""
    if arguments not in ([], ["--check"]):
        sys.stdout.write(__doc__ or "")
        return 2
    reasons = tomllib.loads(REASONS.read_text("utf-8"))
    parts = reasons.pop("parts")
    found = [act for act in acts() if act.key not in parts]
    by_face = {face: offered(face) for face in FACES}
    faults = wrong(found, by_face, reasons)
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    wanted = before + BEGIN + table(found, by_face, reasons) + END + after
    if not arguments:
        PAGE.write_text(wanted, encoding="utf-8")
    elif wanted != page:
        faults.append("ARCHITECTURE.md: run python tools/faces.py")
    sys.stdout.writelines(f"{line}\n" for line in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
