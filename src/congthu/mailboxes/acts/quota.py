"""Give a mailbox another quota, within what the regulation leaves open and by whom it lets decide."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_reason, quota_facts, record_act, where
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask
from congthu.regulations.terms import Size


@kept_if_refused("mailbox.quota_changed", where)
@enforces("quota.person", "quota.organisation", "quota.raised_by")
def change_quota(
    mailbox: Mailbox,
    *,
    quota: Size,
    cause: Cause,
    acting: Actor,
    now: datetime,
    lowering: bool = False,
) -> None:
    """Give *mailbox* another quota, within what the regulation leaves to the operator.

    *lowering* says that whoever acts means to give less than there was: where the regulation speaks of raising only,
    nobody should do that by a slip.

    Raises:
        RefusedByRule: too small or too large, less than before without *lowering*, or decided by somebody else than
            the regulation names, whose document is then asked for.
    """
    acting.require(Role.OPERATOR, Role.MANAGING, authority=mailbox.authority.code, to="thay đổi dung lượng")
    demand_reason(cause)
    managing = not acting.trusted and acting.has(Role.MANAGING, authority=mailbox.authority.code)
    facts = {
        **quota_facts(mailbox.kind, mailbox.person),
        "quota": str(quota),
        "current": str(Size(mailbox.quota_bytes)),
        "lowering": lowering,
        "document": cause.document.strip(),
        **({"roles": [Role.MANAGING.value]} if managing else {}),
    }
    asked = demand(ask(Question.QUOTA, facts, policy_of(mailbox.authority)))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        before, row.quota_bytes = row.quota_bytes, int(quota)
        row.save(update_fields=["quota_bytes"])
        told = {"from": before, "to": int(quota)}
        record_act(
            "mailbox.quota_changed", row, acting=acting, now=now, cause=cause, details=told, asked=[asked]
        )
    mailbox.refresh_from_db()
