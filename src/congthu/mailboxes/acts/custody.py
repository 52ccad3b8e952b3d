"""Say who works an organisation's mailbox."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.models import Person
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import PERSONAL, demand_document, record_act
from congthu.mailboxes.models import Custody, Mailbox
from congthu.mailboxes.questions import ask


@enforces("custody.handover")
def hand_over(mailbox: Mailbox, *, to: Person, cause: Cause, acting: Actor, now: datetime) -> Custody:
    """Make *to* the custodian of an organisation's mailbox; those before cease to be.

    Whoever calls issues a new password: the one that the former custodian knows must not open it any more.
    """
    acting.require(
        Role.OPERATOR,
        Role.HEAD,
        authority=mailbox.authority.code,
        organisation=mailbox.organisation_id,
        to="bàn giao hộp thư",
    )
    ruled = policy_of(mailbox.authority).custody.handover
    clause = ruled.cited if ruled and ruled.value else ""
    demand_document(cause, "bàn giao", clause=clause)
    facts = {
        "personal": mailbox.kind in PERSONAL,
        "same_authority": to.authority_id == mailbox.authority_id,
        "document": cause.document,
    }
    asked = demand(ask(Question.HANDOVER, facts, policy_of(mailbox.authority)))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        former = list(row.custodies.filter(until=None).values_list("person__full_name", flat=True))
        row.custodies.filter(until=None).update(until=now)
        custody = Custody.objects.create(mailbox=row, person=to, document=cause.document, since=now)
        told = {"from": former, "to": to.full_name}
        record_act(
            "mailbox.handed_over", row, acting=acting, now=now, cause=cause, details=told, asked=[asked]
        )
    return custody
