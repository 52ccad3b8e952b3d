"""By when must something be done, or until when does a state last?

The day of the event is not counted. A duty whose last day is not worked moves to the next working day; what happens on
its own (a lock, a revocation) does not, and happens at 00:00 of the day after the last. Both are parameters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from congthu.enforces import enforces
from congthu.regulations.calendar import DAY, Calendar
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.regulations.terms import Days, Hours, Months, Term, WorkingDays, YearlyDate
from congthu.regulations.values import Ruled

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PERIOD = re.compile(r"(?P<year>\d{4})(?P<half>-H1)?")


class Duty(StrEnum):
    """Everything with a due date."""

    FULFIL = "request.fulfil"
    RESTORE = "request.restore"
    AFTER_DECISION = "agency.request-after-decision"
    DEFAULT_PASSWORD = "mailbox.default-password"  # the name of a duty  # noqa: S105  # a name, not a password
    IDLE = "mailbox.idle"
    LOCKED = "mailbox.locked"
    TRANSFER = "mailbox.transfer"
    LEAVING = "mailbox.leaving"
    PASSWORD_AGE = "password.age"  # the name of a duty  # noqa: S105  # a name, not a password
    DOWNTIME = "notice.downtime"
    INCIDENT = "incident.report"
    AGENCY_HALF_YEAR = "report.agency.half-year"
    AGENCY_YEAR = "report.agency.year"
    OPERATOR_HALF_YEAR = "report.operator.half-year"
    OPERATOR_YEAR = "report.operator.year"
    DEPARTMENT_HALF_YEAR = "report.department.half-year"
    DEPARTMENT_YEAR = "report.department.year"


PARAMETER: Mapping[Duty, str] = {
    Duty.FULFIL: "request.fulfil",
    Duty.RESTORE: "request.restore",
    Duty.AFTER_DECISION: "request.after_decision",
    Duty.DEFAULT_PASSWORD: "password.change_default_within",
    Duty.IDLE: "inactivity.after",
    Duty.LOCKED: "lock.revoked_after",
    Duty.TRANSFER: "leaving.transfer_kept",
    Duty.LEAVING: "leaving.kept",
    Duty.PASSWORD_AGE: "password.max_age",
    Duty.DOWNTIME: "notice.downtime",
    Duty.INCIDENT: "notice.incident",
    Duty.AGENCY_HALF_YEAR: "report.agency_half_year",
    Duty.AGENCY_YEAR: "report.agency_year",
    Duty.OPERATOR_HALF_YEAR: "report.operator_half_year",
    Duty.OPERATOR_YEAR: "report.operator_year",
    Duty.DEPARTMENT_HALF_YEAR: "report.department_half_year",
    Duty.DEPARTMENT_YEAR: "report.department_year",
}

TIMERS = frozenset(
    {Duty.DEFAULT_PASSWORD, Duty.IDLE, Duty.LOCKED, Duty.TRANSFER, Duty.LEAVING, Duty.PASSWORD_AGE}
)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, or for terms in hours the last moment, that is still in time.

    *uncertain* holds the days of the count whose being off is not decided yet.
    """

    last: date | datetime
    term: Term | YearlyDate
    clause: str
    origin: str
    uncertain: tuple[date, ...] = ()


