"""Is what stands in a cell a value of its field, and how is it written from now on?

Each check takes the text of a cell and gives the value, or nothing, together with what is to be said about
it. A wrong value is never passed on: whoever fills the form corrects it. Numbers of identity papers are not
repeated in messages.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from congthu.regulations.addresses import is_address
from congthu.regulations.forms import Check, Column, RowField
from congthu.requests.intake.document import Cell
from congthu.requests.intake.result import Severity
from congthu.requests.intake.subjects import is_organisation
from congthu.vietnamese.names import normalise

CCCD: Final = 12
CMND: Final = 9
LAST_PROVINCE_CODE: Final = 96
SHORTEST_STORED_CCCD: Final = 10
AGES: Final = range(16, 101)

MOBILE: Final = re.compile(r"0[35789]\d{8}")
LANDLINE: Final = re.compile(r"02\d{8,9}")
PHONE_WITHOUT_ZERO: Final = re.compile(r"[35789]\d{8}|2\d{8,9}")
SEVERAL: Final = re.compile(r"\s*(?:[;,/|\n]|\bhoặc\b|\s-\s)\s*")
DAY: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
DAY_IN_WORDS: Final = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]*)?")
IDENTITY_NUMBER: Final = re.compile(r"\d(?:[ .\-]?\d)+")
IDENTITY_WORDS: Final = re.compile(
    r"(?:số\s*)?(?:cccd|cmnd|căn cước(?: công dân)?|chứng minh(?: nhân dân)?)(?:\s*số)?\s*[:/]?"
    r"|(?:ngày\s*cấp|cấp\s*ngày|nơi\s*cấp|ngày)\s*:?",
    re.IGNORECASE,
)
AROUND_PLACE: Final = re.compile(r"^(?:(?:do|tại|bởi|cấp)\b\s*)+|\s+cấp$", re.IGNORECASE)
PHONE_WORDS: Final = re.compile(
    r"^\s*(?:s?đt|số đt|(?:số )?điện thoại|di động|dđ|tel|mobile)\s*[:.]?", re.IGNORECASE
)
NOT_IN_NAMES: Final = re.compile(r"[\d@<>{}=#$%*]")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one field."""

    field: RowField
    message: str
    severity: Severity = "error"


