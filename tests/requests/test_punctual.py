"""An agency that asks later after a decision than its regulation lets it is told so; the line is done all the same."""

import pytest
from tests.requests.letters import person_row, row

from congthu.regulations.asks import Ask
from congthu.regulations.vocabulary import Occasion
from congthu.requests.foreseen import Foreseen, Line
from congthu.requests.punctual import occasion_of


@pytest.mark.enforces("request.after_decision")
@pytest.mark.parametrize(("decided", "late"), [("2026-02-26", False), ("2026-02-24", True)])
def test_three_days_after_the_decision(province, decided, late):
    place = province("hanoi-1643-2023")
    [line] = place.foreseen(person_row(decision_on=decided))
    told = (
        "Cơ quan gửi muộn: hạn là 27/02/2026, 03 ngày từ quyết định 24/02/2026 (điểm a khoản 4 Điều 7). "
        "Dòng này vẫn được thực hiện."
    )
    assert line.foreseen["told"] == ([told] if late else [])
    [result] = place.carry_out(person_row(decision_on=decided))
    assert result.done


def test_without_the_day_of_a_decision_nothing_is_said(province):
    [line] = province("hanoi-1643-2023").foreseen(person_row())
    assert line.foreseen["told"] == []


def test_where_no_regulation_says_so_nobody_is_late(province):
    [line] = province("caobang-16-2025").foreseen(person_row(decision_on="2026-01-02"))
    assert line.foreseen["told"] == []


@pytest.mark.parametrize(
    ("kind", "fields", "occasion"),
    [
        ("person.issue", {}, Occasion.HIRED),
        ("person.revoke", {"remarks": "Nghỉ hưu từ 01/3"}, Occasion.RETIRED),
        ("person.revoke", {"remarks": "Chuyển về tỉnh khác"}, Occasion.LEFT),
        ("organisation.issue", {}, Occasion.FOUNDED),
        ("organisation.revoke", {}, Occasion.DISSOLVED),
        ("person.password", {}, None),
        ("person.lock", {}, None),
    ],
)
def test_what_happened_is_read_from_what_is_asked(kind, fields, occasion):
    line = Line(Ask.parse(kind, ""), row(kind, **fields).fields)
    assert occasion_of(Foreseen(), line) is occasion
