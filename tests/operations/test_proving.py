"""Clauses are proved on a trial that is up, one after another, and each says how it went."""

import json
from pathlib import Path

import pytest
from tests.operations.test_instance import described

from congthu.operations.instance import AuthorityEntry, Instance
from congthu.operations.proving import CannotProve, check, prove
from congthu.regulations.clauses import Clause
from congthu.regulations.policy import policy_for

HANOI = policy_for("hanoi-1643-2023")
TESTS = """
import os, pytest
REGULATION = "hanoi-1643-2023"

@pytest.mark.clause(REGULATION, "Đ8.1")
def test_passes():
    assert "CONGTHU_INSTANCE" not in os.environ
    assert os.environ["CONGTHU_ACCEPTANCE_INSTANCE"]

@pytest.mark.clause(REGULATION, "Đ8.2.a")
@pytest.mark.parametrize("one", [1, 2, 3])
def test_fails_once(one):
    assert one != 2, "hai"

@pytest.mark.clause(REGULATION, "Đ8.2.b")
def test_whose_fixture_fails(nothing_such): ...

@pytest.mark.clause(REGULATION, "Đ8.2.d")
@pytest.mark.clause(REGULATION, "Đ8.1")
def test_of_two_clauses(): ...
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with four tests, and the reporting of the real ones."""
    here = Path(__file__).parents[1] / "acceptance" / "conftest.py"
    source = here.read_text("utf-8")
    begin, end = (
        source.index("def pytest_runtest_makereport"),
        source.index("def pytest_collection_modifyitems"),
    )
    folder = tmp_path / "tests/acceptance/hanoi_1643_2023"
    folder.mkdir(parents=True)
    head = 'import json, os, pytest\nfrom pathlib import Path\nREPORT = "CONGTHU_ACCEPTANCE_REPORT"\n'
    (folder / "conftest.py").write_text(head + source[begin:end], "utf-8")
    (folder / "test_dieu_08.py").write_text(TESTS, "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\nmarkers = ["clause"]\n')
    return tmp_path


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """A trial that looks as if it were up."""
    (tmp_path / "endpoints.json").write_text(json.dumps({}))
    return described(tmp_path, test_clock=True)


def proved(instance, project, *clauses):
    found = list(prove(instance, HANOI, [Clause(one) for one in clauses], project=project))
    assert [one.clause for one in found] == list(clauses)
    return {one.clause: one for one in found}


def test_each_clause_says_how_it_went_in_the_order_that_was_asked(instance, project):
    found = proved(instance, project, "Đ8.2.a", "Đ1.1", "Đ8.1", "Đ8.2.b", "Đ8.2.d", "Đ8.2.c")
    passed = {clause: one.passed for clause, one in found.items()}
    assert passed == {
        "Đ8.2.a": False,
        "Đ1.1": None,
        "Đ8.1": True,
        "Đ8.2.b": False,
        "Đ8.2.d": True,
        "Đ8.2.c": None,
    }
    [detail] = found["Đ8.2.a"].details
    assert "test_fails_once[2]" in detail
    assert "hai" in detail
    assert "nothing_such" in found["Đ8.2.b"].details[0]
    status = {clause: (one.status, one.by) for clause, one in found.items()}
    assert status["Đ8.1"] == ("enforced", "mailboxes")
    assert status["Đ8.2.c"] == ("planned", "mailboxes")
    assert status["Đ1.1"] == ("people", None)


def test_the_document_is_that_of_the_contract(instance, project):
    [one] = proved(instance, project, "Đ8.2.d").values()
    assert list(one.as_json()) == ["clause", "class", "status", "by", "tests", "passed", "seconds"]
    assert one.as_json()["tests"] == ["tests/acceptance/hanoi_1643_2023/test_dieu_08.py::test_of_two_clauses"]


def test_without_a_test_nothing_is_run(instance, project):
    assert proved(instance, project, "Đ1.1")["Đ1.1"].seconds is None


def test_a_real_installation_is_never_asked(instance):
    check(instance, HANOI)
    with pytest.raises(CannotProve, match="không phải hệ thống thử") as refused:
        check(instance.model_copy(update={"test_clock": False}), HANOI)
    assert refused.value.unfit


def test_an_installation_that_is_down_or_runs_another_text_says_so(instance):
    other = {"caobang": AuthorityEntry(name="Tỉnh Cao Bằng", regulation="caobang-16-2025")}
    with pytest.raises(CannotProve, match="đang chạy: caobang-16-2025"):
        check(instance.model_copy(update={"authorities": other}), HANOI)
    (instance.directory / "endpoints.json").unlink()
    with pytest.raises(CannotProve, match="chưa chạy"):
        check(instance, HANOI)
