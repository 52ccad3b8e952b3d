"""Take a request from the agency to the operator and back: confirmed, forwarded, accepted, returned, replied."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Asked, Cause
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.acts.steps import record_act, refused, set_due, take_step, where
from congthu.requests.models import Request, RequestState, RowState


@kept_if_refused("request.confirmed", where)
def confirm(request: Request, *, acting: Actor, now: datetime) -> None:
    """Record that the head of the agency signs the request; at the console, that the paper bears the signature."""
    acting.require(
        Role.HEAD,
        authority=request.authority.code,
        organisation=request.agency_id,
        to="xác nhận yêu cầu của cơ quan này",
    )
    with transaction.atomic():
        row = take_step(request, "confirm")
        paper = f"Thủ trưởng {row.agency_name}, theo văn bản {row.document_number or 'đã gửi'}"
        row.state, row.signed_at = RequestState.CONFIRMED, now
        row.signed_by, row.signer_id = (acting.name, acting.person_id) if acting.person_id else (paper, None)
        row.save(update_fields=["state", "signed_at", "signed_by", "signer"])
        record_act("request.confirmed", row, acting=acting, now=now, details={"signed_by": row.signed_by})
    request.refresh_from_db()


@kept_if_refused("request.forwarded", where)
def forward(request: Request, *, acting: Actor, now: datetime) -> None:
    """Send a confirmed request on to the operator, as the focal point of the agency."""
    focal = request.agency.focal_id or request.agency_id if request.agency else None
    acting.require(
        Role.FOCAL,
        Role.CLERK,
        authority=request.authority.code,
        organisation=focal,
        to="chuyển yêu cầu đến đơn vị vận hành",
    )
    with transaction.atomic():
        row = take_step(request, "forward")
        row.state = RequestState.FORWARDED
        row.save(update_fields=["state"])
        record_act("request.forwarded", row, acting=acting, now=now)
    request.refresh_from_db()


@kept_if_refused("request.accepted", where)
def accept(request: Request, *, acting: Actor, now: datetime) -> None:
    """Take a confirmed request on. Where something was missing, the term starts now.

    Raises:
        RefusedByRule: it is not confirmed, or no line of it can be done.
    """
    acting.require(Role.OPERATOR, authority=request.authority.code, to="tiếp nhận yêu cầu")
    with transaction.atomic():
        row = take_step(request, "accept")
        lines = list(row.rows.all())
        if not any(not line.has_errors for line in lines):
            raise refused(
                "request.complete",
                "Không dòng nào đủ thông tin để thực hiện. Hãy trả lại để cơ quan bổ sung.",
            )
        row.state = RequestState.ACCEPTED
        asked: list[Asked] = []
        if row.complete_at is None:
            row.complete_at = now
            asked = set_due(row)
        row.save(update_fields=["state", "complete_at", "due_on", "due_clause"])
        record_act("request.accepted", row, acting=acting, now=now, asked=asked)
    request.refresh_from_db()


@kept_if_refused("request.returned", where)
def return_for_correction(request: Request, *, reason: str, acting: Actor, now: datetime) -> None:
    """Send a request back with what is missing; the corrected one comes as a new request with a term of its own."""
    acting.require(
        Role.OPERATOR,
        Role.HEAD,
        Role.FOCAL,
        authority=request.authority.code,
        organisation=request.agency_id,
        to="trả lại yêu cầu",
    )
    if not reason.strip():
        raise refused("cause.reason", "Hãy nêu rõ cần bổ sung, sửa gì: cơ quan chỉ biết qua lý do này.")
    with transaction.atomic():
        row = take_step(request, "return")
        if row.rows.exclude(state=RowState.PENDING).exists():
            raise refused(
                "request.return",
                "Đã thực hiện một phần nên không trả lại được. Hãy trả lời kết quả từng dòng.",
            )
        row.state, row.return_reason = RequestState.RETURNED, reason.strip()
        row.save(update_fields=["state", "return_reason"])
        record_act("request.returned", row, acting=acting, now=now, cause=Cause(reason=reason.strip()))
    request.refresh_from_db()


@kept_if_refused("request.replied", where)
@enforces("request.reply")
def reply(request: Request, *, document: str, acting: Actor, now: datetime) -> None:
    """Record the document by which the agency was told the result."""
    acting.require(Role.OPERATOR, authority=request.authority.code, to="trả lời yêu cầu")
    if not document.strip():
        ruled = policy_of(request.authority).request.reply
        how = f" Hình thức trả lời theo quy chế: {ruled.value}." if ruled else ""
        message = f"Hãy nêu số, ký hiệu văn bản trả lời.{how}"
        raise RefusedByRule(Refusal("cause.document", ruled.cited if ruled else "", message))
    with transaction.atomic():
        row = take_step(request, "reply")
        row.state, row.replied_at, row.reply_document = RequestState.REPLIED, now, document.strip()
        row.save(update_fields=["state", "replied_at", "reply_document"])
        record_act("request.replied", row, acting=acting, now=now, cause=Cause(document=document.strip()))
    request.refresh_from_db()
