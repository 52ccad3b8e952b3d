"""Which form of the regulation is this, and where in the file are its tables?

The columns decide: titles are copied wrongly (one regulation prints the same form number twice), headings
hardly ever are, because the person filling the form looks at them. Title and the sentence above a table only
break ties.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from congthu.regulations.forms import Column, Form, FormBook, Table
from congthu.requests.intake.document import Document, Grid
from congthu.requests.intake.labels import LONGEST_LABEL, is_serial, likeness, plain
from congthu.vietnamese.names import fold

ENOUGH: Final = 0.5
CAPTION_BONUS: Final = 0.2
TITLE_BONUS: Final = 0.1
HEADING_HEIGHTS: Final = (1, 2)
LINES_IN_CAPTION: Final = 3
NUMBER: Final = re.compile(r"\s*(?:\d{1,5}[.)]?|[.…]*)\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a grid: the labels of each column, most specific first."""

    top: int
    height: int
    labels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The rows below one heading. *first* and *end* are row numbers of *grid*, *columns* by column of the
    file.
    """

    grid: Grid
    first: int
    end: int
    table: Table
    columns: Mapping[int, Column]
    serial: int | None


@dataclass(slots=True)
class Recognised:
    """The form, its sections, and every line of text outside them; *opening* holds those above the first
    section.
    """

    form: Form
    sections: list[Section]
    opening: list[str]
    closing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    grid: Grid
    heading: Heading
    end: int
    caption: str


def recognise(document: Document, book: FormBook) -> Recognised | None:
    """Find the form of *book* that *document* fills in; None if its tables are no form's."""
    known = frozenset(
        plain(label)
        for form in book.everything
        for table in form.tables
        for column in table.columns
        for label in column.labels
    )
    opening: list[str] = []
    closing: list[str] = []
    found: list[_Found] = []
    for block in document.blocks:
        lines = closing if found else opening
        if isinstance(block, str):
            lines.extend(block.split("\n"))
            continue
        headings = list(_headings(block, known))
        if not headings and found and _goes_on(block, found[-1]):
            found.append(
                _Found(block, replace(found[-1].heading, top=0, height=0), len(block.rows), found[-1].caption)
            )
            continue
        lines.extend(grid_lines(block, 0, headings[0].top if headings else len(block.rows)))
        ends = [heading.top for heading in headings[1:]] + [len(block.rows)]
        for heading, end in zip(headings, ends, strict=False):
            found.append(_Found(block, heading, end, _caption(closing or opening)))
            closing.extend(grid_lines(block, heading.top + heading.height, end))
    form = _best_form(found, book, fold(" ".join(opening)))
    if form is None:
        return None
    sections = []
    for one in found:
        table, columns, score = max((_match(one, table) for table in form.tables), key=lambda match: match[2])
        if score >= ENOUGH:
            serial = next((at for at, labels in enumerate(one.heading.labels) if is_serial(labels[0])), None)
            first = one.heading.top + one.heading.height
            sections.append(Section(one.grid, first, one.end, table, columns, serial))
    return Recognised(form, sections, opening, closing)


def _goes_on(grid: Grid, before: _Found) -> bool:
    """Say whether *grid* is the rest of a list that a page break or an empty paragraph cut into two tables."""
    serial = next((at for at, labels in enumerate(before.heading.labels) if is_serial(labels[0])), None)
    if serial is None or not grid.rows or len(grid.rows[0]) != len(before.grid.rows[0]):
        return False
    return all(cell is None or NUMBER.fullmatch(cell.text) for cell in (row[serial] for row in grid.rows))


def _caption(lines: Sequence[str]) -> str:
    recent = [line for line in lines if line.strip()][-LINES_IN_CAPTION:]
    return fold(" ".join(recent))


def grid_lines(grid: Grid, first: int, end: int) -> Iterator[str]:
    """The text of the rows from *first* to before *end*, cell by cell; a label ending in a colon keeps its
    neighbour.
    """
    for row in range(first, end):
        texts = [cell.text for cell in grid.own(row) if cell.row == row and cell.text.strip()]
        for text, following in pairwise([*texts, ""]):
            yield from (f"{text} {following}" if text.rstrip().endswith(":") else text).split("\n")


def _headings(grid: Grid, known: frozenset[str]) -> Iterator[Heading]:
    row = 0
    while row < len(grid.rows):
        heading = _heading(grid, row, known)
        if heading is not None:
            yield heading
        row += heading.height if heading is not None else 1


def _heading(grid: Grid, row: int, known: frozenset[str]) -> Heading | None:
    """The heading that begins in *row*, if its cells look like labels; of two heights the one with more known
    labels.
    """
    texts = [
        cell.text for cell in grid.own(row) if cell.row == row and 0 < len(cell.text.strip()) <= LONGEST_LABEL
    ]
    if sum(is_serial(text) or plain(text) in known for text in texts) < 2:  # noqa: PLR2004  one could be chance
        return None
    candidates = [
        Heading(row, height, _labels(grid, row, height))
        for height in HEADING_HEIGHTS
        if row + height <= len(grid.rows)
    ]
    return max(
        candidates, key=lambda heading: sum(any(label in known for label in one) for one in heading.labels)
    )


def _labels(grid: Grid, row: int, height: int) -> tuple[tuple[str, ...], ...]:
    labels: list[tuple[str, ...]] = []
    for column in range(len(grid.rows[row])):
        upper, lower = grid.rows[row][column], grid.rows[row + height - 1][column]
        above, below = (
            cell.text if cell is not None and len(cell.text) <= LONGEST_LABEL else ""
            for cell in (upper, lower)
        )
        if upper is lower or not below.strip():
            labels.append((plain(above),))
        else:
            labels.append((plain(below), plain(f"{above} {below}")))
    return tuple(labels)


def _match(found: _Found, table: Table) -> tuple[Table, dict[int, Column], float]:
    """Pair the columns of the file with those of *table*; the score says how much of both sides is paired."""
    pairs = sorted(
        (
            (-_alike(labels, column), at, number)
            for at, labels in enumerate(found.heading.labels)
            for number, column in enumerate(table.columns)
            if _alike(labels, column)
        ),
    )
    columns: dict[int, Column] = {}
    used: set[int] = set()
    for _, at, number in pairs:
        if at not in columns and number not in used:
            columns[at] = table.columns[number]
            used.add(number)
    printed = {number for number, column in enumerate(table.columns) if column.printed}
    labelled = sum(bool(labels[0]) and not is_serial(labels[0]) for labels in found.heading.labels)
    score = len(used & printed) / max(1, labelled + len(printed) - len(used))
    if score >= ENOUGH and any(fold(words) in found.caption for words in table.caption):
        score += CAPTION_BONUS
    return table, columns, score


def _alike(labels: Iterable[str], column: Column) -> float:
    return max(likeness(label, plain(wanted)) for label in labels for wanted in column.labels)


def _best_form(found: Sequence[_Found], book: FormBook, title: str) -> Form | None:
    def score(form: Form) -> float:
        if form in book.letters and not any(fold(words) in title for words in form.words):
            return 0
        tables = sum(
            best for one in found if (best := max(_match(one, table)[2] for table in form.tables)) >= ENOUGH
        )
        return tables and tables + TITLE_BONUS * sum(fold(words) in title for words in form.words)

    best = max(book.everything, key=score)
    return best if score(best) else None
