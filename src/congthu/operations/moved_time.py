"""What happens when the time of a trial installation is moved?

What would have happened by itself in between happens, in the order of the days: decisions take effect, and time moves
mailboxes. The clock goes along from day to day, so that whatever else asks for the time meanwhile gets the day that is
being lived through. Days on which nothing would happen are passed over. Going back undoes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from congthu import clock
from congthu.decisions.actions import take_effect
from congthu.decisions.queries import next_to_take_effect
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.mailboxes.acts import night
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import HANOI, last_day
from congthu.regulations.terms import Hours, Term, WorkingDays
from congthu.requests.queries import awaiting_restore

# A wrong password shuts an account for minutes, which no regulation writes as a term.
MINUTES = re.compile(r"(?P<count>\d{1,4}) minutes?")
MOMENT_FORMS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")
YEARS = range(2000, 2100)
MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that came about by itself on a day."""

    authority: str
    event: str
    subject: str
    on: date
    clause: str
    gist: str
    source: str = ""
    target: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "authority": self.authority,
            "event": self.event,
            "subject": self.subject,
            "on": self.on.isoformat(),
            "from": self.source or None,
            "to": self.target or None,
            "clause": self.clause,
            "gist": self.gist,
        }


def moment_of(text: str) -> datetime:
    """Read a moment as people write it: ISO or dd/mm/yyyy, with or without the time; a day begins at 00:00 there.

    Raises:
        ValueError: it is none; the text says how one is written.
    """
    found = _moment(text.strip())
    if found is None or found.year not in YEARS:
        raise ValueError(
            f"«{text}» không phải là một thời điểm; hãy ghi 2027-03-01, 2027-03-01T09:30, 01/03/2027 hoặc "
            "“01/03/2027 09:30”"
        )
    return found if found.tzinfo else found.replace(tzinfo=HANOI)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in MOMENT_FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  # the caller gives it Việt Nam's zone
        except ValueError:
            continue
    return None


def after(term: str, start: datetime) -> datetime:
    """The moment a *term* after *start*, at the same time of day for days and months.

    Raises:
        ValueError: it is no term; the text says how one is written.
        OutsideCalendar: working days of a year that the calendar does not have.
    """
    if minutes := MINUTES.fullmatch(term.strip()):
        return start + timedelta(minutes=int(minutes["count"]))
    read = Term.parse(term.strip())
    if isinstance(read, Hours):
        return start + timedelta(hours=read.count)
    local = start.astimezone(HANOI)
    today = local.date()
    day = vietnam().after(today, read.count) if isinstance(read, WorkingDays) else last_day(read, today)
    return datetime.combine(day, local.timetz())


def move(to: datetime) -> Iterator[Happened]:
    """Let it be *to*; give what comes about on the way, as it does. Exhaust it: the clock is moved as it is read.

    Raises:
        NoTestClock: this installation's time cannot be moved.
    """
    acting = Actor.system("clock")
    if not clock.is_test():
        _set(to)
    start = clock.now()
    last = to.astimezone(HANOI).date()
    day = start.astimezone(HANOI).date()
    while to > start and (next_day := _next_event(day, last, acting)) is not None:
        day = next_day
        _set(max(start, datetime.combine(day, MIDNIGHT, HANOI)))
        yield from live_through(day, acting=acting)
        day += timedelta(days=1)
    _set(to)


def live_through(day: date, *, acting: Actor) -> list[Happened]:
    """Do what *day*, which is today, brings about by itself, in every authority."""
    now = clock.now()
    happened: list[Happened] = []
    for authority in Authority.objects.order_by("code"):
        began = take_effect(authority, acting=acting, now=now)
        authority.refresh_from_db(fields=["decisions"])
        happened += (
            Happened(authority.code, "decision.in_force", one.parameter, day, "", f"Quyết định {one.number}")
            for one in began
        )
        contested = awaiting_restore(authority)
        happened += (
            Happened(
                authority.code,
                f"mailbox.{one.event}",
                one.address,
                day,
                one.clause,
                one.gist,
                one.source,
                one.target,
            )
            for one in night.run(authority, as_of=day, acting=acting, now=now, contested=contested)
        )
    return happened


def _next_event(day: date, last: date, acting: Actor) -> date | None:
    """The first day from *day* to *last* on which anything comes about by itself; None where nothing does."""
    days: list[date] = []
    for authority in Authority.objects.all():
        forecast = night.forecast(authority, as_of=last, acting=acting, contested=awaiting_restore(authority))
        days += [one.on for one in forecast[:1]]
        if (begins := next_to_take_effect(authority)) is not None:
            days.append(begins)
    soonest = max(min(days), day) if days else None
    return soonest if soonest is not None and soonest <= last else None


def _set(to: datetime) -> None:
    clock.move(to - clock.of_the_machine())
