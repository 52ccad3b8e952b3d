import pytest
from pydantic import ValidationError

from congthu.regulations.clauses import Clause
from congthu.regulations.ledger import Entry, Kind
from congthu.regulations.policy import policy_for

COUNTS = {
    "soctrang-draft-2024": {"SE": 37, "SA": 20, "DR": 7, "ORG": 17},
    "caobang-16-2025": {"SE": 29, "SA": 17, "DR": 3, "ORG": 17},
    "soctrang-59-2024": {"SE": 24, "SA": 11, "DR": 5, "ORG": 15},
    "hanoi-1643-2023": {"SE": 61, "SA": 33, "DR": 6, "ORG": 29},
    "dongthap-143-2025": {"SE": 34, "SA": 16, "DR": 6, "ORG": 17},
}


@pytest.mark.parametrize("regulation", COUNTS)
def test_every_clause_has_its_line(regulation):
    kinds = [entry.kind for entry in policy_for(regulation).ledger.clause.values()]
    found = {kind.value: kinds.count(kind) for kind in Kind}
    assert sum(found.values()) == sum(COUNTS[regulation].values())
    assert found == COUNTS[regulation]


def test_a_cited_clause_stands_for_an_entry_its_part_or_the_whole_around_it():
    ledger = policy_for("hanoi-1643-2023").ledger
    known = [Clause("Đ8.2.a"), Clause("Đ8.2"), Clause("Đ8.2.a-1"), Clause("Đ3.3.a")]
    assert ledger.unknown([*known, Clause("Đ31")]) == [Clause("Đ31")]


@pytest.mark.parametrize(
    "entry",
    [
        {"class": "SE", "gist": "x"},
        {"class": "SE", "by": "portal", "reason": "x", "gist": "x"},
        {"class": "ORG", "by": "portal", "gist": "x"},
        {"class": "ORG", "reason": " ", "gist": "x"},
        {"class": "SE", "by": "someone", "gist": "x"},
        # Nobody types what the system does; it is computed.
        {"class": "SE", "by": "portal", "status": "enforced", "gist": "x"},
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(entry):
    with pytest.raises(ValidationError):
        Entry.model_validate(entry)


def test_a_clause_names_who_carries_it_or_why_only_people_can():
    assert Entry.model_validate({"class": "DR", "by": "mailflow", "gist": "x"}).by == "mailflow"
    assert Entry.model_validate({"class": "ORG", "reason": "Kinh phí", "gist": "x"}).by is None
    assert Entry.model_validate({"class": "SA", "reason": "Ngoài phần mềm", "gist": "x"}).by is None
