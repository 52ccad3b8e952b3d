"""Is this a name, a day, a phone or the number of an identity paper, and how is it written from now on?

A wrong value is never passed on: whoever wrote it corrects it. Numbers of identity papers are not repeated in messages.
What a spreadsheet kept as a number comes as an int: it has lost the zeros before it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from congthu.vietnamese.names import normalise

CCCD: Final = 12
CMND: Final = 9
LAST_PROVINCE_CODE: Final = 96
SHORTEST_STORED_CCCD: Final = 10
AGES: Final = range(16, 101)
LONGEST_NAME: Final = 120

MOBILE: Final = re.compile(r"0[35789]\d{8}")
LANDLINE: Final = re.compile(r"02\d{8,9}")
PHONE_WITHOUT_ZERO: Final = re.compile(r"[35789]\d{8}|2\d{8,9}")
DAY: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]*)?")
NOT_IN_NAMES: Final = re.compile(r"[\d@<>{}=#$%*]")


@dataclass(frozen=True, slots=True)
class Read:
    """A value as it is kept, "" where there is none; what is wrong with it; what is worth a look."""

    value: str = ""
    wrong: str = ""
    remark: str = ""


Given = str | int
Check = Callable[[Given], Read]


def name(given: Given) -> Read:
    """The name of a person."""
    found = normalise(str(given))
    if NOT_IN_NAMES.search(found):
        return Read(wrong="Họ và tên có chữ số hoặc ký hiệu lạ; hãy ghi lại đúng họ và tên ở ô này.")
    if len(found) > LONGEST_NAME:
        return Read(wrong=f"Họ và tên dài hơn {LONGEST_NAME} ký tự; hãy kiểm tra lại ô này.")
    if " " not in found:
        return Read(found, remark="Họ và tên chỉ có một từ; hãy kiểm tra xem đã ghi đủ họ và tên chưa.")
    return Read(found)


def day(given: Given) -> Read:
    """A day written dd/mm/yyyy or ISO; kept as ISO."""
    text = normalise(str(given))
    if found := DAY.fullmatch(text):
        of_month, month, year = (int(part) for part in found.groups())
    elif found := ISO_DAY.fullmatch(text):
        year, month, of_month = (int(part) for part in found.groups())
    else:
        return Read(wrong=NO_DAY)
    try:
        return Read(date(year, month, of_month).isoformat())
    except ValueError:
        return Read(wrong=NO_DAY)


NO_DAY: Final = "Ngày không đúng hoặc không có trong lịch; hãy ghi đủ ngày/tháng/năm, ví dụ 05/09/1990."


def birth_date(given: Given, *, today: date) -> Read:
    """The birthday of somebody who may be in office on *today*."""
    found = day(given)
    if not found.value:
        return found
    born = date.fromisoformat(found.value)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age in AGES:
        return found
    return Read(wrong=f"Ngày sinh cho ra {age} tuổi; hãy kiểm tra lại năm sinh.")


def national_id(given: Given) -> Read:
    """The number of a CCCD or CMND."""
    digits, remark = re.sub(r"[\s.\-]", "", str(given)), ""
    if isinstance(given, int) and digits.isdigit() and SHORTEST_STORED_CCCD <= len(digits) < CCCD:
        digits = digits.zfill(CCCD)
        remark = "Bảng tính đã làm mất số 0 ở đầu số CCCD; hệ thống đã thêm lại, hãy kiểm tra."
    if not (digits.isascii() and digits.isdigit()):
        return Read(wrong="Số CCCD/CMND chỉ gồm chữ số; hãy ghi lại đúng số trên giấy tờ.")
    if len(digits) not in {CCCD, CMND}:
        return Read(
            wrong=f"Số CCCD/CMND có {len(digits)} chữ số; CCCD có {CCCD}, CMND có {CMND} chữ số. "
            "Hãy ghi lại đúng số trên giấy tờ."
        )
    if len(digits) == CCCD and not 1 <= int(digits[:3]) <= LAST_PROVINCE_CODE:
        return Read(
            wrong="Ba chữ số đầu của số CCCD không phải mã tỉnh, thành phố nào; hãy ghi lại đúng số trên giấy tờ."
        )
    return Read(digits, remark=remark)


def phone(given: Given) -> Read:
    """A mobile or a landline."""
    return _telephone(str(given), mobile_only=False)


def mobile(given: Given) -> Read:
    """A mobile."""
    return _telephone(str(given), mobile_only=True)


def _telephone(text: str, *, mobile_only: bool) -> Read:
    whole = phone_digits(text)
    if MOBILE.fullmatch(whole) or (LANDLINE.fullmatch(whole) and not mobile_only):
        return Read(whole)
    digits = re.sub(r"\D", "", whole)
    if PHONE_WITHOUT_ZERO.fullmatch(digits) and (not mobile_only or MOBILE.fullmatch("0" + digits)):
        return Read(
            "0" + digits, remark="Số điện thoại thiếu số 0 ở đầu; hệ thống đã thêm lại, hãy kiểm tra."
        )
    if mobile_only and LANDLINE.fullmatch(whole):
        return Read(wrong="Cột này cần số di động, không phải số máy bàn; hãy ghi số di động 10 chữ số.")
    return Read(
        wrong=f"Số điện thoại có {len(digits)} chữ số, không đúng; hãy ghi số di động 10 chữ số "
        "(bắt đầu bằng 03, 05, 07, 08, 09)"
        + ("." if mobile_only else " hoặc số máy bàn có mã vùng (bắt đầu bằng 02).")
    )


def phone_digits(text: str) -> str:
    """Write a phone with digits only and the national 0 first, whatever separators or country code it came with."""
    compact = re.sub(r"[\s.\-()\u2010-\u2015/]", "", text)
    return (
        re.sub(r"^(?:\+|00)840?", "0", compact)
        if compact.startswith(("+", "00"))
        else re.sub(r"^84(?=[235789]\d{8,9}$)", "0", compact)
    )
