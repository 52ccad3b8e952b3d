"""What will the law do next with one mailbox, and when, if nothing else happens?"""

from dataclasses import dataclass
from datetime import date

from congthu.decisions.queries import policy_of
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.policy import Policy
from congthu.regulations.states import State


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
    if mailbox.kind in GROUPS:
        return []
    policy = policy_of(mailbox.authority)
    found = passings(State(mailbox.state), trail_of(mailbox), policy=policy)
    return [Coming(one.event, one.target, _label(one.target, policy), one.on, one.clause) for one in found]


def waits_for_handover(mailbox: Mailbox) -> bool:
    """Whether the end of *mailbox* waits until what is in it was handed over."""
    return mailbox.handover_asked and not mailbox.handover_done


def _label(state: State, policy: Policy) -> str:
    return policy.states.state[state].label if state in policy.states.state else state.value
