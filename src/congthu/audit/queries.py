"""What does the trail say, what did the rules say to it, and has anybody changed it since?"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from congthu.audit.acts import Answer, Subject
from congthu.audit.explain import Explained, Explanation
from congthu.audit.models import AuditEntry, LawText, Ruling
from congthu.audit.sealed import masked, unseal
from congthu.regulations.duties import HANOI

# One pass in the order of the chain: numbered without a gap, joined to the entry before, hash of what it says, and
# beside it exactly the rulings that it was written with, each under a text that is what its name says.
VERIFY = """
    WITH intact AS (
        SELECT digest FROM audit_lawtext WHERE digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')
    ), ruled AS (
        SELECT r.entry, bool_and(i.digest IS NOT NULL) AS intact,
               audit_digest(jsonb_agg(audit_told(r.place, r.question, r.facts, r.sealed, r.answer, r.law)
                                      ORDER BY r.place)) AS digest
          FROM audit_ruling r LEFT JOIN intact i ON i.digest = r.law
         GROUP BY r.entry
    )
    SELECT count(id),
           min(coalesce(id, ruled)) FILTER (
               WHERE id IS NULL OR id <> place OR prev_hash <> before OR hash <> audit_hash(before, entry)
                  OR rulings IS DISTINCT FROM digest OR NOT coalesce(intact, true))
      FROM (SELECT e AS entry, e.id, e.prev_hash, e.hash, e.rulings,
                   row_number() OVER w AS place,
                   coalesce(lag(e.hash) OVER w, ''::bytea) AS before
              FROM audit_auditentry e
            WINDOW w AS (ORDER BY e.id)) chain
      FULL JOIN (SELECT entry AS ruled, intact, digest FROM ruled) beside ON ruled = id
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


def trail(
    *,
    authorities: list[str] | None = None,
    subject: str = "",
    actor: str = "",
    event: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """The entries that fit, newest first; slice for a page. *authorities* None: all, those without one included.

    *subject* is a key (an address, a number) or ``kind:key``; *event* the whole name or its beginning; the days are
    Việt Nam's, both included.
    """
    found = AuditEntry.objects.all()
    if authorities is not None:
        found = found.filter(authority__in=authorities)
    if subject:
        kind, colon, key = subject.partition(":")
        found = (
            found.filter(subject_kind=kind, subject_key=key) if colon else found.filter(subject_key=subject)
        )
    if actor:
        found = found.filter(actor=actor)
    if event:
        found = found.filter(event__startswith=event)
    if since:
        found = found.filter(at__gte=datetime.combine(since, time(), HANOI))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), HANOI))
    return found


@dataclass(frozen=True, slots=True)
class KeptRuling:
    """One ruling with its facts whole, for asking again: nothing of it is for a screen."""

    question: str
    facts: dict[str, Any]
    answer: Answer
    law: str


def kept_rulings(number: int) -> list[KeptRuling]:
    """What the rules were asked for the entry *number*, the sealed facts opened."""
    return [
        KeptRuling(one.question, {**one.facts, **_opened(one)}, Answer.from_json(one.answer), one.law)
        for one in Ruling.objects.filter(entry=number)
    ]


def text_of_law(revision: str) -> LawText | None:
    """The kept text whose digest begins with *revision*; None where there is none, or more than one."""
    found = list(LawText.objects.filter(digest__startswith=revision)[:2])
    return found[0] if len(found) == 1 else None


def explanation(entry: AuditEntry) -> Explanation:
    """*entry* with what the rules were asked for it; callers have seen that it may be shown."""
    rulings = list(Ruling.objects.filter(entry=entry.pk))
    regulations = dict(
        LawText.objects.filter(pk__in={one.law for one in rulings}).values_list("digest", "regulation")
    )
    return Explanation(
        number=entry.pk,
        at=entry.at,
        authority=entry.authority,
        actor=entry.actor,
        event=entry.event,
        subject_kind=entry.subject_kind,
        subject_key=entry.subject_key,
        clause=entry.clause,
        document=entry.document,
        reason=entry.reason,
        details=entry.details,
        rulings=[
            Explained(
                question=one.question,
                facts=one.facts,
                private={name: masked(_flat(value)) for name, value in _opened(one).items()},
                answer=Answer.from_json(one.answer),
                regulation=regulations.get(one.law, ""),
                revision=one.law,
            )
            for one in rulings
        ],
    )


def _opened(ruling: Ruling) -> dict[str, Any]:
    opened: dict[str, Any] = json.loads(unseal(bytes(ruling.sealed))) if ruling.sealed else {}
    return opened


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
