"""What does time do to all mailboxes by a day?

`forecast` tells it, `run` does it: a lock after too long without use, an issued password kept too long, a hold that has
ended. Each automatic transition of the regulation is one statement over all mailboxes of an authority, and writes one
act into the audit trail for every mailbox that it moves. What is done once is not due a second time, so that running
again changes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from psycopg.sql import SQL, Composable, Composed, Literal

from congthu.audit.actions import recorded_for
from congthu.audit.outbox import Errand, tell_each
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.timers import TimedStep, happens, timed_steps
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Event, State


@dataclass(frozen=True, slots=True)
class Passage:
    """One mailbox moved by time: *on* is its first day in the new state."""

    address: str
    event: Event
    source: State
    target: State
    on: date
    clause: str
    gist: str


FIRST = SQL(
    "SELECT m.id, 1 AS step, {number} AS number, {target} AS target, {day} AS day FROM mailboxes_mailbox m "
    "WHERE m.authority_id = {authority} AND {happens}"
)
NEXT = SQL("SELECT {number} AS number, {target} AS target, {day} AS day WHERE {happens}")
# From the second step on a mailbox is what the step before made of it: these are the columns that a step changes.
WALK = SQL(
    """
    WITH RECURSIVE walk AS (
        SELECT * FROM ({first}) f
        UNION ALL
        SELECT w.id, w.step + 1, s.number, s.target, greatest(s.day, w.day) FROM walk w
          JOIN mailboxes_mailbox b ON b.id = w.id
         CROSS JOIN LATERAL (
            SELECT b.address, b.person_id, b.issued_at, b.notified_at, b.password_changed_at, b.last_login_at,
                   b.last_sent_at, b.last_received_at, b.restored_at, b.decision_on, b.handover_done, b.excused_until,
                   w.target AS state, NULL::timestamptz AS agency_notified_at,
                   CASE WHEN w.target = 'locked' THEN w.day::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' END AS locked_at
         ) m
         CROSS JOIN LATERAL ({next}) s
         WHERE w.step < {most}
    )
    SELECT m.address, w.number, w.day FROM walk w JOIN mailboxes_mailbox m USING (id)
     ORDER BY w.day, m.address, w.step
    """
)

MOVE = SQL(
    """
    WITH due AS MATERIALIZED (
        SELECT m.id, {day} AS day FROM mailboxes_mailbox m
         WHERE m.authority_id = {authority} AND {happens}
           FOR UPDATE OF m
    ), moved AS (
        UPDATE mailboxes_mailbox m
           SET state = {target}, since = {at}, ground = {clause}, ground_document = '',
               ground_reason = {gist} || to_char(due.day - 1, '"; hạn cuối "DD/MM/YYYY"."'),
               locked_at = {locked_at}, agency_notified_at = NULL
          FROM due WHERE m.id = due.id
        RETURNING m.address AS subject_key, m.ground_reason AS reason, due.day,
                  jsonb_build_object('from', {source}, 'to', {target}, 'on', due.day, 'as_of', {as_of}) AS details
    ), told AS ({told})
    SELECT subject_key, day FROM moved ORDER BY subject_key
    """
)


def forecast(
    authority: Authority,
    *,
    as_of: date,
    acting: Actor,
    contested: Collection[str] = (),
    policy: Policy | None = None,
) -> list[Passage]:
    """What time will do to the mailboxes of *authority* by *as_of* if nothing else happens, in the order of the days.

    One mailbox may pass several times. *contested* are the addresses whose restoring has been asked for. *policy* is
    another text than the one in force, to see what it would do.
    """
    acting.require(
        Role.OPERATOR,
        Role.MANAGING,
        Role.INSPECTOR,
        authority=authority.code,
        to="xem trước các mốc thời gian của hộp thư",
    )
    steps = timed_steps(policy or policy_of(authority))
    if not steps:
        return []

    def each(form: SQL) -> Composable:
        return SQL(" UNION ALL ").join(
            form.format(
                number=Literal(number),
                target=Literal(step.target.value),
                day=step.day,
                authority=Literal(authority.pk),
                happens=_happens(step, steps, as_of=as_of, contested=contested),
            )
            for number, step in enumerate(steps)
        )

    query = WALK.format(first=each(FIRST), next=each(NEXT), most=Literal(len(State)))
    return [_passage(steps[number], address, day) for address, number, day in _rows(query)]


def run(
    authority: Authority,
    *,
    as_of: date,
    acting: Actor,
    now: datetime,
    contested: Collection[str] = (),
    ahead: bool = False,
) -> list[Passage]:
    """Do what time has brought about by *as_of*; return what was done, in the order in which it was done.

    With *ahead* a day that has not come may be lived through, for a trial: what follows is counted from that day.

    Raises:
        RefusedByRule: that day has not come.
    """
    acting.require(Role.OPERATOR, authority=authority.code, to="chạy các mốc thời gian")
    if as_of > now.astimezone(HANOI).date() and not ahead:
        message = f"Ngày {as_of:%d/%m/%Y} chưa đến nên chưa khóa, thu hồi được hộp thư nào. Hãy xem trước bằng dự báo."
        raise RefusedByRule(Refusal("lifecycle.future", "", message))
    at = max(now, datetime.combine(as_of, time(), HANOI))
    steps = timed_steps(policy_of(authority))
    done: list[Passage] = []
    # Where one step leads another may be due; a regulation whose timers went in circles would not end by itself.
    for _ in State:
        moved = [
            passage
            for step in steps
            for passage in _move(
                step,
                authority,
                condition=_happens(step, steps, as_of=as_of, contested=contested),
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
    as_of: date,
    acting: Actor,
    at: datetime,
    now: datetime,
) -> list[Passage]:
    told = recorded_for(
        SQL("moved"),
        event=f"mailbox.{step.event}",
        subject_kind="mailbox",
        authority=authority.code,
        acting=acting,
        at=now,
        clause=step.clause,
    )
    query = MOVE.format(
        day=step.day,
        authority=Literal(authority.pk),
        happens=condition,
        source=Literal(step.source.value),
        target=Literal(step.target.value),
        at=Literal(at),
        clause=Literal(step.clause),
        gist=Literal(step.gist),
        locked_at=Literal(at if step.target is State.LOCKED else None),
        as_of=Literal(as_of),
        told=told,
    )
    # A transaction for each: the audit trail lets nobody else write until the end of one.
    with transaction.atomic():
        rows = _rows(query)
        if step.target is State.LOCKED:
            tell_each(Errand.TELL_AGENCY_OF_LOCK, ({"address": address} for address, _ in rows))
    return [_passage(step, address, day) for address, day in rows]


def _happens(
    step: TimedStep, steps: Sequence[TimedStep], *, as_of: date, contested: Collection[str]
) -> Composable:
    condition = happens(step, steps, as_of=as_of)
    if step.event is Event.LOCK_UNCONTESTED and contested:
        return SQL("{} AND m.address <> ALL({})").format(condition, Literal(sorted(contested)))
    return condition


def _passage(step: TimedStep, address: str, day: date) -> Passage:
    return Passage(address, step.event, step.source, step.target, day, step.clause, step.gist)


def _rows(query: Composed) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
