"""The impact of a text as a workbook that an official reads: first everything, then a sheet for each kind of effect."""

import io
from typing import Any

import xlsxwriter

from congthu.audit.words import value_in_words
from congthu.oversight.impact.effects import Effect, Impact, Kind
from congthu.regulations.clauses import in_words
from congthu.regulations.pattern_words import pattern_in_words
from congthu.regulations.reports import Report
from congthu.regulations.schema import parameters

UNKNOWN = "không biết"
WIDE, NARROW = 46, 16
LONGEST_NAME = 31  # Excel's own limit for the name of a sheet
FIRST = "Tổng hợp"
HEADINGS = ("Tác động", "Quy định", "Điều khoản", "Hiện nay", "Theo văn bản mới", "Số lượng", "Ghi chú")
LISTED = ("Hộp thư, yêu cầu", "Quy định", "Điều khoản", "Hiện nay", "Theo văn bản mới")
SHEETS = {
    Kind.LOCKED: "Bị tạm khóa",
    Kind.REVOKED: "Bị thu hồi",
    Kind.DESTROYED: "Bị hủy",
    Kind.PASSWORD_EXPIRED: "Mật khẩu hết hạn",
    Kind.MOVED: "Chuyển trạng thái",
    Kind.SPARED: "Không còn bị chuyển",
    Kind.SOONER: "Sớm hơn",
    Kind.LATER: "Muộn hơn",
    Kind.PASSWORD_RULES: "Quy tắc mật khẩu",
    Kind.OTP_REQUIRED: "Phải dùng OTP",
    Kind.OTP_WITHOUT_PHONE: "OTP, chưa có điện thoại",
    Kind.QUOTA_BELOW: "Dung lượng thiếu",
    Kind.QUOTA_ABOVE: "Dung lượng thừa",
    Kind.ATTACHMENTS: "Tệp gửi kèm",
    Kind.DOMAIN: "Tên miền",
    Kind.NAMED_OTHERWISE: "Phải đổi địa chỉ",
    Kind.NAME_KEPT: "Giữ địa chỉ",
    Kind.NAME_UNKNOWN: "Chưa rõ tên mới",
    Kind.KIND_MISSING: "Không có loại hộp thư",
    Kind.STATE_MISSING: "Không có trạng thái",
    Kind.STATE_PERMITS: "Trạng thái cho phép khác",
    Kind.LISTED: "Danh bạ",
    Kind.CUSTODY: "Người quản lý",
    Kind.OUT_OF_SCOPE: "Ngoài đối tượng",
    Kind.DUE_DATE: "Hạn của yêu cầu",
    Kind.REPORT_DATE: "Hạn báo cáo",
    Kind.DECISION: "Quyết định",
}


def workbook(found: Impact) -> bytes:
    """Write the workbook; everything in it is text or a number, nothing is a formula."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(FIRST)
        row = _rows(sheet, _heading(found), 0, bold)
        row = _rows(sheet, [HEADINGS], row + 1, bold)
        row = _rows(sheet, [_summary(one) for one in found.effects], row, plain)
        if not found.effects:
            row = _rows(
                sheet, [("Không có tác động nào đến hộp thư, yêu cầu, báo cáo hiện có.",)], row, plain
            )
        row = _rows(sheet, [("Các giá trị thay đổi",)], row + 1, bold)
        _rows(sheet, [_changed(found, place) for place in range(len(found.changes))], row, plain)
        _widths(sheet, (WIDE, WIDE, WIDE, NARROW * 2, NARROW * 2, NARROW, WIDE))
        for kind, effects in found.by_kind().items():
            sheet = book.add_worksheet(SHEETS[kind][:LONGEST_NAME])
            row = _rows(sheet, [(f"{kind.in_words()}: {_total(effects)}",), LISTED], 0, bold)
            _rows(sheet, [line for one in effects for line in _lines(one)], row, plain)
            _widths(sheet, (WIDE, WIDE, WIDE, NARROW * 2, NARROW * 2))
            sheet.freeze_panes(2, 0)
    return content.getvalue()


def parameter_in_words(name: str) -> str:
    """How the schema describes a parameter; of a state that it is one."""
    if name.startswith("state."):
        return "Trạng thái của hộp thư"
    return {one: description for one, description, _ in parameters()}.get(name, name)


def clause_in_words(clause: str) -> str:
    """The clause for people; silence is said."""
    return in_words(clause) if clause else "quy chế không nói"


def side_in_words(value: Any) -> str:
    """One side of a change; silence is said, and patterns read as on the page of the regulation."""
    if value is None:
        return "không quy định"
    if isinstance(value, list) and value and all("{" in str(one) for one in value):
        return ", ".join(pattern_in_words(str(one)) for one in value)
    if isinstance(value, list) and value and all(isinstance(one, dict) and "every" in one for one in value):
        return "; ".join(Report.model_validate(one).in_words() for one in value)
    return value_in_words(value)


def count_in_words(count: int | None) -> int | str:
    """A number, or that nobody knows."""
    return UNKNOWN if count is None else count


def _heading(found: Impact) -> list[tuple[object, ...]]:
    identity = found.after.identity
    return [
        ("Tác động nếu áp dụng", f"{identity.title} ({identity.number or found.after.id})"),
        ("Thay cho", f"{found.before.identity.title} ({found.before.identity.number or found.before.id})"),
        ("Coi như có hiệu lực từ", f"{found.in_force_from:%d/%m/%Y}"),
        ("Xét đến ngày", f"{found.as_of:%d/%m/%Y}"),
        ("Số hộp thư", found.mailboxes),
    ]


def _summary(one: Effect) -> tuple[object, ...]:
    return (
        one.kind.in_words(),
        parameter_in_words(one.parameter),
        clause_in_words(one.clause),
        side_in_words(one.before),
        side_in_words(one.after),
        count_in_words(one.count),
        one.note,
    )


def _lines(one: Effect) -> list[tuple[object, ...]]:
    """Once what the law says, then whom it falls on, one a line: there may be all of a province."""
    law = (
        parameter_in_words(one.parameter),
        clause_in_words(one.clause),
        side_in_words(one.before),
        side_in_words(one.after),
    )
    whom = [*one.addresses, *(f"Yêu cầu số {number}" for number in one.requests)]
    return [(one.note or f"{count_in_words(one.count)} trường hợp", *law), *((who,) for who in whom)]


def _changed(found: Impact, place: int) -> tuple[object, ...]:
    one = found.changes[place]
    before, after = one.written
    return ("", one.description, clause_in_words(one.clause), side_in_words(before), side_in_words(after))


def _total(effects: list[Effect]) -> int | str:
    counts = [one.count for one in effects]
    return UNKNOWN if None in counts else sum(count for count in counts if count is not None)


def _rows(sheet: Any, rows: list[Any], start: int, form: Any) -> int:
    for place, cells in enumerate(rows, start=start):
        for column, value in enumerate(cells):
            sheet.write(place, column, value, form)
    return start + len(rows)


def _widths(sheet: Any, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
