"""In which units does the law count?

Terms keep the law's unit: "3 days", "2 working days", "3 months" and "8 hours" are different types, because 3 months
are not 90 days and 2 days are not 2 working days. The day of the event is not counted; a period of months ends on the
day of the same number, or on the last day of a shorter month. "8 hours" go on by night, "4 working hours" only while
offices are open. Sizes count 1,024-fold: "50 MB" is 52,428,800 bytes.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

WRITTEN_TERM = re.compile(
    r"(?P<count>\d{1,4}) (?P<unit>working days?|working hours?|days?|months?|years?|hours?|minutes?)"
)
WRITTEN_SIZE = re.compile(r"(?P<count>\d{1,6}) (?P<unit>KB|MB|GB|TB)")
WRITTEN_DATE = re.compile(r"(?P<how>before|by) (?P<day>\d{1,2})/(?P<month>\d{1,2})(?P<next> of next year)?")
WRITTEN_RATE = re.compile(r"(?P<count>\d{1,6}) per (?P<unit>minute|hour|day)")
WRITTEN_HOURS = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


def read_by(cls: Any, parse: Any) -> CoreSchema:
    """How pydantic reads a value of *cls*: written as text, by *parse*."""
    return core_schema.no_info_before_validator_function(
        lambda given: given if isinstance(given, cls) else parse(given),
        core_schema.is_instance_schema(cls),
        serialization=core_schema.to_string_ser_schema(),
    )


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time in the law's own unit; `Term.parse` gives one of the types below."""

    count: int
    unit: ClassVar[str] = ""
    words: ClassVar[str] = ""

    @staticmethod
    def parse(text: str) -> "Term":
        """Read "2 working days", "3 days", "3 months", "1 year", "8 hours", "4 working hours" or "15 minutes"."""
        if not isinstance(text, str) or not (match := WRITTEN_TERM.fullmatch(text)):
            raise ValueError(
                f"«{text}» không phải là một thời hạn; hãy viết như «3 days», «2 working days», «3 months», "
                "«8 hours», «4 working hours», «15 minutes»"
            )
        count, unit = int(match["count"]), match["unit"].removesuffix("s")
        if unit == "year":
            return Months(12 * count)
        kinds: tuple[type[Term], ...] = (Days, WorkingDays, Months, Hours, WorkingHours, Minutes)
        return next(kind for kind in kinds if kind.unit == unit)(count)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" + ("s" if self.count != 1 else "")

    def in_words(self) -> str:
        """Write the term in Vietnamese, as the law does: "02 ngày làm việc"."""
        return f"{self.count:02} {self.words}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_by(cls, Term.parse)


@dataclass(frozen=True, slots=True)
class Days(Term):
    """Calendar days."""

    unit: ClassVar[str] = "day"
    words: ClassVar[str] = "ngày"

    def last_day(self, start: date) -> date:
        return start + timedelta(days=self.count)


@dataclass(frozen=True, slots=True)
class Months(Term):
    """Calendar months."""

    unit: ClassVar[str] = "month"
    words: ClassVar[str] = "tháng"

    def last_day(self, start: date) -> date:
        """The day of the same number *count* months later, or the last day of that month where it has none."""
        years, month = divmod(start.month - 1 + self.count, 12)
        year, month = start.year + years, month + 1
        return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class WorkingDays(Term):
    """Working days; which days these are is the calendar's to say: `congthu.regulations.calendar`."""

    unit: ClassVar[str] = "working day"
    words: ClassVar[str] = "ngày làm việc"


@dataclass(frozen=True, slots=True)
class Hours(Term):
    """Hours of the clock, by night and on holidays too."""

    unit: ClassVar[str] = "hour"
    words: ClassVar[str] = "giờ"


@dataclass(frozen=True, slots=True)
class WorkingHours(Term):
    """Hours while offices are open; `OfficeHours` says when that is."""

    unit: ClassVar[str] = "working hour"
    words: ClassVar[str] = "giờ làm việc"


