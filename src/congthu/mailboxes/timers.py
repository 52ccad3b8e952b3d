"""On which day does time move a mailbox, asked of the database for all mailboxes at once?

The same answer as `congthu.mailboxes.lifecycle.machine.passings` gives for one: the table of transitions becomes
conditions on the row ``m`` of a mailbox, its terms the database's own arithmetic on days and months. The tests hold the
two together.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from psycopg.sql import SQL, Composable, Literal

from congthu.directory.roles import Role
from congthu.enforces import enforces
from congthu.mailboxes.kinds import GROUPS, PERSONAL
from congthu.mailboxes.lifecycle.machine import Trail, anchors_of, clauses_of, excusable, term_of, told_ahead
from congthu.mailboxes.models import Mailbox
from congthu.regulations.calendar import Calendar
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.states import Anchor, Effect, Handover, Party, Phase, StateRule, Timer, Transition
from congthu.regulations.terms import Days, Months, Term, WorkingDays
from congthu.regulations.timing import at_least, timer_rolls
from congthu.regulations.vocabulary import AccountClass, Rank

MOMENTS = {
    # The regulations count from the day on which the holder was told.
    Anchor.ISSUED: "coalesce(m.notified_at, m.issued_at)",
    Anchor.PASSWORD_CHANGED: "m.password_changed_at",
    Anchor.LAST_LOGIN: "m.last_login_at",
    Anchor.LAST_SENT: "m.last_sent_at",
    Anchor.LAST_RECEIVED: "m.last_received_at",
    Anchor.LOCKED: "m.locked_at",
    Anchor.RESTORED: "m.restored_at",
    Anchor.ENTERED: "m.since",
}
USE = frozenset({Anchor.LAST_LOGIN, Anchor.LAST_SENT, Anchor.LAST_RECEIVED})
DAYS = {Anchor.DECISION: "m.decision_on", Anchor.LEFT: "m.left_on"}
DAY = timedelta(days=1)
RANK = SQL("(SELECT p.rank FROM directory_person p WHERE p.id = m.person_id)")
OPERATES = SQL(
    "EXISTS (SELECT FROM directory_appointment a "
    "WHERE a.person_id = m.person_id AND a.role = {} AND a.until IS NULL)"
).format(Literal(Role.OPERATOR.value))
IS_PERSONAL = SQL("m.kind = ANY({})").format(Literal(sorted(PERSONAL)))
# No count of days off in a row is longer; a term of working days is searched for in as many days for each.
LONGEST_REST = 30

Pending = Mapping[str, Collection[str]]
"""For each kind of request the addresses for which one waits for an answer."""


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One automatic transition from one state.

    *day*, in SQL, is the first day in the new state, NULL where that never comes; *anchors* and *shortest* are what it
    is counted from and the least that it can take. *during* are the states in which a mailbox can be locked while this
    step, which leads out of its leaving, goes on. Out of an open state time moves no group: nobody signs in to it, so
    no password of it grows old and it is never idle.
    """

    step: Transition
    source: str
    target: StateRule
    clause: str
    day: Composable
    anchors: tuple[Anchor, ...]
    shortest: Days | Months
    during: tuple[str, ...] = ()
    groups_too: bool = True

    @property
    def event(self) -> str:
        """The name of the transition."""
        return self.step.on

    @property
    def counts_use(self) -> bool:
        """Whether it is counted from when the mailbox was last used."""
        return not USE.isdisjoint(self.anchors)

    @property
    def tells_agency(self) -> bool:
        """Whether the agency is told when it happens."""
        return Party.AGENCY in self.step.tell

    def meets(self, other: "TimedStep") -> bool:
        """Whether one mailbox can have both steps before it."""
        return (
            self.source == other.source or self.source in other.during or other.source in self.during
        ) or bool(set(self.during) & set(other.during))

    def stands(self) -> Composable:
        """The condition that ``m`` is in the state that the step leads out of."""
        here = SQL("m.state = {}").format(Literal(self.source))
        if not self.groups_too:
            return SQL("({} AND m.kind <> ALL({}))").format(here, Literal(sorted(GROUPS)))
        if not self.during:
            return here
        return SQL("({} OR (m.leaving = {} AND m.state = ANY({})))").format(
            here, Literal(self.source), Literal(list(self.during))
        )

    def possible(self, *, as_of: date) -> Composable:
        """What must hold of ``m``, though it is not enough, for *day* to have come by *as_of*.

        It compares columns with constants, and so spares most mailboxes the arithmetic.
        """
        latest = as_of
        while self.shortest.last_day(latest) >= as_of:
            latest -= DAY
        moments, days = _columns(self.anchors)
        midnight = datetime.combine(latest + DAY, time(), HANOI)
        return SQL(" AND ").join(
            SQL("coalesce({} <= {}, true)").format(_greatest(columns), Literal(bound))
            for columns, bound in ((moments, midnight), (days, latest))
            if columns
        )