@enforces(
    "request.fulfil",
    "request.restore",
    "request.after_decision",
    "notice.downtime",
    "notice.incident",
    "report.agency_half_year",
    "report.agency_year",
    "report.operator_half_year",
    "report.operator_year",
    "report.department_half_year",
    "report.department_year",
    "time.obligations_roll",
    "time.timers_roll",
)
def due(
    duty: Duty, start: str | date | datetime, *, policy: Policy, calendar: Calendar, rank: Rank | None = None
) -> Due | None:
    """When *duty* is due, counted from *start*; None where nobody sets a term.

    *start* is the event that starts the clock; for reports the period ("2026", "2026-H1"), for downtime its
    planned beginning. A string is read as ISO; a moment of another zone counts as the day it is in Việt Nam.

    Raises:
        ValueError: *start* is not what the duty counts from.
        OutsideCalendar: working days of a year that the calendar does not have.
    """
    ruled = policy.ruled(PARAMETER[duty])
    if not isinstance(ruled, Ruled):
        return None
    term = ruled.value
    if duty is Duty.LEAVING:
        term = leaving_term(rank, policy=policy)
    if isinstance(term, YearlyDate):
        return Due(term.last_day(_year(duty, start)), term, ruled.cited, ruled.origin())
    moment = moment_of(start)
    if isinstance(term, Hours):
        if not isinstance(moment, datetime):
            raise ValueError(f"«{start}» phải có giờ, như 2025-01-29T22:15")  # noqa: TRY004  # what was typed is wrong
        return Due(moment + timedelta(hours=term.count), term, ruled.cited, ruled.origin())
    first = moment.date() if isinstance(moment, datetime) else moment
    last = _counted(duty, term, first, policy=policy, calendar=calendar)
    return Due(last, term, ruled.cited, ruled.origin(), tuple(_uncertain(duty, term, first, last, calendar)))


@enforces("leaving.kept")
def leaving_term(rank: Rank | None, *, policy: Policy) -> Term | None:
    """How long the mailbox of one who leaves is kept; None where nobody says.

    An unknown rank gets the longest term: a mailbox destroyed too early cannot be brought back.
    """
    ruled = policy.leaving.kept
    if ruled is None:
        return None
    longest = max(ruled.value.values(), key=lambda term: term.count)
    return ruled.value.get(rank, longest) if rank else longest


def last_day(term: Term, start: date) -> date:
    """The last day of a term that no calendar is needed for: days and months."""
    if isinstance(term, Days | Months):
        return term.last_day(start)
    raise ValueError(f"«{term}» không dùng được cho mốc tự động; hãy dùng ngày hoặc tháng")


def _counted(duty: Duty, term: Term, first: date, *, policy: Policy, calendar: Calendar) -> date:
    if duty is Duty.DOWNTIME:
        return (
            calendar.before(first, term.count)
            if isinstance(term, WorkingDays)
            else first - timedelta(days=term.count)
        )
    if isinstance(term, WorkingDays):
        return calendar.after(first, term.count)
    if duty is Duty.IDLE and policy.identity.in_force_from:
        first = max(first, policy.identity.in_force_from)
    last = last_day(term, first)
    rolls = policy.time.timers_roll if duty in TIMERS else policy.time.obligations_roll
    return calendar.rolled(last) if rolls.value else last


def _uncertain(duty: Duty, term: Term, first: date, last: date, calendar: Calendar) -> list[date]:
    """The days not decided yet on which the end of the count rests."""
    if isinstance(term, WorkingDays):
        return calendar.undecided_between(min(first, last) + DAY, max(first, last))
    if duty in TIMERS or duty is Duty.DOWNTIME:
        return []
    return calendar.undecided_between(last_day(term, first), last)


def _year(duty: Duty, start: object) -> int:
    period = PERIOD.fullmatch(str(start))
    half = duty.endswith("half-year")
    if period is None or bool(period["half"]) is not half:
        wanted = "2026-H1" if half else "2026"
        raise ValueError(f"«{start}» không phải kỳ báo cáo; hãy ghi như {wanted}")
    return int(period["year"])


def moment_of(start: str | date | datetime) -> date | datetime:
    """The day or the moment in Việt Nam that *start* names; raise `ValueError` saying how it is written."""
    if isinstance(start, str):
        try:
            start = (
                date.fromisoformat(start)
                if len(start) == len("2026-01-01")
                else datetime.fromisoformat(start)
            )
        except ValueError:
            raise ValueError(
                f"«{start}» không phải thời điểm; hãy ghi như 2025-10-13 hoặc 2025-10-13T09:00"
            ) from None
    if isinstance(start, datetime) and start.tzinfo:
        return start.astimezone(HANOI).replace(tzinfo=None)
    return start
