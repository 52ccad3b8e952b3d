"""Take a request from the form to the reply: the only writer of its tables.

received → confirmed by the head → (forwarded by the focal point) → accepted or returned → executed → replied.
What each line asks for is done in :mod:`congthu.requests.execution`.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, Cause, Subject
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority, Organisation
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.due import due_for
from congthu.requests.execution import RowResult, carry_out
from congthu.requests.intake import ImportedRequest
from congthu.requests.models import Request, RequestRow, RequestState, RowState
from congthu.requests.proposals import propose_rows
from congthu.requests.receiving import agency_of, check_sender, read_file, rows_of_form, searched
from congthu.vietnamese.names import normalise

CHANNELS = {
    "portal": "Cổng",
    "email": "Thư điện tử",
    "document-system": "QLVBĐH",
    "paper": "Bản giấy",
    "console": "Dòng lệnh",
}
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


def receive(
    imported: ImportedRequest,
    *,
    authority: Authority,
    agency: Organisation | None,
    file_name: str,
    content: bytes,
    channel: str,
    acting: Actor,
    now: datetime,
    sender: str = "",
) -> Request:
    """Store a form that was read, with a proposed address for each mailbox it asks for.

    Raises:
        RefusedByRule: whoever hands it in has no role in *agency*, it was sent from a mailbox that may not send one,
            or the same file is here already.
    """
    acting.require(
        Role.OPERATOR,
        Role.FOCAL,
        Role.HEAD,
        Role.CLERK,
        authority=authority.code,
        organisation=agency.pk if agency else None,
        to="gửi yêu cầu cho cơ quan này",
    )
    check_sender(sender, authority=authority)
    errors = any(problem.severity == "error" for problem in imported.problems)
    request = Request(
        authority=authority,
        agency=agency,
        agency_name=normalise(imported.agency or (agency.name if agency else "")),
        form=imported.form,
        kinds=list(imported.kinds),
        document_number=imported.document.number or "",
        document_date=date.fromisoformat(imported.document.date) if imported.document.date else None,
        requester=imported.requester.model_dump(exclude_none=True, exclude={"phone"}),
        requester_phone=imported.requester.phone or "",
        channel=channel,
        sender=sender,
        problems=[problem.model_dump() for problem in imported.problems if problem.line is None],
        state=RequestState.RECEIVED,
        received_at=now,
        complete_at=None if errors else now,
        file_name=file_name[-255:],
        file_sha256=hashlib.sha256(content).hexdigest(),
        file=content,
    )
    rows = rows_of_form(imported)
    request.folded = searched(request, rows)
    _set_due(request)
    try:
        with transaction.atomic():
            request.save(force_insert=True)
            for row in rows:
                row.request = request
            if agency is not None:
                propose_rows(agency, rows)
            RequestRow.objects.bulk_create(rows, batch_size=1000)
            told = {
                "form": request.form,
                "lines": len(rows),
                "channel": channel,
                "sha256": request.file_sha256,
            }
            _record("request.received", request, acting=acting, now=now, details=told)
    except IntegrityError as wrong:
        if "request_file_once" not in str(wrong):
            raise
        earlier = Request.objects.filter(authority=authority, file_sha256=request.file_sha256).exclude(
            state=RequestState.RETURNED
        )
        number = earlier.values_list("pk", flat=True).first()
        raise _refused(
            "request.file_once", f"Tệp này đã được nhận ở yêu cầu số {number}. Không nhận lần thứ hai."
        ) from wrong
    return request


def receive_file(
    path: Path,
    *,
    authority: Authority,
    channel: str,
    acting: Actor,
    now: datetime,
    agency_code: str = "",
    file_name: str = "",
    sender: str = "",
) -> Request:
    """Read the form in the file *path* and store it; the agency is that of *agency_code* or of its letterhead.

    Raises:
        UnreadableFile: the file is no form of the authority's regulation.
        RefusedByRule: as :func:`receive`.
    """
    imported = read_file(path, authority=authority)
    return receive(
        imported,
        authority=authority,
        agency=agency_of(imported, authority=authority, code=agency_code),
        file_name=file_name or path.name,
        content=path.read_bytes(),
        channel=channel,
        acting=acting,
        now=now,
        sender=sender,
    )


def _set_due(request: Request) -> None:
    if request.complete_at is None:
        return
    due = due_for(frozenset(request.kinds), request.complete_at, policy=policy_of(request.authority))
    if due is not None:
        # Fulfilling is counted in days by every regulation: a moment is as good as its day.
        request.due_on = due.last.date() if isinstance(due.last, datetime) else due.last
        request.due_clause = due.clause


def assign_agency(request: Request, agency: Organisation, *, acting: Actor, now: datetime) -> None:
    """Say which agency of the directory a request comes from whose letterhead was not recognised."""
    acting.require(Role.OPERATOR, authority=request.authority.code, to="xác định cơ quan gửi yêu cầu")
    if agency.authority_id != request.authority_id:
        raise _refused("request.agency", "Cơ quan thuộc một địa phương khác.")
    with transaction.atomic():
        row = _locked(request)
        row.agency = agency
        row.save(update_fields=["agency"])
        rows = list(row.rows.filter(state=RowState.PENDING))
        propose_rows(agency, rows)
        RequestRow.objects.bulk_update(rows, ["proposed_address", "proposal_clause"])
        _record("request.agency_assigned", row, acting=acting, now=now, details={"agency": agency.name})
    request.refresh_from_db()


def confirm(request: Request, *, acting: Actor, now: datetime) -> None:
    """Record that the head of the agency signs the request; at the console, that the paper bears the signature."""
    acting.require(
        Role.HEAD,
        authority=request.authority.code,
        organisation=request.agency_id,
        to="xác nhận yêu cầu của cơ quan này",
    )
    with transaction.atomic():
        row = _step(request, "confirm")
        paper = f"Thủ trưởng {row.agency_name}, theo văn bản {row.document_number or 'đã gửi'}"
        row.state, row.signed_at = RequestState.CONFIRMED, now
        row.signed_by, row.signer_id = (acting.name, acting.person_id) if acting.person_id else (paper, None)
        row.save(update_fields=["state", "signed_at", "signed_by", "signer"])
        _record("request.confirmed", row, acting=acting, now=now, details={"signed_by": row.signed_by})
    request.refresh_from_db()


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
        row = _step(request, "forward")
        row.state = RequestState.FORWARDED
        row.save(update_fields=["state"])
        _record("request.forwarded", row, acting=acting, now=now)
    request.refresh_from_db()


def accept(request: Request, *, acting: Actor, now: datetime) -> None:
    """Take a confirmed request on. Where something was missing, the term starts now.

    Raises:
        RefusedByRule: it is not confirmed, or no line of it can be done.
    """
    acting.require(Role.OPERATOR, authority=request.authority.code, to="tiếp nhận yêu cầu")
    with transaction.atomic():
        row = _step(request, "accept")
        lines = list(row.rows.all())
        if not any(not line.has_errors for line in lines):
            raise _refused(
                "request.complete",
                "Không dòng nào đủ thông tin để thực hiện. Hãy trả lại để cơ quan bổ sung.",
            )
        row.state = RequestState.ACCEPTED
        if row.complete_at is None:
            row.complete_at = now
            _set_due(row)
        row.save(update_fields=["state", "complete_at", "due_on", "due_clause"])
        _record("request.accepted", row, acting=acting, now=now)
    request.refresh_from_db()


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
        raise _refused("cause.reason", "Hãy nêu rõ cần bổ sung, sửa gì: cơ quan chỉ biết qua lý do này.")
    with transaction.atomic():
        row = _step(request, "return")
        if row.rows.exclude(state=RowState.PENDING).exists():
            raise _refused(
                "request.return",
                "Đã thực hiện một phần nên không trả lại được. Hãy trả lời kết quả từng dòng.",
            )
        row.state, row.return_reason = RequestState.RETURNED, reason.strip()
        row.save(update_fields=["state", "return_reason"])
        _record("request.returned", row, acting=acting, now=now, cause=Cause(reason=reason.strip()))
    request.refresh_from_db()


def execute(
    request: Request, *, acting: Actor, now: datetime, chosen: Mapping[int, str] | None = None
) -> list[RowResult]:
    """Do what the lines ask for, each in a transaction of its own; return what became of every line that was open.

    Issued passwords are in the results, this once. *chosen* has a local part for each line whose name the operator
    chooses. Lines that could not be done may be tried again.

    Raises:
        RefusedByRule: the request is not accepted, or whoever acts has signed it.
    """
    acting.require(Role.OPERATOR, authority=request.authority.code, to="thực hiện yêu cầu")
    with transaction.atomic():
        row = _step(request, "execute")
        if row.signer_id is not None and row.signer_id == acting.person_id:
            raise _refused(
                "request.separation",
                "Người ký yêu cầu không đồng thời thực hiện. Hãy để người khác của đơn vị vận hành làm.",
            )
        lines = list(row.rows.exclude(state=RowState.DONE).values_list("pk", flat=True))
    choices = chosen or {}
    results = [carry_out(pk, chosen=choices, acting=acting, now=now) for pk in lines]
    done = sum(result.done for result in results)
    with transaction.atomic():
        row = _locked(request)
        if done or row.rows.filter(state=RowState.DONE).exists():
            row.state, row.executed_at = RequestState.EXECUTED, now
            row.save(update_fields=["state", "executed_at"])
        told = {"done": done, "failed": len(results) - done}
        _record("request.executed", row, acting=acting, now=now, details=told)
    request.refresh_from_db()
    return results


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
        row = _step(request, "reply")
        row.state, row.replied_at, row.reply_document = RequestState.REPLIED, now, document.strip()
        row.save(update_fields=["state", "replied_at", "reply_document"])
        _record("request.replied", row, acting=acting, now=now, cause=Cause(document=document.strip()))
    request.refresh_from_db()


def _locked(request: Request) -> Request:
    locked = Request.objects.select_for_update(of=("self",)).select_related("authority", "agency")
    return locked.defer("file").get(pk=request.pk)


@enforces("request.signed_by")
def _step(request: Request, step: str) -> Request:
    """Lock the request and see that it is where this step starts from."""
    row = _locked(request)
    if row.state in STEPS[step]:
        return row
    policy = policy_of(row.authority)
    if step == "accept" and row.state == RequestState.RECEIVED:
        signed = policy.request.signed_by
        who = signed.value if signed else "Thủ trưởng cơ quan"
        message = f"{who} chưa xác nhận yêu cầu nên chưa tiếp nhận được. Hãy chờ, hoặc trả lại."
        raise RefusedByRule(Refusal("request.signed_by", signed.cited if signed else "", message))
    label = RequestState(row.state).label
    raise _refused(
        f"request.{step}", f"Yêu cầu số {row.pk} đang ở bước “{label}” nên không làm được việc này."
    )


def _refused(rule: str, message: str) -> RefusedByRule:
    return RefusedByRule(Refusal(rule, "", message))


def _record(
    event: str,
    request: Request,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause = NO_CAUSE,
    details: Mapping[str, object] | None = None,
) -> None:
    subject, authority = Subject("request", str(request.pk)), request.authority.code
    record(event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details)