@enforces("transition.timer")
def timed_steps(policy: Policy, *, calendar: Calendar, pending: Pending | None = None) -> list[TimedStep]:
    """Every automatic transition of the regulation, in its order, once for each state that it leads out of."""
    return [
        one
        for step in policy.states.transition
        if step.timer
        for one in _of_one(step, step.timer, policy=policy, calendar=calendar, pending=pending or {})
    ]


def _of_one(
    step: Transition, timer: Timer, *, policy: Policy, calendar: Calendar, pending: Pending
) -> Iterator[TimedStep]:
    anchors, terms = anchors_of(timer, policy), _terms(timer, policy)
    if not anchors or not terms.all:
        return
    states = policy.states.state
    locked = policy.states.in_phase(Phase.LOCKED)
    day = _first_day(step, timer, anchors, terms, policy=policy, calendar=calendar, pending=pending)
    target = states[step.target]
    own_password = SQL("true") if target.has(Effect.MUST_CHANGE) else SQL("m.password_changed_at IS NOT NULL")
    may_open = SQL("m.leaving = '' AND {}").format(own_password)
    for source in step.sources:
        phase = states[source].phase
        # Time does not open what its holder has left, or has no password for; and a lock does not stop the leaving.
        guarded = target.phase is Phase.OPEN and phase is Phase.LOCKED
        yield TimedStep(
            step,
            source,
            target,
            step.cited,
            SQL("CASE WHEN {} THEN {} END").format(may_open, day) if guarded else day,
            anchors,
            min(map(at_least, terms.all), key=lambda term: term.last_day(date.min)),
            locked if phase is Phase.LEAVING else (),
            groups_too=phase is not Phase.OPEN,
        )


def happens(step: TimedStep, steps: Sequence[TimedStep], *, as_of: date) -> Composable:
    """The condition that *step* is what happens to ``m`` next, and happens by *as_of*.

    Where several timers run in one state the soonest wins; of those due on one day, the one written first.
    """
    place = steps.index(step)
    return SQL(" AND ").join(
        [
            step.stands(),
            step.possible(as_of=as_of),
            SQL("{} <= {}").format(step.day, Literal(as_of)),
            *(
                SQL("coalesce({} {} {}, true)").format(
                    step.day, SQL("<" if number < place else "<="), _while_it_stands(other, step)
                )
                for number, other in enumerate(steps)
                if number != place and step.meets(other)
            ),
        ]
    )


def _while_it_stands(other: TimedStep, step: TimedStep) -> Composable:
    if other.source == step.source and not (other.during or step.during):
        return other.day
    return SQL("CASE WHEN {} THEN {} END").format(other.stands(), other.day)


def trail_of(mailbox: Mailbox) -> Trail:
    """What the pure rules ask of one mailbox; days are Việt Nam's."""
    rank = mailbox.person.rank if mailbox.person else ""
    return Trail(
        issued_on=_day(mailbox.notified_at or mailbox.issued_at),
        password_changed_on=_day(mailbox.password_changed_at),
        last_login_on=_day(mailbox.last_login_at),
        last_sent_on=_day(mailbox.last_sent_at),
        last_received_on=_day(mailbox.last_received_at),
        use_recorded_from=_day(mailbox.use_recorded_since),
        locked_on=_day(mailbox.locked_at),
        restored_on=_day(mailbox.restored_at),
        entered_on=_day(mailbox.since),
        decision_on=mailbox.decision_on,
        left_on=mailbox.left_on,
        agency_notified_on=_day(mailbox.agency_notified_at),
        excused_until=mailbox.excused_until,
        handover=True if mailbox.handover_done else (False if mailbox.handover_asked else None),
        kind=mailbox.kind,
        rank=Rank(rank) if rank in set(Rank) else None,
        administrator=mailbox.person is not None
        and mailbox.person.appointments.filter(role=Role.OPERATOR, until=None).exists(),
        ground=mailbox.ground,
        leaving=mailbox.leaving,
    )


