"""Write an act into the audit trail: the only writer of its table."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from psycopg import sql

from congthu.audit.acts import NO_CAUSE, Acting, Cause, Subject
from congthu.audit.models import AuditEntry


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
) -> AuditEntry:
    """Append one act within the current transaction.

    *details* are plain JSON values without secrets, id numbers or phones. Acts are serialised from here to the end of
    the transaction: record last.

    Raises:
        NotInTransactionError: the caller has no transaction open.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError(f"{event} on {subject.kind} {subject.key}")
    return AuditEntry.objects.create(
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
    )


def recorded_for(
    rows: sql.Composable,
    *,
    event: str,
    subject_kind: str,
    authority: str,
    acting: Acting,
    at: datetime,
    clause: str = "",
) -> sql.Composed:
    """Return the statement that appends one act for every row of *rows*, for what is done to a set at once.

    *rows* names a relation with the columns ``subject_key``, ``reason`` and ``details`` (jsonb); the statement belongs
    into the one that does the acts, as ``WITH …``.
    """
    return sql.SQL(
        "INSERT INTO audit_auditentry (at, authority, actor, event, subject_kind, subject_key, clause, document, "
        "reason, details) SELECT {at}, {authority}, {actor}, {event}, {subject_kind}, subject_key, {clause}, '', "
        "reason, details FROM {rows} ORDER BY subject_key"
    ).format(
        at=sql.Literal(at),
        authority=sql.Literal(authority),
        actor=sql.Literal(acting.key),
        event=sql.Literal(event),
        subject_kind=sql.Literal(subject_kind),
        clause=sql.Literal(clause),
        rows=rows,
    )
