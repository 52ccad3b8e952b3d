"""In which state is a mailbox, what may it do there, and what will time do to it?

The machine itself is data: ``states.toml`` of the regulation. This module asks it; it keeps no state and reads no
clock. A term ends with its last day; what follows automatically happens at 00:00 of the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from congthu.enforces import enforces
from congthu.regulations.duties import last_day, leaving_term
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.regulations.states import Anchor, Event, State, Timer, Transition
from congthu.regulations.terms import Term

__all__ = [
    "Event",
    "IllegalTransition",
    "Passing",
    "Permits",
    "State",
    "Trail",
    "next_state",
    "passings",
    "permits",
    "step",
]


class IllegalTransition(Exception):  # the name callers know; an answer of the machine, not a fault
    """The regulation knows no such step from this state."""

    def __init__(self, state: State, event: Event, policy: Policy) -> None:
        label = policy.states.state[state].label if state in policy.states.state else state.value
        super().__init__(f"Quy chế không có bước «{event}» từ trạng thái «{label}».")
        self.state = state
        self.event = event


@dataclass(frozen=True, slots=True)
class Permits:
    """What a mailbox may do in a state, and the clause that says so ("" where none does).

    *web_only*: the one thing behind the sign-in is the page that sets a new password.
    """

    login: bool
    send: bool
    receive: bool
    directory: bool
    web_only: bool
    clause: str
    label: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The dates of one mailbox that the law asks for; None where it did not happen."""

    issued_on: date | None = None
    password_changed_on: date | None = None
    last_login_on: date | None = None
    last_sent_on: date | None = None
    last_received_on: date | None = None
    locked_on: date | None = None
    restored_on: date | None = None
    decision_on: date | None = None
    agency_notified_on: date | None = None
    excused_until: date | None = None
    handover_done: bool = False
    rank: Rank | None = None

    def on(self, anchor: Anchor) -> date | None:
        """The date of *anchor*."""
        found: date | None = getattr(self, anchor.value)
        return found


@dataclass(frozen=True, slots=True)
class Passing:
    """What time will bring about: the step and the first day in the new state."""

    event: Event
    target: State
    on: date
    clause: str


@enforces("state.*")
def permits(state: State, policy: Policy) -> Permits:
    """Say what *state* allows under *policy*.

    Raises:
        KeyError: the regulation has no such state.
    """
    rule = policy.states.state[state]
    return Permits(
        login=rule.login,
        send=rule.send,
        receive=rule.receive,
        directory=rule.directory,
        web_only=rule.web_only,
        clause=str(rule.clause or ""),
        label=rule.label,
    )


@enforces("transition.*")
def step(state: State, event: Event, *, policy: Policy) -> Transition:
    """The transition that *event* causes from *state*, with its clause.

    Raises:
        IllegalTransition: the regulation knows none.
    """
    for one in policy.states.transition:
        if one.event is event and state in one.sources:
            return one
    raise IllegalTransition(state, event, policy)


def next_state(state: State, event: Event, *, policy: Policy) -> State:
    """The state after *event*; raise `IllegalTransition` if the regulation knows no such step from here."""
    return step(state, event, policy=policy).target


@enforces("inactivity.activity", "inactivity.excused")
def passings(state: State, trail: Trail, *, policy: Policy) -> list[Passing]:
    """What time will do to a mailbox if nothing else happens, soonest first; empty where it does nothing."""
    found = [
        Passing(one.event, one.target, day, str(one.clause or ""))
        for one in policy.states.transition
        if one.timer and state in one.sources and (day := _first_day(one.timer, trail, policy)) is not None
    ]
    return sorted(found, key=lambda passing: passing.on)


@enforces(
    "inactivity.after",
    "password.max_age",
    "password.change_default_within",
    "lock.revoked_after",
    "leaving.transfer_kept",
)
def term_of(timer: Timer, trail: Trail, *, policy: Policy) -> Term | None:
    """The term of a timer: None where the regulation sets none."""
    if timer.after == "leaving.kept":
        return leaving_term(trail.rank, policy=policy)
    ruled = policy.ruled(timer.after)
    return ruled.value if ruled else None  # type: ignore[return-value]  # load checks that a timer names a term


def _first_day(timer: Timer, trail: Trail, policy: Policy) -> date | None:
    term = term_of(timer, trail, policy=policy)
    dates = [day for anchor in _counted(timer, policy) if (day := trail.on(anchor)) is not None]
    if term is None or not dates or (timer.handover_done and not trail.handover_done):
        return None
    start, in_force = max(dates), policy.identity.in_force_from
    if timer.from_commencement and in_force:
        start = max(start, in_force)
    last = last_day(term, start)
    if timer.agency_notified:
        if trail.agency_notified_on is None:
            return None
        last = max(last, trail.agency_notified_on)
    excused = policy.inactivity.excused
    if trail.excused_until and timer.after == "inactivity.after" and excused and excused.value:
        last = max(last, trail.excused_until)
    if in_force:
        last = max(last, in_force - timedelta(days=1))
    return last + timedelta(days=1)


def _counted(timer: Timer, policy: Policy) -> Iterator[Anchor]:
    """The anchors of *timer*; of the three kinds of use only those that the regulation counts."""
    uses = {Anchor.LAST_LOGIN: "sign-in", Anchor.LAST_SENT: "sent", Anchor.LAST_RECEIVED: "received"}
    counted = policy.inactivity.activity.value if policy.inactivity.activity else frozenset()
    return (anchor for anchor in timer.since if anchor not in uses or uses[anchor] in counted)