def trail_in_sql(pending: Pending) -> Composable:
    """The facts of :func:`trail_of` for every row ``m``, as jsonb; what is not known is left out."""
    moments = {anchor.value: _local_day(SQL(column)) for anchor, column in MOMENTS.items()}
    days: dict[str, Composable] = {anchor.value: SQL(column) for anchor, column in DAYS.items()}
    asked = [
        SQL("CASE WHEN m.address = ANY({}) THEN {} END").format(Literal(sorted(addresses)), Literal(kind))
        for kind, addresses in sorted(pending.items())
        if addresses
    ]
    waiting: Composable = SQL("NULL")
    if asked:
        waiting = SQL("nullif(to_jsonb(array_remove(ARRAY[{}], NULL)), '[]')").format(SQL(", ").join(asked))
    told: dict[str, Composable] = {
        **moments,
        **days,
        "use_recorded_from": _local_day(SQL("m.use_recorded_since")),
        "agency_notified_on": _local_day(SQL("m.agency_notified_at")),
        "excused_until": SQL("m.excused_until"),
        "handover": SQL("CASE WHEN m.handover_done THEN true WHEN m.handover_asked THEN false END"),
        "kind": SQL("m.kind"),
        "rank": RANK,
        "ground": SQL("nullif(m.ground, '')"),
        "leaving": SQL("nullif(m.leaving, '')"),
        "pending": waiting,
    }
    pairs = SQL(", ").join(SQL("{}, {}").format(Literal(name), value) for name, value in told.items())
    return SQL("jsonb_strip_nulls(jsonb_build_object({}))").format(pairs)


