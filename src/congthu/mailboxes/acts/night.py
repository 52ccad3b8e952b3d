"""What does time do to all mailboxes by a day?

`forecast` tells it, `run` does it: a lock after too long without use, an issued password kept too long, a hold that has
ended. Each automatic transition of the regulation is one statement over all mailboxes of an authority, and writes one
act into the audit trail for every mailbox that it moves. What is done once is not due a second time, so that running
again changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from psycopg.sql import SQL, Composable, Composed, Literal
from psycopg.types.json import Jsonb

from congthu.audit.actions import AskedOfASet, keep_text, recorded_for, rulings_for
from congthu.audit.acts import Answer, Question
from congthu.audit.outbox import Errand, tell_each
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.questions import bases_of_time, outcome_of_time
from congthu.mailboxes.timers import Pending, TimedStep, happens, timed_steps, trail_in_sql
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Effect, Phase, Transition


@dataclass(frozen=True, slots=True)
class Passage:
    """One mailbox moved by time: *on* is its first day in the new state."""

    address: str
    event: str
    source: str
    target: str
    on: date
    clause: str
    gist: str
    step: Transition
    phase: Phase

    @property
    def parameter(self) -> str:
        """What holds the term: a parameter, or the step itself where the term stands in it."""
        after = self.step.timer.after if self.step.timer else ""
        return after if isinstance(after, str) else f"transition.{self.event}"


# What a step makes of the columns that it changes; ``{at}`` is the moment at which it is done.
CHANGED = SQL(
    """
    {target}::text AS state, {phase}::text AS phase, {clause}::text AS ground, {at} AS since,
    CASE WHEN {locks} THEN coalesce(m.locked_at, {at}) END AS locked_at,
    CASE WHEN {locks} THEN coalesce(CASE WHEN m.locked_at IS NOT NULL THEN m.agency_notified_at END, {told_at})
        END AS agency_notified_at,
    CASE WHEN {opens} AND m.locked_at IS NOT NULL THEN {at} ELSE m.restored_at END AS restored_at,
    CASE WHEN {leaves} THEN {target} WHEN {locks} THEN m.leaving::text ELSE '' END AS leaving
    """
)
FIRST = SQL(
    "SELECT m.id, 1 AS step, {number} AS number, m.state::text AS source, {day} AS day, {changed} "
    "FROM mailboxes_mailbox m WHERE m.authority_id = {authority} AND {happens}"
)
NEXT = SQL("SELECT {number} AS number, {day} AS day, {changed} WHERE {happens}")
# From the second step on a mailbox is what the step before made of it.
WALK = SQL(
    """
    WITH RECURSIVE walk AS (
        SELECT * FROM ({first}) f
        UNION ALL
        SELECT w.id, w.step + 1, s.number, w.state, greatest(s.day, w.day),
               s.state, s.phase, s.ground, greatest(s.since, w.since), s.locked_at, s.agency_notified_at,
               s.restored_at, s.leaving
          FROM walk w
          JOIN mailboxes_mailbox b ON b.id = w.id
         CROSS JOIN LATERAL (
            SELECT b.address, b.person_id, b.kind, b.issued_at, b.notified_at, b.password_changed_at, b.last_login_at,
                   b.last_sent_at, b.last_received_at, b.use_recorded_since, b.decision_on, b.left_on, b.handover_done,
                   b.handover_asked, b.excused_until, w.state, w.phase, w.ground, w.since, w.locked_at,
                   w.agency_notified_at, w.restored_at, w.leaving
         ) m
         CROSS JOIN LATERAL ({next}) s
         WHERE w.step < {most}
    )
    SELECT m.address, w.number, w.source, w.day FROM walk w JOIN mailboxes_mailbox m USING (id)
     ORDER BY w.day, m.address, w.step
    """
)

MOVE = SQL(
    """
    WITH due AS MATERIALIZED (
        SELECT m.id, m.state AS source, {day} AS day, {facts} AS facts FROM mailboxes_mailbox m
         WHERE m.authority_id = {authority} AND {happens}
           FOR UPDATE OF m
    ), moved AS (
        UPDATE mailboxes_mailbox m
           SET (state, phase, ground, since, locked_at, agency_notified_at, restored_at, leaving) = (SELECT {changed}),
               must_change = {must_change}, ground_document = '',
               ground_reason = {gist} || to_char(due.day - 1, '"; hạn cuối "DD/MM/YYYY"."')
          FROM due WHERE m.id = due.id
        RETURNING m.address AS subject_key, m.ground_reason AS reason, due.day, due.source, due.facts,
                  jsonb_build_object('from', due.source, 'to', {target}, 'on', due.day, 'as_of', {as_of}) AS details
    ), told AS ({told}), ruled AS ({rulings})
    SELECT subject_key, source, day FROM moved ORDER BY subject_key
    """
)


def forecast(
    authority: Authority,
    *,
    as_of: date,
    acting: Actor,
    pending: Pending | None = None,
    today: date | None = None,
    policy: Policy | None = None,
) -> list[Passage]:
    """What time will do to the mailboxes of *authority* by *as_of* if nothing else happens, in the order of the days.

    One mailbox may pass several times. *pending* are the addresses for which requests wait for an answer. What should
    have happened before *today* happens today, and what follows from it counts from there. Whoever must be told of a
    step is taken to have been told on its day. *policy* is another text than the one in force, to see what it would do.
    """
    require(
        acting,
        Role.OPERATOR,
        Role.MANAGING,
        Role.INSPECTOR,
        authority=authority,
        to="xem trước các mốc thời gian của hộp thư",
    )
    policy = policy or policy_of(authority)
    steps = timed_steps(policy, calendar=vietnam(), pending=pending)
    if not steps:
        return []

    def each(form: SQL) -> Composable:
        return SQL(" UNION ALL ").join(
            form.format(
                number=Literal(number),
                day=step.day,
                authority=Literal(authority.pk),
                happens=happens(step, steps, as_of=as_of),
                changed=_changed(step, at=_midnight(step.day, today), told=True),
            )
            for number, step in enumerate(steps)
        )

    query = WALK.format(first=each(FIRST), next=each(NEXT), most=Literal(len(policy.states.state)))
    return [_passage(steps[number], address, source, day) for address, number, source, day in _rows(query)]


def run(
    authority: Authority,
    *,
    as_of: date,
    acting: Actor,
    now: datetime,
    pending: Pending | None = None,
    ahead: bool = False,
    use_known: bool = True,
) -> list[Passage]:
    """Do what time has brought about by *as_of*; return what was done, in the order in which it was done.

    With *ahead* a day that has not come may be lived through, for a trial: what follows is counted from that day.
    Without *use_known* the record may not know yet who used what, and nothing happens that counts from use.

    Raises:
        RefusedByRule: that day has not come.
    """
    require(acting, Role.OPERATOR, authority=authority, to="chạy các mốc thời gian")
    if as_of > now.astimezone(HANOI).date() and not ahead:
        message = f"Ngày {as_of:%d/%m/%Y} chưa đến nên chưa khóa, thu hồi được hộp thư nào. Hãy xem trước bằng dự báo."
        raise RefusedByRule(Refusal("lifecycle.future", "", message))
    at = max(now, datetime.combine(as_of, time(), HANOI))
    policy = policy_of(authority)
    steps = [
        step
        for step in timed_steps(policy, calendar=vietnam(), pending=pending)
        if use_known or not step.counts_use
    ]
    done: list[Passage] = []
    # Where one step leads another may be due; a regulation whose timers went in circles would not end by itself.
    for _ in policy.states.state:
        moved = [
            passage
            for step in steps
            for passage in _move(
                step,
                authority,
                condition=happens(step, steps, as_of=as_of),
                policy=policy,
                pending=pending or {},
                as_of=as_of,
                acting=acting,
                at=at,
                now=now,
            )
        ]
        done += moved
        if not moved:
            break
    return done


def _move(
    step: TimedStep,
    authority: Authority,
    *,
    condition: Composable,
    policy: Policy,
    pending: Pending,
    as_of: date,
    acting: Actor,
    at: datetime,
    now: datetime,
) -> list[Passage]:
    asked = AskedOfASet(
        Question.TIME,
        facts=SQL("moved.facts"),
        outcome=SQL("({} || jsonb_build_object('on', moved.day))").format(
            Literal(Jsonb(outcome_of_time(step.step, policy)))
        ),
        answer=Answer(None, step.clause, bases_of_time(step.step, policy)),
        revision=policy.revision,
    )
    told = recorded_for(
        SQL("moved"),
        event=f"mailbox.{step.event}",
        subject_kind="mailbox",
        authority=authority.code,
        acting=acting,
        at=now,
        clause=step.clause,
        asked=asked,
    )
    query = MOVE.format(
        day=step.day,
        authority=Literal(authority.pk),
        happens=condition,
        must_change=Literal(step.target.has(Effect.MUST_CHANGE)),
        gist=Literal(step.step.gist),
        as_of=Literal(as_of),
        told=told,
        rulings=rulings_for(SQL("told"), SQL("moved"), asked),
        facts=SQL("{} || jsonb_build_object('state', m.state, 'label', {}::text, 'as_of', {}::text)").format(
            trail_in_sql(pending), _label(policy), Literal(as_of.isoformat())
        ),
        target=Literal(step.step.target),
        # That the agency has heard of it is written down once it has.
        changed=_changed(step, at=Literal(at), told=False),
    )
    # A transaction for each: the audit trail lets nobody else write until the end of one.
    with transaction.atomic():
        keep_text(policy.revision, at=now)
        rows = _rows(query)
        if step.target.phase is Phase.LOCKED and step.tells_agency:
            tell_each(Errand.TELL_AGENCY_OF_LOCK, ({"address": address} for address, *_ in rows))
        elif step.step.tell:
            tell_each(
                Errand.TELL_OF_STEP, ({"address": address, "event": step.event} for address, *_ in rows)
            )
    return [_passage(step, *row) for row in rows]


def _label(policy: Policy) -> Composable:
    """What people call the state of ``m``."""
    labels = {name: rule.label for name, rule in policy.states.state.items()}
    return SQL("({}->>m.state)").format(Literal(Jsonb(labels)))


def _changed(step: TimedStep, *, at: Composable, told: bool) -> Composed:
    """What *step*, done at the moment *at*, makes of the row ``m``; *told*: whoever must hear of it has."""
    phase = step.target.phase
    return CHANGED.format(
        target=Literal(step.step.target),
        phase=Literal(phase.value),
        clause=Literal(step.clause),
        at=at,
        told_at=at if told and step.tells_agency else SQL("NULL::timestamptz"),
        locks=Literal(phase is Phase.LOCKED),
        opens=Literal(phase is Phase.OPEN),
        leaves=Literal(phase is Phase.LEAVING),
    )


def _midnight(day: Composable, today: date | None) -> Composable:
    begins = SQL("greatest({}, {})").format(day, Literal(today)) if today else day
    return SQL("(({})::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')").format(begins)


def _passage(step: TimedStep, address: str, source: str, day: date) -> Passage:
    return Passage(
        address,
        step.event,
        source,
        step.step.target,
        day,
        step.clause,
        step.step.gist,
        step.step,
        step.target.phase,
    )


def _rows(query: Composed) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
