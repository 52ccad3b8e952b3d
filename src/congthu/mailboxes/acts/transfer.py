"""Follow somebody into another agency of the same authority.

Where an address names the agency, a new mailbox is issued there and the old one goes on taking mail for a term, which
the new one gets as well. Where no address names an agency the mailbox simply belongs to the other one.
"""

from datetime import date, datetime

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.acts.grounds import demand_past
from congthu.directory.acts.people import move_person
from congthu.directory.models import Organisation, Person
from congthu.directory.permission import require
from congthu.directory.queries import subtree
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.custody import refuse_while_keeping
from congthu.mailboxes.acts.issue import issue
from congthu.mailboxes.acts.leave import DAY, refuse_unseen
from congthu.mailboxes.acts.steps import (
    demand_document,
    demand_reason,
    demand_step,
    move,
    record_act,
)
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import address_names_agency
from congthu.mailboxes.queries import state_rule
from congthu.regulations.duties import last_day
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import LIVE, Act


@enforces("leaving.transfer_kept", "request.transfer_filed_by_receiver")
def transfer(
    mailbox: Mailbox,
    *,
    to: Organisation,
    decided_on: date,
    cause: Cause,
    acting: Actor,
    now: datetime,
    asked_by: Organisation | None = None,
    position: str | None = None,
    unit_name: str = "",
    chosen: str = "",
    late: bool = False,
) -> Mailbox:
    """Return the mailbox that its holder has from now on, in the agency *to*; the directory moves them unless it has.

    *asked_by* is the organisation whose document asks, the receiving one where none is named; *position* (None for the
    same as before) and *unit_name* are theirs over there; *chosen* is the local part where the operator must choose;
    *late* as in :func:`congthu.mailboxes.acts.leave.leave`.

    Raises:
        RefusedByRule: it is no person's mailbox, or in a state from which nobody moves, they still keep mailboxes of
            their agency, somebody else than the receiving agency asks where the regulation wants that, or the term is
            over and nobody has confirmed that.
    """
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="chuyển hộp thư sang cơ quan khác")
    policy = policy_of(mailbox.authority)
    kept = policy.leaving.transfer_kept
    clause = kept.cited if kept else ""
    person = _person(mailbox, to, clause=clause)
    renamed = address_names_agency(policy)
    if renamed:
        demand_step(mailbox, Act.TRANSFER)
    else:
        _refuse_ended(mailbox)
    demand_reason(cause)
    demand_document(cause, "đề nghị chuyển công tác", clause=clause)
    demand_past(decided_on, clause=clause, now=now)
    refuse_while_keeping(person, policy=policy)
    _refuse_asked_by_others(to, asked_by, policy)
    told: dict[str, object] = {"to_organisation": to.name, "decision_on": decided_on.isoformat()}
    if renamed:
        ends = last_day(kept.value, decided_on) + DAY if kept else None
        refuse_unseen(ends, what="thu hồi", rule="leaving.transfer_kept", clause=clause, now=now, late=late)
    with transaction.atomic():
        if person.organisation_id != to.pk:
            move_person(
                person,
                to=to,
                decided_on=decided_on,
                position=position,
                unit_name=unit_name,
                cause=cause,
                acting=acting,
                now=now,
            )
        if not renamed:
            return _move_along(mailbox, to, cause=cause, acting=acting, now=now, told=told)
        new = issue(to, MailboxKind.PERSON, person=person, chosen=chosen, acting=acting, now=now, cause=cause)
        told |= {"successor": new.address}
        move(
            mailbox,
            Act.TRANSFER,
            cause=cause,
            acting=acting,
            now=now,
            details=told,
            decision_on=decided_on,
            successor=new,
        )
    return new


def _person(mailbox: Mailbox, to: Organisation, *, clause: str) -> Person:
    if mailbox.kind != MailboxKind.PERSON or mailbox.person is None:
        message = (
            f"{mailbox.address} không phải hộp thư cá nhân: hộp thư của tổ chức, chức danh thì bàn giao."
        )
        raise RefusedByRule(Refusal("leaving.transfer_kept", clause, message))
    if to.authority_id != mailbox.authority_id or to.valid_to is not None:
        message = (
            f"{to.name} thuộc địa phương khác hoặc đã kết thúc: người chuyển đi thì thu hồi hộp thư ở đây."
        )
        raise RefusedByRule(Refusal("leaving.transfer_kept", clause, message))
    if to.pk == mailbox.organisation_id:
        message = (
            f"{mailbox.address} đang thuộc {to.name}. Đổi phòng, chức vụ thì sửa thông tin trong danh bạ."
        )
        raise RefusedByRule(Refusal("leaving.transfer_kept", clause, message))
    return mailbox.person


def _refuse_ended(mailbox: Mailbox) -> None:
    if state_rule(mailbox).phase in LIVE:
        return
    message = (
        f"{mailbox.address} đang ở trạng thái “{state_rule(mailbox).label}”: không còn gì để chuyển theo."
    )
    raise RefusedByRule(Refusal(f"states.{Act.TRANSFER}", "", message))


def _refuse_asked_by_others(to: Organisation, asked_by: Organisation | None, policy: Policy) -> None:
    ruled = policy.request.transfer_filed_by_receiver
    if ruled is None or not ruled.value or asked_by is None or to.pk in subtree(asked_by):
        return
    message = f"Việc chuyển công tác do cơ quan tiếp nhận ({to.name}) đề nghị, không phải {asked_by.name}."
    raise RefusedByRule(Refusal("request.transfer_filed_by_receiver", ruled.cited, message))


def _move_along(
    mailbox: Mailbox,
    to: Organisation,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    told: dict[str, object],
) -> Mailbox:
    row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
    row.organisation = to
    row.save(update_fields=["organisation"])
    record_act("mailbox.moved", row, acting=acting, now=now, cause=cause, details=told)
    mailbox.refresh_from_db()
    return mailbox
