"""Which lines of a table ask for something, and what do they ask?

Not every line does: forms end in numbered blank lines and lines of dots, long lists repeat their heading,
have lines that name the unit of the people below, lines that number the columns, and totals.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from congthu.hostile import UnreadableFile
from congthu.regulations.asks import Action, Ask, Subject
from congthu.regulations.clauses import Clause
from congthu.regulations.fields import RowField
from congthu.regulations.forms import Check, Column, Entry, Form, Table
from congthu.requests.intake.document import Cell
from congthu.requests.intake.fields import read_cell
from congthu.requests.intake.labels import plain
from congthu.requests.intake.letter import FILLER, entry_values
from congthu.requests.intake.recognise import Section
from congthu.requests.intake.result import Problem, Row
from congthu.requests.intake.subjects import head_of
from congthu.requests.intake.wording import Wording
from congthu.vietnamese.names import fold, normalise

MAX_ROWS: Final = 5_000

TICK: Final = re.compile(r"[x×✓✔✗✘☑☒🗹🗷v√þýü]|\[\s*[xv✓]\s*\]|\(\s*[xv✓]\s*\)|co|có", re.IGNORECASE)
EMPTY_BOX: Final = re.compile(r"[☐□▢◻0o]|\[\s*\]|\(\s*\)|không|khong", re.IGNORECASE)
NUMBERED: Final = re.compile(r"\(?\d{1,5}[.)]?")
GROUP_NUMBER: Final = re.compile(r"[IVXLC]{1,6}[.)]?|[A-ZĐa-zđ][.)]?|[-–+*]")
TOTAL: Final = re.compile(r"(tong cong|tong so|tong|cong)\b")
CLOSING: Final = re.compile(
    r"(noi nhan|danh sach de nghi|danh sach nay|ghi chu\s*:|(?:[^,]{2,40}, )?ngay .{0,9}thang .{0,9}nam)"
)
SIGNATURE: Final = re.compile(
    r"(tm\.|kt\.|tl\.|tuq\.|q\.|thu truong|giam doc|chu tich|chanh van phong|xac nhan|nguoi lap)"
)
CELLS_OF_A_REMARK: Final = 3

NAME_FIELDS: Final = frozenset({RowField.FULL_NAME, RowField.ORG_NAME})


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line: its cells by column of the form, blank ones left out."""

    cells: tuple[tuple[Column, Cell], ...]
    subject: Subject
    action: Action | None
    table: Table | Entry


def lines_of(
    form: Form, sections: Sequence[Section], opening: Sequence[str], *, signed_by: str
) -> Iterator[Line]:
    """Every filled line of the file in order: first what stands above the tables, then the tables."""
    filled = chain(
        _entries(form, opening), chain.from_iterable(_lines(section, signed_by) for section in sections)
    )
    for number, line in enumerate(filled):
        if number == MAX_ROWS:
            raise UnreadableFile(
                f"Tệp có hơn {MAX_ROWS} dòng; hãy chia danh sách thành nhiều tệp rồi gửi lại."
            )
        yield line


def _entries(form: Form, opening: Sequence[str]) -> Iterator[Line]:
    for entry in form.entries:
        values = entry_values(opening, entry.lines)
        cells = tuple(
            (column, Cell(values[column.label], 0, 0)) for column in entry.lines if column.label in values
        )
        if cells:
            yield Line(cells, entry.subject, entry.action, entry)


def _lines(section: Section, signed_by: str) -> Iterator[Line]:
    signature = plain(signed_by)
    for row in range(section.first, section.end):
        own = [cell for cell in section.grid.own(row) if not _blank(cell.text)]
        if not own:
            continue
        if _ends_the_list(own, section, row, signature):
            return
        cells = tuple(
            (column, cell)
            for at, column in section.columns.items()
            if (cell := section.grid.rows[row][at]) is not None and not _blank(cell.text, column.prompts)
        )
        if _asks_for_something(cells, own, section, row):
            yield Line(cells, section.table.subject, section.table.action, section.table)


def _blank(text: str, prompts: Iterable[str] = ()) -> bool:
    return bool(FILLER.fullmatch(text)) or any(plain(text) == plain(prompt) for prompt in prompts)


def _serial(section: Section, row: int) -> str:
    cell = section.grid.rows[row][section.serial] if section.serial is not None else None
    return normalise(cell.text) if cell is not None and cell.colspan == 1 else ""


