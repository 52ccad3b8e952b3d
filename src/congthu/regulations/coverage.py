"""What does the system do about every clause, and which code and which tests stand behind it?

Nothing is imported or run: the marks ``@enforces("…")`` on code and ``@pytest.mark.enforces("…")`` on tests are read
from the source. A mark names a parameter. The status comes from the clause's own tests
(`congthu.regulations.proofs`).
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from congthu.regulations.clauses import Clause
from congthu.regulations.policy import Policy
from congthu.regulations.proofs import ROOT, proofs, status

Marks = Mapping[str, tuple[str, ...]]
"""From a mark to the places that carry it."""

Marked = ast.FunctionDef | ast.ClassDef
Place = Callable[[str, tuple[str, ...], Marked], str]
"""How a place is written: from the file, the names of the nested definitions, and the definition."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A clause with everything behind it; of *tests* its own come first, then those of its parameters.

    *by* is the part of the system that carries it, or will; None where only people can, for the *reason*.
    """

    clause: str
    kind: str
    status: str
    by: str | None
    reason: str
    gist: str
    parameters: tuple[str, ...]
    code: tuple[str, ...]
    tests: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The form that the contract promises."""
        found = asdict(self)
        return {"clause": found.pop("clause"), "class": found.pop("kind"), **found}


def by_line(path: str, _: tuple[str, ...], node: Marked) -> str:
    """``path:line``, which an editor opens."""
    return f"{path}:{node.lineno}"


def by_name(path: str, names: tuple[str, ...], _: Marked) -> str:
    """``path::name``, which stays true when lines move; of a test it is the node id."""
    return "::".join((path, *names))


def coverage(policy: Policy, root: Path = ROOT) -> list[Covered]:
    """Every clause of a regulation, in its order, with the parameters, code and tests behind it."""
    code, tests = marks_on_code(root / "src"), marks_on_tests(root / "tests")
    proved = proofs(policy.id, root)
    cited = list(policy.cited())
    found = []
    for clause, entry in policy.ledger.clause.items():
        names = tuple(dict.fromkeys(_parameters(clause, cited)))
        own = proved.get(str(clause), ())
        found.append(
            Covered(
                clause=str(clause),
                kind=entry.kind.value,
                status=status(entry, own).value,
                by=entry.by.value if entry.by else None,
                reason=entry.reason,
                gist=entry.gist,
                parameters=names,
                code=behind(names, code),
                tests=tuple(dict.fromkeys((*own, *behind(names, tests)))),
            )
        )
    return found


@cache
def marks_on_code(source: Path, place: Place = by_line) -> Marks:
    """The marks on functions under *source*, with the place of each relative to the project."""
    return _marks(source, place, ("enforces",))


@cache
def marks_on_tests(tests: Path) -> Marks:
    """The marks on tests under *tests*, each with the test's node id."""
    return _marks(tests, by_name, ("mark", "enforces"))


def _parameters(clause: Clause, cited: Sequence[tuple[str, Clause]]) -> list[str]:
    """The parameters that cite *clause* or a part of it; where none does, those that cite the whole around it."""
    inside = [name for name, one in cited if one.within(clause)]
    return inside or [name for name, one in cited if clause.within(one)]


def behind(names: Sequence[str], marks: Marks) -> tuple[str, ...]:
    """The places whose marks name one of the parameters *names*, sorted."""
    places = (place for mark, found in marks.items() if mark in names for place in found)
    return tuple(sorted(dict.fromkeys(places)))


def _marks(folder: Path, place: Place, ending: tuple[str, ...]) -> Marks:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        shown = str(path.relative_to(folder.parent))
        for names, node in _functions(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)), ()):
            for mark in _named(node, ending):
                found.setdefault(mark, []).append(place(shown, names, node))
    return {mark: tuple(places) for mark, places in found.items()}


def _functions(tree: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Marked]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Marked):
            yield (*names, node.name), node
            yield from _functions(node, (*names, node.name))


def _named(node: Marked, ending: tuple[str, ...]) -> Iterator[str]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-len(ending) :] == list(
            ending
        ):
            yield from (
                one.value
                for one in decorator.args
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
