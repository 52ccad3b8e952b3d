"""By when must something be done, or until when does a state last?

The day of the event is not counted. A duty whose last day is not worked moves to the next working day; what happens on
its own (a lock, a revocation) does not, and happens at 00:00 of the day after the last. Both are parameters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from congthu.enforces import enforces
from congthu.regulations.asks import Action, Subject
from congthu.regulations.calendar import DAY, Calendar
from congthu.regulations.faults import closest
from congthu.regulations.policy import Policy
from congthu.regulations.reports import AS_WRITTEN, MonthDay, Period, Report
from congthu.regulations.terms import (
    Days,
    Hours,
    Minutes,
    Months,
    Term,
    WorkingDays,
    WorkingHours,
    YearlyDate,
)
from congthu.regulations.timing import rolls_of, timer_ends
from congthu.regulations.values import Ruled, Source, Varied
from congthu.regulations.vocabulary import AccountClass, Occasion, Office, Rank, Severity, Unit

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
VIETNAMESE = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?:[ ,T]+(?P<hour>\d{1,2})[:h](?P<minute>\d{2}))?"
)


class Duty(StrEnum):
    """Everything with a due date, but for reports: those are the regulation's (`congthu.regulations.reports`)."""

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
}

RECEIVED = frozenset({Duty.FULFIL, Duty.RESTORE})
"""What is counted from the arrival of a document."""
TIMERS = frozenset(
    {Duty.DEFAULT_PASSWORD, Duty.IDLE, Duty.LOCKED, Duty.TRANSFER, Duty.LEAVING, Duty.PASSWORD_AGE}
)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, or for terms in hours the last moment, that is still in time.

    *uncertain* holds the days of the count whose being off is not decided yet; *taken* says in Vietnamese which of
    several terms was taken because the question left it open.
    """

    last: date | datetime
    term: Term | YearlyDate | MonthDay
    clause: str
    origin: str
    uncertain: tuple[date, ...] = ()
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a duty is about, as far as terms differ: whose mailbox, which request for whom, what happened, how grave."""

    rank: Rank | None = None
    action: Action | None = None
    occasion: Occasion | None = None
    severity: Severity | None = None
    account: AccountClass | None = None
    subject: Subject | None = None


ANYTHING = Matter()
ASKED: Mapping[Duty, tuple[str, ...]] = {
    Duty.LEAVING: ("rank",),
    Duty.FULFIL: ("action", "subject"),
    Duty.AFTER_DECISION: ("occasion",),
    Duty.INCIDENT: ("severity",),
    Duty.PASSWORD_AGE: ("account",),
}
"""On which parts of the matter the term of a duty may depend; of two that have a term of their own the first counts."""
CLASSES: Mapping[str, type] = {
    "rank": Rank,
    "action": Action,
    "occasion": Occasion,
    "severity": Severity,
    "account": AccountClass,
    "subject": Subject,
}
ASKED_IN_WORDS = {
    "rank": "cấp bậc",
    "action": "việc được đề nghị",
    "occasion": "sự việc",
    "severity": "mức độ",
    "account": "loại tài khoản",
    "subject": "cho cá nhân hay tổ chức",
}


@enforces(
    "request.fulfil",
    "request.restore",
    "request.after_decision",
    "notice.downtime",
    "notice.incident",
    "report.periodic",
    "time.obligations_roll",
    "time.timers_roll",
    "time.office_hours",
    "time.after_hours_is_next_day",
)
def due(
    duty: Duty | Report,
    start: str | date | datetime,
    *,
    policy: Policy,
    calendar: Calendar,
    rank: Rank | None = None,
    matter: Matter = ANYTHING,
) -> Due | None:
    """When *duty* is due, counted from *start*; None where nobody sets a term.

    *start* is the event that starts the clock; for reports the period ("2026", "2026-H1"), for downtime its
    planned beginning. A string is ISO or dd/mm/yyyy; a moment of another zone counts as the day it is in Việt Nam.

    Raises:
        ValueError: *start* is not what the duty counts from, or the regulation sets terms only for some matters and
            *matter* does not say which it is.
        OutsideCalendar: working days of a year that the calendar does not have.
    """
    if isinstance(duty, Report):
        return report_due(duty, str(start), calendar=calendar)
    ruled = policy.ruled(PARAMETER[duty])
    if not isinstance(ruled, Ruled) or ruled.source is Source.PLATFORM:
        # What we do where the law is silent is nobody's duty.
        return None
    matter = replace(matter, rank=rank or matter.rank)
    held, taken = _held(duty, ruled, matter)
    term = held.value
    if term is None:
        return None
    moment = moment_of(start)
    if isinstance(term, Hours | WorkingHours | Minutes):
        if not isinstance(moment, datetime):
            raise ValueError(f"«{start}» phải có giờ, như 2025-01-29T22:15")  # noqa: TRY004  # what was typed is wrong
        ends = _by_the_clock(duty, term, moment, policy=policy, calendar=calendar)
        return Due(ends, term, held.cited, held.origin(), taken=taken)
    first = moment.date() if isinstance(moment, datetime) else moment
    if duty in RECEIVED and policy.time.after_hours_is_next_day.value:
        first = calendar.office_day(moment, policy.time.office_hours.value)
    last = _counted(duty, term, first, policy=policy, calendar=calendar)
    uncertain = tuple(_uncertain(duty, term, first, last, calendar))
    return Due(last, term, held.cited, held.origin(), uncertain, taken)


