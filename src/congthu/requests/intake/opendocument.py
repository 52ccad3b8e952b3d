"""What does an .odt or .ods file say, once repeated rows and covered cells are resolved?"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from congthu.hostile import UnreadableFile
from congthu.requests.intake.container import DAMAGED, LOCKED, Archive
from congthu.requests.intake.document import Cell, Document, Grid, GridBuilder, text_of

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MANIFEST: Final = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"

NOT_TEXT: Final = frozenset(
    {
        TEXT + "note",
        TEXT + "tracked-changes",
        OFFICE + "annotation",
        OFFICE + "forms",
        TEXT + "sequence-decls",
    }
)
PARAGRAPHS: Final = frozenset({TEXT + "p", TEXT + "h"})
ROW_GROUPS: Final = frozenset({TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"})

# Spreadsheets pad a sheet with one repeated empty row; a filled row repeated more often than this is no list
# of people.
MAX_REPEATS: Final = 1_000
MAX_SPACES: Final = 200
MAX_DEPTH: Final = 12


def read_opendocument(content: bytes) -> Document:
    """Read the text of an .odt, or every sheet of an .ods."""
    archive = Archive(content)
    if archive.xml("META-INF/manifest.xml").find(f".//{MANIFEST}encryption-data") is not None:
        raise UnreadableFile(LOCKED)
    body = archive.xml("content.xml").find(OFFICE + "body")
    if body is None:
        raise UnreadableFile(DAMAGED)
    return Document(tuple(_blocks(body, depth=0)))


def _blocks(parent: etree._Element, *, depth: int) -> Iterator[str | Grid]:
    if depth > MAX_DEPTH:
        raise UnreadableFile(DAMAGED)
    for child in parent:
        if child.tag in PARAGRAPHS:
            yield _text(child)
        elif child.tag == TABLE + "table":
            yield from _table(child, depth=depth + 1)
        elif child.tag not in NOT_TEXT and isinstance(child.tag, str):
            yield from _blocks(child, depth=depth + 1)


def _text(paragraph: etree._Element) -> str:
    pieces = [paragraph.text or ""]
    # Each entry: an element whose content is due, or the text that follows one already read.
    pending: list[etree._Element | str] = list(_with_tails(paragraph))
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif item.tag == TEXT + "line-break":
            pieces.append("\n")
        elif item.tag == TEXT + "tab":
            pieces.append("\t")
        elif item.tag == TEXT + "s":
            pieces.append(" " * min(_number(item, TEXT + "c"), MAX_SPACES))
        elif item.tag not in NOT_TEXT and isinstance(item.tag, str):
            pieces.append(item.text or "")
            pending.extend(_with_tails(item))
    return "".join(pieces)


def _with_tails(element: etree._Element) -> list[etree._Element | str]:
    """The children and the texts after them, last one first."""
    items: list[etree._Element | str] = []
    for child in reversed(element):
        items += [child.tail or "", child]
    return items


def _table(table: etree._Element, *, depth: int) -> Iterator[Grid]:
    """The table, and then those inside its cells: some letters are laid out in one big table."""
    builder = GridBuilder()
    inner: list[Grid] = []
    row = 0
    for line in _rows(table):
        repeats = _number(line, TABLE + "number-rows-repeated")
        cells = list(_cells(line, inner, depth=depth))
        filled = any(text.strip() for _, text, *_ in cells)
        for _ in range(min(repeats, MAX_REPEATS) if filled else 0):
            for column, text, rowspan, colspan, number in cells:
                builder.add(Cell(text, row, column, rowspan, colspan, number))
            row += 1
        row += 0 if filled else repeats
    yield builder.grid()
    yield from inner


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in ROW_GROUPS:
            yield from _rows(child)


def _cells(
    row: etree._Element, inner: list[Grid], *, depth: int
) -> Iterator[tuple[int, str, int, int, bool]]:
    """Column, text, rows and columns spanned, and whether a number is stored, of each cell that says
    something.
    """
    column = 0
    for cell in row:
        repeats = _number(cell, TABLE + "number-columns-repeated")
        if cell.tag == TABLE + "table-cell":
            text = _cell_text(cell, inner, depth=depth)
            if text.strip():
                rowspan = _number(cell, TABLE + "number-rows-spanned")
                colspan = _number(cell, TABLE + "number-columns-spanned")
                number = cell.get(OFFICE + "value-type") == "float"
                for repeat in range(min(repeats, MAX_REPEATS)):
                    yield column + repeat, text, rowspan, colspan, number
        column += repeats


def _cell_text(cell: etree._Element, inner: list[Grid], *, depth: int) -> str:
    blocks = list(_blocks(cell, depth=depth))
    inner.extend(block for block in blocks if isinstance(block, Grid))
    return text_of(blocks)


def _number(element: etree._Element, attribute: str) -> int:
    value = element.get(attribute)
    return (
        max(1, min(int(value), 2_000_000)) if value is not None and value.isascii() and value.isdigit() else 1
    )
