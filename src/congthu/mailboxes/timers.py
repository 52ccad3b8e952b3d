"""On which day does time move a mailbox, asked of the database for all mailboxes at once?

The same answer as `congthu.mailboxes.lifecycle.passings` gives for one: the table of transitions becomes conditions on
the row ``m`` of a mailbox, its terms the database's own arithmetic on days and months. The tests hold the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce

from psycopg.sql import SQL, Composable, Literal

from congthu.enforces import enforces
from congthu.mailboxes.lifecycle import Trail, _counted, term_of
from congthu.mailboxes.models import Mailbox
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.regulations.states import Anchor, Event, State, Timer
from congthu.regulations.terms import Days, Months, Term

MOMENTS = {
    # The regulations count from the day on which the holder was told.
    Anchor.ISSUED: "coalesce(m.notified_at, m.issued_at)",
    Anchor.PASSWORD_CHANGED: "m.password_changed_at",
    Anchor.LAST_LOGIN: "m.last_login_at",
    Anchor.LAST_SENT: "m.last_sent_at",
    Anchor.LAST_RECEIVED: "m.last_received_at",
    Anchor.LOCKED: "m.locked_at",
    Anchor.RESTORED: "m.restored_at",
}
DAYS = {Anchor.DECISION: "m.decision_on"}
RANK = SQL("(SELECT p.rank FROM directory_person p WHERE p.id = m.person_id)")


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One automatic transition from one state; *day*, in SQL, is the first day in the new one, NULL where never."""

    event: Event
    source: State
    target: State
    clause: str
    gist: str
    day: Composable


@enforces("transition.*")
def timed_steps(policy: Policy) -> list[TimedStep]:
    """Every automatic transition of the regulation, in its order, once for each state that it leads out of."""
    return [
        TimedStep(one.event, source, one.target, str(one.clause or ""), one.gist, day)
        for one in policy.states.transition
        if one.timer and (day := _first_day(one.timer, policy)) is not None
        for source in one.sources
    ]


def happens(step: TimedStep, steps: Sequence[TimedStep], *, as_of: date) -> Composable:
    """The condition that *step* is what happens to ``m`` next, and happens by *as_of*.

    Where several timers run in one state the soonest wins; of those due on one day, the one written first.
    """
    place = steps.index(step)
    return SQL(" AND ").join(
        [
            SQL("m.state = {}").format(Literal(step.source.value)),
            SQL("{} <= {}").format(step.day, Literal(as_of)),
            *(
                SQL("coalesce({} {} {}, true)").format(
                    step.day, SQL("<" if number < place else "<="), other.day
                )
                for number, other in enumerate(steps)
                if other.source is step.source and number != place
            ),
        ]
    )


def trail_of(mailbox: Mailbox) -> Trail:
    """The dates of one mailbox, as the pure rules ask for them; days are Việt Nam's."""
    rank = mailbox.person.rank if mailbox.person else ""
    return Trail(
        issued_on=_day(mailbox.notified_at or mailbox.issued_at),
        password_changed_on=_day(mailbox.password_changed_at),
        last_login_on=_day(mailbox.last_login_at),
        last_sent_on=_day(mailbox.last_sent_at),
        last_received_on=_day(mailbox.last_received_at),
        locked_on=_day(mailbox.locked_at),
        restored_on=_day(mailbox.restored_at),
        decision_on=mailbox.decision_on,
        agency_notified_on=_day(mailbox.agency_notified_at),
        excused_until=mailbox.excused_until,
        handover_done=mailbox.handover_done,
        rank=Rank(rank) if rank in set(Rank) else None,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(HANOI).date() if moment else None


@enforces("inactivity.excused")
def _first_day(timer: Timer, policy: Policy) -> Composable | None:
    """`lifecycle._first_day` in SQL; None where the regulation sets no term."""
    if term_of(timer, Trail(), policy=policy) is None:
        return None
    anchors = list(_counted(timer, policy))
    if not anchors:
        return None
    in_force = policy.identity.in_force_from
    start = _latest_day(anchors)
    guards: list[Composable] = [SQL("{} IS NOT NULL").format(start)]
    # GREATEST passes over NULL, so that what did not happen must be guarded against, and what may be missing need not.
    if timer.from_commencement and in_force:
        start = _greatest([start, Literal(in_force)])
    last = _last_day(timer, start, policy)
    if timer.handover_done:
        guards.append(SQL("m.handover_done"))
    if timer.agency_notified:
        guards.append(SQL("m.agency_notified_at IS NOT NULL"))
        last = _greatest([last, _local_day(SQL("m.agency_notified_at"))])
    if timer.after == "inactivity.after" and policy.inactivity.excused:
        last = _greatest([last, SQL("m.excused_until")])
    if in_force:
        last = _greatest([last, Literal(in_force - timedelta(days=1))])
    return SQL("CASE WHEN {} THEN {} + 1 END").format(SQL(" AND ").join(guards), last)


def _latest_day(anchors: Iterable[Anchor]) -> Composable:
    """The latest of the dates. Moments are compared as such: turning one into a day costs more than comparing them."""
    moments = [SQL(MOMENTS[anchor]) for anchor in anchors if anchor in MOMENTS]
    days: list[Composable] = [SQL(DAYS[anchor]) for anchor in anchors if anchor in DAYS]
    return _greatest([*([_local_day(_greatest(moments))] if moments else []), *days])


def _last_day(timer: Timer, start: Composable, policy: Policy) -> Composable:
    def ends(rank: Rank | None) -> Composable:
        term = term_of(timer, Trail(rank=rank), policy=policy)
        if term is None:
            raise ValueError(f"{timer.after} has a term for some ranks only")
        return _later(start, term)

    unknown = ends(None)
    by_rank = {rank: found for rank in Rank if (found := ends(rank)) != unknown}
    return reduce(
        lambda rest, one: SQL("CASE WHEN {} = {} THEN {} ELSE {} END").format(
            RANK, Literal(one[0].value), one[1], rest
        ),
        by_rank.items(),
        unknown,
    )


def _later(start: Composable, term: Term) -> Composable:
    match term:
        case Days():
            return SQL("({} + {})").format(start, Literal(term.count))
        case Months():
            # PostgreSQL, too, ends a month's term on the last day of a month that has no day of the same number.
            return SQL("({} + make_interval(months => {}))::date").format(start, Literal(term.count))
        case _:
            raise ValueError(f"«{term}» không dùng được cho mốc tự động; hãy dùng ngày hoặc tháng")


def _greatest(values: Sequence[Composable]) -> Composable:
    return values[0] if len(values) == 1 else SQL("greatest({})").format(SQL(", ").join(values))


def _local_day(moment: Composable) -> Composable:
    return SQL("({} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date").format(moment)
