"""Who is to be told what of a step, and on which day?

A step says whom to tell when it is taken, and with a timer how long before. What may still be prevented is told
before; only what comes next is told, since whatever follows depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from congthu.mailboxes.lifecycle.machine import Passing
from congthu.regulations.states import Party, Transition


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: *on* which day, to whom, of which step, which happens on *happens_on* if nothing is done.

    *ahead* is how many days before it is told, 0 on the day itself.
    """

    on: date
    to: Party
    event: str
    target: str
    happens_on: date
    clause: str
    ahead: int


def told_of(step: Transition) -> tuple[Party, ...]:
    """Who is told that *step* was taken, each once."""
    return tuple(dict.fromkeys(step.tell))


def days_ahead(step: Transition) -> tuple[int, ...]:
    """How many days before it happens *step* is told, the earliest first."""
    before = step.timer.before if step.timer else ()
    return tuple(sorted({term.count for term in before}, reverse=True))


def notices(coming: Sequence[Passing]) -> list[Notice]:
    """Everything to be told of what time does next, in the order of the days; *coming* is soonest first."""
    if not coming:
        return []
    first = coming[0]
    return sorted(
        (
            Notice(
                first.on - timedelta(days=ahead),
                party,
                first.event,
                first.target,
                first.on,
                first.clause,
                ahead,
            )
            for ahead in (*days_ahead(first.step), 0)
            for party in told_of(first.step)
        ),
        key=lambda notice: notice.on,
    )


def due_ahead(step: Transition, *, happens_on: date, as_of: date) -> tuple[int, ...]:
    """The reminders of *step* whose day has come by *as_of* while it has not happened, the latest last."""
    left = (happens_on - as_of).days
    return tuple(ahead for ahead in days_ahead(step) if 0 < left <= ahead)
