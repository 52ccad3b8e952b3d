from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.regulations.terms import (
    Days,
    Hours,
    Minutes,
    Months,
    OfficeHours,
    Rate,
    Size,
    Term,
    WorkingDays,
    WorkingHours,
    YearlyDate,
)

DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("3 days", Days(3)),
        ("1 day", Days(1)),
        ("2 working days", WorkingDays(2)),
        ("3 months", Months(3)),
        ("1 year", Months(12)),
        ("8 hours", Hours(8)),
        ("4 working hours", WorkingHours(4)),
        ("15 minutes", Minutes(15)),
    ],
)
def test_a_term_keeps_the_unit_of_the_law(written, term):
    assert Term.parse(written) == term
    assert type(Term.parse(written)) is type(term)


@pytest.mark.parametrize(
    "written", ["3", "3 weeks", "three days", "3days", "-3 days", "3 working months", ""]
)
def test_other_words_are_no_term(written):
    with pytest.raises(ValueError, match="không phải là một thời hạn"):
        Term.parse(written)


def test_terms_of_different_units_are_never_equal():
    assert Days(2) != WorkingDays(2)
    assert Months(3) != Days(90)


@given(st.integers(0, 999), st.sampled_from([Days, WorkingDays, Months, Hours, WorkingHours, Minutes]))
def test_what_is_written_is_read_back(count, kind):
    assert Term.parse(str(kind(count))) == kind(count)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 1, 15), 6, date(2025, 7, 15)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_last(start, count, last):
    assert Months(count).last_day(start) == last


@given(DATES, st.integers(0, 120))
def test_months_never_jump_over_a_month(start, count):
    last = Months(count).last_day(start)
    assert (last.year - start.year) * 12 + last.month - start.month == count
    assert last.day <= start.day


@given(DATES, st.integers(0, 400))
def test_days_are_counted_from_the_day_after(start, count):
    assert Days(count).last_day(start) - start == timedelta(days=count)


def test_a_report_before_the_20th_is_in_time_until_the_19th():
    assert YearlyDate.parse("before 20/7").last_day(2025) == date(2025, 7, 19)
    assert YearlyDate.parse("before 10/1 of next year").last_day(2025) == date(2026, 1, 9)
    assert YearlyDate.parse("before 1/3").last_day(2024) == date(2024, 2, 29)


def test_a_report_by_the_20th_is_in_time_on_that_day():
    assert YearlyDate.parse("by 20/7").last_day(2025) == date(2025, 7, 20)
    assert str(YearlyDate.parse("by 10/1 of next year")) == "by 10/1 of next year"
    assert YearlyDate.parse("by 20/7").in_words() == "chậm nhất ngày 20/07"


def test_a_rate_and_office_hours_are_read_back_as_they_are_written():
    assert Rate.parse("100 per hour").in_words() == "100 mỗi giờ"
    assert str(Rate.parse("500 per day")) == "500 per day"
    assert str(OfficeHours.parse("07:30-11:30, 13:30-17:00")) == "07:30-11:30, 13:30-17:00"


@pytest.mark.parametrize("written", ["100", "100 per week", "many per hour"])
def test_other_words_are_no_rate(written):
    with pytest.raises(ValueError, match="không phải là một mức"):
        Rate.parse(written)


@pytest.mark.parametrize("written", ["8-17", "13:30-17:00, 07:30-11:30", "17:00-08:00", "25:00-26:00", ""])
def test_hours_that_no_office_keeps_are_refused(written):
    with pytest.raises(ValueError, match="không phải là giờ làm việc"):
        OfficeHours.parse(written)


@pytest.mark.parametrize(
    "written", ["20/7", "before 31/2", "before 29/2", "before 1/13", "until 20/7", "by 31/2"]
)
def test_a_date_that_no_year_has_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011  # two sources of the message
        YearlyDate.parse(written)


def test_sizes_count_by_1024():
    assert Size.parse("50 MB") == 52_428_800
    assert str(Size.parse("2 GB")) == "2 GB"
    assert str(Size.parse("500 MB")) == "500 MB"
    assert Size.parse("2 GB").in_words() == "2 GB"


@pytest.mark.parametrize("written", ["50", "50 mb", "1.9 GB", "50 MiB", ""])
def test_a_size_needs_its_unit(written):
    with pytest.raises(ValueError, match="không phải là dung lượng"):
        Size.parse(written)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (WorkingDays(2), "02 ngày làm việc"),
        (Days(15), "15 ngày"),
        (Months(3), "03 tháng"),
        (Hours(8), "08 giờ"),
        (YearlyDate(10, 1, next_year=True), "trước ngày 10/01 năm sau"),
    ],
)
def test_people_read_terms_as_the_law_writes_them(value, words):
    assert value.in_words() == words