def _held(duty: Duty, ruled: Ruled[Any], matter: Matter) -> tuple[Ruled[Any], str]:
    """The term that holds for this matter, and what to say where the matter leaves it open which."""
    if duty is Duty.LEAVING:
        longest = max(ruled.value.values(), key=lambda term: term.count)
        term = ruled.value.get(matter.rank, longest) if matter.rank else longest
        several = len(set(ruled.value.values())) > 1
        taken = (
            ""
            if matter.rank or not several
            else f"chưa nêu cấp bậc: lấy thời hạn dài nhất, {term.in_words()}"
        )
        return ruled.model_copy(update={"value": term}), taken
    if not isinstance(ruled, Varied) or not ruled.by or duty not in ASKED:
        return ruled, ""
    found = ruled.at(*(getattr(matter, part) for part in ASKED[duty]))
    return found, _left_open(duty, matter, ruled) if found is ruled else ""


def _left_open(duty: Duty, matter: Matter, ruled: Varied[Any, Any]) -> str:
    """What to say where the matter leaves open which of several terms holds; "" where they are all as long.

    Raises:
        ValueError: there is no term for everything else.
    """
    untold = [part for part in ASKED[duty] if getattr(matter, part) is None]
    others = {
        one: value
        for one, value in ruled.own().items()
        if value != ruled.value and any(isinstance(one, CLASSES[part]) for part in untold)
    }
    if not others:
        return ""
    named = " hoặc ".join(
        ASKED_IN_WORDS[part] for part in untold if any(isinstance(one, CLASSES[part]) for one in others)
    )
    told = ", ".join(f"{one.in_words().lower()} {value.in_words()}" for one, value in others.items())
    if ruled.value is None:
        raise ValueError(f"Thời hạn tùy {named}: hãy nêu là trường hợp nào ({told})")
    return f"chưa nêu {named}: lấy thời hạn chung; riêng {told}"


def _by_the_clock(
    duty: Duty, term: Term, moment: datetime, *, policy: Policy, calendar: Calendar
) -> datetime:
    """The end of a term of hours or minutes from *moment*; for a notice before it, the last moment to give it."""
    before = duty is Duty.DOWNTIME
    if isinstance(term, WorkingHours):
        count = calendar.before_working_hours if before else calendar.after_working_hours
        return count(moment, term.count, policy.time.office_hours.value)
    length = timedelta(minutes=term.count) if isinstance(term, Minutes) else timedelta(hours=term.count)
    return moment - length if before else moment + length


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
            calendar.before(first, term.count) if isinstance(term, WorkingDays) else _days_before(term, first)
        )
    if duty is Duty.IDLE and policy.identity.in_force_from:
        first = max(first, policy.identity.in_force_from)
    if duty in TIMERS:
        return timer_ends(term, first, rolls=rolls_of(PARAMETER[duty], policy), calendar=calendar)
    if isinstance(term, WorkingDays):
        return calendar.after(first, term.count)
    last = last_day(term, first)
    return calendar.rolled(last) if policy.time.obligations_roll.value else last


def _days_before(term: Term, day: date) -> date:
    """The last day to give a notice of *term* before *day*."""
    if isinstance(term, Months):
        return replace(term, count=-term.count).last_day(day)
    return day - timedelta(days=term.count)


