"""Destroy a revoked mailbox: what cannot be undone is proposed by one person and approved by another.

The address stays in the history for ever and is nobody's any more. Logs are kept for their own term.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import (
    clause_of_step,
    demand_document,
    demand_reason,
    demand_step,
    move,
    record_act,
)
from congthu.mailboxes.models import Destruction, Mailbox
from congthu.mailboxes.outlook import REMAINS, kept_from
from congthu.regulations.duties import HANOI
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Act


@enforces("retention.revoked_data")
def propose_destruction(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Destruction:
    """Ask for the destroying of a revoked mailbox; nothing happens until somebody else approves.

    Raises:
        RefusedByRule: it is not revoked, what is in it must be kept for longer, or it is asked for already.
    """
    clause = _demand_destroyable(mailbox, acting=acting, to="đề nghị hủy hộp thư")
    person = _person(acting, clause=clause)
    demand_reason(cause)
    demand_document(cause, "đề nghị hủy", clause=clause)
    _refuse_early(mailbox, now=now)
    try:
        with transaction.atomic():
            wanted = Destruction.objects.create(
                mailbox=mailbox,
                document=cause.document[:200],
                reason=cause.reason,
                proposed_by_id=person,
                proposed_at=now,
            )
            record_act("mailbox.destruction_proposed", mailbox, acting=acting, now=now, cause=cause)
    except IntegrityError as twice:
        message = f"Việc hủy {mailbox.address} đã được đề nghị, đang chờ người khác duyệt."
        raise RefusedByRule(Refusal("mailbox.destruction", clause, message)) from twice
    return wanted


@enforces("retention.revoked_data")
def destroy(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Approve what somebody else has proposed, and destroy the mailbox.

    Raises:
        RefusedByRule: nobody has proposed it, whoever approves has, or the mailbox is not revoked any more.
    """
    clause = _demand_destroyable(mailbox, acting=acting, to="duyệt việc hủy hộp thư")
    person = _person(acting, clause=clause)
    with transaction.atomic():
        wanted = (
            mailbox.destructions.select_for_update(of=("self",))
            .select_related("proposed_by")
            .filter(approved_at=None)
            .first()
        )
        if wanted is None:
            message = f"Chưa ai đề nghị hủy {mailbox.address}. Hãy đề nghị, rồi để người khác duyệt."
            raise RefusedByRule(Refusal("mailbox.destruction", clause, message))
        if wanted.proposed_by_id == person:
            message = (
                "Người đề nghị hủy không đồng thời duyệt. Hãy để người khác, hoặc cơ quan quản lý duyệt."
            )
            raise RefusedByRule(Refusal("mailbox.two_people", clause, message))
        _refuse_early(mailbox, now=now)
        wanted.approved_by_id, wanted.approved_at = person, now
        wanted.save(update_fields=["approved_by", "approved_at"])
        cause = Cause(document=wanted.document, reason=wanted.reason)
        told = {"proposed_by": wanted.proposed_by.full_name, "remains": REMAINS}
        move(mailbox, Act.DESTROY, cause=cause, acting=acting, now=now, details=told)


def _demand_destroyable(mailbox: Mailbox, *, acting: Actor, to: str) -> str:
    """Let operators and the managing department pass, for a mailbox that may be destroyed; return the clause of it."""
    require(acting, Role.OPERATOR, Role.MANAGING, authority=mailbox.authority, to=to)
    demand_step(mailbox, Act.DESTROY)
    return clause_of_step(mailbox, Act.DESTROY)


def _person(acting: Actor, *, clause: str) -> int:
    """Let only people pass: two names at a console may be one person."""
    if acting.person_id is None:
        message = "Hai người đề nghị và duyệt việc hủy bằng tài khoản của mình: dùng --as ĐỊA-CHỈ."
        raise RefusedByRule(Refusal("mailbox.two_people", clause, message))
    return acting.person_id


def _refuse_early(mailbox: Mailbox, *, now: datetime) -> None:
    policy = policy_of(mailbox.authority)
    last = kept_from(mailbox.since.astimezone(HANOI).date(), policy)
    if now.astimezone(HANOI).date() > last:
        return
    ruled = policy.retention.revoked_data
    message = (
        f"Dữ liệu của {mailbox.address} phải giữ {ruled.value.in_words()} sau khi thu hồi ({ruled.origin()}), "
        f"đến hết ngày {last:%d/%m/%Y}."
    )
    raise RefusedByRule(Refusal("retention.revoked_data", ruled.cited, message))
