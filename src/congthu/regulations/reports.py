"""Which reports does a regulation ask for again and again: from whom, to whom, about which period, by when?

A report is one table ``[[report.periodic]]``. Its duty is called ``report.<by>.<every>``, or ``report.<by>.<name>``
where one of these owes several. Its last day is written as the law writes it: "before 20/6" ends on the 19th and "by
20/6" on the 20th; "by day 25" is the 25th of the month itself, "before day 5 of next month", "by day 15 of the last
month" of a quarter; "5 working days" are counted from the end of the period. A report without a date is due on the last
day of its period (B-08h); one without a period is made when somebody asks for it.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, PlainSerializer, model_validator
from pydantic_core import CoreSchema

from congthu.regulations.clauses import Clause
from congthu.regulations.terms import WRITTEN_DATE, WRITTEN_TERM, Term, YearlyDate, read_by
from congthu.regulations.values import READING, Frozen, Gist, Readings
from congthu.regulations.vocabulary import Office, Unit

WRITTEN_DAY = re.compile(
    r"(?P<how>before|by) day (?P<day>\d{1,2})(?: of (?P<month>next month|the last month))?"
)
WRITTEN_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<nine>9M)|(?P<month>0[1-9]|1[0-2])))?"
)
LONGEST = 28
"""The last day that every month has."""
MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.NINE_MONTHS: 9, Unit.YEAR: 12}
AS_WRITTEN = {
    Unit.MONTH: "2026-06",
    Unit.QUARTER: "2026-Q2",
    Unit.HALF_YEAR: "2026-H1",
    Unit.NINE_MONTHS: "2026-9M",
    Unit.YEAR: "2026",
}


@dataclass(frozen=True, slots=True)
class Period:
    """What a report is about: *number* counts the periods of the year from 1."""

    year: int
    unit: Unit
    number: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026", "2026-H1", "2026-Q2", "2026-9M" or "2026-06"; raise `ValueError` for what is none."""
        found = WRITTEN_PERIOD.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"«{text}» không phải kỳ báo cáo; hãy ghi như {', '.join(AS_WRITTEN.values())}")
        year = int(found["year"])
        if found["half"]:
            return cls(year, Unit.HALF_YEAR, int(found["half"]))
        if found["quarter"]:
            return cls(year, Unit.QUARTER, int(found["quarter"]))
        if found["nine"]:
            return cls(year, Unit.NINE_MONTHS)
        return cls(year, Unit.MONTH, int(found["month"])) if found["month"] else cls(year, Unit.YEAR)

    @property
    def last_month(self) -> int:
        """The number of its last month."""
        return MONTHS[self.unit] * self.number

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    def __str__(self) -> str:
        match self.unit:
            case Unit.YEAR:
                return f"{self.year}"
            case Unit.HALF_YEAR:
                return f"{self.year}-H{self.number}"
            case Unit.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Unit.NINE_MONTHS:
                return f"{self.year}-9M"
            case Unit.MONTH:
                return f"{self.year}-{self.number:02}"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the last month of a period, or of the month after it."""

    day: int
    next_month: bool = False
    itself: bool = True
    """Whether the day itself is still in time."""

    @classmethod
    def parse(cls, text: str) -> Self:
        found = WRITTEN_DAY.fullmatch(text) if isinstance(text, str) else None
        if found is None or not 1 <= int(found["day"]) <= LONGEST:
            raise ValueError(
                f"«{text}» không phải ngày trong tháng; hãy viết như «by day 25», «before day 5 of next month», "
                "«by day 15 of the last month» (ngày 1 đến 28)"
            )
        return cls(int(found["day"]), found["month"] == "next month", found["how"] == "by")

    def last_day(self, period: Period) -> date:
        """The last day on which the report about *period* is in time."""
        month = period.last_month + self.next_month
        year, month = (period.year + 1, 1) if month > MONTHS[Unit.YEAR] else (period.year, month)
        return date(year, month, self.day) - timedelta(days=not self.itself)

    def __str__(self) -> str:
        how, where = "by" if self.itself else "before", " of next month" if self.next_month else ""
        return f"{how} day {self.day}{where}"

    def in_words(self) -> str:
        how = "chậm nhất ngày" if self.itself else "trước ngày"
        return f"{how} {self.day:02} {'tháng sau' if self.next_month else 'của tháng cuối kỳ'}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_by(cls, cls.parse)


ReportDay = YearlyDate | MonthDay | Term


def _day(given: object) -> ReportDay:
    if isinstance(given, YearlyDate | MonthDay | Term):
        return given
    text = str(given)
    if WRITTEN_DATE.fullmatch(text):
        return YearlyDate.parse(text)
    if WRITTEN_DAY.fullmatch(text):
        return MonthDay.parse(text)
    if WRITTEN_TERM.fullmatch(text):
        return Term.parse(text)
    raise ValueError(
        f"«{given}» không phải hạn báo cáo; hãy viết như «before 20/6» (trước ngày), «by 20/6» (chậm nhất ngày), "
        "«before 10/1 of next year», «by day 25», «before day 5 of next month», «5 working days» (sau khi hết kỳ)"
    )


class OutlinePart(Frozen):
    """One part of a report whose outline the regulation prescribes."""

    title: str = Field(description="Tên phần")
    asks: tuple[str, ...] = Field((), description="Nội dung, số liệu phải nêu")


class Report(Frozen):
    """One report that somebody owes somebody."""

    by: Office = Field(description="Ai báo cáo")
    to: Office = Field(description="Báo cáo ai")
    every: Unit | None = Field(None, description="Kỳ báo cáo; trống: khi được yêu cầu")
    name: str = Field(
        "",
        pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$",
        description="Tên ngắn, khi cùng người, cùng kỳ có nhiều báo cáo",
    )
    last: Annotated[ReportDay, BeforeValidator(_day), PlainSerializer(str)] | None = Field(
        None,
        description='Hạn: "before 20/6", "by 20/6", "before 10/1 of next year", "by day 25", '
        '"before day 5 of next month", "5 working days" sau khi hết kỳ; trống: ngày cuối kỳ',
    )
    on_demand: bool = Field(default=False, description="Còn báo cáo đột xuất khi được yêu cầu")
    outline: tuple[OutlinePart, ...] = Field((), description="Đề cương mà quy chế ấn định")
    clause: Clause = Field(description="Điều khoản")
    also: tuple[Clause, ...] = Field((), description="Các điều khoản khác nói về báo cáo này")
    gist: Gist
    reading: Readings = Field((), description=READING)

    @property
    def duty(self) -> str:
        """The name of its duty."""
        return f"report.{self.by}.{self.name or self.every or 'on-demand'}"

    @property
    def cited(self) -> str:
        """The clause as it stands in data."""
        return str(self.clause)

    def periods(self, year: int) -> tuple[Period, ...]:
        """What it is about in a year; a date of the year is one of the first half only."""
        if self.every is None:
            return ()
        dated = self.every is Unit.HALF_YEAR and isinstance(self.last, YearlyDate)
        several = 1 if dated else MONTHS[Unit.YEAR] // MONTHS[self.every]
        return tuple(Period(year, self.every, number) for number in range(1, several + 1))

    def clauses(self) -> tuple[Clause, ...]:
        """Every clause that asks for it."""
        return (self.clause, *self.also)

    def __str__(self) -> str:
        return self.in_words()

    def in_words(self) -> str:
        """Who reports what to whom, and by when."""
        what = f"báo cáo {self.every.in_words()}" if self.every else "báo cáo khi được yêu cầu"
        by, when = self.by.in_words(), f", {self.last.in_words()}" if self.last else ""
        after = " sau khi hết kỳ" if isinstance(self.last, Term) else ""
        more = "; còn báo cáo đột xuất khi được yêu cầu" if self.on_demand and self.every else ""
        return f"{by} gửi {self.to.in_words()}: {what}{when}{after}{more}"

    @model_validator(mode="after")
    def _dated_by_its_period(self) -> Self:
        if self.last is not None and self.every is None:
            raise ValueError("báo cáo không có kỳ (every) thì không có hạn (last); bỏ một trong hai")
        if isinstance(self.last, YearlyDate) and self.every in {Unit.MONTH, Unit.QUARTER}:
            raise ValueError(
                "báo cáo tháng, quý ghi hạn theo ngày trong tháng: «by day 25», «before day 5 of next month»"
            )
        return self


def no_two_alike(reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """Two reports of one name could not be told apart."""
    names = [one.duty for one in reports]
    if doubled := sorted({one for one in names if names.count(one) > 1}):
        raise ValueError(f"hai báo cáo cùng tên {', '.join(doubled)}; hãy đặt «name» cho một báo cáo")
    return reports
