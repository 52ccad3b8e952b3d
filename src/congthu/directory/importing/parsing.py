"""What do the lines of a directory file say, and which cells are wrong before anything is looked up?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from congthu.directory.importing.columns import COLUMNS, Choices, Column, Sheet, heading_of, key_of, places
from congthu.directory.importing.reading import Cells
from congthu.hostile import UnreadableFile
from congthu.vietnamese import particulars
from congthu.vietnamese.names import fold, normalise

HEADINGS_WITHIN: Final = 15
LENGTHS: Final[Mapping[str, int]] = {
    "name": 300,
    "code": 40,
    "own_local_part": 64,
    "unit_suffix": 64,
    "person_suffix": 64,
    "identifier": 40,
    "seat": 300,
    "document": 200,
    "unit_name": 300,
    "position": 200,
    "family_name": 60,
    "middle_name": 60,
    "given_name": 60,
}
CHECKS: Final[Mapping[str, particulars.Check]] = {
    "full_name": particulars.name,
    "national_id": particulars.national_id,
    "phone": particulars.phone,
    "otp_phone": particulars.mobile,
    "valid_from": particulars.day,
    "valid_to": particulars.day,
    "decided_on": particulars.day,
}
# What tells the sheets apart, asked in this order: people with roles are people too.
MARKS: Final = (
    (Sheet.ROLES, {"full_name", "role"}),
    (Sheet.PEOPLE, {"full_name"}),
    (Sheet.ORGANISATIONS, {"code", "name"}),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A list of choices: *labels* as people read them, *values* by each folded word that is understood."""

    labels: tuple[str, ...]
    values: Mapping[str, str]
    closed: bool = True


Vocabulary = Mapping[Choices, Words]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell, under the heading of its column; an error keeps the line out."""

    column: str
    message: str
    severity: Literal["error", "warning"] = "error"
    clause: str = ""

    def as_json(self) -> dict[str, str]:
        """Without the clause where there is none."""
        told = {"column": self.column, "message": self.message, "severity": self.severity}
        return told | ({"clause": self.clause} if self.clause else {})


@dataclass(slots=True)
class Line:
    """A filled line: its number in the sheet, its values by field (days as ISO), and what is wrong with it."""

    sheet: Sheet
    number: int
    values: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether it stays out."""
        return any(problem.severity == "error" for problem in self.problems)

    def get(self, name: str) -> str:
        """The value of the field *name*, "" where the cell is empty or wrong."""
        return self.values.get(name, "")

    def day(self, name: str) -> date | None:
        """The day in the field *name*."""
        return date.fromisoformat(self.values[name]) if self.values.get(name) else None

    def refuse(self, name: str, message: str, *, clause: str = "") -> None:
        """Keep the line out for what stands in the field *name*."""
        self.problems.append(Problem(heading_of(self.sheet, name), message, "error", clause))

    def remark(self, name: str, message: str, *, clause: str = "") -> None:
        """Say something about the field *name* that keeps nothing out."""
        self.problems.append(Problem(heading_of(self.sheet, name), message, "warning", clause))


def parse(
    sheets: Iterable[tuple[str, list[Cells]]], *, vocabulary: Vocabulary, today: date
) -> dict[Sheet, list[Line]]:
    """Return the filled lines of every sheet that is one of ours.

    Raises:
        UnreadableFile: none is, or one lacks a column that every line needs.
    """
    found: dict[Sheet, list[Line]] = {}
    reader = _Reader(vocabulary, today)
    for name, rows in sheets:
        recognised = _recognise(name, rows)
        if recognised is None:
            continue
        sheet, heading, where = recognised
        missing = [c.heading for c in COLUMNS[sheet] if c.required and c.field not in where]
        if missing:
            raise UnreadableFile(
                f"Tờ “{name or sheet}” thiếu cột {', '.join(f'“{one}”' for one in missing)}; "
                "hãy dùng tệp mẫu (directory template) hoặc thêm cột đó."
            )
        lines = reader.lines(sheet, rows[heading + 1 :], where, first=heading + 2)
        found.setdefault(sheet, []).extend(lines)
    if not found:
        expected = "; ".join(
            f"{sheet}: {', '.join(c.heading for c in COLUMNS[sheet] if c.required)}" for sheet in Sheet
        )
        raise UnreadableFile(
            f"Không nhận ra tờ nào theo tên cột. Cần các cột ({expected}); hãy dùng tệp mẫu (directory template)."
        )
    return found


def _recognise(name: str, rows: list[Cells]) -> tuple[Sheet, int, dict[str, int]] | None:
    """The sheet, the place of its headings, and where its fields stand."""
    named = next((sheet for sheet in Sheet if key_of(name) == key_of(sheet)), None)
    for place, row in enumerate(rows[:HEADINGS_WITHIN]):
        headings = [str(cell) for cell in row]
        for sheet, marks in MARKS:
            where = places(sheet, headings)
            if marks <= where.keys() or (sheet is named and len(where) > 1):
                return sheet, place, where
    return None


def _filled(cell: str | int) -> bool:
    return isinstance(cell, int) or bool(cell.strip())


@dataclass(frozen=True, slots=True)
class _Reader:
    vocabulary: Vocabulary
    today: date

    def lines(
        self, sheet: Sheet, rows: list[Cells], where: Mapping[str, int], *, first: int
    ) -> Iterator[Line]:
        """Read the filled *rows*, the uppermost of which has the number *first*."""
        columns = [(column, where[column.field]) for column in COLUMNS[sheet] if column.field in where]
        for number, row in enumerate(rows, first):
            given = {column.field: row[at] for column, at in columns if at < len(row) and _filled(row[at])}
            if not given:
                continue
            line = Line(sheet, number, {})
            for column, _ in columns:
                if column.field in given:
                    self._cell(line, column, given[column.field])
                elif column.required:
                    line.refuse(column.field, f"Thiếu “{column.heading}”.")
            yield line

    def _cell(self, line: Line, column: Column, given: str | int) -> None:
        name = column.field
        if column.choices is not None:
            _choose(line, name, normalise(str(given)), self.vocabulary[column.choices])
            return
        read = self._read(name, given)
        longest = LENGTHS.get(name)
        if read.wrong:
            line.refuse(name, read.wrong)
        elif longest and len(read.value) > longest:
            line.refuse(name, f"Dài hơn {longest} ký tự; hãy rút gọn.")
        else:
            line.values[name] = read.value
            if read.remark:
                line.remark(name, read.remark)

    def _read(self, name: str, given: str | int) -> particulars.Read:
        if name == "birth_date":
            return particulars.birth_date(given, today=self.today)
        if name in CHECKS:
            return CHECKS[name](given)
        return particulars.Read(normalise(str(given)))


def _choose(line: Line, name: str, given: str, words: Words) -> None:
    found = words.values.get(fold(given))
    if found is not None:
        line.values[name] = found
    elif words.closed:
        known = ", ".join(f"“{one}”" for one in words.labels)
        line.refuse(name, f"“{given}” không có trong danh sách; có: {known}.")
    else:
        # Whether another value is allowed is not the spelling's to say: see planning.
        line.values[name] = given
