"""What does a .docx file say, once merged cells, links, tracked changes and footnote marks are resolved?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from congthu.hostile import UnreadableFile
from congthu.requests.intake.container import DAMAGED, Archive
from congthu.requests.intake.document import (
    MAX_SLOTS,
    TABLE_TOO_LARGE,
    Cell,
    Document,
    Grid,
    GridBuilder,
    text_of,
)

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX: Final = W + "txbxContent"

# What is deleted or moved away in tracked changes, drawn for older programs a second time, or hidden.
NOT_TEXT: Final = frozenset({W + "del", W + "moveFrom", MC_FALLBACK, W + "rPr", W + "pPr"})

# Ticks and empty boxes that Word inserts as symbols: private-use codes of the Wingdings fonts.
TICKED_SYMBOLS: Final = frozenset({"F0FC", "F0FE", "F0FD", "F078", "F050", "F052", "F054"})

MAX_DEPTH: Final = 12


def read_docx(content: bytes) -> Document:
    """Read the main text of a .docx."""
    body = Archive(content).xml("word/document.xml").find(W + "body")
    if body is None:
        raise UnreadableFile(DAMAGED)
    return Document(tuple(_blocks(body, depth=0)))


def _blocks(parent: etree._Element, *, depth: int) -> Iterator[str | Grid]:
    if depth > MAX_DEPTH:
        raise UnreadableFile(DAMAGED)
    for child in parent:
        if child.tag == W + "p":
            yield from _paragraph(child, depth=depth)
        elif child.tag == W + "tbl":
            yield from _table(child, depth=depth + 1)
        elif child.tag not in NOT_TEXT and isinstance(child.tag, str):
            # Content controls, custom XML, inserted runs: containers without a meaning of their own.
            yield from _blocks(child, depth=depth + 1)


def _paragraph(paragraph: etree._Element, *, depth: int) -> Iterator[str | Grid]:
    yield _text(paragraph)
    for box in paragraph.iter(TEXT_BOX):
        if not any(above.tag in NOT_TEXT for above in box.iterancestors()):
            yield from _blocks(box, depth=depth + 1)


def _text(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    pending = list(reversed(paragraph))
    while pending:
        element = pending.pop()
        if element.tag in NOT_TEXT or element.tag == TEXT_BOX or _is_footnote_mark(element):
            continue
        if element.tag == W + "t":
            pieces.append(element.text or "")
        elif element.tag in {W + "br", W + "cr"}:
            pieces.append("\n")
        elif element.tag == W + "tab":
            pieces.append("\t")
        elif element.tag == W + "noBreakHyphen":
            pieces.append("-")
        elif element.tag == W + "sym":
            pieces.append("x" if (element.get(W + "char") or "").upper() in TICKED_SYMBOLS else " ")
        else:
            pending.extend(reversed(element))
    return "".join(pieces)


def _is_footnote_mark(run: etree._Element) -> bool:
    """Say whether *run* is a raised number, as people type footnote marks by hand."""
    raised = run.find(f"{W}rPr/{W}vertAlign") if run.tag == W + "r" else None
    if raised is None or raised.get(W + "val") != "superscript":
        return False
    mark = "".join(piece.text or "" for piece in run.iter(W + "t")).strip(" ()")
    return mark.isdigit()


def _table(table: etree._Element, *, depth: int) -> Iterator[Grid]:
    """The table, and then those inside its cells: some letters are laid out in one big table."""
    builder = GridBuilder()
    inner: list[Grid] = []
    # Column to the index, in cells, of the cell that is being merged downwards there.
    open_merges: dict[int, int] = {}
    cells: list[Cell] = []
    for row, line in enumerate(_rows(table)):
        if len(cells) > MAX_SLOTS:
            raise UnreadableFile(TABLE_TOO_LARGE)
        column = _number(line.find(f"{W}trPr/{W}gridBefore"))
        for drawn in _cells(line):
            span = max(1, _number(drawn.find(f"{W}tcPr/{W}gridSpan"), default=1))
            merge = drawn.find(f"{W}tcPr/{W}vMerge")
            begun = open_merges.get(column)
            if merge is not None and merge.get(W + "val") != "restart" and begun is not None:
                cells[begun] = replace(cells[begun], rowspan=row - cells[begun].row + 1)
            else:
                open_merges.pop(column, None)
                if merge is not None:
                    open_merges[column] = len(cells)
                cells.append(Cell(_cell_text(drawn, inner, depth=depth), row, column, 1, span))
            column += span
    for cell in cells:
        builder.add(cell)
    yield builder.grid()
    yield from inner


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == W + "tr" and child.find(f"{W}trPr/{W}del") is None:
            yield child
        elif child.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins"}:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in {W + "sdt", W + "sdtContent", W + "customXml"}:
            yield from _cells(child)


def _cell_text(cell: etree._Element, inner: list[Grid], *, depth: int) -> str:
    blocks = list(_blocks(cell, depth=depth))
    inner.extend(block for block in blocks if isinstance(block, Grid))
    return text_of(blocks)


def _number(element: etree._Element | None, *, default: int = 0) -> int:
    value = element.get(W + "val") if element is not None else None
    return min(int(value), 1_000) if value is not None and value.isascii() and value.isdigit() else default
