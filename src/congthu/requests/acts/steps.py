"""Where must a request be for a step, and what does every act on one do alike?"""

from collections.abc import Mapping
from datetime import datetime

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, Cause, Subject
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.due import due_for
from congthu.requests.models import Request, RequestState

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


def set_due(request: Request) -> None:
    """Write into *request* by when it is due, where its information is complete."""
    if request.complete_at is None:
        return
    due = due_for(frozenset(request.kinds), request.complete_at, policy=policy_of(request.authority))
    if due is not None:
        # Fulfilling is counted in days by every regulation: a moment is as good as its day.
        request.due_on = due.last.date() if isinstance(due.last, datetime) else due.last
        request.due_clause = due.clause


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
) -> None:
    """Write one act on *request* into the trail, within the transaction that does it."""
    subject, authority = Subject("request", str(request.pk)), request.authority.code
    record(event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details)
