"""How are a request and its lines told on a page?"""

from datetime import date, datetime, timedelta

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
from congthu.portal.words import day, moment
from congthu.regulations.asks import Action, work_in_words
from congthu.regulations.calendar import vietnam
from congthu.regulations.clauses import in_words
from congthu.regulations.fields import RowField, label_of
from congthu.regulations.route import Channel
from congthu.regulations.terms import WorkingDays
from congthu.requests.due import due_by_kind, due_for, last_day_of, local_day
from congthu.requests.models import Request, RequestRow, RequestState, RowState
from congthu.requests.queries import Lines
from congthu.requests.way import form_of, where

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
    Column("Việc", kind="short"),
    Column("Người, tổ chức"),
    Column("Thông tin trong phiếu"),
    Column("Địa chỉ"),
    Column("Kết quả"),
)
# What a form says besides name, post and unit, which stand in a column of their own.
SAID = (
    RowField.NATIONAL_ID,
    RowField.OTP_PHONE,
    RowField.PHONE,
    RowField.BIRTH_DATE,
    RowField.DECISION_NO,
    RowField.DECISION_ON,
    RowField.LEFT_ON,
    RowField.RANK,
    RowField.EMPLOYMENT,
    RowField.REPRESENTATIVE,
    RowField.SEAT,
    RowField.OLD_VALUE,
    RowField.NEW_VALUE,
    RowField.REASON,
    RowField.REMARKS,
)


def request_row(one: Request, lines: Lines, *, today: date) -> Row:
    """A request as a row of a list."""
    return Row(
        (
            Link(f"Số {one.pk}", reverse("portal:request", args=[one.pk]), one.document_number),
            PersonLine(one.agency_name, form.printed if (form := form_of(one)) else "Văn bản không theo mẫu"),
            work_in_words(one.kinds),
            day(one.received_at),
            term_of(one, today=today) or "Chưa tính hạn",
            state_of(one, lines),
        )
    )


def state_of(one: Request, lines: Lines) -> StateChip:
    """How far a request is; what is done in part is not shown as done."""
    if one.state == RequestState.EXECUTED and lines.partly:
        return StateChip(f"Đã thực hiện {lines.done}/{lines.total} dòng", "warning", "warning")
    if one.state == RequestState.RECEIVED and (awaited := where(one).awaited):
        who = " hoặc ".join(party.in_words() for party in awaited.by)
        return StateChip(f"Chờ {who} {awaited.act.in_words()}", "inbox", "plain")
    return StateChip.of_request(one.state)


def waits_for(one: Request) -> str:
    """Whom a request waits for and on which clause, "" where for nobody."""
    awaited = where(one).awaited
    if awaited is None:
        return ""
    who = " hoặc ".join(party.in_words() for party in awaited.by)
    said = in_words(awaited.cited) if awaited.cited else "quy chế không quy định bước này"
    return f"Chờ {who} {awaited.act.in_words()} ({said})."


def term_of(one: Request, *, today: date) -> TermChip | None:
    """The term of a request, None where none runs: nobody sets one, or the agency has to act first."""
    if one.due_on is None or one.complete_at is None or one.state == RequestState.RETURNED:
        return None
    finished = one.replied_at or one.executed_at
    day = local_day(finished) if finished else today
    _, due = due_for(one.kinds, one.complete_at, policy=policy_of(one.authority))
    working = due is not None and isinstance(due.term, WorkingDays)
    return TermChip(
        one.due_on,
        _working_days(day, one.due_on) if working else (one.due_on - day).days,
        "ngày làm việc" if working else "ngày",
        one.due_clause,
        met=finished is not None,
        hour=f"{due.last:%H:%M}" if due and isinstance(due.last, datetime) else "",
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
            ("Việc đề nghị", work_in_words(one.kinds)),
            *([("Hạn từng việc", terms)] if (terms := _terms(one)) else ()),
            ("Người lập phiếu", lister if lister.full_name else ""),
            ("Thủ trưởng xác nhận", signed),
            ("Đầu mối chuyển", one.forwarded_by),
            (
                "Cơ quan quản lý duyệt",
                f"{one.approved_by}, {moment(one.approved_at)}" if one.approved_by else "",
            ),
            ("Gửi lại của", _earlier(one)),
            ("Nhận lúc", f"{moment(one.received_at)} ({Channel(one.channel).in_words()})"),
            ("Tệp", _file(one)),
            ("Văn bản trả lời", one.reply_document),
        )
    )


