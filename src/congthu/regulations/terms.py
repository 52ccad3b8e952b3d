"""In which units does the law count?

Terms keep the law's unit: "3 days", "2 working days", "3 months" and "8 hours" are four types, because 3 months are
not 90 days and 2 days are not 2 working days. The day of the event is not counted; a period of months ends on the
day of the same number, or on the last day of a shorter month. Sizes count 1,024-fold: "50 MB" is 52,428,800 bytes.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

WRITTEN_TERM = re.compile(r"(?P<count>\d{1,4}) (?P<unit>working days?|days?|months?|years?|hours?)")
WRITTEN_SIZE = re.compile(r"(?P<count>\d{1,6}) (?P<unit>KB|MB|GB|TB)")
WRITTEN_DATE = re.compile(r"before (?P<day>\d{1,2})/(?P<month>\d{1,2})(?P<next> of next year)?")


def _read_by(cls: Any, parse: Any) -> CoreSchema:
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
        """Read "2 working days", "3 days", "3 months", "1 year" or "8 hours"."""
        if not isinstance(text, str) or not (match := WRITTEN_TERM.fullmatch(text)):
            raise ValueError(
                f"«{text}» không phải là một thời hạn; hãy viết như «3 days», «2 working days», «3 months», «8 hours»"
            )
        count = int(match["count"])
        match match["unit"].removesuffix("s"):
            case "working day":
                return WorkingDays(count)
            case "day":
                return Days(count)
            case "month":
                return Months(count)
            case "year":
                return Months(12 * count)
            case _:
                return Hours(count)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" + ("s" if self.count != 1 else "")

    def in_words(self) -> str:
        """Write the term in Vietnamese, as the law does: "02 ngày làm việc"."""
        return f"{self.count:02} {self.words}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(cls, Term.parse)


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
class YearlyDate:
    """A day before which a periodic report must be in: "before 20/7", "before 10/1 of next year"."""

    day: int
    month: int
    next_year: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        if not isinstance(text, str) or not (match := WRITTEN_DATE.fullmatch(text)):
            raise ValueError(
                f"«{text}» không phải là hạn báo cáo; hãy viết như «before 20/7», «before 10/1 of next year»"
            )
        day, month = int(match["day"]), int(match["month"])
        date(2023, month, day)  # a year without 29 February: such a date would not exist every year
        return cls(day, month, next_year=bool(match["next"]))

    def last_day(self, year: int) -> date:
        """The last day on which the report for *year* is in time; "before the 20th" ends on the 19th."""
        return date(year + self.next_year, self.month, self.day) - timedelta(days=1)

    def __str__(self) -> str:
        return f"before {self.day}/{self.month}" + (" of next year" if self.next_year else "")

    def in_words(self) -> str:
        return f"trước ngày {self.day:02}/{self.month:02}" + (" năm sau" if self.next_year else "")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(cls, cls.parse)


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
        return _read_by(cls, cls.parse)
