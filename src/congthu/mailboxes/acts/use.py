"""Take note that a mailbox is used, or why it is not."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection, transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.permission import require
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
    require(
        acting,
        Role.OPERATOR,
        Role.FOCAL,
        Role.HEAD,
        authority=mailbox.authority,
        organisation=mailbox.organisation_id,
        to="ghi lý do vắng mặt",
    )
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


@dataclass(frozen=True, slots=True)
class Marks:
    """When a mailbox was last used, as far as somebody has just heard."""

    signed_in: datetime | None = None
    sent: datetime | None = None
    received: datetime | None = None


NOTE = """
WITH told AS MATERIALIZED (
    SELECT i.mailbox_id AS id, max(t.signed_in) AS signed_in, max(t.sent) AS sent, max(t.received) AS received
      FROM jsonb_to_recordset(%s::jsonb)
           AS t(address text, signed_in timestamptz, sent timestamptz, received timestamptz)
      JOIN mailboxes_issuedaddress i ON i.address = t.address AND i.mailbox_id IS NOT NULL
     GROUP BY i.mailbox_id
), free AS MATERIALIZED (
    SELECT m.id FROM mailboxes_mailbox m WHERE m.id IN (SELECT id FROM told) FOR NO KEY UPDATE {wait}
), noted AS (
    UPDATE mailboxes_mailbox m
       SET last_login_at = greatest(m.last_login_at, t.signed_in),
           last_sent_at = greatest(m.last_sent_at, t.sent),
           last_received_at = greatest(m.last_received_at, t.received)
      FROM told t JOIN free USING (id)
     WHERE m.id = t.id
       AND (t.signed_in > coalesce(m.last_login_at, '-infinity') OR t.sent > coalesce(m.last_sent_at, '-infinity')
            OR t.received > coalesce(m.last_received_at, '-infinity'))
)
SELECT i.address FROM told t JOIN mailboxes_issuedaddress i ON i.mailbox_id = t.id
 WHERE t.id NOT IN (SELECT id FROM free)
"""


def note_use(told: Mapping[str, Marks], *, wait: bool) -> set[str]:
    """Move the marks of use forward for all these addresses at once; return those to be told again.

    Never back, so that telling twice changes nothing; without an entry in the trail, for this is no decision. Any
    address of a mailbox stands for it, and what belongs to none is passed over. Without *wait*, a mailbox that an act
    holds just now is left out and its addresses are returned: so many at once may not stand in the way of the acts.
    """
    rows = [
        {
            "address": address,
            **{name: at.isoformat() for name, at in asdict(marks).items() if at is not None},
        }
        for address, marks in told.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(NOTE.format(wait="" if wait else "SKIP LOCKED"), [json.dumps(rows)])
        return {address for (address,) in cursor.fetchall()} & told.keys()
