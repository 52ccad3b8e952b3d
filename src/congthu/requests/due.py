"""By when must a request be fulfilled? The law's own arithmetic, asked with the kinds of a request."""

from datetime import date, datetime, time

from congthu.enforces import enforces
from congthu.regulations.asks import Action, actions_of
from congthu.regulations.calendar import OutsideCalendar
from congthu.regulations.duties import HANOI, Due, Duty, Matter, due
from congthu.regulations.policy import Policy


@enforces("request.fulfil", "request.restore")
def due_for(kinds: frozenset[str], complete_at: datetime, *, policy: Policy) -> Due | None:
    """Say when a request of these *kinds* is due, None where no term is set or no calendar reaches.

    Restoring has a term of its own, which stands for a forgotten password as well unless that has one itself. A request
    that asks for several things is due when the first of them is; one that asks for more than restoring has the term
    of the rest.
    """
    duty = duty_of(kinds, policy=policy)
    asked: list[Action | None] = [*sorted(actions_of(kinds))]
    fulfil = policy.request.fulfil
    if not asked and fulfil is not None and fulfil.value is None:
        return None  # only some things have a term, and nobody knows yet what is asked for
    try:
        found = [
            due(duty, complete_at, policy=policy, calendar=policy.calendar, matter=Matter(action=one))
            for one in asked or [None]
        ]
    except OutsideCalendar:
        return None
    return min((one for one in found if one), key=_moment, default=None)


def duty_of(kinds: frozenset[str], *, policy: Policy) -> Duty:
    """The duty whose term a request of these *kinds* has."""
    asked = actions_of(kinds)
    restoring = bool(asked) and asked <= {Action.RESTORE, Action.PASSWORD}
    own = policy.request.fulfil is not None and Action.PASSWORD in asked & set(policy.request.fulfil.by)
    return Duty.RESTORE if restoring and policy.request.restore and not own else Duty.FULFIL


def local_day(moment: datetime) -> date:
    """The day of *moment* in Vietnam."""
    return moment.astimezone(HANOI).date()


def _moment(found: Due) -> datetime:
    last = found.last
    return last if isinstance(last, datetime) else datetime.combine(last, time.max)
