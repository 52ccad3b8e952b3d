"""Give a mailbox another quota, within what the regulation leaves open."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import PERSONAL, demand_reason, record_act
from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.terms import Size
from congthu.regulations.values import Bound


@enforces("quota.person", "quota.organisation")
def change_quota(mailbox: Mailbox, *, quota: Size, cause: Cause, acting: Actor, now: datetime) -> None:
    """Give *mailbox* another quota, within what the regulation leaves to the operator."""
    acting.require(Role.OPERATOR, Role.MANAGING, authority=mailbox.authority.code, to="thay đổi dung lượng")
    demand_reason(cause)
    policy = policy_of(mailbox.authority)
    ruled = policy.quota.person if mailbox.kind in PERSONAL else policy.quota.organisation
    too_small = ruled.bound in {Bound.MINIMUM, Bound.EXACT} and quota < ruled.value
    too_large = ruled.bound in {Bound.MAXIMUM, Bound.EXACT} and quota > ruled.value
    if too_small or too_large or quota <= 0:
        name = "quota.person" if mailbox.kind in PERSONAL else "quota.organisation"
        words = {Bound.MINIMUM: "tối thiểu", Bound.MAXIMUM: "tối đa", Bound.EXACT: "đúng"}
        how = words[ruled.bound] if ruled.bound else "tối thiểu"
        message = f"Dung lượng phải {how} {ruled.value}; không đặt được {quota}."
        raise RefusedByRule(Refusal(rule=name, clause=ruled.cited, message=message))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        before, row.quota_bytes = row.quota_bytes, int(quota)
        row.save(update_fields=["quota_bytes"])
        told = {"from": before, "to": int(quota)}
        record_act("mailbox.quota_changed", row, acting=acting, now=now, cause=cause, details=told)
    mailbox.refresh_from_db()
