"""Which clauses are proved, and what does the system therefore do about each?

A clause is proved by its test in ``tests/acceptance``, which acts from outside on a running system and is marked
``@pytest.mark.clause("hanoi-1643-2023", "Đ8.2.b")``. The marks are read from the source; that the tests pass is
for those who run them (``./congthu regulation prove``, and every run of all tests). Nobody writes a status down.
"""

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from congthu.regulations.ledger import Entry, Kind
from congthu.regulations.load import DATA

ROOT = DATA.parent
ACCEPTANCE = Path("tests") / "acceptance"


class Status(StrEnum):
    """What the system does about a clause today."""

    ENFORCED = "enforced"
    ASSISTED = "assisted"
    DETECTED = "detected"
    PLANNED = "planned"
    PEOPLE = "people"


CARRIED = frozenset({Status.ENFORCED, Status.ASSISTED, Status.DETECTED})

Proofs = Mapping[str, tuple[str, ...]]
"""From a clause, as ``clauses.toml`` writes it, to the node ids of the tests that prove it."""


def status(entry: Entry, tests: tuple[str, ...]) -> Status:
    """What the system does about the clause of *entry*, which *tests* prove."""
    if entry.by is None:
        return Status.PEOPLE
    if not tests:
        return Status.PLANNED
    match entry.kind:
        case Kind.ENFORCED:
            return Status.ENFORCED
        case Kind.ASSISTED:
            return Status.ASSISTED
        case Kind.DETECTED:
            return Status.DETECTED
        case Kind.ORGANISATIONAL:
            return Status.PEOPLE


@cache
def proofs(regulation: str, root: Path = ROOT) -> Proofs:
    """Every clause of *regulation* that has a test, with its tests in the order of their names."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / ACCEPTANCE / folder_of(regulation)).glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        named = dict(_names(tree))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for clause in _clauses(node, regulation, named):
                    found.setdefault(clause, []).append(f"{path.relative_to(root)}::{node.name}")
    return {clause: tuple(nodes) for clause, nodes in found.items()}


def folder_of(regulation: str) -> str:
    """The folder below ``tests/acceptance`` that holds the tests of a regulation."""
    return regulation.replace("-", "_")


def _clauses(test: ast.FunctionDef, regulation: str, named: Mapping[str, str]) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.clause":
            said = [_text(one, named) for one in mark.args]
            if len(said) == len(("regulation", "clause")) and said[0] == regulation:
                yield said[1]


def _text(node: ast.expr, named: Mapping[str, str]) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Name(id=name):
            return named.get(name, "")
        case _:
            return ""


def _names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names of the module that stand for a text, such as the regulation's."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str() as text)):
                yield name, text
