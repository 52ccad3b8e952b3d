import pytest

from congthu.mailboxes.naming.facts import NameFacts, read_facts
from congthu.mailboxes.naming.patterns import Known, pattern_fault, pattern_warning
from congthu.regulations.addresses import is_local_part
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Pattern

SPOKEN = policy_for("hanoi-1643-2023").words


def known(**given) -> Known:
    read = read_facts(given, spoken=SPOKEN)
    assert not read.wrong
    return read.facts.known()


@pytest.mark.parametrize("local_part", ["a", "nguyenvanan_sotttt", "phuong1.vinhchau", "a-b", "x" * 64])
def test_a_mailbox_can_be_called_so(local_part):
    assert is_local_part(local_part)


@pytest.mark.parametrize("local_part", ["", ".a", "a.", "a..b", "A", "á", "a b", "a@b", "x" * 65])
def test_a_mailbox_cannot_be_called_so(local_part):
    assert not is_local_part(local_part)


@pytest.mark.parametrize(
    ("form", "local_part"),
    [
        ("{person.given}{person.family|initials}{person.middle|initials}{n}.{agency.code}", "phuchv3.tgg"),
        ("{person.given}{person.birth_month}{person.birth_year}", "phuc021990"),
        ("{person.given}{person.birth_day}{person.birth_month}{person.birth_year|last2}", "phuc090290"),
        ("{person.given}{n:02}", "phuc03"),
        ("{person.given}{person.national_id|last3}", "phuc987"),
        ("{person.given|first2}{person.family|first1}{person.national_id|last4}", "phh6987"),
    ],
)
def test_a_pattern_is_filled_from_what_is_known(form, local_part):
    facts = {
        "full_name": "Hoàng Văn Phúc",
        "org_code": "tgg",
        "dob": "09/02/1990",
        "national_id": "004090006987",
    }
    assert known(**facts).fill(Pattern(form=form), 3) == local_part


@pytest.mark.parametrize("code", ["tangiang", "ubndtangiang"])
def test_a_prefix_that_the_code_has_already_is_not_written_twice(code):
    assert known(code=code).fill(Pattern(form="ubnd{body.code}")) == "ubndtangiang"
    assert known(code=code).fill(Pattern(form="x.{body.code}")) == f"x.{code}"


def test_the_bodies_of_one_place_share_its_code():
    assert known(code="hdnd", parent_code="tanyen").fill(Pattern(form="hdnd.{place.code}")) == "hdnd.tanyen"
    own = known(parent_code="ubndtanyen", place_code="tanyen")
    assert own.fill(Pattern(form="du.{place.code}")) == "du.tanyen"


def test_what_is_not_known_is_named():
    found = known(full_name="Hoàng Văn Phúc", dob="1990")
    assert found.missing(Pattern(form="{person.given}.{agency.code}{person.birth_month}")) == [
        "agency.code",
        "person.birth_month",
    ]


def test_a_name_of_one_word_has_an_empty_family_and_no_missing_one():
    assert known(full_name="Hương").missing(Pattern(form="{person.family|initials}{person.given}")) == []


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ("{person.full_name}{n}_{agency.code}", None),
        ("{person.family|initials}", None),
        ("{person.national_id|last3}", None),
        ("{person.given}{n:02}", None),
        ("VanThu", "«VanThu»"),
        ("{person.full_name", "«{person.full_name»"),
        ("{person.age}", "không có dữ kiện «person.age»"),
        ("{n}{n:02}", "một lần"),
        ("{person.given|first}", "không dùng được"),
        ("{person.given|last0}", "từ 1"),
        ("{n:2}", "không dùng được"),
    ],
)
def test_a_pattern_outside_the_language_is_told_what_is_wrong(form, fault):
    said = pattern_fault(form)
    assert said is None if fault is None else fault in (said or "")


def test_a_pattern_that_shows_personal_data_is_told_so():
    assert "số CCCD" in pattern_warning("{person.given}{person.national_id|last3}")
    assert pattern_warning("{person.given}{person.birth_year}") is None


def test_facts_are_values_that_nothing_changes():
    with pytest.raises(AttributeError):
        NameFacts().title = "x"