def _ends_the_list(own: Sequence[Cell], section: Section, row: int, signature: str) -> bool:
    """Say whether *row* is below the list. In a spreadsheet nothing else separates the signature from the
    last row.
    """
    if NUMBERED.fullmatch(_serial(section, row)) or len(own) > CELLS_OF_A_REMARK:
        return False
    return any(
        plain(cell.text).startswith(signature)
        or CLOSING.match(fold(normalise(cell.text)))
        or (cell.text.isupper() and SIGNATURE.match(fold(normalise(cell.text))))
        for cell in own
    )


def _asks_for_something(
    cells: Sequence[tuple[Column, Cell]], own: Sequence[Cell], section: Section, row: int
) -> bool:
    # A unit merged downwards reaches into blank lines below the last person; alone it fills no line.
    filled = [(column, cell) for column, cell in cells if cell.rowspan == 1 or column.field in NAME_FIELDS]
    distinct = {id(cell) for _, cell in filled}
    if (
        not distinct
        or _numbers_the_columns(own)
        or (len(own) <= CELLS_OF_A_REMARK and TOTAL.match(fold(own[0].text)))
    ):
        return False
    if len(distinct) > 1:
        return True
    column, cell = filled[0]
    serial = _serial(section, row)
    if len(filled) > 1 or cell.colspan > 1 or GROUP_NUMBER.fullmatch(serial):
        return False
    if NUMBERED.fullmatch(serial):
        return True
    return column.field in NAME_FIELDS and not (
        section.table.subject is Subject.PERSON and head_of(normalise(cell.text))
    )


def _numbers_the_columns(own: Sequence[Cell]) -> bool:
    """Say whether a line reads (1) (2) (3) …"""
    numbers = [normalise(cell.text).strip("().") for cell in own]
    if len(numbers) <= 2 or not all(number.isascii() and number.isdigit() for number in numbers):  # noqa: PLR2004
        return False
    first = int(numbers[0])
    return [int(number) for number in numbers] == list(range(first, first + len(numbers)))


def read_line(
    line: Line, number: int, *, form: Form, written_on: date | None, wording: Wording, binding: bool = True
) -> tuple[Row, list[Problem]]:
    """Turn the filled *line* into row *number*; wrong values are left out and stand in the problems."""
    values: dict[RowField, str] = {}
    problems: list[Problem] = []
    ticks: list[Action] = []
    complained: set[RowField] = set()
    for column, cell in line.cells:
        if column.tick is not None:
            if TICK.fullmatch(normalise(cell.text)):
                ticks.append(column.tick)
            elif not EMPTY_BOX.fullmatch(normalise(cell.text)):
                message = f"Ô «{column.label}» không phải là dấu X; hãy đánh dấu X hoặc để trống."
                problems.append(Problem(line=number, field="requested", message=message, severity="warning"))
            continue
        reading = read_cell(cell, column, written_on=written_on)
        values |= {target: text for target, text in reading.values.items() if target not in values}
        complained |= {remark.field for remark in reading.remarks if remark.severity == "error"}
        problems += [
            Problem(line=number, field=remark.field.value, message=remark.message, severity=remark.severity)
            for remark in reading.remarks
        ]
    subject = _subject_of(line, values)
    columns = line.table.columns if isinstance(line.table, Table) else line.table.lines
    problems += [
        Problem(
            line=number,
            field=missing.value,
            message=_missing(column, column.required, form) if binding else _recommended(column),
            severity="error" if binding else "warning",
        )
        for column in columns
        if column.required is not None
        for missing in _fields(column)
        if missing not in complained and not _given(column, missing, values)
    ]
    problems += [
        Problem(line=number, field=column.field.value, message=_not_for(column), severity="warning")
        for column, _ in line.cells
        if column.field and column.only and subject and column.only is not subject
    ]
    keeps_ticks = isinstance(line.table, Table) and line.table.keeps_ticks
    action = line.action
    if action is None:
        said = " ".join(values.get(column.field, "") for column in columns if column.asks and column.field)
        action = wording.asked(ticks, said, unprinted=_unprinted(columns))
        if action is None:
            problems.append(
                _unclear_ticks(number, columns, ticks, field="requested" if keeps_ticks else "kind")
            )
    kind = Ask(subject, action).kind if subject is not None and action is not None else None
    row = Row(
        line=number,
        kind=kind,
        fields=values,
        requested=tuple(ticks) if keeps_ticks else (),
        box=wording.box(subject, action, values),
        when_locked=line.table.when_locked if isinstance(line.table, Table) else None,
    )
    return row, problems


