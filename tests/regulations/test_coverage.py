import re
from pathlib import Path

import pytest

from congthu.regulations.coverage import coverage, marks_on_code, marks_on_tests
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.proofs import ROOT
from congthu.regulations.schema import parameters
from congthu.regulations.states import Act, Effect

KNOWN = {name for name, _, _ in parameters()} | {
    name for one in catalogue() for name, _ in policy_for(one).cited()
}
KNOWN |= (
    {f"state.{effect}" for effect in Effect} | {f"transition.{act}" for act in Act} | {"transition.timer"}
)


@pytest.mark.parametrize(("read", "folder"), [(marks_on_code, "src"), (marks_on_tests, "tests")])
def test_a_mark_names_a_parameter_that_exists(read, folder):
    wrong = [one for one in read(ROOT / folder) if one not in KNOWN]
    assert wrong == []


def test_a_mark_stands_on_what_pytest_runs():
    """Its node id would be no node's elsewhere: in a nested function, a base class, a fixture."""
    nodes = {node for found in marks_on_tests(ROOT / "tests").values() for node in found}
    wrong = [
        node
        for node in nodes
        if not re.fullmatch(r"tests/(\w+/)*test_\w+\.py(::Test\w+)*(::test_\w+)?", node)
    ]
    assert wrong == []


def test_what_stands_behind_a_clause_can_be_opened():
    found = {one.clause: one for one in coverage(policy_for("hanoi-1643-2023"))}
    password = found["Đ12.2"]
    assert set(password.parameters) >= {"password.min_length", "password.classes", "password.specials"}
    for place in password.code:
        path, _, line = place.partition(":")
        assert (
            (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1].lstrip().startswith("def ")
        )
    assert all((ROOT / node.partition("::")[0]).is_file() for node in password.tests)
    assert found["Đ1.1"].code == found["Đ1.1"].tests == ()


def test_marks_are_read_from_the_source_with_their_nesting(tmp_path: Path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_x.py").write_text(
        "import pytest\n\n\nclass TestIt:\n"
        "    @pytest.mark.enforces('quota.person', 'state.send')\n    def test_one(self): ...\n",
        encoding="utf-8",
    )
    found = marks_on_tests(folder)
    assert found == {
        "quota.person": ("tests/test_x.py::TestIt::test_one",),
        "state.send": ("tests/test_x.py::TestIt::test_one",),
    }
