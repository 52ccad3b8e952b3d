"""The tests of clauses stay outside: they know the faces of the system and nothing behind them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from congthu.regulations.ledger import Kind
from congthu.regulations.load import load

TESTS = Path(__file__).parents[1]
ACCEPTANCE = TESTS / "acceptance"
INSIDE = {"congthu", "django", "psycopg", "procrastinate"}
EXCUSES = {"skip", "skipif", "xfail", "importorskip", "skipUnless", "skipIf"}
# What they may share with other tests knows nothing of the inside either.
SHARED = [TESTS / "running.py"]
SOURCES = {path: ast.parse(path.read_text("utf-8")) for path in [*ACCEPTANCE.rglob("*.py"), *SHARED]}
FILES = sorted(ACCEPTANCE.glob("*/test_*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield ast.unparse(node.args[0]).strip("'\"")


def marked_in(path: Path) -> Iterator[ast.FunctionDef]:
    return (
        node
        for node in ast.walk(SOURCES[path])
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def clauses_of(test: ast.FunctionDef, path: Path) -> list[tuple[str, str]]:
    """What ``@pytest.mark.clause`` says; a name of the module stands for the text that it holds."""
    held = {
        target.id: node.value.value
        for node in SOURCES[path].body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [
        tuple(one.value if isinstance(one, ast.Constant) else held[one.id] for one in mark.args)
        for mark in test.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.clause"
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TESTS)))
def test_nothing_of_the_inside_is_imported(path):
    found = {name for name in imported(SOURCES[path]) if name.partition(".")[0] in INSIDE}
    shared = {name for name in imported(SOURCES[path]) if name.startswith("tests.")}
    assert found == set()
    assert {name for name in shared if not name.startswith("tests.acceptance.")} <= {"tests.running"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_none_is_skipped_or_excused(path):
    names = {node.attr for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Name)}
    assert names & EXCUSES == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_each_names_a_clause_of_its_folder_that_a_system_can_carry_out(path):
    regulation = path.parent.name.replace("_", "-")
    ledger = {str(clause): entry.kind for clause, entry in load(regulation).ledger.clause.items()}
    for test in marked_in(path):
        marks = clauses_of(test, path)
        assert marks, test.name
        # A test that walks through the whole regulation names that alone, and makes no clause count.
        assert all(mark[0] == regulation and len(mark) <= 2 for mark in marks), test.name
        for clause in (mark[1] for mark in marks if mark[1:]):
            assert clause in ledger, f"{test.name}: clauses.toml has no {clause}"
            assert ledger[clause] is not Kind.ORGANISATIONAL, f"{test.name}: {clause} is for people"


def test_there_are_some():
    assert len(FILES) > 1
