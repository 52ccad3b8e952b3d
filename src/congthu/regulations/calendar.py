"""Which days do offices work?

Monday to Friday except public holidays, and the Saturdays worked in exchange. No library knows every exchange, so the
calendar is data (``calendar/vn.toml``) with the decision behind each day; a day not decided yet is counted and named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import Field

from congthu.regulations.faults import Fault, LawError, TomlFile
from congthu.regulations.load import DATA
from congthu.regulations.terms import OfficeHours
from congthu.regulations.values import Frozen

SATURDAY = 5
DAY = timedelta(days=1)


class OutsideCalendar(ValueError):  # says which answer cannot be given
    """A day of a year for which the calendar has no data."""

    def __init__(self, day: date) -> None:
        super().__init__(f"Lịch làm việc chưa có năm {day.year}; hãy bổ sung vào calendar/vn.toml.")


class Special(Frozen):
    """Days that differ from their weekday, and why."""

    days: tuple[date, ...] = Field(min_length=1)
    name: str
    basis: str = Field(description="Quyết định, văn bản làm căn cứ")
    decided: bool = True


class CalendarFile(Frozen):
    """``calendar/vn.toml``."""

    years: tuple[int, int] = Field(description="Năm đầu và năm cuối có đủ dữ liệu")
    off: tuple[Special, ...]
    work: tuple[Special, ...]


@dataclass(frozen=True)
class Calendar:
    """The working days of the State's offices."""

    first_year: int
    last_year: int
    off: frozenset[date]
    work: frozenset[date]
    undecided: frozenset[date]

    def works(self, day: date) -> bool:
        """Say whether offices work on *day*; raise `OutsideCalendar` for a year without data."""
        if not self.first_year <= day.year <= self.last_year:
            raise OutsideCalendar(day)
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def expected(self, day: date) -> bool:
        """Say whether offices work on *day* as far as is known: in a year without data only weekends are off."""
        return self.works(day) if self.first_year <= day.year <= self.last_year else day.weekday() < SATURDAY

    def rolled(self, day: date) -> date:
        """*day*, or the next working day when it is none."""
        while not self.works(day):
            day += DAY
        return day

    def after(self, start: date, count: int) -> date:
        """The last of *count* working days; the day of the event is not counted."""
        day = start
        for _ in range(count):
            day = self.rolled(day + DAY)
        return day

    def before(self, end: date, count: int) -> date:
        """The last day from which at least *count* working days follow up to and including *end*."""
        day = end
        for _ in range(count):
            while not self.works(day):
                day -= DAY
            day -= DAY
        return day

    def after_working_hours(self, start: datetime, count: int, hours: OfficeHours) -> datetime:
        """The moment at which offices have been open for *count* hours since *start*."""
        left, day = timedelta(hours=count), start.date()
        while True:
            for opens, closes in hours.shifts if self.works(day) else ():
                begins, ends = max(start, datetime.combine(day, opens)), datetime.combine(day, closes)
                if begins >= ends:
                    continue
                if left <= ends - begins:
                    return begins + left
                left -= ends - begins
            day += DAY

    def before_working_hours(self, end: datetime, count: int, hours: OfficeHours) -> datetime:
        """The last moment from which offices are open for *count* hours until *end*."""
        left, day = timedelta(hours=count), end.date()
        while True:
            for opens, closes in reversed(hours.shifts) if self.works(day) else ():
                begins, ends = datetime.combine(day, opens), min(end, datetime.combine(day, closes))
                if begins >= ends:
                    continue
                if left <= ends - begins:
                    return ends - left
                left -= ends - begins
            day -= DAY

    def office_day(self, start: date | datetime, hours: OfficeHours) -> date:
        """The working day on which offices take note of *start*: the next one after closing time."""
        if not isinstance(start, datetime):
            return self.rolled(start)
        late = start.time() > hours.shifts[-1][1]
        return self.rolled(start.date() + DAY if late else start.date())

    def undecided_between(self, start: date, end: date) -> list[date]:
        """The days not decided yet which a count from *start* to *end* passes over."""
        return sorted(day for day in self.undecided if start <= day <= end)


@cache
def vietnam(data: Path = DATA) -> Calendar:
    """The calendar of Vietnamese State offices; raise `LawError` when its file is wrong."""
    file = TomlFile.read(data / "calendar" / "vn.toml")
    table = None if file.faults else file.validate(CalendarFile, file.table)
    if table:
        file.faults += _faults(file, table)
    if table is None or file.faults:
        raise LawError(file.faults)
    return Calendar(
        first_year=table.years[0],
        last_year=table.years[1],
        off=frozenset(day for one in table.off for day in one.days),
        work=frozenset(day for one in table.work for day in one.days),
        undecided=frozenset(day for one in (*table.off, *table.work) if not one.decided for day in one.days),
    )


def _faults(file: TomlFile, table: CalendarFile) -> Iterator[Fault]:
    off = [day for one in table.off for day in one.days]
    work = [day for one in table.work for day in one.days]
    for day in sorted({day for day in off if off.count(day) > 1 or day.weekday() >= SATURDAY}):
        yield Fault(
            file.path, None, f"{day:%d/%m/%Y}", "ghi hai lần, hoặc là cuối tuần nên đã nghỉ sẵn; hãy xóa"
        )
    for day in sorted({day for day in work if day.weekday() < SATURDAY}):
        yield Fault(file.path, None, f"{day:%d/%m/%Y}", "là ngày thường nên đã làm việc sẵn; hãy xóa")
