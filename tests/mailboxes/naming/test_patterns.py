import pytest

from congthu.mailboxes.naming.patterns import pattern_fault, read_facts, well_formed
from congthu.regulations.schema import Pattern


@pytest.mark.parametrize("local_part", ["a", "nguyenvanan_sotttt", "phuong1.vinhchau", "a-b", "x" * 64])
def test_a_mailbox_can_be_called_so(local_part):
    assert well_formed(local_part)


@pytest.mark.parametrize("local_part", ["", ".a", "a.", "a..b", "A", "á", "a b", "a@b", "x" * 65])
def test_a_mailbox_cannot_be_called_so(local_part):
    assert not well_formed(local_part)


def test_a_pattern_is_filled_from_what_is_known():
    known, wrong = read_facts({"full_name": "Hoàng Văn Phúc", "org_code": "tgg", "dob": "02/1990"})
    assert not wrong
    form = (
        "{person.given}{person.family|initials}{person.middle|initials}{n}.{agency.code}{person.birth_month}"
    )
    assert known.fill(Pattern(form=form), 3) == "phuchv3.tgg02"


def test_what_is_not_known_is_named():
    known, _ = read_facts({"full_name": "Hoàng Văn Phúc", "dob": "1990"})
    assert known.missing(Pattern(form="{person.given}.{agency.code}{person.birth_month}")) == [
        "agency.code",
        "person.birth_month",
    ]


def test_a_name_of_one_word_has_an_empty_family_and_no_missing_one():
    known, _ = read_facts({"full_name": "Hương"})
    assert known.missing(Pattern(form="{person.family|initials}{person.given}")) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"full_name": "王明"}, "không có chữ cái nào"),
        ({"org_code": "Sở TTTT"}, "không hợp lệ"),
        ({"dob": "32/13/1990"}, "không đọc được"),
        ({"dob": "hôm qua"}, "không đọc được"),
    ],
)
def test_a_fact_that_cannot_be_right_is_refused_rather_than_guessed_at(facts, said):
    _, wrong = read_facts(facts)
    assert [said in one.message for one in wrong] == [True]


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ("{person.full_name}{n}_{agency.code}", None),
        ("{person.family|initials}", None),
        ("VanThu", "«VanThu»"),
        ("{person.full_name", "«{person.full_name»"),
        ("{person.age}", "không có dữ kiện «person.age»"),
        ("{n}{n}", "một lần"),
        ("{person.given|first}", "không dùng được"),
    ],
)
def test_a_pattern_outside_the_language_is_told_what_is_wrong(form, fault):
    said = pattern_fault(form)
    assert said is None if fault is None else fault in (said or "")
