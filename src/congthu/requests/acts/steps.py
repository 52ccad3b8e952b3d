"""Where must a request be for a step, and what does every act on one do alike?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, NOTHING_ASKED, Asked, Cause, Question, Subject, demand
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.route import Step
from congthu.requests.models import Request
from congthu.requests.questions import ask
from congthu.requests.way import asked_of, require, route_facts


def set_due(request: Request) -> list[Asked]:
    """Write into *request* by when it is due, where its information is complete; return what was asked for that."""
    if request.complete_at is None:
        return []
    facts = {"kinds": sorted(request.kinds), "complete_at": request.complete_at.isoformat()}
    asked = ask(Question.DUE, facts, policy_of(request.authority))
    if asked.answer.outcome is not None:
        # Fulfilling is counted in days by every regulation: a moment is as good as its day.
        request.due_on = date.fromisoformat(str(asked.answer.outcome))
        request.due_clause = asked.answer.clause
    return [asked]


def locked(request: Request) -> Request:
    """The row of *request*, locked until the transaction ends."""
    locked = Request.objects.select_for_update(of=("self",)).select_related(
        "authority", "agency__parent", "agency__focal"
    )
    return locked.defer("file").get(pk=request.pk)


def take_step(request: Request, act: Step, *, acting: Actor) -> tuple[Request, list[Asked]]:
    """Lock the request, see that this step of its way can be taken now and that *acting* is who takes it.

    Raises:
        RefusedByRule: another step comes first, the request is past this one, or somebody else takes it.
    """
    row = locked(request)
    policy = policy_of(row.authority)
    step = policy.route.step_for(act, asked_of(row))
    if step is None:
        raise refused(f"request.{act}", "Quy chế không có bước này cho yêu cầu như vậy.")
    require(step, row, acting)
    return row, [demand(ask(Question.ROUTE, route_facts(row, act), policy))]


def refused(rule: str, message: str) -> RefusedByRule:
    """A refusal of the platform: no clause says it."""
    return RefusedByRule(Refusal(rule, "", message))


def record_act(
    event: str,
    request: Request,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause = NO_CAUSE,
    details: Mapping[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
) -> None:
    """Write one act on *request* into the trail, with what rules said to it, within the transaction that does it."""
    subject, authority = where(request)
    record(
        event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details, asked=asked
    )


def where(request: Request) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of *request*."""
    return Subject("request", str(request.pk)), request.authority.code
