"""Write an act into the audit trail, with what the rules said to it: the only writer of its tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import BinaryField, Func, JSONField, Value
from psycopg import sql

from congthu.audit.acts import NO_CAUSE, NOTHING_ASKED, Acting, Answer, Asked, Cause, Question, Subject
from congthu.audit.models import AuditEntry, LawText, Ruling
from congthu.audit.sealed import seal
from congthu.regulations.revision import Revision

AT_ONCE = 5_000
RECORD_ALL = """
    INSERT INTO audit_auditentry (at, authority, actor, event, subject_kind, subject_key, clause, document,
                                  reason, details)
    SELECT %s, %s, %s, event, subject_kind, subject_key, clause, document, reason, details
      FROM ROWS FROM (jsonb_to_recordset(%s::jsonb) AS (event text, subject_kind text, subject_key text, clause text,
                                                        document text, reason text, details jsonb))
           WITH ORDINALITY
     ORDER BY ordinality
"""


class NotInTransactionError(Exception):
    """An act was recorded outside the transaction that does it, so that one could stand without the other."""


def record(
    event: str,
    subject: Subject,
    *,
    authority: str,
    acting: Acting,
    at: datetime,
    cause: Cause = NO_CAUSE,
    details: Mapping[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
) -> AuditEntry:
    """Append one act within the current transaction, and what the rules *asked* for it have said.

    *details* are plain JSON values without secrets, id numbers or phones; private facts belong into *asked*, which
    seals them. Acts are serialised from here to the end of the transaction: record last.

    Raises:
        NotInTransactionError: the caller has no transaction open.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError(f"{event} on {subject.kind} {subject.key}")
    rulings = [_ruling(place, one) for place, one in enumerate(asked, start=1)]
    for revision in {one.revision.digest: one.revision for one in asked}.values():
        keep_text(revision, at=at)
    entry = AuditEntry.objects.create(
        at=at,
        authority=authority,
        actor=acting.key,
        event=event,
        subject_kind=subject.kind,
        subject_key=subject.key,
        clause=cause.clause,
        document=cause.document,
        reason=cause.reason,
        details=dict(details or {}),
        rulings=_digest(rulings) if rulings else None,
    )
    for ruling in rulings:
        ruling.entry = entry.pk
    Ruling.objects.bulk_create(rulings)
    return entry


def keep_text(revision: Revision, *, at: datetime) -> None:
    """See that the text of *revision* is kept; nearly always it is."""
    if LawText.objects.filter(pk=revision.digest).exists():
        return
    with connection.cursor() as cursor:
        # Under the lock that the entry will take: two who wait for each other's text and entry would wait for ever.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('congthu.audit'))")
    text = LawText(
        digest=revision.digest, regulation=revision.regulation, content=revision.content, first_used_at=at
    )
    LawText.objects.bulk_create([text], ignore_conflicts=True)


def _ruling(place: int, asked: Asked) -> Ruling:
    return Ruling(
        place=place,
        question=asked.question,
        facts=dict(asked.facts),
        sealed=seal(json.dumps(dict(asked.private), ensure_ascii=False).encode()) if asked.private else b"",
        answer=asked.answer.as_json(),
        law=asked.revision.digest,
    )


def _digest(rulings: Sequence[Ruling]) -> Func:
    """The digest of *rulings*, made by the database as :data:`congthu.audit.queries.VERIFY` makes it."""
    told = [
        [one.place, one.question, one.facts, bytes(one.sealed).hex(), one.answer, one.law] for one in rulings
    ]
    return Func(Value(told, JSONField()), function="audit_digest", output_field=BinaryField())


