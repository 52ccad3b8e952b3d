"""Do the documents name only what exists: links, files, modules, commands?

    python tools/check_docs.py [FILE.md …]

Without arguments every Markdown file that git knows (or would add) is read. Each finding is one line,
``file:line: words``; the exit code is 1 if there is any. Fenced blocks are read too: readers copy them.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from congthu.cli.main import FAMILIES

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"\./congthu\s+([a-z][a-z-]*)")
OWN_PATH = re.compile(r"(?:src|tests|tools|docs|regulations|bench|\.ci)/[\w./-]*")
MODULE = re.compile(r"congthu(?:\.[a-z_]+)+")


def findings(document: Path, root: Path, commands: Iterable[str]) -> Iterator[str]:
    """Yield what *document* names and *root* does not hold."""
    known = set(commands)
    for number, line in enumerate(document.read_text("utf-8").splitlines(), start=1):
        where = f"{document.relative_to(root)}:{number}:"
        for target in LINK.findall(line):
            if not (document.parent / target).exists():
                yield f"{where} link to {target}, which does not exist"
        for code in CODE.findall(line):
            if OWN_PATH.fullmatch(code) and not (root / code).exists():
                yield f"{where} {code} does not exist"
            if MODULE.fullmatch(code) and not _is_module(code, root):
                yield f"{where} there is no {code}"
        for command in COMMAND.findall(line):
            if command not in known:
                yield f"{where} there is no command ./congthu {command}"


def _is_module(name: str, root: Path) -> bool:
    """A module, or a name inside one: ``congthu.mailboxes.actions.issue``."""
    path = root / "src" / Path(*name.split("."))
    if path.is_dir() or path.with_suffix(".py").exists():
        return True
    inside = path.parent.with_suffix(".py")
    return (
        inside.exists() and re.search(rf"\b(def|class) {path.name}\b", inside.read_text("utf-8")) is not None
    )


def documents(root: Path) -> list[Path]:
    """Return the Markdown files of the working tree, without what git ignores."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).exists()]


def main(arguments: list[str]) -> int:
    """Print the findings of the named documents, or of all."""
    chosen = [Path(name).resolve() for name in arguments] or documents(ROOT)
    found = [line for document in chosen for line in findings(document, ROOT, FAMILIES)]
    print("\n".join(found) or f"{len(chosen)} documents name only what exists")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
