"""By when must a request be fulfilled? The law's own arithmetic, asked with the kinds of a request."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from congthu.regulations.asks import Action, actions_of
from congthu.regulations.calendar import OutsideCalendar
from congthu.regulations.duties import Due, Duty, due
from congthu.regulations.policy import Policy

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def due_for(kinds: frozenset[str], complete_at: datetime, *, policy: Policy) -> Due | None:
    """Say when a request of these *kinds* is due, None where no term is set or no calendar reaches.

    Restoring has a term of its own, which stands for a forgotten password as well; a request that asks for more has
    the term of the rest.
    """
    try:
        return due(duty_of(kinds, policy=policy), complete_at, policy=policy, calendar=policy.calendar)
    except OutsideCalendar:
        return None


def duty_of(kinds: frozenset[str], *, policy: Policy) -> Duty:
    """The duty whose term a request of these *kinds* has."""
    asked = actions_of(kinds)
    restoring = bool(asked) and asked <= {Action.RESTORE, Action.PASSWORD}
    return Duty.RESTORE if restoring and policy.request.restore else Duty.FULFIL


def local_day(moment: datetime) -> date:
    """The day of *moment* in Vietnam."""
    return moment.astimezone(HANOI).date()
