"""Take note that a mailbox is used, or why it is not."""

from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Greatest

from congthu.audit.acts import Cause, Question, demand
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_reason, record_act, where
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask


@kept_if_refused("mailbox.excused", where)
@enforces("inactivity.excused")
def excuse(mailbox: Mailbox, *, until: date, cause: Cause, acting: Actor, now: datetime) -> None:
    """Take note that the agency has said why *mailbox* is not used: up to *until* that does not count against it.

    Raises:
        RefusedByRule: the regulation knows no such reason, or none is given.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="ghi lý do vắng mặt")
    demand_reason(cause)
    facts = {"until": until.isoformat()}
    asked = demand(ask(Question.EXCUSED, facts, policy_of(mailbox.authority)))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        row.excused_until = until
        row.save(update_fields=["excused_until"])
        told = {"until": until.isoformat()}
        record_act("mailbox.excused", row, acting=acting, now=now, cause=cause, details=told, asked=[asked])
    mailbox.refresh_from_db()


def note_use(
    address: str,
    *,
    signed_in: datetime | None = None,
    sent: datetime | None = None,
    received: datetime | None = None,
) -> None:
    """Move the marks of use forward; never back, and without an entry in the trail: this is no decision."""
    marks = {"last_login_at": signed_in, "last_sent_at": sent, "last_received_at": received}
    newer = {column: Greatest(column, at) for column, at in marks.items() if at is not None}
    Mailbox.objects.filter(address=address).update(**newer)
