"""Take a request in, whichever way it comes: read, store, and say of each line what would become of it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from congthu.audit.acts import Asked, Subject
from congthu.audit.refused import kept_if_refused, refusals_kept
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority, Organisation
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.route import Step
from congthu.requests.acts.foreseeing import foresee_lines, foresee_rows
from congthu.requests.acts.steps import locked, record_act, refused, set_due, take_step, where
from congthu.requests.channels import Arrival, came_through_focal_point, check_arrival
from congthu.requests.due import local_day
from congthu.requests.foreseen import Scene
from congthu.requests.intake import ImportedRequest, Problem
from congthu.requests.lacking import lacks_information
from congthu.requests.models import WITH_AGENCY_AGAIN, Request, RequestRow, RequestState, RowState
from congthu.requests.receiving import agency_of, organisation_of, read_file, rows_of_form, searched
from congthu.requests.typed import TypedLetter, TypedLine, typed_request
from congthu.vietnamese.names import normalise


def receive(
    imported: ImportedRequest,
    *,
    authority: Authority,
    agency: Organisation | None,
    arrival: Arrival,
    acting: Actor,
    now: datetime,
    file_name: str = "",
    content: bytes = b"",
    corrects: Request | None = None,
) -> Request:
    """Store a request that was read, with what would become of each of its lines.

    *content* is empty where there was no file: a letter that somebody typed in. *corrects* is the returned request that
    this one brings again.

    Raises:
        RefusedByRule: whoever hands it in has no role in *agency*, it may not come this way, or it is here already.
    """
    require(
        acting,
        Role.OPERATOR,
        Role.FOCAL,
        Role.HEAD,
        Role.CLERK,
        authority=authority,
        organisation=agency.pk if agency else None,
        to="gửi yêu cầu cho cơ quan này",
    )
    rows = rows_of_form(imported)
    asked = _check(imported, rows, authority=authority, agency=agency, arrival=arrival)
    request = request_of(imported, authority=authority, agency=agency, arrival=arrival, now=now)
    request.file_name, request.file = file_name[-255:], content
    request.file_sha256 = hashlib.sha256(content or _typed(imported)).hexdigest()
    request.folded = searched(request, rows)
    if came_through_focal_point(arrival, agency):
        request.forwarded_by = arrival.sender
    try:
        with transaction.atomic():
            if corrects is not None:
                asked += _brought_again(request, corrects, acting=acting, now=now)
            foresee_lines(Scene.of(request, now=now), rows)
            if not lacks_information(request.problems, rows):
                request.complete_at = now
            asked += set_due(request)
            request.save(force_insert=True)
            for row in rows:
                row.request = request
            RequestRow.objects.bulk_create(rows, batch_size=1000)
            told = {
                "form": request.form,
                "lines": len(rows),
                "channel": request.channel,
                "sha256": request.file_sha256,
            }
            record_act("request.received", request, acting=acting, now=now, details=told, asked=asked)
    except IntegrityError as wrong:
        if "request_file_once" not in str(wrong):
            raise
        earlier = Request.objects.filter(authority=authority, file_sha256=request.file_sha256).exclude(
            state__in=WITH_AGENCY_AGAIN
        )
        number = earlier.values_list("pk", flat=True).first()
        raise refused(
            "request.file_once", f"Tệp này đã được nhận ở yêu cầu số {number}. Không nhận lần thứ hai."
        ) from wrong
    return request


def preview(
    imported: ImportedRequest,
    *,
    authority: Authority,
    agency: Organisation | None,
    arrival: Arrival,
    now: datetime,
) -> list[RequestRow]:
    """The lines of what was read, with what would become of each; nothing is stored.

    Raises:
        RefusedByRule: it may not come this way.
    """
    rows = rows_of_form(imported)
    _check(imported, rows, authority=authority, agency=agency, arrival=arrival)
    request = request_of(imported, authority=authority, agency=agency, arrival=arrival, now=now)
    foresee_lines(Scene.of(request, now=now), rows)
    return rows


def _check(
    imported: ImportedRequest,
    rows: Sequence[RequestRow],
    *,
    authority: Authority,
    agency: Organisation | None,
    arrival: Arrival,
) -> list[Asked]:
    return check_arrival(
        arrival,
        imported.kinds,
        addresses=[row.everything.get("address", "") for row in rows],
        document=imported.document.number or "",
        authority=authority,
        agency=agency,
        policy=policy_of(authority),
    )


def receive_file(
    path: Path,
    *,
    authority: Authority,
    arrival: Arrival,
    acting: Actor,
    now: datetime,
    agency_code: str = "",
    file_name: str = "",
    corrects: Request | None = None,
) -> Request:
    """Read the form in the file *path* and store it; the agency is that of *agency_code* or of its letterhead.

    Raises:
        UnreadableFile: the file is no form of the authority's regulation.
        RefusedByRule: as :func:`receive`.
    """
    about = Subject("authority", authority.code)
    with refusals_kept("request.received", about, authority=authority.code, acting=acting, at=now):
        imported = read_file(path, authority=authority)
        return receive(
            imported,
            authority=authority,
            agency=agency_of(imported, authority=authority, acting=acting, code=agency_code),
            arrival=arrival,
            file_name=file_name or path.name,
            content=path.read_bytes(),
            acting=acting,
            now=now,
            corrects=corrects,
        )


def receive_typed(
    lines: Iterable[TypedLine],
    *,
    letter: TypedLetter,
    authority: Authority,
    arrival: Arrival,
    acting: Actor,
    now: datetime,
    agency_code: str,
    corrects: Request | None = None,
) -> Request:
    """Store a letter that follows no form, its lines typed in by whoever registers it.

    Raises:
        RefusedByRule: a line cannot be read, there is no such agency, or as :func:`receive`.
    """
    about = Subject("authority", authority.code)
    with refusals_kept("request.received", about, authority=authority.code, acting=acting, at=now):
        agency = organisation_of(authority, agency_code)
        imported, wrong = typed_request(lines, agency=agency.name, letter=letter)
        if letter.day and date.fromisoformat(letter.day) > local_day(now):
            message = "Văn bản ghi ngày chưa đến; hãy kiểm tra lại ngày."
            wrong = (*wrong, Refusal("request.document_date", "", message))
        if wrong:
            raise RefusedByRule(*wrong)
        return receive(
            imported,
            authority=authority,
            agency=agency,
            arrival=arrival,
            acting=acting,
            now=now,
            corrects=corrects,
        )


def request_of(
    imported: ImportedRequest,
    *,
    authority: Authority,
    agency: Organisation | None,
    arrival: Arrival,
    now: datetime,
) -> Request:
    """What was read as a request, not stored yet."""
    letter = imported.document
    problems = [problem.model_dump() for problem in imported.problems if problem.line is None]
    if letter.date and date.fromisoformat(letter.date) > local_day(now):
        problems.append(
            _remark("document.date", "Văn bản ghi ngày chưa đến; hãy kiểm tra lại ngày của văn bản.")
        )
    return Request(
        authority=authority,
        agency=agency,
        agency_name=normalise(imported.agency or (agency.name if agency else "")),
        form=imported.form,
        kinds=list(imported.kinds),
        document_number=letter.number or "",
        document_date=date.fromisoformat(letter.date) if letter.date else None,
        requester=imported.requester.model_dump(exclude_none=True, exclude={"phone"}),
        requester_phone=imported.requester.phone or "",
        channel=str(arrival.channel),
        sender=arrival.sender,
        received_in=arrival.received_in,
        problems=problems,
        state=RequestState.RECEIVED,
        received_at=now,
    )


def _remark(field: str, message: str) -> dict[str, object]:
    """Something about the letter that is worth knowing and stops nothing."""
    return Problem(line=None, field=field, message=message, severity="warning").model_dump()


def _typed(imported: ImportedRequest) -> bytes:
    """What stands for the file of a letter that was typed in: the same letter is not taken in twice."""
    return json.dumps(imported.to_json(), ensure_ascii=False, sort_keys=True).encode()


def _brought_again(request: Request, corrects: Request, *, acting: Actor, now: datetime) -> list[Asked]:
    """Let *request* stand for the one that was returned."""
    if corrects.authority_id != request.authority_id:
        raise refused("request.corrects", f"Yêu cầu số {corrects.pk} thuộc một địa phương khác.")
    if request.agency_id and corrects.agency_id and request.agency_id != corrects.agency_id:
        message = (
            f"Yêu cầu số {corrects.pk} là của {corrects.agency_name}, không phải của {request.agency_name}."
        )
        raise refused("request.corrects", message)
    if request.file_sha256 == corrects.file_sha256:
        request.problems.append(_remark("file", f"Tệp giống hệt tệp đã bị trả lại: {corrects.return_reason}"))
    earlier, asked = take_step(corrects, Step.RESUBMIT, acting=acting)
    earlier.state = RequestState.RESUBMITTED
    earlier.save(update_fields=["state"])
    record_act("request.resubmitted", earlier, acting=acting, now=now, asked=asked)
    request.corrects = earlier
    return asked


@kept_if_refused("request.agency_assigned", where)
def assign_agency(request: Request, agency: Organisation, *, acting: Actor, now: datetime) -> None:
    """Say which agency of the directory a request comes from whose letterhead was not recognised."""
    require(acting, Role.OPERATOR, authority=request.authority, to="xác định cơ quan gửi yêu cầu")
    if agency.authority_id != request.authority_id:
        raise refused("request.agency", "Cơ quan thuộc một địa phương khác.")
    with transaction.atomic():
        row = locked(request)
        row.agency = agency
        row.save(update_fields=["agency"])
        foresee_rows(row, row.rows.exclude(state=RowState.DONE), now=now)
        record_act("request.agency_assigned", row, acting=acting, now=now, details={"agency": agency.name})
    request.refresh_from_db()
