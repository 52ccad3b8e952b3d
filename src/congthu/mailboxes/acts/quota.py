"""Give a mailbox another quota, by whom the regulation lets decide; and all mailboxes the least that it sets."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from psycopg.sql import SQL, Literal

from congthu.audit.actions import recorded_for
from congthu.audit.acts import Cause, Question, demand
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import demand_reason, quota_facts, record_act, where
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.mailboxes.questions import ask, quota_of
from congthu.regulations.terms import Size
from congthu.regulations.values import Bound


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
    require(acting, Role.OPERATOR, Role.MANAGING, authority=mailbox.authority, to="thay đổi dung lượng")
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


RAISE = SQL(
    """
    WITH small AS MATERIALIZED (
        SELECT m.id, m.quota_bytes AS before FROM mailboxes_mailbox m
          LEFT JOIN directory_person p ON p.id = m.person_id
         WHERE m.authority_id = {authority} AND m.kind = {kind} AND coalesce(p.rank, '') = {rank}
           AND m.phase = ANY({live}) AND m.quota_bytes < {least}
           FOR NO KEY UPDATE OF m
    ), raised AS (
        UPDATE mailboxes_mailbox m SET quota_bytes = {least} FROM small WHERE m.id = small.id
        RETURNING m.address AS subject_key, {reason} AS reason,
                  jsonb_build_object('from', small.before, 'to', m.quota_bytes) AS details
    ), told AS ({told})
    SELECT subject_key FROM raised ORDER BY subject_key
    """
)


@enforces("quota.person", "quota.organisation")
def raise_to_least(authority: Authority, *, acting: Actor, now: datetime) -> list[str]:
    """Give every living mailbox of *authority* the least quota that holds there today; return those that got more.

    A quota that is a least one is so for those who have a mailbox already. It is only ever raised here: where a
    decision has ended nobody loses room that may be full, and whoever was given more keeps it.
    """
    policy = policy_of(authority)
    living = Mailbox.objects.filter(authority=authority, phase__in=LIVE_PHASES)
    raised: list[str] = []
    for kind, rank in living.order_by().values_list("kind", Coalesce("person__rank", Value(""))).distinct():
        _, ruled = quota_of({"kind": kind, "rank": rank}, policy)
        if ruled.bound not in {Bound.MINIMUM, Bound.EXACT}:
            continue
        told = recorded_for(
            SQL("raised"),
            event="mailbox.quota_changed",
            subject_kind="mailbox",
            authority=authority.code,
            acting=acting,
            at=now,
            clause=ruled.cited,
        )
        query = RAISE.format(
            authority=Literal(authority.pk),
            kind=Literal(kind),
            rank=Literal(rank),
            live=Literal(LIVE_PHASES),
            least=Literal(int(ruled.value)),
            reason=Literal(f"Dung lượng từ {ruled.value}: {ruled.origin()}."),
            told=told,
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)
            raised += (address for (address,) in cursor.fetchall())
    return raised