def _terms(one: Request) -> str:
    """By when each thing is due, where the things asked for have several terms."""
    terms = due_by_kind(one.kinds, one.complete_at, policy=policy_of(one.authority))
    told = {kind: f"{last_day_of(due):%d/%m/%Y} ({in_words(due.clause)})" for kind, due in terms.items()}
    if len(set(told.values())) < 2:  # noqa: PLR2004  # one term is the request's own, which stands above
        return ""
    return "; ".join(f"{work_in_words([kind])}: {when}" for kind, when in told.items())


def _file(one: Request) -> object:
    """The file that was handed in; a letter that somebody typed in has none."""
    if not one.file_name:
        return "Không có tệp: văn bản được ghi tay"
    return Link(one.file_name, reverse("portal:request-file", args=[one.pk]))


def _earlier(one: Request) -> object:
    """The returned request that this one brings again: its day of receipt is the first."""
    if one.corrects is None:
        return ""
    link = reverse("portal:request", args=[one.corrects.pk])
    return Link(f"Yêu cầu số {one.corrects.pk}, nhận {moment(one.corrects.received_at)}", link)


def line_row(row: RequestRow, *, may_add: bool = False) -> Row:
    """A line of a request as a row of its table; what identifies a person is masked.

    *may_add*: whoever looks may add what the line lacks.
    """
    shown = row.shown
    said = "; ".join(f"{label_of(name)} {shown[name]}" for name in SAID if shown.get(name))
    lacking = row.has_errors and row.state == RowState.PENDING
    chip = StateChip.of_row("lacking" if lacking else row.state)
    add = reverse("portal:request-line", args=[row.request_id, row.line]) if may_add and _open(row) else ""
    outcome = LineOutcome(chip, ProblemList.of_line([*row.problems, *_told(row)], _against(row)), add=add)
    # The address stands in a column of its own.
    named = (
        shown.get("full_name")
        or shown.get("org_name")
        or ("Không ghi tên" if shown.get("address") else "Không rõ")
    )
    subject = PersonLine(named, shown.get("position", ""), shown.get("unit", ""))
    refused = row.has_errors or row.state == RowState.FAILED
    ask = row.asks_now
    what = ask.in_words() if ask else "Chưa rõ"
    return Row(
        (str(row.line), what, subject, said, _address(row, shown.get("address", "")), outcome),
        refused=refused,
    )


def _open(row: RequestRow) -> bool:
    return row.state != RowState.DONE


def _against(row: RequestRow) -> list[dict[str, str]]:
    """What was refused when the line was carried out, or stands against it as things are."""
    if row.state == RowState.FAILED:
        return list(row.refused)
    if row.state == RowState.DONE:
        return []
    wrong = {f"form.{one.get('field')}" for one in row.problems}
    return [one for one in row.foreseen.get("refused", ()) if one["rule"] not in wrong]


def _told(row: RequestRow) -> list[dict[str, str]]:
    """What is worth knowing before a line is carried out."""
    if row.state == RowState.DONE:
        return []
    return [{"message": one, "severity": "warning"} for one in row.foreseen.get("told", ())]


def _address(row: RequestRow, asked: str) -> object:
    if row.assigned_address:
        return Link(row.assigned_address, reverse("portal:mailbox", args=[row.assigned_address]))
    if row.proposed_address:
        return ProposedAddress(row.proposed_address, row.proposal_clause)
    ask = row.ask
    return "Chưa đề xuất được" if ask and ask.action is Action.ISSUE else asked