def _uncertain(duty: Duty, term: Term, first: date, last: date, calendar: Calendar) -> list[date]:
    """The days not decided yet on which the end of the count rests."""
    if isinstance(term, WorkingDays):
        return calendar.undecided_between(min(first, last) + DAY, max(first, last))
    if duty in TIMERS or duty is Duty.DOWNTIME:
        return []
    return calendar.undecided_between(last_day(term, first), last)


def named(name: str, policy: Policy) -> Duty | Report | None:
    """The duty of that name; None where the regulation asks for no such report.

    Raises:
        ValueError: nobody has such a duty; with those that there are.
    """
    reports = {one.duty: one for one in reports_of(policy)}
    if name in set(Duty):
        return Duty(name)
    if name in reports:
        return reports[name]
    prefix, _, rest = name.partition(".")
    by, _, every = rest.partition(".")
    if prefix == "report" and by in set(Office) and every in set(Unit):
        return None
    if meant := [duty for duty, parameter in PARAMETER.items() if parameter == name]:
        raise ValueError(f"«{name}» là tham số; việc có thời hạn đó tên là «{meant[0]}».")
    known = [*Duty, *reports]
    raise ValueError(f"Không có việc có thời hạn «{name}»{closest(name, known)}; có: {', '.join(known)}.")


def reports_ahead(policy: Policy, on: date, *, calendar: Calendar) -> list[tuple[Report, Due]]:
    """The reports asked for, each with its first last day that is not before *on*; the next first."""
    found = []
    for report in reports_of(policy):
        periods = (one for year in (on.year - 1, on.year, on.year + 1) for one in report.periods(year))
        answers = (report_due(report, one, calendar=calendar) for one in periods)
        ahead = (one for one in answers if one and _day(one.last) >= on)
        found += [(report, one) for one in ahead][:1]
    return sorted(found, key=lambda one: _day(one[1].last))


def _day(last: date | datetime) -> date:
    return last.date() if isinstance(last, datetime) else last


def reports_of(policy: Policy) -> tuple[Report, ...]:
    """The reports that the regulation asks for."""
    return policy.report.periodic.value if policy.report.periodic else ()


@enforces("report.periodic")
def report_due(report: Report, about: str | Period, *, calendar: Calendar) -> Due | None:
    """When *report* about a period is due; None for one that is made only when somebody asks for it.

    Raises:
        ValueError: that is no period of this report.
    """
    if report.every is None:
        return None
    period = about if isinstance(about, Period) else Period.parse(about)
    written = AS_WRITTEN[report.every]
    if period.unit is not report.every:
        raise ValueError(f"«{about}» không phải kỳ báo cáo {report.every.in_words()}; hãy ghi như {written}")
    origin = report.clause.in_words()
    if report.last is None:
        return Due(period.last_day, Days(0), report.cited, origin, taken="không nêu ngày: lấy ngày cuối kỳ")
    if isinstance(report.last, YearlyDate):
        if report.every is Unit.HALF_YEAR and period.number > 1:
            raise ValueError(f"«{about}»: hạn ghi cho sáu tháng đầu năm; hãy ghi như {written}")
        return Due(report.last.last_day(period.year), report.last, report.cited, origin)
    if isinstance(report.last, MonthDay):
        return Due(report.last.last_day(period), report.last, report.cited, origin)
    if isinstance(report.last, WorkingDays):
        last = calendar.after(period.last_day, report.last.count)
        uncertain = tuple(calendar.undecided_between(period.last_day + DAY, last))
        return Due(last, report.last, report.cited, origin, uncertain)
    return Due(last_day(report.last, period.last_day), report.last, report.cited, origin)


def moment_of(start: str | date | datetime) -> date | datetime:
    """The day or the moment in Việt Nam that *start* names; raise `ValueError` saying how it is written."""
    if isinstance(start, str):
        text = start.strip()
        if typed := VIETNAMESE.fullmatch(text):
            clock = f"T{int(typed['hour']):02}:{typed['minute']}" if typed["hour"] else ""
            text = f"{typed['year']}-{int(typed['month']):02}-{int(typed['day']):02}{clock}"
        try:
            start = (
                date.fromisoformat(text) if len(text) == len("2026-01-01") else datetime.fromisoformat(text)
            )
        except ValueError:
            raise ValueError(
                f"«{start}» không phải thời điểm; hãy ghi như 13/10/2025, 13/10/2025 09:00, 2025-10-13 hoặc "
                "2025-10-13T09:00"
            ) from None
    if isinstance(start, datetime) and start.tzinfo:
        return start.astimezone(HANOI).replace(tzinfo=None)
    return start
