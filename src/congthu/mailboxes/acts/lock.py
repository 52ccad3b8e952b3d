"""Lock a mailbox and restore it, each on a ground of the regulation."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.evidence import Shown, keep
from congthu.mailboxes.acts.steps import demand_document, demand_reason, move, record_act
from congthu.mailboxes.demands import restore_facts
from congthu.mailboxes.grounds import Ground, find_ground
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask
from congthu.regulations.states import Act, Phase


@enforces("lock.grounds")
def lock(
    mailbox: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    forbidden_act: str = "",
    evidence: Shown | None = None,
) -> None:
    """Lock *mailbox*: nobody signs in or sends, mail is still received.

    The ground is one of the regulation's (``cause.clause``), or the document of the agency that asks for it. Where a
    ground refers to forbidden acts *forbidden_act* says which it was; *evidence* is kept, and asked for where the
    ground asks for it.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="tạm khóa hộp thư")
    policy = policy_of(mailbox.authority)
    demand_reason(cause)
    facts = {
        "clause": cause.clause,
        "document": cause.document,
        "evidence": evidence is not None and bool(evidence.content),
        **({"forbidden_act": forbidden_act} if forbidden_act else {}),
    }
    asked = demand(ask(Question.LOCK_GROUND, facts, policy))
    found = find_ground(cause.clause, document=cause.document, forbidden_act=forbidden_act, policy=policy)
    act = found.act if isinstance(found, Ground) else ""
    if isinstance(found, Ground):
        cause = replace(cause, clause=found.clause)
    with transaction.atomic():
        told: dict[str, object] = {"refers_to": act} if act else {}
        if evidence is not None:
            told |= keep(evidence, mailbox, act=f"mailbox.{Act.LOCK}", acting=acting, now=now)
        move(
            mailbox,
            Act.LOCK,
            cause=cause,
            acting=acting,
            now=now,
            details=told,
            asked=[asked],
            ground_act=act,
        )


@enforces("lock.grounds", "request.restore_by_organisation")
def restore(
    mailbox: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    cleaned: bool = False,
    asked_by: Organisation | None = None,
) -> None:
    """Restore a locked mailbox; its holder must then choose a new password.

    *cleaned*: the leak or malware for which it was locked has been dealt with, where the ground asks for that.
    *asked_by* is the organisation whose document asks: the mailbox's own where none is named.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="khôi phục hộp thư")
    policy = policy_of(mailbox.authority)
    demand_reason(cause)
    asks = policy.request.restore_by_organisation
    demand_document(cause, "khôi phục", clause=asks.cited if asks and asks.value else "")
    asked_by = asked_by or mailbox.organisation
    facts = restore_facts(mailbox, asked_by=asked_by, cleaned=cleaned, now=now)
    asked = demand(ask(Question.RESTORE, facts, policy))
    move(
        mailbox,
        Act.RESTORE,
        cause=cause,
        acting=acting,
        now=now,
        details={"cleaned": cleaned, "asked_by": asked_by.name},
        ground_act="",
        asked=[asked],
    )


def agency_notified(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Take note that the agency has been told of a lock; revoking for want of a request waits for this."""
    with transaction.atomic():
        if Mailbox.objects.filter(pk=mailbox.pk, phase=Phase.LOCKED).update(agency_notified_at=now):
            record_act("mailbox.agency_notified", mailbox, acting=acting, now=now, cause=Cause())
    mailbox.refresh_from_db()
