from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from congthu.regulations.calendar import vietnam
from congthu.regulations.days_passed_over import passed_over
from congthu.regulations.duties import Duty, due
from congthu.regulations.policy import policy_for

CALENDAR = vietnam()


def told(regulation: str, duty: Duty, start: date | datetime) -> list[tuple[date, str]]:
    found = due(duty, start, policy=policy_for(regulation), calendar=CALENDAR)
    assert found is not None
    return [(one.day, one.why) for one in passed_over(duty, found, start, calendar=CALENDAR)]


def test_holidays_and_weekends_inside_working_days_are_named() -> None:
    # 05 working days from Friday 29 August 2025: Quốc khánh on Monday and Tuesday, then a weekend.
    days = told("caobang-16-2025", Duty.FULFIL, date(2025, 8, 29))
    assert [day for day, _ in days] == [
        date(2025, 8, 30),
        date(2025, 8, 31),
        date(2025, 9, 1),
        date(2025, 9, 2),
        date(2025, 9, 6),
        date(2025, 9, 7),
    ]
    assert [why for _, why in days][:3] == ["thứ Bảy", "Chủ nhật", "Quốc khánh"]


def test_a_term_in_days_names_only_the_days_by_which_its_end_moved() -> None:
    # 02 days from Friday end on Sunday, and the duty moves to Monday.
    assert told("hanoi-1643-2023", Duty.FULFIL, date(2025, 10, 10)) == [(date(2025, 10, 12), "Chủ nhật")]
    assert told("hanoi-1643-2023", Duty.FULFIL, date(2025, 10, 13)) == []


def test_what_happens_on_its_own_moves_by_no_day() -> None:
    assert told("caobang-16-2025", Duty.LOCKED, date(2025, 10, 10)) == []


def test_days_before_an_announced_downtime_are_named_backwards() -> None:
    days = [
        day for day, _ in told("caobang-16-2025", Duty.DOWNTIME, datetime.fromisoformat("2025-10-13T08:00"))
    ]
    assert days == [date(2025, 10, 11), date(2025, 10, 12)]


def test_hours_and_reports_pass_over_nothing() -> None:
    found = due(
        Duty.INCIDENT,
        datetime.fromisoformat("2025-01-29T22:00"),
        policy=policy_for("soctrang-draft-2024"),
        calendar=CALENDAR,
    )
    assert found is not None
    assert (
        passed_over(Duty.INCIDENT, found, datetime.fromisoformat("2025-01-29T22:00"), calendar=CALENDAR) == []
    )


@pytest.mark.parametrize("regulation", ["caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"])
@given(start=some.dates(date(2023, 1, 1), date(2027, 11, 1)))
def test_what_is_counted_and_what_is_passed_over_make_the_whole_term(regulation: str, start: date) -> None:
    found = due(Duty.RESTORE, start, policy=policy_for(regulation), calendar=CALENDAR)
    assert found is not None
    assert isinstance(found.last, date)
    days = passed_over(Duty.RESTORE, found, start, calendar=CALENDAR)
    assert found.last - start == timedelta(days=len(days) + found.term.count)
    assert not any(CALENDAR.works(one.day) for one in days)
