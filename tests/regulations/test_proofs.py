"""What the system does about a clause is computed from the clause's own tests."""

from pathlib import Path

import pytest

from congthu.regulations.coverage import coverage
from congthu.regulations.ledger import Entry
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.proofs import Status, proofs, status

HANOI = "hanoi-1643-2023"
TESTS = """
import pytest
REGULATION = "hanoi-1643-2023"
OTHER = "caobang-16-2025"

@pytest.mark.clause(REGULATION, "Đ8.1")
@pytest.mark.parametrize("one", [1, 2])
def test_locked(one): ...

@pytest.mark.clause("hanoi-1643-2023", "Đ8.1")
@pytest.mark.clause("hanoi-1643-2023", "Đ8.2.a")
def test_two(): ...

@pytest.mark.clause(OTHER, "Đ8.3")
def test_of_somebody_else(): ...

@pytest.mark.clause(REGULATION, "Đ8.4")
def a_helper(): ...

def test_without_a_mark(): ...
"""


def entry(kind: str, **more: str) -> Entry:
    return Entry.model_validate({"class": kind, "gist": "x", **(more or {"by": "mailboxes"})})


@pytest.mark.parametrize(
    ("kind", "proved"), [("SE", Status.ENFORCED), ("SA", Status.ASSISTED), ("DR", Status.DETECTED)]
)
def test_a_clause_is_carried_out_when_it_has_its_test_and_planned_before(kind, proved):
    assert status(entry(kind), ("tests/acceptance/x/test_dieu_01.py::test_it",)) is proved
    assert status(entry(kind), ()) is Status.PLANNED


def test_what_only_people_can_do_stays_with_them():
    assert status(entry("ORG", reason="Kinh phí"), ()) is Status.PEOPLE
    assert status(entry("SE", reason="Ngoài phần mềm"), ("tests/x.py::test_it",)) is Status.PEOPLE


def test_the_tests_of_a_clause_are_read_from_its_marks(tmp_path: Path):
    folder = tmp_path / "tests/acceptance/hanoi_1643_2023"
    folder.mkdir(parents=True)
    (folder / "test_dieu_08.py").write_text(TESTS, "utf-8")
    where = "tests/acceptance/hanoi_1643_2023/test_dieu_08.py"
    assert proofs(HANOI, tmp_path) == {
        "Đ8.1": (f"{where}::test_locked", f"{where}::test_two"),
        "Đ8.2.a": (f"{where}::test_two",),
    }


def test_without_tests_nothing_is_claimed(tmp_path: Path):
    assert proofs(HANOI, tmp_path) == {}


@pytest.mark.parametrize("regulation", catalogue())
def test_coverage_claims_what_has_its_test_and_nothing_else(regulation):
    proved = proofs(regulation)
    for one in coverage(policy_for(regulation)):
        carried = one.status in {"enforced", "assisted", "detected"}
        assert carried == (one.clause in proved), one.clause
        assert one.tests[: len(proved.get(one.clause, ()))] == proved.get(one.clause, ())
        assert (one.by is None) == bool(one.reason) == (one.status == "people")