def with_pending(trail: Trail, address: str, pending: Pending) -> Trail:
    """*trail* with the kinds of request that wait for an answer about *address*."""
    return replace(
        trail, pending=frozenset(kind for kind, addresses in pending.items() if address in addresses)
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(HANOI).date() if moment else None


@dataclass(frozen=True, slots=True)
class Terms:
    """The term of a timer: whose condition is met first has theirs, everybody else the general one; None for never."""

    general: Term | None
    own: tuple[tuple[Composable, Term | None], ...]

    @property
    def everybody(self) -> bool:
        """Whether everybody has one."""
        return None not in (self.general, *(term for _, term in self.own))

    @property
    def all(self) -> list[Term]:
        """Every term that somebody has."""
        return [term for term in (self.general, *(term for _, term in self.own)) if term is not None]


def _terms(timer: Timer, policy: Policy) -> Terms:
    personal = min(PERSONAL)
    whose: list[tuple[Composable, Trail]] = [
        (OPERATES, Trail(administrator=True)),
        (IS_PERSONAL, Trail(kind=personal)),
    ]
    whose += [(SQL("{} = {}").format(RANK, Literal(rank.value)), Trail(rank=rank)) for rank in Rank]
    general = term_of(timer, Trail(), policy=policy)
    found = [(condition, term_of(timer, trail, policy=policy)) for condition, trail in whose]
    return Terms(general, tuple((condition, term) for condition, term in found if term != general))


def _first_day(
    step: Transition,
    timer: Timer,
    anchors: Iterable[Anchor],
    terms: "Terms",
    *,
    policy: Policy,
    calendar: Calendar,
    pending: Pending,
) -> Composable:
    """The rules' own count, in SQL. GREATEST passes over NULL: what must have happened is asked for beside it."""
    in_force = policy.identity.in_force_from
    moments, days = _columns(anchors)
    start = _greatest([*([_local_day(_greatest(moments))] if moments else []), *days])
    guards: list[Composable] = [
        SQL("{} IS NOT NULL").format(start),
        *_conditions(step, policy),
    ]
    guards += _waits(timer, pending)
    if timer.from_commencement and in_force:
        start = _greatest([start, Literal(in_force)])
    if timer.counts_use:
        start = _greatest([start, _local_day(SQL("m.use_recorded_since"))])
    last = _last_day(start, terms, rolls=timer_rolls(policy, own=timer.rolls), calendar=calendar)
    if not terms.everybody:
        guards.append(SQL("{} IS NOT NULL").format(last))
    if timer.agency_notified:
        told = _local_day(SQL("m.agency_notified_at"))
        ahead = told_ahead(timer, policy)
        enough = _later(told, ahead, rolls=False, calendar=calendar) if ahead else told
        last = _greatest([last, enough])
    if excusable(timer, policy):
        last = _greatest([last, SQL("m.excused_until")])
    if in_force:
        last = _greatest([last, Literal(in_force - DAY)])
    return SQL("CASE WHEN {} THEN {} + 1 END").format(SQL(" AND ").join(guards), last)


def _conditions(step: Transition, policy: Policy) -> Iterator[Composable]:
    """For whom the step is."""
    if step.kinds:
        yield SQL("m.kind = ANY({})").format(Literal(sorted(step.kinds)))
    if step.classes:
        classes = {
            AccountClass.ADMINISTRATOR: OPERATES,
            AccountClass.PERSON: IS_PERSONAL,
            AccountClass.ORGANISATION: SQL("NOT ({})").format(IS_PERSONAL),
        }
        yield SQL("({})").format(SQL(" OR ").join(classes[one] for one in sorted(step.classes)))
    if step.ranks:
        ranks = sorted(rank.value for rank in step.ranks)
        yield SQL("coalesce({} = ANY({}), false)").format(RANK, Literal(ranks))
    if step.grounds:
        yield SQL("m.ground = ANY({})").format(Literal(sorted(clauses_of(step.grounds, policy))))


def _waits(timer: Timer, pending: Pending) -> Iterator[Composable]:
    """What the timer waits for."""
    match timer.handover:
        case Handover.DONE:
            yield SQL("m.handover_done")
        case Handover.IF_ASKED:
            yield SQL("(m.handover_done OR NOT m.handover_asked)")
        case None:
            pass
    if timer.agency_notified:
        yield SQL("m.agency_notified_at IS NOT NULL")
    if held := sorted({address for kind in timer.unless_asked for address in pending.get(kind, ())}):
        yield SQL("m.address <> ALL({})").format(Literal(held))


def _columns(anchors: Iterable[Anchor]) -> tuple[list[Composable], list[Composable]]:
    """The columns of the dates: those that hold moments, and those that hold days."""
    anchors = list(anchors)
    return (
        [SQL(MOMENTS[anchor]) for anchor in anchors if anchor in MOMENTS],
        [SQL(DAYS[anchor]) for anchor in anchors if anchor in DAYS],
    )


def _last_day(start: Composable, terms: Terms, *, rolls: bool, calendar: Calendar) -> Composable:
    def told(term: Term | None) -> Composable:
        return _later(start, term, rolls=rolls, calendar=calendar) if term else SQL("NULL::date")

    if not terms.own:
        return told(terms.general)
    own = [SQL("WHEN {} THEN {}").format(condition, told(term)) for condition, term in terms.own]
    return SQL("CASE {} ELSE {} END").format(SQL(" ").join(own), told(terms.general))


def _later(start: Composable, term: Term, *, rolls: bool, calendar: Calendar) -> Composable:
    last: Composable
    match term:
        case Days():
            last = SQL("({} + {})").format(start, Literal(term.count))
        case Months():
            # PostgreSQL, too, ends a month's term on the last day of a month that has no day of the same number.
            last = SQL("({} + make_interval(months => {}))::date").format(start, Literal(term.count))
        case WorkingDays():
            last = _nth_working_day(start, 1, term.count, calendar) if term.count else start
        case _:
            raise ValueError(
                f"«{term}» không dùng được cho mốc tự động; hãy dùng ngày, ngày làm việc hoặc tháng"
            )
    return _nth_working_day(last, 0, 1, calendar) if rolls else last


def _nth_working_day(start: Composable, first: int, count: int, calendar: Calendar) -> Composable:
    """The *count*-th day that offices work, *first* days after *start* and on."""
    return SQL(
        "(SELECT l.d + n FROM (SELECT {} AS d) l, generate_series({}, {}) n WHERE l.d + n = ANY({}) "
        "OR (extract(isodow FROM l.d + n) < 6 AND l.d + n <> ALL({})) ORDER BY n OFFSET {} LIMIT 1)"
    ).format(
        start,
        Literal(first),
        Literal(count * 2 + LONGEST_REST),
        Literal(sorted(calendar.work)),
        Literal(sorted(calendar.off)),
        Literal(count - 1),
    )


def _greatest(values: Sequence[Composable]) -> Composable:
    return values[0] if len(values) == 1 else SQL("greatest({})").format(SQL(", ").join(values))


def _local_day(moment: Composable) -> Composable:
    return SQL("({} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date").format(moment)
