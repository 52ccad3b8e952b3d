"""By when must a request be fulfilled? The law's own arithmetic, asked with the kinds of a request."""

from collections.abc import Iterable
from datetime import date, datetime, time

from congthu.enforces import enforces
from congthu.regulations.asks import Action, Ask
from congthu.regulations.calendar import OutsideCalendar
from congthu.regulations.duties import ANYTHING, HANOI, Due, Duty, Matter, due
from congthu.regulations.policy import Policy


@enforces("request.fulfil", "request.restore")
def due_for(kinds: Iterable[str], complete_at: datetime, *, policy: Policy) -> tuple[Duty, Due | None]:
    """Say when a request of these *kinds* is due and by which duty; None where no term is set or no calendar reaches.

    Every thing asked for has its own term, and the request is due when the first of them is. Restoring has a term of
    its own, which stands for a forgotten password as well unless that has one itself.
    """
    asked = [ask for kind in sorted(kinds) if (ask := Ask.parse(kind)) is not None]
    fulfil = policy.request.fulfil
    if not asked and fulfil is not None and fulfil.value is None:
        return Duty.FULFIL, None  # only some things have a term, and nobody knows yet what is asked for
    if not asked:
        return _due(None, complete_at, policy=policy)
    return min((_due(ask, complete_at, policy=policy) for ask in asked), key=_moment)


def due_by_kind(kinds: Iterable[str], complete_at: datetime | None, *, policy: Policy) -> dict[str, Due]:
    """By when each of the things asked for is due; nothing where information lacks or no term is set."""
    if complete_at is None:
        return {}
    found = {kind: due_for([kind], complete_at, policy=policy)[1] for kind in sorted(kinds)}
    return {kind: due for kind, due in found.items() if due is not None}


def last_day_of(due: Due) -> date:
    """The last day that is still in time."""
    return due.last.date() if isinstance(due.last, datetime) else due.last


def _due(ask: Ask | None, complete_at: datetime, *, policy: Policy) -> tuple[Duty, Due | None]:
    duty = _duty_of(ask, policy=policy)
    matter = Matter(action=ask.action, subject=ask.subject) if ask else ANYTHING
    try:
        return duty, due(duty, complete_at, policy=policy, calendar=policy.calendar, matter=matter)
    except OutsideCalendar:
        return duty, None


def _duty_of(ask: Ask | None, *, policy: Policy) -> Duty:
    if ask is None or policy.request.restore is None or ask.action not in {Action.RESTORE, Action.PASSWORD}:
        return Duty.FULFIL
    own = (
        policy.request.fulfil is not None
        and ask.action is Action.PASSWORD
        and Action.PASSWORD in policy.request.fulfil.by
    )
    return Duty.FULFIL if own else Duty.RESTORE


def local_day(moment: datetime) -> date:
    """The day of *moment* in Vietnam."""
    return moment.astimezone(HANOI).date()


def _moment(found: tuple[Duty, Due | None]) -> datetime:
    """The last moment, to compare it with others; where there is none it comes last."""
    last = found[1].last if found[1] else date.max
    return last if isinstance(last, datetime) else datetime.combine(last, time.max)
