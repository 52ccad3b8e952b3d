"""What does a Word 97-2003 .doc say?

MS-DOC: the text lies in pieces, cells end with a mark (07), and so do rows; which mark ends a row, and how
wide its cells are, stands in the properties of the paragraph that the mark belongs to. Rows have no common
columns: two cells are above each other when their edges are.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from congthu.hostile import UnreadableFile
from congthu.requests.intake.compound import DamagedCompound, streams_of
from congthu.requests.intake.container import DAMAGED, LOCKED
from congthu.requests.intake.document import (
    MAX_TEXT,
    RESAVE,
    Cell,
    Document,
    Grid,
    GridBuilder,
)

WORD97: Final = 0xC1
ENCRYPTED: Final = 0x0100
SECOND_TABLE_STREAM: Final = 0x0200
EIGHT_BIT: Final = 0x40000000

# Indices of (offset, length) pairs in the file information block.
PARAGRAPH_PAGES, PIECES = 13, 33
PAIRS_AT: Final = 154
TEXT_LENGTH_AT: Final = 0x4C
PAGE: Final = 512

IN_TABLE, ROW_END, NESTING, TABLE_CELLS, ELSEWHERE = 0x2416, 0x2417, 0x6649, 0xD608, 0x6646
OPERAND_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
VARIABLE: Final = 6

MERGED_ACROSS, MERGED_DOWN, BEGINS_DOWN = 0x0003, 0x0020, 0x0040
# Edges that are meant to be the same differ by rounding; a twip is 1/20 point.
SAME_EDGE: Final = 40

CELL_MARK: Final = "\x07"
MARKS: Final = frozenset("\r\x07\x0c")
PRINTED: Final = str.maketrans(
    {"\x0b": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "} | dict.fromkeys("\1\2\3\4\5\b")
)


@dataclass(frozen=True, slots=True)
class _Properties:
    in_table: bool = False
    row_end: bool = False
    nesting: int = 1
    edges: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()


@dataclass(slots=True)
class _Row:
    texts: list[str]
    edges: tuple[int, ...]
    flags: tuple[int, ...]


@dataclass(slots=True)
class _Table:
    rows: list[_Row] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_doc(content: bytes) -> Document:
    """Read the main text of a .doc."""
    try:
        return Document(tuple(_blocks(streams_of(content))))
    except (DamagedCompound, struct.error, IndexError, KeyError, UnicodeDecodeError) as broken:
        raise UnreadableFile(DAMAGED) from broken


def _blocks(streams: Mapping[str, bytes]) -> Iterator[str | Grid]:
    main = streams["WordDocument"]
    version, flags = struct.unpack_from("<2xH6xH", main)
    if version < WORD97:
        raise UnreadableFile(f"Tệp là của một phiên bản Word quá cũ; {RESAVE}")
    if flags & ENCRYPTED:
        raise UnreadableFile(LOCKED)
    tables = streams["1Table" if flags & SECOND_TABLE_STREAM else "0Table"]
    properties = _PropertyLookup(main, tables, streams.get("Data", b""))
    table = _Table()
    for text, mark, offset in _paragraphs(main, tables):
        known = properties.at(offset)
        if not known.in_table:
            if table.rows:
                yield _grid(table.rows)
                table = _Table()
            yield text
        elif known.row_end and mark == CELL_MARK:
            table.rows.append(_Row(table.cells, known.edges, known.flags))
            table.cells = []
        elif mark == CELL_MARK and known.nesting <= 1:
            table.cells.append("\n".join([*table.lines, text])[:MAX_TEXT])
            table.lines = []
        else:
            table.lines.append(text)
    if table.rows:
        yield _grid(table.rows)


def _pair(main: bytes, index: int) -> tuple[int, int]:
    offset, length = struct.unpack_from("<II", main, PAIRS_AT + 8 * index)
    return offset, length


def _paragraphs(main: bytes, tables: bytes) -> Iterator[tuple[str, str, int]]:
    """Text, mark, and offset of the mark in the stream, of each paragraph of the main text."""
    (remaining,) = struct.unpack_from("<I", main, TEXT_LENGTH_AT)
    collected: list[str] = []
    for text, offset, width in _pieces(main, tables):
        for position, letter in enumerate(text[:remaining]):
            if letter in MARKS:
                yield (
                    _without_field_codes("".join(collected)).translate(PRINTED),
                    letter,
                    offset + position * width,
                )
                collected = []
            else:
                collected.append(letter)
        remaining -= min(remaining, len(text))
    if collected:
        yield _without_field_codes("".join(collected)).translate(PRINTED), "\r", 0


def _pieces(main: bytes, tables: bytes) -> Iterator[tuple[str, int, int]]:
    """Each piece of text, its offset in the stream, and how many bytes a letter takes there."""
    offset, length = _pair(main, PIECES)
    clx = tables[offset : offset + length]
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    (size,) = struct.unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for number, (first, end) in enumerate(pairwise(starts)):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
        letters = min(max(0, end - first), len(main))
        if place & EIGHT_BIT:
            place = (place & ~EIGHT_BIT) // 2
            yield main[place : place + letters].decode("cp1252", "replace"), place, 1
        else:
            # A letter outside the basic plane would shift the count; none is used in Vietnamese.
            raw = main[place : place + 2 * letters]
            yield "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2]))), place, 2


def _without_field_codes(text: str) -> str:
    """Keep what fields (links, dates) show, drop their instructions: 13 instruction 14 shown 15."""
    shown: list[str] = []
    hidden: list[bool] = []
    for letter in text:
        if letter == "\x13":
            hidden.append(True)
        elif letter == "\x14" and hidden:
            hidden[-1] = False
        elif letter == "\x15" and hidden:
            hidden.pop()
        elif not any(hidden):
            shown.append(letter)
    return "".join(shown)


class _PropertyLookup:
    """Properties of the paragraph to which a place in the stream belongs."""

    def __init__(self, main: bytes, tables: bytes, data: bytes) -> None:
        self._data = data
        self._starts: list[int] = []
        self._packed: list[bytes] = []
        offset, length = _pair(main, PARAGRAPH_PAGES)
        count = (length - 4) // 8
        for number in struct.unpack_from(f"<{count}I", tables, offset + 4 * (count + 1)):
            self._read_page(main[(number & 0x3FFFFF) * PAGE :][:PAGE])

    def _read_page(self, page: bytes) -> None:
        runs = page[PAGE - 1]
        starts = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            at = 2 * page[4 * (runs + 1) + 13 * run]
            packed = b""
            if at:
                words = page[at]
                first, size = (at + 2, 2 * page[at + 1]) if words == 0 else (at + 1, 2 * words - 1)
                # The first two bytes name the style.
                packed = page[first + 2 : first + size]
            self._starts.append(starts[run])
            self._packed.append(packed)

    def at(self, offset: int) -> _Properties:
        found = bisect_right(self._starts, offset) - 1
        return self._unpack(self._packed[found], _Properties()) if found >= 0 else _Properties()

    def _unpack(self, packed: bytes, known: _Properties, *, inner: bool = False) -> _Properties:
        for code, operand in _modifiers(packed):
            if code == IN_TABLE:
                known = replace(known, in_table=bool(operand[0]))
            elif code == ROW_END:
                known = replace(known, row_end=bool(operand[0]))
            elif code == NESTING:
                known = replace(known, nesting=struct.unpack("<i", operand)[0])
            elif code == TABLE_CELLS:
                count = operand[0]
                edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
                described = operand[1 + 2 * (count + 1) :]
                flags = tuple(
                    struct.unpack_from("<H", described, 20 * cell)[0]
                    if len(described) >= 20 * cell + 2
                    else 0
                    for cell in range(count)
                )
                known = replace(known, edges=edges, flags=flags)
            elif code == ELSEWHERE and not inner:
                # A property list too long for its page lies in the data stream.
                (place,) = struct.unpack("<I", operand)
                (size,) = struct.unpack_from("<H", self._data, place)
                known = self._unpack(self._data[place + 2 : place + 2 + size], known, inner=True)
        return known


def _modifiers(packed: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 < len(packed):
        (code,) = struct.unpack_from("<H", packed, at)
        at += 2
        kind = code >> 13
        if code == TABLE_CELLS:
            size = struct.unpack_from("<H", packed, at)[0] - 1
            at += 2
        elif kind == VARIABLE:
            size = packed[at]
            at += 1
        else:
            size = OPERAND_SIZES[kind]
        yield code, packed[at : at + size]
        at += size


def _grid(rows: list[_Row]) -> Grid:
    columns = _columns(rows)
    builder = GridBuilder()
    cells: list[Cell] = []
    # Column to the index, in cells, of the cell that is being merged downwards there.
    open_merges: dict[int, int] = {}
    for number, row in enumerate(rows):
        across: int | None = None
        for place, text in enumerate(row.texts):
            left, right = _span(row, place, columns)
            flags = row.flags[place] if place < len(row.flags) else 0
            if flags & MERGED_ACROSS == 1 and across is not None:
                cells[across] = replace(cells[across], colspan=right - cells[across].column)
                continue
            begun = open_merges.get(left)
            if flags & MERGED_DOWN and not flags & BEGINS_DOWN and begun is not None:
                cells[begun] = replace(cells[begun], rowspan=number - cells[begun].row + 1)
                continue
            open_merges.pop(left, None)
            if flags & BEGINS_DOWN:
                open_merges[left] = len(cells)
            across = len(cells)
            cells.append(Cell(text, number, left, 1, max(1, right - left)))
    for cell in cells:
        builder.add(cell)
    return builder.grid()


def _columns(rows: list[_Row]) -> list[int]:
    """The edges of all rows, those that are nearly the same once."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not edges or edge - edges[-1] > SAME_EDGE:
            edges.append(edge)
    return edges


def _span(row: _Row, place: int, columns: list[int]) -> tuple[int, int]:
    if place + 1 >= len(row.edges):
        return place, place + 1
    left, right = (bisect_right(columns, edge) - 1 for edge in row.edges[place : place + 2])
    return left, right
