"""What is a request file once its format no longer matters?

All text is NFC: some programs write letters and accents apart. Paragraphs and tables in reading order. A
table is a full grid: a merged cell stands, as the same object, in every place it covers, so that a reader of
rows need not know about spans.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from congthu.hostile import UnreadableFile

MAX_SLOTS = 200_000
MAX_TEXT = 4_000

RESAVE = "hãy mở tệp, lưu lại dưới dạng .docx hoặc .xlsx rồi gửi lại."
TABLE_TOO_LARGE = "Bảng trong tệp quá lớn; hãy xóa dòng thừa hoặc chia danh sách thành nhiều tệp rồi gửi lại."


# Soft hyphens, zero-width and direction marks come with copied text and would hide that two labels are the same.
INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])


def _legible(text: str) -> str:
    return normalize("NFC", text.translate(INVISIBLE))


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell; *text* keeps its line breaks. *number*: stored as a number, so leading zeros are lost."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    number: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _legible(self.text))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every row has the same length, None where the file has no cell."""

    rows: tuple[tuple[Cell | None, ...], ...]

    def own(self, row: int) -> Iterator[Cell]:
        """The cells of *row*, each once, with those merged into it from above."""
        last = None
        for cell in self.rows[row]:
            if cell is not None and cell is not last:
                yield cell
            last = cell


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs (str) and tables in reading order."""

    blocks: tuple[str | Grid, ...]

    def __post_init__(self) -> None:
        blocks = tuple(_legible(block) if isinstance(block, str) else block for block in self.blocks)
        object.__setattr__(self, "blocks", blocks)


def text_of(blocks: Iterable[str | Grid]) -> str:
    """The text of a cell that holds *blocks*, a line to each paragraph and inner cell."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            lines.extend(
                cell.text for row in range(len(block.rows)) for cell in block.own(row) if cell.row == row
            )
        else:
            lines.append(block)
    return "\n".join(lines)[:MAX_TEXT]


class GridBuilder:
    """Lay out the cells of a table, refusing tables that are larger than any request."""

    def __init__(self) -> None:
        self._slots: dict[tuple[int, int], Cell] = {}

    def add(self, cell: Cell) -> None:
        """Put *cell* into every free place that it covers."""
        if len(self._slots) + cell.rowspan * cell.colspan > MAX_SLOTS:
            raise UnreadableFile(TABLE_TOO_LARGE)
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                self._slots.setdefault((row, column), cell)

    def grid(self) -> Grid:
        """The finished table; columns and rows without any text at the end are cut off."""
        filled = [place for place, cell in self._slots.items() if cell.text.strip()]
        height = max((row for row, _ in filled), default=-1) + 1
        width = max((column for _, column in filled), default=-1) + 1
        if height * width > MAX_SLOTS:
            raise UnreadableFile(TABLE_TOO_LARGE)
        return Grid(
            tuple(tuple(self._slots.get((row, column)) for column in range(width)) for row in range(height))
        )
