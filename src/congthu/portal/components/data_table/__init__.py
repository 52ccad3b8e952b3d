"""How are many rows of one kind read: sorted by a column, a page at a time, as cards on a phone?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Column:
    """*key* is the value of ``sort`` in the page's address; empty where one cannot sort by the column."""

    label: str
    key: str = ""
    kind: Literal["text", "number", "short"] = "text"


@dataclass(frozen=True)
class Row:
    """One value or component for each column; *refused* marks a row that needs attention."""

    cells: tuple[object, ...]
    refused: bool = False


@dataclass(frozen=True)
class Pages:
    """Where in a long list one is, in *words*; *back* and *on* are the parameters that lead to the next stretch."""

    words: str
    back: Mapping[str, str] | None = None
    back_label: str = "Trang trước"
    on: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Heading:
    """A column as the template prints it."""

    label: str
    kind: str
    href: str
    sorted: Literal["", "ascending", "descending"]


@dataclass(frozen=True)
class Cell:
    """A value together with what it needs of its column."""

    label: str
    kind: str
    value: object


@dataclass(frozen=True)
class DataTable(Component):
    """*parameters* are those of the page's address: sorting and turning a page keep the filters."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    parameters: Mapping[str, str]
    pages: Pages | None = None
    sort: str = ""

    @property
    def headings(self) -> list[Heading]:
        """The columns with the address that sorts by each."""
        return [self._heading(column) for column in self.columns]

    @property
    def lines(self) -> list[tuple[bool, list[Cell]]]:
        """The rows, each as whether it needs attention and its cells."""
        return [
            (
                row.refused,
                [Cell(c.label, c.kind, value) for c, value in zip(self.columns, row.cells, strict=True)],
            )
            for row in self.rows
        ]

    @property
    def previous(self) -> str:
        """The address of the page before, "" on the first."""
        return self._with(self.pages.back) if self.pages and self.pages.back is not None else ""

    @property
    def next(self) -> str:
        """The address of the page after, "" on the last."""
        return self._with(self.pages.on) if self.pages and self.pages.on is not None else ""

    def _with(self, changes: Mapping[str, str]) -> str:
        return "?" + urlencode({**self.parameters, **changes})

    def _heading(self, column: Column) -> Heading:
        order: Literal["", "ascending", "descending"] = ""
        if column.key and self.sort.removeprefix("-") == column.key:
            order = "descending" if self.sort.startswith("-") else "ascending"
        wanted = f"-{column.key}" if order == "ascending" else column.key
        others = {name: value for name, value in self.parameters.items() if name not in ("sort", "page")}
        href = "?" + urlencode({**others, "sort": wanted}) if column.key else ""
        return Heading(column.label, column.kind, href, order)