@dataclass(slots=True)
class Reading:
    """What one cell gives."""

    values: dict[RowField, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def read_cell(cell: Cell, column: Column, *, written_on: date | None) -> Reading:
    """Read the filled *cell* of *column*; *written_on*, the day of the letter, tells how old people are."""
    if column.field is None:
        return Reading()
    return CHECKS[column.check](cell, column.field, written_on)


def _text(cell: Cell, target: RowField, _: date | None) -> Reading:
    return Reading({target: normalise(cell.text)})


def _name(cell: Cell, target: RowField, _: date | None) -> Reading:
    name = normalise(cell.text)
    if NOT_IN_NAMES.search(name):
        return Reading(
            remarks=[
                Remark(target, "Họ và tên có chữ số hoặc ký hiệu lạ; hãy ghi lại đúng họ và tên ở ô này.")
            ]
        )
    if " " not in name:
        remark = Remark(
            target, "Họ và tên chỉ có một từ; hãy kiểm tra xem đã ghi đủ họ và tên chưa.", "warning"
        )
        return Reading({target: name}, [remark])
    return Reading({target: name})


def _subject(cell: Cell, _: RowField, written_on: date | None) -> Reading:
    if is_organisation(normalise(cell.text)):
        return _text(cell, RowField.ORG_NAME, written_on)
    return _name(cell, RowField.FULL_NAME, written_on)


def as_date(text: str) -> date | None:
    """Read a day written dd/mm/yyyy, with months in words, or ISO; None if there is none or it does not
    exist.
    """
    text = normalise(text)
    if found := DAY_IN_WORDS.search(text) or DAY.search(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(cell: Cell, target: RowField, _: date | None) -> Reading:
    if day := as_date(cell.text):
        return Reading({target: day.isoformat()})
    return Reading(
        remarks=[
            Remark(
                target,
                "Ngày không đúng hoặc không có trong lịch; hãy ghi đủ ngày/tháng/năm, ví dụ 05/09/1990.",
            )
        ]
    )


def _birth_date(cell: Cell, target: RowField, written_on: date | None) -> Reading:
    reading = _date(cell, target, written_on)
    if not reading.values or written_on is None:
        return reading
    born = date.fromisoformat(reading.values[target])
    age = written_on.year - born.year - ((written_on.month, written_on.day) < (born.month, born.day))
    if age in AGES:
        return reading
    return Reading(
        remarks=[
            Remark(target, f"Ngày sinh cho ra {age} tuổi vào ngày lập văn bản; hãy kiểm tra lại năm sinh.")
        ]
    )


def _national_id(cell: Cell, target: RowField, _: date | None) -> Reading:
    digits = re.sub(r"[\s.\-]", "", IDENTITY_WORDS.sub("", cell.text))
    remarks: list[Remark] = []
    if cell.number and digits.isdigit() and SHORTEST_STORED_CCCD <= len(digits) < CCCD:
        digits = digits.zfill(CCCD)
        remarks.append(
            Remark(
                target,
                "Bảng tính đã làm mất số 0 ở đầu số CCCD; hệ thống đã thêm lại, hãy kiểm tra.",
                "warning",
            )
        )
    if not (digits.isascii() and digits.isdigit()):
        wrong = "Số CCCD/CMND chỉ gồm chữ số; hãy ghi lại đúng số trên giấy tờ."
    elif len(digits) not in {CCCD, CMND}:
        wrong = (
            f"Số CCCD/CMND có {len(digits)} chữ số; CCCD có {CCCD}, CMND có {CMND} chữ số. "
            "Hãy ghi lại đúng số trên giấy tờ."
        )
    elif len(digits) == CCCD and not 1 <= int(digits[:3]) <= LAST_PROVINCE_CODE:
        wrong = (
            "Ba chữ số đầu của số CCCD không phải mã tỉnh, thành phố nào; hãy ghi lại đúng số trên giấy tờ."
        )
    else:
        return Reading({target: digits}, remarks)
    return Reading(remarks=[Remark(target, wrong)])


def _identity(cell: Cell, _: RowField, written_on: date | None) -> Reading:
    """Number, date and place of issue in one cell, on three lines or on one, with or without words before
    them.
    """
    rest = cell.text
    reading = Reading()
    if day := DAY_IN_WORDS.search(rest) or DAY.search(rest):
        issued = Cell(day[0], cell.row, cell.column)
        rest = rest[: day.start()] + "\n" + rest[day.end() :]
        _merge(reading, _date(issued, RowField.NATIONAL_ID_DATE, written_on))
    if number := IDENTITY_NUMBER.search(rest):
        stored = Cell(number[0], cell.row, cell.column, number=cell.number)
        rest = rest[: number.start()] + "\n" + rest[number.end() :]
        _merge(reading, _national_id(stored, RowField.NATIONAL_ID, written_on))
    # What is left is the place, once the words that announce the parts are gone.
    lines = (normalise(IDENTITY_WORDS.sub(" ", line)).strip(" ,;:./()-") for line in rest.split("\n"))
    places = [AROUND_PLACE.sub("", line).strip() for line in lines]
    if place := normalise(" ".join(part for part in places if part)):
        reading.values[RowField.NATIONAL_ID_PLACE] = place
    return reading


def _merge(into: Reading, more: Reading) -> None:
    into.values.update(more.values)
    into.remarks.extend(more.remarks)


def phone_of(cell: Cell) -> Reading:
    """Read a phone that stands outside a table."""
    return _telephone(cell, RowField.PHONE, mobile_only=False)


def _phone(cell: Cell, target: RowField, _: date | None) -> Reading:
    return _telephone(cell, target, mobile_only=False)


def _mobile(cell: Cell, target: RowField, _: date | None) -> Reading:
    return _telephone(cell, target, mobile_only=True)


def _telephone(cell: Cell, target: RowField, *, mobile_only: bool) -> Reading:
    whole = phone_digits(cell.text)
    parts = (
        [whole]
        if _is_phone(whole)
        else [phone_digits(part) for part in SEVERAL.split(cell.text) if part.strip()]
    )
    numbers = [
        part for part in parts if MOBILE.fullmatch(part) or (LANDLINE.fullmatch(part) and not mobile_only)
    ]
    if numbers and len(parts) > 1:
        return Reading(
            {target: numbers[0]},
            [Remark(target, "Ô có nhiều số điện thoại; hệ thống lấy số đầu tiên dùng được.", "warning")],
        )
    if numbers:
        return Reading({target: numbers[0]})
    digits = re.sub(r"\D", "", whole)
    if PHONE_WITHOUT_ZERO.fullmatch(digits) and (not mobile_only or MOBILE.fullmatch("0" + digits)):
        remark = Remark(
            target, "Số điện thoại thiếu số 0 ở đầu; hệ thống đã thêm lại, hãy kiểm tra.", "warning"
        )
        return Reading({target: "0" + digits}, [remark])
    if mobile_only and LANDLINE.fullmatch(whole):
        wrong = "Cột này cần số di động, không phải số máy bàn; hãy ghi số di động 10 chữ số."
    else:
        wrong = (
            f"Số điện thoại có {len(digits)} chữ số, không đúng; hãy ghi số di động 10 chữ số "
            "(bắt đầu bằng 03, 05, 07, 08, 09)"
            + ("." if mobile_only else " hoặc số máy bàn có mã vùng (bắt đầu bằng 02).")
        )
    return Reading(remarks=[Remark(target, wrong)])


def phone_digits(text: str) -> str:
    """Write a phone with digits only and the national 0 first, whatever separators or country code it came
    with.
    """
    compact = re.sub(r"[\s.\-()\u2010-\u2015/]", "", PHONE_WORDS.sub("", text))
    return (
        re.sub(r"^(?:\+|00)840?", "0", compact)
        if compact.startswith(("+", "00"))
        else re.sub(r"^84(?=[235789]\d{8,9}$)", "0", compact)
    )


def _is_phone(digits: str) -> bool:
    return bool(MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits))


def _address(cell: Cell, target: RowField, _: date | None) -> Reading:
    text = re.sub(r"\s", "", cell.text).removeprefix("mailto:").strip("<>;,.")
    if is_address(text.lower()):
        return Reading({target: text})
    return Reading(
        remarks=[
            Remark(
                target,
                "Địa chỉ thư không đúng; hãy ghi đủ cả phần sau @, không dấu, ví dụ tenhopthu@tinh.gov.vn.",
            )
        ]
    )


def _decision(cell: Cell, target: RowField, _: date | None) -> Reading:
    """A decision as the cell names it; the day that stands beside its number is what terms count from."""
    reading = Reading({target: normalise(cell.text)})
    if day := as_date(cell.text):
        reading.values[RowField.DECISION_ON] = day.isoformat()
    return reading


CHECKS: Final[Mapping[Check, Callable[[Cell, RowField, date | None], Reading]]] = {
    Check.TEXT: _text,
    Check.NAME: _name,
    Check.SUBJECT: _subject,
    Check.DATE: _date,
    Check.BIRTH_DATE: _birth_date,
    Check.NATIONAL_ID: _national_id,
    Check.IDENTITY: _identity,
    Check.PHONE: _phone,
    Check.MOBILE: _mobile,
    Check.ADDRESS: _address,
    Check.DECISION: _decision,
}
