"""How are many rows of one kind read: a page at a time, as cards on a phone?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Column:
    """A column and what kind of values stand in it."""

    label: str
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
class Cell:
    """A value together with what it needs of its column."""

    label: str
    kind: str
    value: object


@dataclass(frozen=True)
class DataTable(Component):
    """*parameters* are those of the page's address: turning a page keeps the filters."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    parameters: Mapping[str, str]
    pages: Pages | None = None

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
