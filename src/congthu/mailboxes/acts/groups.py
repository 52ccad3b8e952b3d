"""Say whose mailboxes get what is sent to a group.

A member is one mailbox, or a rule: every mailbox of a kind, of the whole authority or below one organisation. What a
rule covers is asked anew with each message (``mail.expands``), so that a clerk's mailbox issued tomorrow is in it.
"""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_document, record_act, where
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.models import GroupMember, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.schema import NamingSection


@kept_if_refused("mailbox.member_added", where)
@enforces("naming.group_city", "naming.group_agency")
def add_member(
    group: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    member: Mailbox | None = None,
    every: MailboxKind | None = None,
    within: Organisation | None = None,
) -> GroupMember:
    """Let *member*, or *every* mailbox of a kind (*within* an organisation, or everywhere), get what *group* gets.

    Raises:
        RefusedByRule: it is no group, neither or both were named, or the member is not of the same authority.
    """
    _require(group, acting=acting)
    demand_document(cause, "đề nghị thêm thành viên", clause=_clause(group))
    _refuse_unfit(group, member, every, within)
    with transaction.atomic():
        row, created = GroupMember.objects.get_or_create(
            group=group,
            member=member,
            every=every.value if every else "",
            within=within,
            defaults={"since": now},
        )
        if created:
            told = {"member": described(row)}
            record_act("mailbox.member_added", group, acting=acting, now=now, cause=cause, details=told)
    return row


def remove_member(member: GroupMember, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Let a member, or all of a rule, get no more of what the group gets."""
    group = member.group
    _require(group, acting=acting)
    demand_document(cause, "đề nghị bớt thành viên", clause=_clause(group))
    with transaction.atomic():
        told = {"member": described(member)}
        member.delete()
        record_act("mailbox.member_removed", group, acting=acting, now=now, cause=cause, details=told)


def described(member: GroupMember) -> str:
    """The member in words: an address, or who is covered by the rule."""
    if member.member is not None:
        return member.member.address
    where = f" của {member.within.name} và các đơn vị bên dưới" if member.within else " của mọi cơ quan"
    kind = NamingSection.model_fields[member.every].description or member.every
    return f"mọi hộp thư “{kind}”{where}"


def _require(group: Mailbox, *, acting: Actor) -> None:
    """A group of an agency is its own affair; one of the whole authority is not."""
    own = (Role.HEAD, Role.FOCAL) if group.kind == MailboxKind.GROUP_AGENCY else ()
    require(
        acting,
        Role.OPERATOR,
        *own,
        authority=group.authority,
        organisation=group.organisation_id,
        to="thêm, bớt thành viên của nhóm",
    )


def _refuse_unfit(
    group: Mailbox, member: Mailbox | None, every: MailboxKind | None, within: Organisation | None
) -> None:
    message = ""
    if group.kind not in GROUPS:
        message = f"{group.address} không phải là nhóm; không có thành viên."
    elif (member is None) == (every is None):
        message = "Hãy nêu một hộp thư thành viên, hoặc một loại hộp thư."
    elif every in GROUPS:
        message = "Thành viên theo loại là hộp thư của người hoặc tổ chức; nhóm trong nhóm thì nêu địa chỉ."
    elif (member and member.authority_id != group.authority_id) or (
        within and within.authority_id != group.authority_id
    ):
        message = "Thành viên của nhóm phải cùng địa phương."
    elif member and member.pk == group.pk:
        message = "Nhóm không thể là thành viên của chính nó."
    if message:
        raise RefusedByRule(Refusal("mailbox.group", _clause(group), message))


def _clause(group: Mailbox) -> str:
    rule = getattr(policy_of(group.authority).naming, group.kind, None)
    return rule.cited if rule and group.kind in GROUPS else ""
