"""Say who works an organisation's mailbox, and who holds the mailbox of a title."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Asked, Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.facts import UNITS
from congthu.directory.models import Organisation, Person
from congthu.directory.permission import require
from congthu.directory.queries import subtree
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_document, record_act
from congthu.mailboxes.demands import still_keeping
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.models import Custody, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.questions import ask
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule


@enforces("custody.handover")
def hand_over(
    mailbox: Mailbox,
    *,
    to: Person,
    cause: Cause,
    acting: Actor,
    now: datetime,
    of: Person | None = None,
) -> Custody:
    """Make *to* the custodian of an organisation's mailbox, or the holder of a title's.

    Those before cease to be; with *of* only that one, where several keep it. Whoever calls issues a new password: the
    one that the former custodian knows must not open it any more.
    """
    policy = policy_of(mailbox.authority)
    clause = clause_of_handover(policy)
    _require(mailbox, acting=acting, to="bàn giao hộp thư")
    demand_document(cause, "đề nghị bàn giao", clause=clause)
    _refuse_group(mailbox, clause=clause)
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        current = {one.person_id: one for one in row.custodies.filter(until=None).select_related("person")}
        if of is not None and of.pk not in current:
            message = f"{of.full_name} không quản lý hộp thư {row.address}. Hãy chọn đúng người bàn giao."
            raise RefusedByRule(Refusal("custody.handover", clause, message))
        if to.pk in current:
            message = f"{to.full_name} đang quản lý hộp thư {row.address}. Hãy chọn người nhận bàn giao khác."
            raise RefusedByRule(Refusal("custody.handover", clause, message))
        ending = [one for pk, one in current.items() if of is None or pk == of.pk]
        asked = _asked(row, to, len(current) - len(ending) + 1, cause=cause, policy=policy)
        former = [one.person.full_name for one in ending]
        row.custodies.filter(pk__in=[one.pk for one in ending]).update(until=now)
        if row.kind == MailboxKind.TITLE:
            former = [row.person.full_name] if row.person else former
            row.person = to
            row.save(update_fields=["person"])
        custody = _keep(row, to, cause=cause, now=now)
        told = {"from": former, "to": to.full_name}
        record_act(
            "mailbox.handed_over", row, acting=acting, now=now, cause=cause, details=told, asked=[asked]
        )
    mailbox.refresh_from_db()
    return custody


@enforces("custody.delegates")
def appoint(mailbox: Mailbox, *, to: Person, cause: Cause, acting: Actor, now: datetime) -> Custody:
    """Let *to* keep an organisation's mailbox, beside those who do.

    Raises:
        RefusedByRule: it is a person's mailbox, or the regulation lets no more people keep it.
    """
    policy = policy_of(mailbox.authority)
    clause = clause_of_handover(policy)
    _require(mailbox, acting=acting, to="cử người quản lý hộp thư")
    demand_document(cause, "đề nghị cử người quản lý", clause=clause)
    _refuse_group(mailbox, clause=clause)
    if mailbox.kind == MailboxKind.TITLE:
        message = "Hộp thư chức danh chỉ có một người giữ: hãy bàn giao cho người kế nhiệm."
        raise RefusedByRule(Refusal("custody.handover", clause, message))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        keepers = row.custodies.filter(until=None)
        if keepers.filter(person=to).exists():
            message = f"{to.full_name} đang quản lý hộp thư {row.address}."
            raise RefusedByRule(Refusal("custody.handover", clause, message))
        asked = _asked(row, to, keepers.count() + 1, cause=cause, policy=policy)
        beside = list(keepers.values_list("person__full_name", flat=True))
        custody = _keep(row, to, cause=cause, now=now)
        told = {"to": to.full_name, "beside": beside}
        record_act(
            "mailbox.custodian_appointed",
            row,
            acting=acting,
            now=now,
            cause=cause,
            details=told,
            asked=[asked],
        )
    return custody


def refuse_while_keeping(person: Person, *, policy: Policy) -> None:
    """Raise RefusedByRule while *person* still keeps what belongs to an organisation: it is handed over first."""
    if why := still_keeping(person, policy=policy):
        raise RefusedByRule(*why)


def _require(mailbox: Mailbox, *, acting: Actor, to: str) -> None:
    require(
        acting,
        Role.OPERATOR,
        Role.HEAD,
        authority=mailbox.authority,
        organisation=mailbox.organisation_id,
        to=to,
    )


def clause_of_handover(policy: Policy) -> str:
    """Where the regulation speaks of handing over what belongs to an organisation, "" where it does not."""
    ruled = policy.custody.handover
    return ruled.cited if ruled and ruled.value else ""


def _refuse_group(mailbox: Mailbox, *, clause: str) -> None:
    if mailbox.kind in GROUPS:
        message = "Nhóm không có người quản lý: hãy thêm, bớt thành viên của nhóm."
        raise RefusedByRule(Refusal("custody.handover", clause, message))


@enforces("custody.delegates")
def _asked(mailbox: Mailbox, to: Person, keepers: int, *, cause: Cause, policy: Policy) -> Asked:
    """Ask whether *to* may be one of *keepers*."""
    facts = {
        "personal": mailbox.kind == MailboxKind.PERSON,
        "same_authority": to.authority_id == mailbox.authority_id,
        "same_agency": _works_there(to, mailbox.organisation),
        "full_name": to.full_name,
        "keepers": 0 if mailbox.kind == MailboxKind.TITLE else keepers,
        "document": cause.document,
    }
    return demand(ask(Question.HANDOVER, facts, policy))


def _works_there(person: Person, organisation: Organisation) -> bool:
    """Whether *person* works in the agency of *organisation*, in one of its units, or in what is above it."""
    agency = organisation
    while agency.parent is not None and agency.kind in UNITS:
        agency = agency.parent
    return person.organisation_id in subtree(agency) or agency.pk in subtree(person.organisation)


def _keep(mailbox: Mailbox, person: Person, *, cause: Cause, now: datetime) -> Custody:
    return Custody.objects.create(mailbox=mailbox, person=person, document=cause.document, since=now)
