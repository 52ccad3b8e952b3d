"""Lock a mailbox and restore it, each on a ground of the regulation."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.evidence import Shown, keep
from congthu.mailboxes.acts.leave import refuse_unseen
from congthu.mailboxes.acts.steps import (
    clause_of_step,
    demand_document,
    demand_reason,
    demand_step,
    move,
    record_act,
    refuse_own,
)
from congthu.mailboxes.demands import restore_facts
from congthu.mailboxes.grounds import Ground, find_ground
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.refusals import Refusal, RefusedByRule
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

    The ground is one of the regulation's (``cause.clause``), or the document of the agency that asks for it: then the
    clause is where the regulation lets an agency ask, or else where it speaks of locking. Where a ground refers to
    forbidden acts *forbidden_act* says which it was; *evidence* is kept, and asked for where the ground asks for it.
    """
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="tạm khóa hộp thư")
    refuse_own(mailbox, acting, to="tạm khóa")
    demand_step(mailbox, Act.LOCK)
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
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="khôi phục hộp thư")
    demand_step(mailbox, Act.RESTORE)
    policy = policy_of(mailbox.authority)
    demand_reason(cause)
    asks = policy.request.restore_by_organisation
    demanded = asks.cited if asks and asks.value else clause_of_step(mailbox, Act.RESTORE)
    demand_document(cause, "đề nghị khôi phục", clause=demanded)
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


def record_notice(
    mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, late: bool = False
) -> None:
    """Take note that the agency was told on paper of a lock: no mailbox of theirs could take the notice.

    *late* says that whoever acts has seen that the term, which counts from the lock, is over or nearly so.

    Raises:
        RefusedByRule: no document is named, the mailbox is not locked, the agency has been told, or the term is over
            or ends within three days and nobody has confirmed that.
    """
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="ghi nhận đã báo cơ quan")
    clause = clause_of_step(mailbox, Act.RESTORE)
    demand_document(cause, "đã báo cơ quan về việc tạm khóa", clause=clause)
    with transaction.atomic():
        if not agency_notified(mailbox, cause=cause, acting=acting, now=now):
            message = f"{mailbox.address} không bị khóa, hoặc cơ quan đã được báo: không có gì để ghi nhận."
            raise RefusedByRule(Refusal("lock.agency_notified", clause, message))
        policy = policy_of(mailbox.authority)
        for ends in passings(mailbox.state, trail_of(mailbox), policy=policy, calendar=vietnam())[:1]:
            refuse_unseen(
                ends.on,
                what="thu hồi",
                rule="lock.revoked_after",
                clause=ends.clause,
                counted="ngày tạm khóa",
                now=now,
                late=late,
            )


def agency_notified(mailbox: Mailbox, *, acting: Actor, now: datetime, cause: Cause | None = None) -> bool:
    """Take note that the agency has been told of a lock, and return whether it had not been.

    Revoking for want of a request waits for this.
    """
    with transaction.atomic():
        untold = Mailbox.objects.filter(pk=mailbox.pk, phase=Phase.LOCKED, agency_notified_at=None)
        noted = bool(untold.update(agency_notified_at=now))
        if noted:
            record_act("mailbox.agency_notified", mailbox, acting=acting, now=now, cause=cause or Cause())
    mailbox.refresh_from_db()
    return noted
