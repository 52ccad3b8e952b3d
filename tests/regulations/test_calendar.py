from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.regulations.calendar import OutsideCalendar, vietnam

CALENDAR = vietnam()
DATES = st.dates(date(2023, 1, 1), date(2027, 10, 1))


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 31),
        date(2025, 5, 2),
        date(2026, 1, 2),
        date(2026, 2, 20),
        date(2026, 8, 31),
        date(2025, 10, 18),
    ],
)
def test_offices_are_closed(day):
    assert not CALENDAR.works(day)


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_a_saturday_worked_in_exchange_is_a_working_day(day):
    assert CALENDAR.works(day)


def test_a_year_without_data_is_said_and_not_guessed():
    with pytest.raises(OutsideCalendar, match="chưa có năm 2028"):
        CALENDAR.works(date(2028, 1, 3))


@given(DATES, st.integers(1, 15))
def test_working_days_are_counted_one_by_one(start, count):
    last = CALENDAR.after(start, count)
    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(CALENDAR.works(day) for day in days) == count
    assert CALENDAR.works(last)


@given(DATES.filter(lambda day: day > date(2023, 3, 1)), st.integers(1, 10))
def test_counting_back_gives_the_latest_day_from_which_enough_working_days_follow(end, count):
    latest = CALENDAR.before(end, count)
    assert CALENDAR.after(latest, count) <= end
    assert CALENDAR.after(latest + timedelta(days=1), count) > end


def test_days_not_decided_yet_are_named():
    assert CALENDAR.undecided_between(date(2026, 11, 19), date(2026, 11, 27)) == [date(2026, 11, 24)]
    assert CALENDAR.undecided_between(date(2025, 1, 1), date(2025, 12, 31)) == []
