"""What does the trail say, and has anybody changed it since?"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from congthu.audit.acts import Subject
from congthu.audit.models import AuditEntry

# One pass in the order of the chain: numbered without a gap, joined to the entry before, hash of what it says.
VERIFY = """
    SELECT count(*),
           min(id) FILTER (WHERE id <> place OR prev_hash <> before OR hash <> audit_hash(before, entry))
      FROM (SELECT e AS entry, e.id, e.prev_hash, e.hash,
                   row_number() OVER w AS place,
                   coalesce(lag(e.hash) OVER w, ''::bytea) AS before
              FROM audit_auditentry e
            WINDOW w AS (ORDER BY e.id)) chain
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the chain holds, over how many entries, and the number of the first entry that does not fit."""

    ok: bool
    count: int
    first_bad: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: what leaves the machine each day, so that the tail cannot be cut off unseen."""

    number: int
    hash: str


def verify() -> Verification:
    """Recompute the whole chain inside PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(VERIFY)
        count, first_bad = cursor.fetchone()
    return Verification(ok=first_bad is None, count=count, first_bad=first_bad)


def head() -> Head | None:
    """Return the newest entry's number and hash, None while the trail is empty."""
    newest = AuditEntry.objects.values_list("id", "hash").first()
    return None if newest is None else Head(newest[0], bytes(newest[1]).hex())


def history(subject: Subject) -> QuerySet[AuditEntry]:
    """All acts on *subject*, newest first. Callers have fetched the subject by its own ``access_`` function."""
    return AuditEntry.objects.filter(subject_kind=subject.kind, subject_key=subject.key)
