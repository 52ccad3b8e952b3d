"""What holds for an authority today, decisions included, and which decisions are there?"""

from datetime import date

from django.db.models import QuerySet

from congthu.decisions.models import OperatorDecision
from congthu.directory.models import Authority
from congthu.directory.queries import visible_authorities
from congthu.directory.roles import Actor
from congthu.regulations.policy import Policy, policy_with


def policy_of(authority: Authority) -> Policy:
    """The law in force for *authority*: its regulation, and what was decided where that leaves room.

    No question to the database: what is in force stands in the authority's own row.
    """
    return policy_with(authority.regulation, authority.decisions)


def visible_decisions(acting: Actor, *, authority: str = "") -> QuerySet[OperatorDecision]:
    """The decisions of the authorities in which *acting* has anything to do, newest first."""
    found = OperatorDecision.objects.filter(authority__in=visible_authorities(acting))
    found = found.select_related("authority", "proposed_by", "approved_by")
    return found.filter(authority__code=authority) if authority else found


def next_to_take_effect(authority: Authority) -> date | None:
    """The day on which the next approved decision of *authority* begins to hold; None where none waits."""
    waiting = OperatorDecision.objects.filter(
        authority=authority,
        regulation=authority.regulation,
        approved_at__isnull=False,
        in_force_at=None,
    )
    found: date | None = waiting.order_by("effective_from").values_list("effective_from", flat=True).first()
    return found


def access_decision(pk: int, *, acting: Actor) -> OperatorDecision:
    """Return the decision; raises OperatorDecision.DoesNotExist."""
    return visible_decisions(acting).get(pk=pk)
