"""Lock a mailbox and restore it, each on a ground of the regulation."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_document, demand_reason, move, record_act
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask
from congthu.regulations.states import Event, State


@enforces("lock.grounds")
def lock(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Lock *mailbox*: nobody signs in or sends, mail is still received.

    The ground is one of the regulation's (``cause.clause``), or the document of the agency that asks for it.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="tạm khóa hộp thư")
    policy = policy_of(mailbox.authority)
    demand_reason(cause)
    facts = {"clause": cause.clause, "document": cause.document}
    asked = demand(ask(Question.LOCK_GROUND, facts, policy))
    move(mailbox, Event.LOCK, cause=cause, acting=acting, now=now, asked=[asked])


@enforces("lock.grounds")
def restore(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, cleaned: bool = False) -> None:
    """Restore a locked mailbox; its holder must then choose a new password.

    *cleaned*: the leak or malware for which it was locked has been dealt with, where the ground asks for that.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="khôi phục hộp thư")
    demand_reason(cause)
    demand_document(cause, "khôi phục")
    facts = {"ground": mailbox.ground, "cleaned": cleaned}
    asked = demand(ask(Question.RESTORE, facts, policy_of(mailbox.authority)))
    move(
        mailbox,
        Event.RESTORE,
        cause=cause,
        acting=acting,
        now=now,
        details={"cleaned": cleaned},
        restored_at=now,
        asked=[asked],
    )


def agency_notified(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Take note that the agency has been told of a lock; revoking for want of a request waits for this."""
    with transaction.atomic():
        if Mailbox.objects.filter(pk=mailbox.pk, state=State.LOCKED).update(agency_notified_at=now):
            record_act("mailbox.agency_notified", mailbox, acting=acting, now=now, cause=Cause())
    mailbox.refresh_from_db()
