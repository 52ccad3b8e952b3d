"""Which step may a mailbox take, and what will time do to it?

The machine itself is data: the states and steps of the regulation. This module asks it; it keeps no state and reads no
clock. A term ends with its last day; what follows automatically happens at 00:00 of the next.

Leaving outlasts a lock. What was kept until a day for somebody who leaves is still kept until that day while it is
locked, and is not opened again by whatever lifts the lock: it goes back to where its leaving stood.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from congthu.enforces import enforces
from congthu.mailboxes.kinds import GROUPS, PERSONAL
from congthu.regulations.calendar import Calendar
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import leaving_term
from congthu.regulations.policy import Policy
from congthu.regulations.states import (
    IN_WORDS,
    Act,
    Anchor,
    Effect,
    Handover,
    Phase,
    StateRule,
    Timer,
    Transition,
)
from congthu.regulations.terms import Term
from congthu.regulations.timing import timer_ends, timer_rolls
from congthu.regulations.values import Varied
from congthu.regulations.vocabulary import AccountClass, Activity, Rank

DAY = timedelta(days=1)
USES = {
    Activity.SIGN_IN: Anchor.LAST_LOGIN,
    Activity.SENT: Anchor.LAST_SENT,
    Activity.RECEIVED: Anchor.LAST_RECEIVED,
}
# What people are led to where something else is not possible, and how many states they read at once.
OFFERED = (Act.REISSUE_PASSWORD, Act.LOCK, Act.RESTORE, Act.TRANSFER, Act.LEAVE, Act.REVOKE, Act.DESTROY)
NAMED_AT_MOST = 3


class IllegalTransition(Exception):  # an answer of the machine, not a fault of the program
    """The regulation knows no such step from this state; `clause` is where it speaks of the step at all, or ""."""

    def __init__(self, state: str, act: Act, policy: Policy) -> None:
        words, table = IN_WORDS[act], policy.states
        steps = table.steps_by(act)
        self.state, self.act = state, act
        self.clause = next((one.cited for one in steps if one.clause), "")
        targets = {one.target for one in steps}
        by_time = [
            one for one in table.transition if one.timer and state in one.sources and one.target in targets
        ]
        if by_time:
            self.clause = by_time[0].cited
            super().__init__(
                f"Hộp thư đang ở trạng thái «{table.label(state)}»: hết thời hạn giữ thì tự chuyển sang "
                f"«{table.label(by_time[0].target)}» ({in_words(self.clause)}), không {words} trước hạn."
            )
            return
        if steps:
            labels = dict.fromkeys(table.label(source) for one in steps for source in one.sources)
            only = f" (chỉ từ «{'» hoặc «'.join(labels)}»)" if len(labels) <= NAMED_AT_MOST else ""
            why = f"Quy chế không có bước «{words}» từ trạng thái «{table.label(state)}»{only}."
        else:
            why = f"Quy chế không quy định việc «{words}» hộp thư."
        offered = [
            IN_WORDS[one] for one in OFFERED if any(state in step.sources for step in table.steps_by(one))
        ]
        super().__init__(f"{why} Có thể: {', '.join(offered)}." if offered else why)


@dataclass(frozen=True, slots=True)
class Trail:
    """What the law asks of one mailbox: days, None where nothing is recorded, and what the steps are narrowed to.

    *handover* is None where nobody asked for one, else whether it was done; *ground* is the clause on which the
    mailbox is in its state, *leaving* the state of leaving that a lock interrupted; *pending* are the kinds of request
    that wait for an answer. Before *use_recorded_from* nobody wrote down whether the mailbox was used.
    """

    issued_on: date | None = None
    password_changed_on: date | None = None
    last_login_on: date | None = None
    last_sent_on: date | None = None
    last_received_on: date | None = None
    use_recorded_from: date | None = None
    locked_on: date | None = None
    restored_on: date | None = None
    entered_on: date | None = None
    decision_on: date | None = None
    left_on: date | None = None
    agency_notified_on: date | None = None
    excused_until: date | None = None
    handover: bool | None = None
    kind: str = ""
    rank: Rank | None = None
    administrator: bool = False
    ground: str = ""
    leaving: str = ""
    pending: frozenset[str] = frozenset()

    def on(self, anchor: Anchor) -> date | None:
        """The day of *anchor*, which is one single day."""
        found: date | None = getattr(self, anchor.value)
        return found

    @property
    def classes(self) -> tuple[AccountClass, ...]:
        """The classes of account that it belongs to; whoever operates the system is an administrator first."""
        own = AccountClass.PERSON if self.kind in PERSONAL else AccountClass.ORGANISATION
        return (AccountClass.ADMINISTRATOR, own) if self.administrator else (own,)


NO_TRAIL = Trail()


@dataclass(frozen=True, slots=True)
class Passing:
    """What time will bring about: the step and the first day in the new state."""

    event: str
    target: str
    on: date
    clause: str
    step: Transition


def rule_of(state: str, policy: Policy) -> StateRule | None:
    """What *state* allows; None where the regulation of today has no such state."""
    return policy.states.state.get(state)


@enforces(
    "transition.issue",
    "transition.set_password",
    "transition.reissue_password",
    "transition.lock",
    "transition.restore",
    "transition.transfer",
    "transition.leave",
    "transition.revoke",
    "transition.request_again",
    "transition.destroy",
    "transition.too_many_failures",
)
def step(state: str, act: Act, *, policy: Policy, trail: Trail = NO_TRAIL) -> Transition:
    """The step that *act* causes from *state*, with its clause and the state that it really leads to.

    Raises:
        IllegalTransition: the regulation knows none.
    """
    for one in policy.states.transition:
        if (
            one.on == act
            and not one.timer
            and leads_from(one, state, trail, policy)
            and fits(one, trail, policy)
        ):
            return one.model_copy(update={"target": _target(one, state, trail, policy)})
    raise IllegalTransition(state, act, policy)


def next_state(state: str, act: Act, *, policy: Policy, trail: Trail = NO_TRAIL) -> str:
    """The state after *act*; raise `IllegalTransition` if the regulation knows no such step from here."""
    return step(state, act, policy=policy, trail=trail).target


def possible(state: str, act: Act, *, policy: Policy, trail: Trail = NO_TRAIL) -> bool:
    """Whether the regulation knows a step by *act* from *state*."""
    try:
        step(state, act, policy=policy, trail=trail)
    except IllegalTransition:
        return False
    return True


@enforces("transition.timer")
def passings(state: str, trail: Trail, *, policy: Policy, calendar: Calendar) -> list[Passing]:
    """What time will do to a mailbox if nothing else happens, soonest first; empty where it does nothing."""
    found = [
        Passing(one.on, one.target, day, one.cited, one)
        for one in policy.states.transition
        if one.timer
        # Nobody signs in to a group: no password of it grows old, and it is never idle.
        and not (trail.kind in GROUPS and _phase(state, policy) is Phase.OPEN)
        and leads_from(one, state, trail, policy)
        and fits(one, trail, policy)
        and (day := _first_day(one.timer, trail, policy, calendar)) is not None
    ]
    return sorted(found, key=lambda passing: passing.on)


def leads_from(one: Transition, state: str, trail: Trail, policy: Policy) -> bool:
    """Whether *one* leads out of *state*; a timer also out of the leaving that a lock has interrupted."""
    if one.timer is None:
        return state in one.sources
    locked = _phase(state, policy) is Phase.LOCKED
    if locked and trail.leaving in one.sources:
        return True
    return state in one.sources and not (locked and _stays_shut(one, trail, policy))


def _stays_shut(one: Transition, trail: Trail, policy: Policy) -> bool:
    """Whether time may not open a locked mailbox by *one*: its holder has left it, or has no password of their own."""
    target = policy.states.state[one.target]
    own_password = trail.password_changed_on is not None or target.has(Effect.MUST_CHANGE)
    return target.phase is Phase.OPEN and (bool(trail.leaving) or not own_password)


def fits(one: Transition, trail: Trail, policy: Policy) -> bool:
    """Whether *one* is for a mailbox of this kind, rank and ground."""
    return (
        (not one.kinds or trail.kind in one.kinds)
        and (not one.ranks or trail.rank in one.ranks)
        and (not one.classes or not one.classes.isdisjoint(trail.classes))
        and (not one.grounds or trail.ground in clauses_of(one.grounds, policy))
    )


def clauses_of(names: Iterable[str], policy: Policy) -> frozenset[str]:
    """The clauses by which a mailbox is locked on the grounds *names*: those of the law, or of the steps that lock."""
    names = set(names)
    grounds = policy.lock.grounds.value if policy.lock.grounds else {}
    return frozenset(
        [str(ground.clause) for name, ground in grounds.items() if name in names]
        + [one.cited for one in policy.states.transition if one.on in names and one.clause]
    )


@enforces(
    "inactivity.after",
    "password.max_age",
    "password.change_default_within",
    "lock.revoked_after",
    "leaving.transfer_kept",
)
def term_of(timer: Timer, trail: Trail, *, policy: Policy) -> Term | None:
    """The term of a timer for somebody of this rank and class: None where the regulation sets none."""
    if isinstance(timer.after, Term):
        return timer.after
    if timer.after == "leaving.kept":
        return leaving_term(trail.rank, policy=policy)
    ruled = policy.ruled(timer.after)
    if isinstance(ruled, Varied):
        ruled = ruled.at(*trail.classes, trail.rank)
    return ruled.value if ruled else None  # type: ignore[return-value]  # load checks that a timer names a term


@enforces("lock.notice_before_revocation")
def told_ahead(timer: Timer, policy: Policy) -> Term | None:
    """How long the agency must have been told before *timer* may act; None where being told at all is enough."""
    if isinstance(timer.agency_notified, str):
        ruled = policy.ruled(timer.agency_notified)
        return ruled.value if ruled else None  # type: ignore[return-value]  # the check sees that it is a term
    return timer.agency_notified if isinstance(timer.agency_notified, Term) else None


@enforces("inactivity.activity")
def anchors_of(timer: Timer, policy: Policy) -> tuple[Anchor, ...]:
    """The single days that *timer* counts from; of use those kinds that the regulation counts."""
    counted = policy.inactivity.activity.value if policy.inactivity.activity else frozenset(Activity)
    uses = [anchor for use, anchor in USES.items() if use in counted]
    return tuple(
        dict.fromkeys(
            one for anchor in timer.since for one in (uses if anchor is Anchor.LAST_USE else [anchor])
        )
    )


@enforces("inactivity.excused")
def excusable(timer: Timer, policy: Policy) -> bool:
    """Whether a reason that the agency gave for not using the mailbox holds *timer* off."""
    excused = policy.inactivity.excused
    return timer.counts_use and excused is not None and excused.value


def _phase(state: str, policy: Policy) -> Phase | None:
    rule = rule_of(state, policy)
    return rule.phase if rule else None


def _target(one: Transition, state: str, trail: Trail, policy: Policy) -> str:
    interrupted = trail.leaving and _phase(state, policy) is Phase.LOCKED
    return trail.leaving if interrupted and _phase(one.target, policy) is Phase.OPEN else one.target


def _first_day(timer: Timer, trail: Trail, policy: Policy, calendar: Calendar) -> date | None:
    term = term_of(timer, trail, policy=policy)
    dates = [day for anchor in anchors_of(timer, policy) if (day := trail.on(anchor)) is not None]
    if term is None or not dates or not _let(timer, trail):
        return None
    start, in_force = max(dates), policy.identity.in_force_from
    if timer.from_commencement and in_force:
        start = max(start, in_force)
    if timer.counts_use and trail.use_recorded_from:
        start = max(start, trail.use_recorded_from)
    last = timer_ends(term, start, rolls=timer_rolls(policy, own=timer.rolls), calendar=calendar)
    if timer.agency_notified and (told := trail.agency_notified_on):
        ahead = told_ahead(timer, policy)
        enough = timer_ends(ahead, told, rolls=False, calendar=calendar) if ahead else told
        last = max(last, enough)
    if trail.excused_until and excusable(timer, policy):
        last = max(last, trail.excused_until)
    if in_force:
        last = max(last, in_force - DAY)
    return last + DAY


def _let(timer: Timer, trail: Trail) -> bool:
    """Whether nothing that the timer waits for is outstanding."""
    match timer.handover:
        case Handover.DONE:
            handed = trail.handover is True
        case Handover.IF_ASKED:
            handed = trail.handover is not False
        case None:
            handed = True
    return (
        handed
        and trail.pending.isdisjoint(timer.unless_asked)
        and (not timer.agency_notified or trail.agency_notified_on is not None)
    )
