"""On which day does time move a mailbox, asked of the database for all mailboxes at once?

The same answer as `congthu.mailboxes.lifecycle.passings` gives for one: the table of transitions becomes conditions on
the row ``m`` of a mailbox, its terms the database's own arithmetic on days and months. The tests hold the two together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from psycopg.sql import SQL, Composable, Literal

from congthu.enforces import enforces
from congthu.mailboxes.lifecycle.machine import Trail, _counted, term_of
from congthu.mailboxes.models import Mailbox
from congthu.regulations.duties import HANOI, last_day
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
DAY = timedelta(days=1)
RANK = SQL("(SELECT p.rank FROM directory_person p WHERE p.id = m.person_id)")


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One automatic transition from one state.

    *day*, in SQL, is the first day in the new state, NULL where that never comes; *anchors* and *shortest* are what it
    is counted from and the least that it can take.
    """

    event: Event
    source: State
    target: State
    clause: str
    gist: str
    day: Composable
    anchors: tuple[Anchor, ...]
    shortest: Term

    def possible(self, *, as_of: date) -> Composable:
        """What must hold of ``m``, though it is not enough, for *day* to have come by *as_of*.

        It compares columns with constants, and so spares most mailboxes the arithmetic.
        """
        latest = as_of
        while last_day(self.shortest, latest) >= as_of:
            latest -= DAY
        moments, days = _columns(self.anchors)
        midnight = datetime.combine(latest + DAY, time(), HANOI)
        return SQL(" AND ").join(
            SQL("coalesce({} <= {}, true)").format(_greatest(columns), Literal(bound))
            for columns, bound in ((moments, midnight), (days, latest))
            if columns
        )


@enforces("transition.*")
def timed_steps(policy: Policy) -> list[TimedStep]:
    """Every automatic transition of the regulation, in its order, once for each state that it leads out of."""
    return [
        TimedStep(
            one.event,
            source,
            one.target,
            str(one.clause or ""),
            one.gist,
            _first_day(one.timer, anchors, terms, policy),
            anchors,
            min(terms.values(), key=lambda term: last_day(term, date.min)),
        )
        for one in policy.states.transition
        if one.timer
        and (anchors := tuple(_counted(one.timer, policy)))
        and (terms := _terms(one.timer, policy))
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
            step.possible(as_of=as_of),
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


def _terms(timer: Timer, policy: Policy) -> dict[Rank | None, Term]:
    """The term for each rank, None standing for every other; empty where the regulation sets none."""
    found = {rank: term_of(timer, Trail(rank=rank), policy=policy) for rank in (None, *Rank)}
    return {rank: term for rank, term in found.items() if term and (rank is None or term != found[None])}


@enforces("inactivity.excused")
def _first_day(
    timer: Timer, anchors: Iterable[Anchor], terms: Mapping[Rank | None, Term], policy: Policy
) -> Composable:
    """The rules' own count, in SQL. GREATEST passes over NULL: what must have happened is asked for beside it."""
    in_force = policy.identity.in_force_from
    moments, days = _columns(anchors)
    start = _greatest([*([_local_day(_greatest(moments))] if moments else []), *days])
    guards: list[Composable] = [SQL("{} IS NOT NULL").format(start)]
    if timer.from_commencement and in_force:
        start = _greatest([start, Literal(in_force)])
    last = _last_day(start, terms)
    if timer.handover_done:
        guards.append(SQL("m.handover_done"))
    if timer.agency_notified:
        guards.append(SQL("m.agency_notified_at IS NOT NULL"))
        last = _greatest([last, _local_day(SQL("m.agency_notified_at"))])
    excused = policy.inactivity.excused
    if timer.after == "inactivity.after" and excused and excused.value:
        last = _greatest([last, SQL("m.excused_until")])
    if in_force:
        last = _greatest([last, Literal(in_force - DAY)])
    return SQL("CASE WHEN {} THEN {} + 1 END").format(SQL(" AND ").join(guards), last)


def _columns(anchors: Iterable[Anchor]) -> tuple[list[Composable], list[Composable]]:
    """The columns of the dates: those that hold moments, and those that hold days."""
    anchors = list(anchors)
    return (
        [SQL(MOMENTS[anchor]) for anchor in anchors if anchor in MOMENTS],
        [SQL(DAYS[anchor]) for anchor in anchors if anchor in DAYS],
    )


def _last_day(start: Composable, terms: Mapping[Rank | None, Term]) -> Composable:
    found = _later(start, terms[None])
    for rank, term in terms.items():
        if rank is not None:
            found = SQL("CASE WHEN {} = {} THEN {} ELSE {} END").format(
                RANK, Literal(rank.value), _later(start, term), found
            )
    return found


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
