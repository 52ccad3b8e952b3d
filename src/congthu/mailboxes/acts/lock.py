"""Lock a mailbox and restore it, each on a ground of the regulation."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_document, demand_reason, move, record_act
from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Event, State


@enforces("lock.grounds")
def lock(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Lock *mailbox*: nobody signs in or sends, mail is still received.

    The ground is one of the regulation's (``cause.clause``), or the document of the agency that asks for it.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="tạm khóa hộp thư")
    policy = policy_of(mailbox.authority)
    demand_reason(cause)
    grounds = policy.lock.grounds
    known = {str(ground.clause) for ground in grounds.value.values()} if grounds else set()
    if cause.clause and cause.clause not in known:
        raise RefusedByRule(
            Refusal(
                rule="lock.grounds",
                clause=grounds.cited if grounds else "",
                message=f"{cause.clause} không phải là căn cứ tạm khóa. "
                f"Căn cứ được phép: {', '.join(sorted(known)) or 'không có'}.",
            )
        )
    if not cause.clause and not cause.document:
        raise RefusedByRule(
            Refusal(
                rule="lock.grounds",
                clause=grounds.cited if grounds else "",
                message="Hãy nêu căn cứ tạm khóa: điều khoản của quy chế, hoặc văn bản đề nghị.",
            )
        )
    move(mailbox, Event.LOCK, cause=cause, acting=acting, now=now)


@enforces("lock.grounds")
def restore(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, cleaned: bool = False) -> None:
    """Restore a locked mailbox; its holder must then choose a new password.

    *cleaned*: the leak or malware for which it was locked has been dealt with, where the ground asks for that.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="khôi phục hộp thư")
    demand_reason(cause)
    demand_document(cause, "khôi phục")
    grounds = policy_of(mailbox.authority).lock.grounds
    for ground in grounds.value.values() if grounds else ():
        if str(ground.clause) == mailbox.ground and ground.cleaned_before_restore and not cleaned:
            raise RefusedByRule(
                Refusal(
                    rule="lock.grounds",
                    clause=str(ground.clause),
                    message="Hộp thư bị khóa do mất an toàn: chỉ khôi phục khi đã xử lý xong. "
                    "Hãy xác nhận việc xử lý rồi làm lại.",
                )
            )
    move(
        mailbox,
        Event.RESTORE,
        cause=cause,
        acting=acting,
        now=now,
        details={"cleaned": cleaned},
        restored_at=now,
    )


def agency_notified(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Take note that the agency has been told of a lock; revoking for want of a request waits for this."""
    with transaction.atomic():
        if Mailbox.objects.filter(pk=mailbox.pk, state=State.LOCKED).update(agency_notified_at=now):
            record_act("mailbox.agency_notified", mailbox, acting=acting, now=now, cause=Cause())
    mailbox.refresh_from_db()