def _unprinted(columns: Iterable[Column]) -> frozenset[Action]:
    """What the form is for without having a box for it in print."""
    return frozenset(column.tick for column in columns if column.tick and not column.printed)


def _subject_of(line: Line, values: dict[RowField, str]) -> Subject | None:
    if line.subject is not Subject.EITHER:
        return line.subject
    if RowField.ORG_NAME in values:
        return Subject.ORGANISATION
    return Subject.PERSON if RowField.FULL_NAME in values or RowField.POSITION in values else None


def _fields(column: Column) -> tuple[RowField, ...]:
    """The fields a required *column* must give."""
    if column.check is Check.IDENTITY:
        return (RowField.NATIONAL_ID, RowField.NATIONAL_ID_DATE, RowField.NATIONAL_ID_PLACE)
    return (column.field,) if column.field else ()


def _given(column: Column, target: RowField, values: dict[RowField, str]) -> bool:
    return target in values or (column.check is Check.SUBJECT and RowField.ORG_NAME in values)


def _missing(column: Column, required: Clause, form: Form) -> str:
    return (
        f"Thiếu «{column.label}» ({form.printed}); {required.in_words()} buộc phải có. "
        "Hãy điền vào dòng này rồi gửi lại."
    )


def _recommended(column: Column) -> str:
    return f"Thiếu «{column.label}»; quy chế không buộc, nhưng nên ghi để không phải hỏi lại."


def _not_for(column: Column) -> str:
    whom = "tổ chức" if column.only is Subject.PERSON else "cá nhân"
    return f"Cột «{column.label}» để trống đối với {whom}; hãy kiểm tra dòng này."


def _unclear_ticks(number: int, columns: Iterable[Column], ticks: Sequence[Action], *, field: str) -> Problem:
    boxes = ", ".join(f"«{column.label}»" for column in columns if column.tick)
    what = "Dòng chưa đánh dấu ô nào" if not ticks else "Dòng đánh dấu nhiều ô"
    return Problem(
        line=number, field=field, message=f"{what}; hãy đánh dấu X vào đúng một trong các ô {boxes}."
    )


def doubles(rows: Sequence[Row]) -> Iterator[Problem]:
    """Rows that ask again for what an earlier row asks. One person may represent several organisations."""
    for field, told in (
        (RowField.NATIONAL_ID, "Số CCCD/CMND này đã có ở dòng {line}"),
        (RowField.ADDRESS, "Địa chỉ thư này đã có ở dòng {line}"),
    ):
        seen: dict[tuple[str | None, str], int] = {}
        for row in rows:
            ask = Ask.parse(row.kind or "")
            if field in _tells_apart(row) and (ask is None or ask.action is not Action.CHANGE):
                first = seen.setdefault((row.kind, row.fields[field].casefold()), row.line)
                if first != row.line:
                    yield Problem(
                        line=row.line,
                        field=field.value,
                        message=told.format(line=first) + "; hãy xóa dòng thừa hoặc sửa lại.",
                    )
    whole = Counter[tuple[object, ...]]()
    for row in rows:
        if not _tells_apart(row):
            whole[key := (row.kind, *sorted(row.fields.items()))] += 1
            if whole[key] == 2:  # noqa: PLR2004  told once
                name = RowField.ORG_NAME if RowField.ORG_NAME in row.fields else RowField.FULL_NAME
                yield Problem(
                    line=row.line,
                    field=name.value,
                    message="Dòng này giống hệt một dòng ở trên; hãy xóa dòng thừa hoặc sửa lại.",
                )


def _tells_apart(row: Row) -> frozenset[RowField]:
    """The fields of *row* by which it is about one thing and no other."""
    ask = Ask.parse(row.kind or "")
    of_body = ask is not None and ask.subject is Subject.ORGANISATION
    own = {RowField.ADDRESS} if of_body else {RowField.ADDRESS, RowField.NATIONAL_ID}
    return frozenset(own & row.fields.keys())