@dataclass(frozen=True, slots=True)
class Minutes(Term):
    """Minutes of the clock."""

    unit: ClassVar[str] = "minute"
    words: ClassVar[str] = "phút"


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """The last day of a periodic report: "before 20/7" ends on the 19th, "by 20/7" on the 20th."""

    day: int
    month: int
    next_year: bool = False
    itself: bool = False
    """Whether the day itself is still in time."""

    @classmethod
    def parse(cls, text: str) -> Self:
        if not isinstance(text, str) or not (match := WRITTEN_DATE.fullmatch(text)):
            raise ValueError(
                f"«{text}» không phải là hạn báo cáo; hãy viết như «before 20/7» (trước ngày), «by 20/7» (chậm nhất "
                "ngày), «before 10/1 of next year»"
            )
        day, month = int(match["day"]), int(match["month"])
        try:
            date(2023, month, day)  # a year without 29 February: such a date would not exist every year
        except ValueError:
            raise ValueError(f"«{text}»: không phải năm nào cũng có ngày {day:02}/{month:02}") from None
        return cls(day, month, next_year=bool(match["next"]), itself=match["how"] == "by")

    def last_day(self, year: int) -> date:
        """The last day on which the report for *year* is in time."""
        return date(year + self.next_year, self.month, self.day) - timedelta(days=not self.itself)

    def __str__(self) -> str:
        how = "by" if self.itself else "before"
        return f"{how} {self.day}/{self.month}" + (" of next year" if self.next_year else "")

    def in_words(self) -> str:
        how = "chậm nhất ngày" if self.itself else "trước ngày"
        return f"{how} {self.day:02}/{self.month:02}" + (" năm sau" if self.next_year else "")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_by(cls, cls.parse)


class Size(int):
    """A number of bytes, written "2 GB" or "50 MB"."""

    UNITS: ClassVar[dict[str, int]] = {"TB": 1024**4, "GB": 1024**3, "MB": 1024**2, "KB": 1024}

    @classmethod
    def parse(cls, text: str) -> Self:
        if not isinstance(text, str) or not (match := WRITTEN_SIZE.fullmatch(text)):
            raise ValueError(f"«{text}» không phải là dung lượng; hãy viết như «50 MB», «2 GB»")
        return cls(int(match["count"]) * cls.UNITS[match["unit"]])

    def __str__(self) -> str:
        for unit, size in self.UNITS.items():
            if self >= size and self % size == 0:
                return f"{self // size} {unit}"
        return f"{int(self)} B"

    def in_words(self) -> str:
        return str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_by(cls, cls.parse)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many in how long: "100 per hour"."""

    count: int
    unit: str
    WORDS: ClassVar[dict[str, str]] = {"minute": "phút", "hour": "giờ", "day": "ngày"}

    @classmethod
    def parse(cls, text: str) -> Self:
        if not isinstance(text, str) or not (match := WRITTEN_RATE.fullmatch(text)):
            raise ValueError(f"«{text}» không phải là một mức; hãy viết như «100 per hour», «500 per day»")
        return cls(int(match["count"]), match["unit"])

    def __str__(self) -> str:
        return f"{self.count} per {self.unit}"

    def in_words(self) -> str:
        return f"{self.count} mỗi {self.WORDS[self.unit]}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_by(cls, cls.parse)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices are open on a working day: "07:30-11:30, 13:30-17:00"."""

    shifts: tuple[tuple[time, time], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        parts = (
            [WRITTEN_HOURS.fullmatch(part) for part in text.split(", ")] if isinstance(text, str) else [None]
        )
        try:
            shifts = tuple(
                (time(int(part[1]), int(part[2])), time(int(part[3]), int(part[4]))) for part in parts if part
            )
        except ValueError:
            shifts = ()
        moments = [moment for shift in shifts for moment in shift]
        if not shifts or not all(parts) or moments != sorted(set(moments)):
            raise ValueError(f"«{text}» không phải là giờ làm việc; hãy viết như «07:30-11:30, 13:30-17:00»")
        return cls(shifts)

    def __str__(self) -> str:
        return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in self.shifts)

    def in_words(self) -> str:
        return str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_by(cls, cls.parse)


def _counting_days(given: object) -> object:
    term = Term.parse(given) if isinstance(given, str) else given
    if not isinstance(term, Days | Months):
        raise ValueError(f"«{term}» phải là số ngày hay số tháng, như «3 days», «2 months»")  # noqa: TRY004  # what was written is wrong
    return term


def _by_the_clock(given: object) -> object:
    term = Term.parse(given) if isinstance(given, str) else given
    if not isinstance(term, Days | Hours | Minutes):
        raise ValueError(f"«{term}» phải là số phút, số giờ hay số ngày, như «30 minutes», «2 hours»")  # noqa: TRY004  # what was written is wrong
    return term


DayTerm = Annotated[Term, BeforeValidator(_counting_days)]
"""A term that a calendar without holidays is enough for."""
ClockTerm = Annotated[Term, BeforeValidator(_by_the_clock)]
"""A term that runs by the clock."""
