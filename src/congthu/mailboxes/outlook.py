"""What will the law do next with one mailbox, and when, if nothing else happens?"""

from dataclasses import dataclass
from datetime import date

from congthu.decisions.queries import policy_of
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that time will do: what, into which state, from which day on, and by which clause ("" for none)."""

    event: str
    state: str
    label: str
    on: date
    clause: str


def coming(mailbox: Mailbox) -> list[Coming]:
    """What time will do with *mailbox*, soonest first; empty where it does nothing."""
    policy = policy_of(mailbox.authority)
    found = passings(mailbox.state, trail_of(mailbox), policy=policy, calendar=vietnam())
    return [
        Coming(one.event, one.target, policy.states.label(one.target), one.on, one.clause) for one in found
    ]


def waits_for_handover(mailbox: Mailbox) -> bool:
    """Whether the end of *mailbox* waits until what is in it was handed over."""
    return mailbox.handover_asked and not mailbox.handover_done
