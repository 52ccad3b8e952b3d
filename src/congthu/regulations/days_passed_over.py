"""Which days did a count pass over, and why were they not counted?

A due date answers with a day; whoever is bound by it also asks why it is not two days earlier.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from congthu.regulations.calendar import DAY, Calendar, CalendarFile, vietnam
from congthu.regulations.duties import TIMERS, Due, Duty, last_day
from congthu.regulations.faults import TomlFile
from congthu.regulations.load import DATA
from congthu.regulations.reports import Report
from congthu.regulations.terms import Days, Months, WorkingDays

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """One day on which offices do not work; *why* is the weekday or the name of the holiday."""

    day: date
    why: str
    basis: str = ""
    decided: bool = True


def passed_over(
    duty: Duty | Report, found: Due, start: date | datetime, *, calendar: Calendar
) -> list[PassedOver]:
    """The days from *start* to the last one that were not counted, in their order.

    Of working days these are all days off on the way; of a term in days only those by which its end moved. A report
    names its last day itself.
    """
    if isinstance(duty, Report):
        return []
    first = start.date() if isinstance(start, datetime) else start
    if isinstance(found.last, datetime):
        return []
    if isinstance(found.term, WorkingDays):
        low, high = sorted((first, found.last))
        return [_told(day) for day in _days(low + DAY, high) if not calendar.works(day)]
    if isinstance(found.term, Days | Months) and duty not in TIMERS and found.last > first:
        return [_told(day) for day in _days(last_day(found.term, first), found.last - DAY)]
    return []


@cache
def named_days(data: Path = DATA) -> Mapping[date, PassedOver]:
    """The days off that the calendar names, with the decision behind each; raise `LawError` as `vietnam` does."""
    vietnam(data)
    table = CalendarFile.model_validate(TomlFile.read(data / "calendar" / "vn.toml").table)
    return {day: PassedOver(day, one.name, one.basis, one.decided) for one in table.off for day in one.days}


def _told(day: date) -> PassedOver:
    return named_days().get(day) or PassedOver(day, WEEKDAYS[day.weekday()])


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
