"""Values of a decision read as people write them."""

import ast
from pathlib import Path

import pytest

import congthu
from congthu.audit.acts import Basis
from congthu.audit.words import EVENTS, basis_in_words, event_in_words, facts_in_words, value_in_words
from congthu.regulations.policy import policy_for

SOURCE = Path(congthu.__file__).parent
HANOI = policy_for("hanoi-1643-2023")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-03-02", "02/03/2026"),
        ("2026-03-02T02:00:00+00:00", "09:00 02/03/2026"),
        ("3 months", "03 tháng"),
        ("2 working days", "02 ngày làm việc"),
        ("before 20/7", "trước ngày 20/07"),
        ("2 GB", "2 GB"),
        (True, "có"),
        (None, "không có"),
        ([], "không có"),
        (["upper", "digit"], "chữ hoa, chữ số"),
        ("agency-head", "thủ trưởng cơ quan"),
        ({"": "2 GB", "agency-head": "6 GB"}, "2 GB; thủ trưởng cơ quan: 6 GB"),
        ("một văn bản", "một văn bản"),
    ],
)
def test_a_value_is_written_for_people(value, said):
    assert value_in_words(value) == said


def test_a_pattern_reads_as_on_the_page_of_the_regulation():
    said = basis_in_words(Basis.of("naming.person", HANOI.naming.person))
    assert said.startswith("Cá nhân: ‹họ và tên›_‹mã cơ quan›, ")


def test_grounds_are_told_with_their_clauses_and_nothing_of_the_file():
    said = basis_in_words(Basis.of("lock.grounds", HANOI.lock.grounds))
    assert "điểm b khoản 2 Điều 8 bị chiếm dụng" in said
    assert "gist" not in said
    assert "reading" not in said


def test_terms_by_rank_are_told_by_the_names_of_the_ranks():
    assert "thủ trưởng cơ quan: 60 ngày" in basis_in_words(Basis.of("leaving.kept", HANOI.leaving.kept))


def test_facts_come_in_an_order_that_people_follow_whatever_the_database_makes_of_it():
    facts = {
        "as_of": "2026-03-08",
        "label": "Đang hoạt động",
        "state": "active",
        "kind": "person",
        "act": "lock",
    }
    assert list(facts_in_words(facts)) == [
        ("loại hộp thư", "cá nhân"),
        ("trạng thái", "Đang hoạt động"),
        ("việc xảy ra", "tạm khóa"),
        ("xét đến ngày", "08/03/2026"),
    ]


def test_every_event_that_an_act_records_has_words():
    recorders = {"record", "record_act", "_record", "kept_if_refused", "refusals_kept", "_refusals_kept"}
    told = set()
    for path in SOURCE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            first = call.args[0]
            if name in recorders and isinstance(first, ast.Constant) and isinstance(first.value, str):
                told.add(first.value)
    assert len(told) > 40
    assert told <= set(EVENTS)


def test_a_refused_act_says_so_and_one_without_words_shows_its_name():
    assert event_in_words("mailbox.lock.refused") == "Không được: tạm khóa"
    assert event_in_words("khong.co") == "khong.co"
