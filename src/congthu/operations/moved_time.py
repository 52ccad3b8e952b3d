"""What happens when the time of a trial installation is moved?

What would have happened by itself in between happens, in the order of the days: decisions take effect, and time moves
mailboxes. The clock goes along from day to day, so that whatever else asks for the time meanwhile gets the day that is
being lived through. Days on which nothing would happen are passed over. Going back undoes nothing.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction

from congthu import clock
from congthu.audit.actions import record
from congthu.audit.acts import Subject
from congthu.audit.outbox import errands_waiting
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.operations.nights import PATIENCE, Happened, live_through, next_day_of, use_is_known
from congthu.operations.supervise import Late, wait_until
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import HANOI, last_day
from congthu.regulations.terms import Hours, Term, WorkingDays

# A wrong password shuts an account for minutes, which no regulation writes as a term.
MINUTES = re.compile(r"(?P<count>\d{1,4}) minutes?")
MOMENT_FORMS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")
YEARS = range(2000, 2100)
MIDNIGHT = time()
DAY = timedelta(days=1)


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
    known = use_is_known(settings.CONGTHU_INSTANCE)
    _let_errands_run()
    start = clock.now()
    if to > start:
        yield from _nights(start, to, acting=acting, use_known=known)
    _set(to)
    with transaction.atomic():
        record(
            "clock.moved",
            Subject("installation", "clock"),
            authority="",
            acting=acting,
            at=clock.now(),
            details={"from": start.isoformat(), "to": to.isoformat()},
        )


def _nights(start: datetime, to: datetime, *, acting: Actor, use_known: bool) -> Iterator[Happened]:
    """Live through the nights from *start* to *to*, each in those authorities in which something happens."""
    first, last = (moment.astimezone(HANOI).date() for moment in (start, to))
    authorities = list(Authority.objects.order_by("code"))
    coming = {one: next_day_of(one, first, last, acting=acting) for one in authorities}
    while days := [day for day in coming.values() if day is not None]:
        tonight = min(days)
        _set(max(start, datetime.combine(tonight, MIDNIGHT, HANOI)))
        concerned = [one for one in authorities if coming[one] == tonight]
        yield from live_through(clock.now(), acting=acting, use_known=use_known, authorities=concerned)
        _let_errands_run()
        for one in concerned:
            coming[one] = next_day_of(one, tonight + DAY, last, acting=acting)


def _let_errands_run() -> None:
    """Wait until the worker has told what was done by now, while it is still that day for it; not for ever."""
    if settings.CONGTHU_INSTANCE is not None:
        with suppress(Late):
            wait_until(lambda: not errands_waiting(), PATIENCE, "tiến trình làm việc nền chưa làm hết")


def set_ahead(ahead: timedelta) -> None:
    """Let time be *ahead* of the machine's, for our programs and for what the mail programs ask of the database.

    Raises:
        NoTestClock: this installation's time cannot be moved.
    """
    if clock.is_test():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE mail.clock SET ahead = make_interval(secs => %s)", [ahead.total_seconds()])
    clock.move(ahead)


def _set(to: datetime) -> None:
    set_ahead(to - clock.of_the_machine())
