"""How does a mailbox take one step of its regulation's machine, and what must every act name?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from congthu.audit.actions import record
from congthu.audit.acts import NOTHING_ASKED, Asked, Cause, Subject
from congthu.audit.outbox import Errand, tell
from congthu.decisions.queries import policy_of
from congthu.directory.models import Person
from congthu.directory.roles import Actor
from congthu.mailboxes.lifecycle.machine import IllegalTransition, next_state
from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Event, State


def move(
    mailbox: Mailbox,
    event: Event,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    details: Mapping[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
    **changes: object,
) -> None:
    """Take *mailbox* one step of its regulation's machine; *changes* are columns that change with the step.

    *asked* is what rules said before that.

    Raises:
        RefusedByRule: the regulation knows no such step from the state that the mailbox is in now.
    """
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        before = State(row.state)
        try:
            row.state = next_state(before, event, policy=policy_of(row.authority))
        except IllegalTransition as unknown:
            raise RefusedByRule(Refusal(f"states.{event}", "", f"{row.address}: {unknown}")) from unknown
        row.since = now
        row.ground, row.ground_document, row.ground_reason = cause.clause, cause.document, cause.reason
        row.locked_at = (row.locked_at or now) if row.state == State.LOCKED else None
        if row.state != State.LOCKED:
            row.agency_notified_at = None
        for column, value in changes.items():
            setattr(row, column, value)
        row.save()
        told = {"from": str(before), "to": str(row.state), **(details or {})}
        record_act(f"mailbox.{event}", row, acting=acting, now=now, cause=cause, details=told, asked=asked)
        if row.state == State.LOCKED and before != State.LOCKED:
            tell(Errand.TELL_AGENCY_OF_LOCK, address=row.address)
    mailbox.refresh_from_db()


def quota_facts(kind: str, person: Person | None) -> dict[str, object]:
    """What the quota of a mailbox may depend on."""
    return {"kind": str(kind), "rank": person.rank if person else ""}


def knows(mailbox: Mailbox, event: Event) -> bool:
    """Whether the regulation knows a step by *event* from where *mailbox* is."""
    try:
        next_state(State(mailbox.state), event, policy=policy_of(mailbox.authority))
    except IllegalTransition:
        return False
    return True


def demand_reason(cause: Cause) -> None:
    """Raise RefusedByRule where an act is to be done without a reason in words."""
    if not cause.reason.strip():
        raise RefusedByRule(
            Refusal(
                rule="cause.reason",
                clause="",
                message="Hãy nêu lý do: lý do được ghi vào nhật ký và báo cho cơ quan.",
            )
        )


def demand_document(cause: Cause, what: str, *, clause: str = "") -> None:
    """Raise RefusedByRule, citing *clause*, where the document that asks for *what* is not named."""
    if not cause.document.strip():
        message = f"Hãy nêu số, ký hiệu văn bản đề nghị {what}."
        raise RefusedByRule(Refusal(rule="cause.document", clause=clause, message=message))


def record_act(
    event: str,
    mailbox: Mailbox,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    details: Mapping[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
) -> None:
    """Write one act on *mailbox* into the trail, with what rules said to it, within the transaction that does it."""
    subject, authority = where(mailbox)
    record(
        event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details, asked=asked
    )


def where(mailbox: Mailbox) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of *mailbox*."""
    return Subject("mailbox", mailbox.address), mailbox.authority.code
