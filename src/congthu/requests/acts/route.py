"""Take a request along its way: confirmed, forwarded, approved, accepted, returned, withdrawn, replied.

Which of these steps a request takes, and who takes them, its regulation says; each act asks `take_step` first.
"""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Asked, Cause
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.route import Step
from congthu.requests.acts.foreseeing import foresee_rows
from congthu.requests.acts.steps import record_act, refused, set_due, take_step, where
from congthu.requests.models import Request, RequestState, RowState


@kept_if_refused("request.confirmed", where)
@enforces("route.confirm", "request.signed_by")
def confirm(request: Request, *, acting: Actor, now: datetime) -> None:
    """Record that the head of the agency signs the request; at the console, that the paper bears the signature."""
    with transaction.atomic():
        row, asked = take_step(request, Step.CONFIRM, acting=acting)
        if not row.rows.exists():
            raise refused(
                "request.complete", "Phiếu không có dòng nào. Hãy trả lại để cơ quan điền danh sách."
            )
        paper = f"Thủ trưởng {row.agency_name}, theo văn bản {row.document_number or 'đã gửi'}"
        row.state, row.signed_at = RequestState.CONFIRMED, now
        row.signed_by, row.signer_id = (acting.name, acting.person_id) if acting.person_id else (paper, None)
        row.save(update_fields=["state", "signed_at", "signed_by", "signer"])
        record_act(
            "request.confirmed",
            row,
            acting=acting,
            now=now,
            asked=asked,
            details={"signed_by": row.signed_by},
        )
    request.refresh_from_db()


@kept_if_refused("request.forwarded", where)
@enforces("route.forward", "request.through_focal_point")
def forward(request: Request, *, acting: Actor, now: datetime) -> None:
    """Send a confirmed request on to the operator, as the focal point of the agency."""
    with transaction.atomic():
        row, asked = take_step(request, Step.FORWARD, acting=acting)
        row.state, row.forwarded_by = RequestState.FORWARDED, acting.name
        row.save(update_fields=["state", "forwarded_by"])
        record_act("request.forwarded", row, acting=acting, now=now, asked=asked)
    request.refresh_from_db()


@kept_if_refused("request.approved", where)
@enforces("route.approve", "request.approved_by")
def approve(request: Request, *, acting: Actor, now: datetime, document: str = "") -> None:
    """Record that the managing department approves the request; *document* is its direction where there is one."""
    with transaction.atomic():
        row, asked = take_step(request, Step.APPROVE, acting=acting)
        row.state, row.approved_by, row.approved_at = RequestState.APPROVED, acting.name, now
        row.save(update_fields=["state", "approved_by", "approved_at"])
        cause = Cause(document=document.strip())
        record_act("request.approved", row, acting=acting, now=now, asked=asked, cause=cause)
    request.refresh_from_db()


@kept_if_refused("request.accepted", where)
@enforces("route.accept")
def accept(request: Request, *, acting: Actor, now: datetime) -> None:
    """Take a request on. Where something was missing, the term starts now.

    Raises:
        RefusedByRule: a step of its way comes first, or no line of it can be done.
    """
    with transaction.atomic():
        row, asked = take_step(request, Step.ACCEPT, acting=acting)
        lines = list(row.rows.all())
        if not any(not line.has_errors for line in lines):
            raise refused(
                "request.complete",
                "Không dòng nào đủ thông tin để thực hiện. Hãy trả lại để cơ quan bổ sung.",
            )
        row.state = RequestState.ACCEPTED
        if row.complete_at is None:
            row.complete_at = now
            asked += set_due(row)
        row.save(update_fields=["state", "complete_at", "due_on", "due_clause"])
        foresee_rows(row, lines, now=now)
        record_act("request.accepted", row, acting=acting, now=now, asked=asked)
    request.refresh_from_db()


@kept_if_refused("request.returned", where)
@enforces("route.return")
def return_for_correction(request: Request, *, reason: str, acting: Actor, now: datetime) -> None:
    """Send a request back with what is missing; the corrected one has a number and a term of its own."""
    if not reason.strip():
        raise refused("cause.reason", "Hãy nêu rõ cần bổ sung, sửa gì: cơ quan chỉ biết qua lý do này.")
    with transaction.atomic():
        row, asked = _back(request, Step.RETURN, acting=acting)
        row.state, row.return_reason = RequestState.RETURNED, reason.strip()
        row.save(update_fields=["state", "return_reason"])
        record_act(
            "request.returned", row, acting=acting, now=now, asked=asked, cause=Cause(reason=reason.strip())
        )
    request.refresh_from_db()


@kept_if_refused("request.withdrawn", where)
def withdraw(request: Request, *, reason: str, acting: Actor, now: datetime) -> None:
    """Take a request back before anything of it was done: the agency does not ask for it any more."""
    if not reason.strip():
        raise refused("cause.reason", "Hãy nêu lý do rút yêu cầu: lý do được ghi vào nhật ký.")
    with transaction.atomic():
        row, asked = _back(request, Step.WITHDRAW, acting=acting)
        row.state, row.return_reason = RequestState.WITHDRAWN, reason.strip()
        row.save(update_fields=["state", "return_reason"])
        record_act(
            "request.withdrawn", row, acting=acting, now=now, asked=asked, cause=Cause(reason=reason.strip())
        )
    request.refresh_from_db()


def _back(request: Request, act: Step, *, acting: Actor) -> tuple[Request, list[Asked]]:
    row, asked = take_step(request, act, acting=acting)
    if row.rows.filter(state=RowState.DONE).exists():
        raise refused(
            f"request.{act}",
            "Đã thực hiện một phần nên không trả lại, không rút được. Hãy trả lời kết quả từng dòng.",
        )
    return row, asked


@kept_if_refused("request.replied", where)
@enforces("route.reply", "request.reply")
def reply(request: Request, *, document: str, acting: Actor, now: datetime) -> None:
    """Record the document by which the agency was told the result."""
    if not document.strip():
        ruled = policy_of(request.authority).request.reply
        how = f" Hình thức trả lời theo quy chế: {ruled.value}." if ruled else ""
        message = f"Hãy nêu số, ký hiệu văn bản trả lời.{how}"
        raise RefusedByRule(Refusal("cause.document", ruled.cited if ruled else "", message))
    with transaction.atomic():
        row, asked = take_step(request, Step.REPLY, acting=acting)
        row.state, row.replied_at, row.reply_document = RequestState.REPLIED, now, document.strip()
        row.save(update_fields=["state", "replied_at", "reply_document"])
        record_act(
            "request.replied",
            row,
            acting=acting,
            now=now,
            asked=asked,
            cause=Cause(document=document.strip()),
        )
    request.refresh_from_db()
