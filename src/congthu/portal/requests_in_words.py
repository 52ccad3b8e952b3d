"""How are a request and its lines told on a page?"""

from datetime import date, timedelta

from django.urls import reverse

from congthu.decisions.queries import policy_of
from congthu.portal.components.data_table import Column, Row
from congthu.portal.components.facts import Facts
from congthu.portal.components.line_outcome import LineOutcome
from congthu.portal.components.link import Link
from congthu.portal.components.person_line import PersonLine
from congthu.portal.components.problem_list import ProblemList
from congthu.portal.components.proposed_address import ProposedAddress
from congthu.portal.components.state_chip import StateChip
from congthu.portal.components.term_chip import TermChip
from congthu.portal.words import day, moment, work
from congthu.regulations.calendar import vietnam
from congthu.regulations.terms import WorkingDays
from congthu.requests.acts.receive import CHANNELS
from congthu.requests.due import due_for, local_day
from congthu.requests.models import Request, RequestRow, RequestState, RowState

REQUEST_COLUMNS = (
    Column("Số", kind="short"),
    Column("Cơ quan"),
    Column("Việc đề nghị"),
    Column("Nhận", kind="short"),
    Column("Hạn"),
    Column("Trạng thái"),
)
LINE_COLUMNS = (
    Column("Dòng", kind="number"),
    Column("Người, tổ chức"),
    Column("Thông tin trong phiếu"),
    Column("Địa chỉ"),
    Column("Kết quả"),
)
# What a form says besides name, post and unit, which stand in a column of their own.
FIELDS = {
    "national_id": "CCCD",
    "otp_phone": "ĐT nhận OTP",
    "phone": "ĐT",
    "birth_date": "Ngày sinh",
    "decision_no": "QĐ",
    "representative": "Đại diện",
    "old_value": "Cũ",
    "new_value": "Mới",
    "reason": "Lý do",
    "remarks": "Ghi chú",
}


def request_row(one: Request, *, today: date) -> Row:
    """A request as a row of a list."""
    return Row(
        (
            Link(f"Số {one.pk}", reverse("portal:request", args=[one.pk]), one.document_number),
            PersonLine(one.agency_name, f"Mẫu số {one.form.removeprefix('mau-')}"),
            work(one.kinds),
            day(one.received_at),
            term_of(one, today=today) or "Chưa tính hạn",
            StateChip.of_request(one.state),
        )
    )


def term_of(one: Request, *, today: date) -> TermChip | None:
    """The term of a request, None where none runs: nobody sets one, or the agency has to act first."""
    if one.due_on is None or one.complete_at is None or one.state == RequestState.RETURNED:
        return None
    finished = one.replied_at or one.executed_at
    day = local_day(finished) if finished else today
    due = due_for(frozenset(one.kinds), one.complete_at, policy=policy_of(one.authority))
    working = due is not None and isinstance(due.term, WorkingDays)
    return TermChip(
        one.due_on,
        _working_days(day, one.due_on) if working else (one.due_on - day).days,
        "ngày làm việc" if working else "ngày",
        one.due_clause,
        met=finished is not None,
    )


def _working_days(start: date, end: date) -> int:
    """How many working days come after *start* up to *end*; below zero where *end* has passed."""
    first, last, sign = (start, end, 1) if start <= end else (end, start, -1)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sign * sum(vietnam().works(day) for day in days)


def facts(one: Request) -> Facts:
    """What is known of the letter that carries the request."""
    who = one.requester
    lister = PersonLine(who.get("full_name", ""), who.get("position", ""), who.get("unit", ""))
    signed = f"{one.signed_by}, {moment(one.signed_at)}" if one.signed_by else "Chưa xác nhận"
    dated = f"{one.document_date:%d/%m/%Y}" if one.document_date else ""
    return Facts(
        (
            (
                "Cơ quan",
                one.agency.name if one.agency else f"{one.agency_name} (chưa xác định được trong danh bạ)",
            ),
            ("Văn bản", " ngày ".join(filter(None, (one.document_number, dated)))),
            ("Việc đề nghị", work(one.kinds)),
            ("Người lập phiếu", lister if lister.full_name else ""),
            ("Thủ trưởng xác nhận", signed),
            ("Nhận lúc", f"{moment(one.received_at)} ({CHANNELS.get(one.channel, one.channel)})"),
            ("Tệp", Link(one.file_name, reverse("portal:request-file", args=[one.pk]))),
            ("Văn bản trả lời", one.reply_document),
        )
    )


def line_row(row: RequestRow) -> Row:
    """A line of a request as a row of its table; what identifies a person is masked."""
    shown = row.shown
    said = "; ".join(f"{label} {shown[name]}" for name, label in FIELDS.items() if shown.get(name))
    lacking = row.has_errors and row.state == RowState.PENDING
    chip = StateChip.of_row("lacking" if lacking else row.state)
    outcome = LineOutcome(chip, ProblemList.of_line(row.problems, row.refused))
    subject = PersonLine(row.subject_name or "Không rõ", shown.get("position", ""), shown.get("unit", ""))
    refused = row.has_errors or row.state == RowState.FAILED
    return Row(
        (str(row.line), subject, said, _address(row, shown.get("address", "")), outcome), refused=refused
    )


def _address(row: RequestRow, asked: str) -> object:
    if row.assigned_address:
        return Link(row.assigned_address, reverse("portal:mailbox", args=[row.assigned_address]))
    if row.proposed_address:
        return ProposedAddress(row.proposed_address, row.proposal_clause)
    return "Chưa đề xuất được" if row.kind.endswith(".issue") else asked
