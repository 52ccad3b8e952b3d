"""What does somebody mean who types a line instead of handing in a form? Checked as the column of a form would be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from congthu.regulations.asks import Action, Ask, Box
from congthu.regulations.fields import RowField, name_of
from congthu.regulations.forms import Check, Column
from congthu.regulations.refusals import Refusal
from congthu.requests.intake.document import Cell
from congthu.requests.intake.fields import read_cell
from congthu.requests.intake.result import ImportedRequest, Letter, Requester, Row
from congthu.vietnamese.names import normalise

CHECKED: Final[Mapping[RowField, Check]] = {
    RowField.FULL_NAME: Check.NAME,
    RowField.REPRESENTATIVE: Check.NAME,
    RowField.BIRTH_DATE: Check.BIRTH_DATE,
    RowField.NATIONAL_ID: Check.NATIONAL_ID,
    RowField.NATIONAL_ID_DATE: Check.DATE,
    RowField.DECISION_ON: Check.DATE,
    RowField.LEFT_ON: Check.DATE,
    RowField.DECISION_NO: Check.DECISION,
    RowField.PHONE: Check.PHONE,
    RowField.OTP_PHONE: Check.MOBILE,
    RowField.ADDRESS: Check.ADDRESS,
}
LETTER: Final = "van-ban"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as it was typed: its kind, the box it names, and its fields."""

    kind: str
    fields: Mapping[str, str]
    box: str = ""


@dataclass(frozen=True, slots=True)
class TypedLetter:
    """The letter around the lines: its number, its day (ISO), and who asks."""

    number: str = ""
    day: str = ""
    requester: str = ""


def read_typed(said: Mapping[str, str]) -> tuple[dict[str, str], tuple[Refusal, ...]]:
    """The values of typed fields in the form in which they are kept, and what is wrong with the others."""
    values: dict[str, str] = {}
    wrong: list[Refusal] = []
    for name, text in said.items():
        field = RowField(name)
        column = Column(label=name_of(name), field=field, check=CHECKED.get(field, Check.TEXT))
        reading = read_cell(Cell(normalise(text), 0, 0), column, written_on=None)
        values |= {str(target): value for target, value in reading.values.items()}
        wrong += [
            Refusal(f"form.{remark.field}", "", remark.message)
            for remark in reading.remarks
            if remark.severity == "error"
        ]
    return values, tuple(wrong)


def typed_request(
    lines: Iterable[TypedLine], *, agency: str, letter: TypedLetter
) -> tuple[ImportedRequest, tuple[Refusal, ...]]:
    """A letter that somebody typed in, as if it had been read; and what of it cannot be right."""
    rows: list[Row] = []
    wrong: list[Refusal] = []
    for place, line in enumerate(lines, 1):
        ask = Ask.parse(line.kind, line.box)
        if ask is None:
            kinds = ", ".join(
                f"{whose}.{action}" for whose in ("person", "organisation") for action in Action
            )
            wrong.append(
                Refusal("request.kind", "", f"Dòng {place}: không có việc “{line.kind}”; có: {kinds}.")
            )
            continue
        values, unread = read_typed(line.fields)
        wrong += unread
        rows.append(
            Row(
                line=place,
                kind=ask.kind,
                box=Box(line.box) if line.box else None,
                fields={RowField(name): value for name, value in values.items()},
            )
        )
    kinds_asked = tuple(dict.fromkeys(row.kind for row in rows if row.kind))
    imported = ImportedRequest(
        form=LETTER,
        kinds=kinds_asked,
        agency=agency or None,
        document=Letter(number=letter.number or None, date=letter.day or None),
        requester=Requester(full_name=letter.requester or None),
        rows=tuple(rows),
        problems=(),
    )
    return imported, tuple(wrong)
