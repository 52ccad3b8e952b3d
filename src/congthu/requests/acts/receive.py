"""Take a form in: store what was read, with a proposed address for each mailbox it asks for."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from congthu.audit.acts import Subject
from congthu.audit.refused import refusals_kept
from congthu.directory.models import Authority, Organisation
from congthu.directory.roles import Actor, Role
from congthu.requests.acts.steps import locked, record_act, refused, set_due
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
    asked = check_sender(sender, authority=authority)
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
    asked += set_due(request)
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
            record_act("request.received", request, acting=acting, now=now, details=told, asked=asked)
    except IntegrityError as wrong:
        if "request_file_once" not in str(wrong):
            raise
        earlier = Request.objects.filter(authority=authority, file_sha256=request.file_sha256).exclude(
            state=RequestState.RETURNED
        )
        number = earlier.values_list("pk", flat=True).first()
        raise refused(
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
    where = Subject("authority", authority.code)
    with refusals_kept("request.received", where, authority=authority.code, acting=acting, at=now):
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


def assign_agency(request: Request, agency: Organisation, *, acting: Actor, now: datetime) -> None:
    """Say which agency of the directory a request comes from whose letterhead was not recognised."""
    acting.require(Role.OPERATOR, authority=request.authority.code, to="xác định cơ quan gửi yêu cầu")
    if agency.authority_id != request.authority_id:
        raise refused("request.agency", "Cơ quan thuộc một địa phương khác.")
    with transaction.atomic():
        row = locked(request)
        row.agency = agency
        row.save(update_fields=["agency"])
        rows = list(row.rows.filter(state=RowState.PENDING))
        propose_rows(agency, rows)
        RequestRow.objects.bulk_update(rows, ["proposed_address", "proposal_clause"])
        record_act("request.agency_assigned", row, acting=acting, now=now, details={"agency": agency.name})
    request.refresh_from_db()
