"""Where must a request be for a step, and what does every act on one do alike?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, NOTHING_ASKED, Asked, Cause, Question, Subject
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.models import Request, RequestState
from congthu.requests.questions import ask

STEPS: Mapping[str, frozenset[str]] = {
    "confirm": frozenset({RequestState.RECEIVED}),
    "forward": frozenset({RequestState.CONFIRMED}),
    "accept": frozenset({RequestState.CONFIRMED, RequestState.FORWARDED}),
    "return": frozenset(
        {RequestState.RECEIVED, RequestState.CONFIRMED, RequestState.FORWARDED, RequestState.ACCEPTED}
    ),
    "execute": frozenset({RequestState.ACCEPTED, RequestState.EXECUTED}),
    "reply": frozenset({RequestState.EXECUTED}),
}


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
    locked = Request.objects.select_for_update(of=("self",)).select_related("authority", "agency")
    return locked.defer("file").get(pk=request.pk)


@enforces("request.signed_by")
def take_step(request: Request, step: str) -> Request:
    """Lock the request and see that it is where this step starts from."""
    row = locked(request)
    if row.state in STEPS[step]:
        return row
    policy = policy_of(row.authority)
    if step == "accept" and row.state == RequestState.RECEIVED:
        signed = policy.request.signed_by
        who = signed.value if signed else "Thủ trưởng cơ quan"
        message = f"{who} chưa xác nhận yêu cầu nên chưa tiếp nhận được. Hãy chờ, hoặc trả lại."
        raise RefusedByRule(Refusal("request.signed_by", signed.cited if signed else "", message))
    label = RequestState(row.state).label
    raise refused(
        f"request.{step}", f"Yêu cầu số {row.pk} đang ở bước “{label}” nên không làm được việc này."
    )


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
