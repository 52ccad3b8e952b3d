"""What does a line that asks for a change want changed, and to what?

Forms have two cells for it, the old and the new, and agencies fill them in every way: the name of the fact in the one
and its value in the other, both in one, two facts in one line, a sentence under "Nội dung đề nghị". Where it is not
clear which fact is meant nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from congthu.regulations.asks import Subject
from congthu.regulations.fields import OF_ORGANISATION, OF_PERSON, RowField, name_of, wordings
from congthu.regulations.forms import Check, Column
from congthu.regulations.refusals import Refusal
from congthu.requests.intake.document import Cell
from congthu.requests.intake.fields import read_cell
from congthu.vietnamese.names import fold, normalise
from congthu.vietnamese.phrases import phrases_in

BEFORE_VALUE: Final = re.compile(
    r"^\s*(?:(?:mới|cũ)\s*)?(?:[:：=]|→|->|là\b|thành\b|sang\b|đến\b|về\b|tại\b)?\s*", re.IGNORECASE
)
AROUND: Final = " \t.,;:/-–…"
# A sentence goes on with the paper behind the change; that is no part of the name of a unit or of a post.
PAPER: Final = re.compile(
    r"[\s,;.(–-]*(?:\b(?:kèm\s+)?(?:theo|tại|căn\s+cứ)\s+)?\b(?:quyết\s+định|nghị\s+quyết|qđ|công\s+văn|văn\s+bản)\s*(?:số\b|:|\d).*$",
    re.IGNORECASE | re.DOTALL,
)
SEVERAL: Final = re.compile(r"\s*[;/\n]\s*")
PHONES: Final = (RowField.PHONE, RowField.OTP_PHONE)
CHECKED: Final[Mapping[RowField, Check]] = {
    RowField.FULL_NAME: Check.NAME,
    RowField.BIRTH_DATE: Check.BIRTH_DATE,
    RowField.NATIONAL_ID: Check.NATIONAL_ID,
    RowField.PHONE: Check.PHONE,
    RowField.OTP_PHONE: Check.MOBILE,
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact and what it is to be, in the form in which it is kept."""

    field: RowField
    value: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that a line wants changed, or why that cannot be said."""

    changes: tuple[Changed, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def value(self, field: RowField) -> str:
        """What *field* is to be; "" where the line does not touch it."""
        return next((one.value for one in self.changes if one.field is field), "")


def wanted(fields: Mapping[str, str], subject: Subject, *, known: Mapping[str, str] | None = None) -> Wanted:
    """Read what a line with these *fields* wants changed.

    *known* is what the directory holds: an old value that stands there says which fact is meant.
    """
    among = OF_PERSON if subject is Subject.PERSON else OF_ORGANISATION
    old, new = normalise(fields.get("old_value", "")), normalise(fields.get("new_value", ""))
    said = new or normalise(fields.get("remarks", ""))
    if not said:
        return _unclear("form.new_value", "Thiếu nội dung đề nghị điều chỉnh.")
    pairs = list(_labelled(said, among)) or list(_named(old, said, among, known or {})) if new else []
    pairs = pairs or list(_labelled(said, among, loosely=not new))
    if not pairs:
        which = ", ".join(name_of(field) for field in among)
        return _unclear("form.old_value", f"Chưa rõ thông tin nào cần đổi ({which}).")
    read = [_read(field, text) for field, text in pairs]
    refused = tuple(one for one in read if isinstance(one, Refusal))
    return Wanted(tuple(one for one in read if isinstance(one, Changed)), refused)


def _labelled(
    text: str, among: tuple[RowField, ...], *, loosely: bool = False
) -> Iterator[tuple[RowField, str]]:
    """What *text* says as "fact: value"; *loosely*, also as a sentence that goes on from the name of the fact."""
    found = phrases_in(text, wordings(among))
    for place, one in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else len(text)
        rest = text[one.end : end]
        announced = BEFORE_VALUE.match(rest)
        value = rest[announced.end() if announced else 0 :].strip(AROUND)
        if value and (loosely or (announced and announced[0].strip())):
            yield one.meaning, value


def _named(
    old: str, new: str, among: tuple[RowField, ...], known: Mapping[str, str]
) -> Iterator[tuple[RowField, str]]:
    """What the cell of the old value names, with the whole new cell as its value; two facts share it part by part."""
    before, _, _ = old.partition(":")
    names = [one.meaning for one in phrases_in(before, wordings(among))]
    named = tuple(dict.fromkeys(names)) or _held(old, among, known)
    parts = [part for part in SEVERAL.split(new) if part]
    if len(named) == 1:
        yield named[0], new
    elif named and len(parts) == len(named):
        yield from zip(named, parts, strict=True)
    elif named:
        # The printed prompt names several facts and the agency crossed none out: a number is a phone's.
        phones = [field for field in named if field in PHONES]
        others = [field for field in named if field not in PHONES]
        fitting = phones if _is_phone(new) else others
        if len(fitting) == 1:
            yield fitting[0], new


def _held(old: str, among: tuple[RowField, ...], known: Mapping[str, str]) -> tuple[RowField, ...]:
    folded = fold(old)
    same = [field for field in among if folded and fold(known.get(field, "")) == folded]
    return tuple(same) if len(same) == 1 else ()


def _is_phone(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.+()-]{9,}", text))


def _read(field: RowField, text: str) -> Changed | Refusal:
    check = CHECKED.get(field)
    if check is None:
        value = PAPER.sub("", text).strip(AROUND)
        return Changed(field, value) if value else _lacking(field)
    reading = read_cell(
        Cell(text, 0, 0), Column(label=name_of(field), field=field, check=check), written_on=None
    )
    if field in reading.values:
        return Changed(field, reading.values[field])
    why = reading.remarks[0].message if reading.remarks else f"{name_of(field)} không đọc được."
    return Refusal(f"form.{field}", "", why)


def _lacking(field: RowField) -> Refusal:
    return Refusal(f"form.{field}", "", f"Chưa rõ {name_of(field)} mới. Hãy trả lại để cơ quan ghi rõ.")


def _unclear(rule: str, what: str) -> Wanted:
    return Wanted(refused=(Refusal(rule, "", f"{what} Hãy trả lại để cơ quan ghi rõ."),))
