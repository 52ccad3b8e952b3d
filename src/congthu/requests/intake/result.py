"""What does reading a request file give?"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from congthu.regulations.asks import Action, Box
from congthu.regulations.fields import RowField

Severity = Literal["error", "warning"]


class Answer(BaseModel):
    """A part of the result: frozen, and nothing but what is promised."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Letter(Answer):
    """Number and date (ISO) of the letter that carries the request."""

    number: str | None = None
    date: str | None = None


class Requester(Answer):
    """Who asks."""

    full_name: str | None = None
    position: str | None = None
    unit: str | None = None
    phone: str | None = None
    email: str | None = None


class Row(Answer):
    """One filled row. *line* counts the filled rows of the whole file from 1.

    *box* is the kind of mailbox that the row names, *when_locked* what it asks for where the mailbox is locked.
    """

    line: int
    kind: str | None = None
    fields: dict[RowField, str]
    requested: tuple[Action, ...] = ()
    box: Box | None = None
    when_locked: Action | None = None

    def as_json(self) -> dict[str, object]:
        """Give the row as promised: only fields that have a value."""
        head: dict[str, object] = {"line": self.line} | ({"kind": self.kind} if self.kind else {})
        head |= {"box": self.box.value} if self.box else {}
        values = {field.value: self.fields[field] for field in RowField if field in self.fields}
        return (
            head | values | ({"requested": [tick.value for tick in self.requested]} if self.requested else {})
        )


class Problem(Answer):
    """Something wrong in a row (or, with *line* None, in the whole file) and what to do about it."""

    line: int | None
    field: str
    message: str
    severity: Severity = "error"


class ImportedRequest(Answer):
    """A request as the file states it; nothing has been looked up or stored."""

    form: str
    kinds: tuple[str, ...]
    agency: str | None
    document: Letter
    requester: Requester
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, object]:
        """Give what ``request import --dry-run --json`` promises, without the proposed addresses."""
        return {
            "form": self.form,
            "kinds": list(self.kinds),
            "agency": self.agency,
            "document": self.document.model_dump(),
            "requester": self.requester.model_dump(exclude_none=True),
            "rows": [row.as_json() for row in self.rows],
            "problems": [problem.model_dump() for problem in self.problems],
        }
