"""What will the law do next with one mailbox, and when, if nothing else happens?"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from congthu.decisions.queries import policy_of
from congthu.enforces import enforces
from congthu.mailboxes.lifecycle.machine import Trail, passings, step
from congthu.mailboxes.models import Destruction, Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import last_day
from congthu.regulations.policy import Policy
from congthu.regulations.states import Act, Phase

# The programs that keep mail are not ours to command from here: whoever runs the machine removes it.
REMAINS = "dữ liệu thư còn ở kho thư cho đến khi người vận hành máy xóa"


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that time will do: what, into which state, from which day on, and by which clause ("" for none).

    *gist* is what the regulation says of the step, in our words.
    """

    event: str
    state: str
    label: str
    on: date
    clause: str
    gist: str


class Waiting(StrEnum):
    """What keeps time from doing what it would do with a mailbox."""

    NOTICE = "agency_notified"
    """Its agency must hear first that it is locked."""

    REQUEST = "request"
    """A request for it waits for an answer."""

    HANDOVER = "handover"
    """What is in it must be handed over first."""


def coming(mailbox: Mailbox, *, today: date, pending: Collection[str] = ()) -> list[Coming]:
    """What time will do with *mailbox*, soonest first; empty where it does nothing.

    What should have happened before *today* happens today, with the next hour. *pending* are the kinds of request that
    wait for an answer.
    """
    trail = replace(trail_of(mailbox), pending=frozenset(pending))
    return _coming(mailbox.state, trail, policy_of(mailbox.authority), today=today)


def waits_for(mailbox: Mailbox, *, pending: Collection[str] = ()) -> list[Waiting]:
    """What would have to come before time goes on with *mailbox*; *pending* as in :func:`coming`."""
    timers = [
        one.timer
        for one in policy_of(mailbox.authority).states.transition
        if one.timer and {mailbox.state, mailbox.leaving}.intersection(one.sources)
    ]
    untold = mailbox.phase == Phase.LOCKED and mailbox.agency_notified_at is None
    holds = {
        Waiting.NOTICE: untold and any(one.agency_notified for one in timers),
        Waiting.REQUEST: any(not set(pending).isdisjoint(one.unless_asked) for one in timers),
        Waiting.HANDOVER: mailbox.handover_asked and not mailbox.handover_done,
    }
    return [what for what, waiting in holds.items() if waiting]


def coming_after(
    mailbox: Mailbox,
    act: Act,
    *,
    today: date,
    decided_on: date | None = None,
    left_on: date | None = None,
    ground: str = "",
) -> list[Coming]:
    """What time would do with *mailbox* if *act* were done today and the agency heard of it at once.

    Raises:
        IllegalTransition: the regulation knows no such step from here.
    """
    policy = policy_of(mailbox.authority)
    before = replace(trail_of(mailbox), ground=ground)
    target = step(mailbox.state, act, policy=policy, trail=before).target
    phase = policy.states.state[target].phase
    locked = phase is Phase.LOCKED
    after = replace(
        before,
        entered_on=today,
        locked_on=(before.locked_on or today) if locked else None,
        agency_notified_on=today if locked else None,
        decision_on=decided_on or before.decision_on or today,
        left_on=left_on or before.left_on or today,
        restored_on=today if phase is Phase.OPEN and mailbox.phase == Phase.LOCKED else before.restored_on,
        leaving=target if phase is Phase.LEAVING else before.leaving if locked else "",
    )
    return _coming(target, after, policy, today=today)


@enforces("retention.revoked_data")
def kept_from(revoked_on: date, policy: Policy) -> date:
    """The last day on which what is in a mailbox that was revoked on *revoked_on* must still be there."""
    return last_day(policy.retention.revoked_data.value, revoked_on)


def proposed_destruction(mailbox: Mailbox) -> Destruction | None:
    """The proposal to destroy *mailbox* that waits for somebody else."""
    return mailbox.destructions.select_related("proposed_by").filter(approved_at=None).first()


def _coming(state: str, trail: Trail, policy: Policy, *, today: date) -> list[Coming]:
    return [
        Coming(
            one.event,
            one.target,
            policy.states.label(one.target),
            max(one.on, today),
            one.clause,
            one.step.gist,
        )
        for one in passings(state, trail, policy=policy, calendar=vietnam())
    ]