@dataclass(frozen=True, slots=True)
class AskedOfASet:
    """A rule that was asked of every row of a set at once, in the database.

    *facts* and *outcome* are SQL of jsonb over one row of the relation in which the set is recorded; the rest is the
    same for all of them.
    """

    question: Question
    facts: sql.Composable
    outcome: sql.Composable
    answer: Answer
    revision: Revision

    @property
    def answered(self) -> sql.Composed:
        """The whole answer of one row, as jsonb."""
        return sql.SQL("({same}::jsonb || jsonb_build_object('outcome', {outcome}))").format(
            same=sql.Literal(json.dumps(self.answer.as_json(), ensure_ascii=False)), outcome=self.outcome
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of many that were done together."""

    event: str
    subject: Subject
    cause: Cause = NO_CAUSE
    details: Mapping[str, object] = field(default_factory=dict)


def record_all(entries: Sequence[Entry], *, authority: str, acting: Acting, at: datetime) -> None:
    """Append many acts within the current transaction, in their order; each as :func:`record` would.

    Raises:
        NotInTransactionError: the caller has no transaction open.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError(f"{len(entries)} acts")
    with connection.cursor() as cursor:
        for start in range(0, len(entries), AT_ONCE):
            told = [
                {
                    "event": entry.event,
                    "subject_kind": entry.subject.kind,
                    "subject_key": entry.subject.key,
                    "clause": entry.cause.clause,
                    "document": entry.cause.document,
                    "reason": entry.cause.reason,
                    "details": dict(entry.details),
                }
                for entry in entries[start : start + AT_ONCE]
            ]
            # One value a statement: binding each column of each row takes longer than the database does.
            cursor.execute(RECORD_ALL, [at, authority, acting.key, json.dumps(told, ensure_ascii=False)])


def recorded_for(
    rows: sql.Composable,
    *,
    event: str,
    subject_kind: str,
    authority: str,
    acting: Acting,
    at: datetime,
    clause: str = "",
    asked: AskedOfASet | None = None,
) -> sql.Composed:
    """Return the statement that appends one act for every row of *rows*, for what is done to a set at once.

    *rows* names a relation with the columns ``subject_key``, ``reason`` and ``details`` (jsonb); the statement belongs
    into the one that does the acts, as ``WITH …``, and gives ``id`` and ``subject_key`` of each entry. What was *asked*
    is appended by :func:`rulings_for`, from that.
    """
    return sql.SQL(
        "INSERT INTO audit_auditentry (at, authority, actor, event, subject_kind, subject_key, clause, document, "
        "reason, details, rulings) SELECT {at}, {authority}, {actor}, {event}, {subject_kind}, subject_key, {clause}, "
        "'', reason, details, {rulings} FROM {rows} ORDER BY subject_key RETURNING id, subject_key"
    ).format(
        at=sql.Literal(at),
        authority=sql.Literal(authority),
        actor=sql.Literal(acting.key),
        event=sql.Literal(event),
        subject_kind=sql.Literal(subject_kind),
        clause=sql.Literal(clause),
        rows=rows,
        rulings=_set_digest(asked) if asked else sql.SQL("NULL"),
    )


def rulings_for(told: sql.Composable, rows: sql.Composable, asked: AskedOfASet) -> sql.Composed:
    """Return the statement that appends what was *asked* of every row of *rows* to its entry in *told*.

    The text of the law must be kept before (:func:`keep_text`): no statement of the kind can see to that itself.
    """
    return sql.SQL(
        "INSERT INTO audit_ruling (entry, place, question, facts, sealed, answer, law) "
        "SELECT {told}.id, 1, {question}, {facts}, ''::bytea, {answer}, {law} "
        "FROM {told} JOIN {rows} USING (subject_key)"
    ).format(
        told=told,
        question=sql.Literal(asked.question.value),
        facts=asked.facts,
        answer=asked.answered,
        law=sql.Literal(asked.revision.digest),
        rows=rows,
    )


def _set_digest(asked: AskedOfASet) -> sql.Composed:
    return sql.SQL(
        "audit_digest(jsonb_build_array(audit_told(1, {question}, {facts}, ''::bytea, {answer}, {law})))"
    ).format(
        question=sql.Literal(asked.question.value),
        facts=asked.facts,
        answer=asked.answered,
        law=sql.Literal(asked.revision.digest),
    )
