"""What becomes of every clause of a regulation?

``clauses.toml`` holds one line a clause: what kind of demand it is, and whether the system carries it out today, will,
or leaves it to people.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from congthu.regulations.clauses import Clause
from congthu.regulations.values import Frozen


class Kind(StrEnum):
    """What a clause asks of a system."""

    ENFORCED = "SE"
    ASSISTED = "SA"
    DETECTED = "DR"
    ORGANISATIONAL = "ORG"


class Status(StrEnum):
    """What the system does about it today."""

    ENFORCED = "enforced"
    ASSISTED = "assisted"
    DETECTED = "detected"
    PLANNED = "planned"
    PEOPLE = "people"


class Part(StrEnum):
    """The part of the system that will carry a planned clause."""

    API = "api"
    DIRECTORY = "directory"
    ENGINES = "engines"
    IDENTITY = "identity"
    MAILBOXES = "mailboxes"
    MAILFLOW = "mailflow"
    OPERATIONS = "operations"
    OVERSIGHT = "oversight"
    PORTAL = "portal"
    REQUESTS = "requests"


class Entry(Frozen):
    """One clause."""

    kind: Kind = Field(
        alias="class",
        description="SE hệ thống buộc thực hiện, SA hỗ trợ, DR phát hiện và báo cáo, ORG việc của con người",
    )
    status: Status = Field(description="Hệ thống hôm nay làm gì với điều khoản này")
    by: Part | None = Field(None, description="Phần sẽ đảm nhận, khi status là planned")
    gist: str = Field(description="Nội dung, một dòng, bằng lời của chúng tôi")

    @model_validator(mode="after")
    def _planned_by_someone(self) -> Self:
        if (self.status is Status.PLANNED) != (self.by is not None):
            raise ValueError("«by» đi cùng status «planned», và chỉ khi đó; hãy thêm hoặc bỏ")
        if (self.kind is Kind.ORGANISATIONAL) != (self.status is Status.PEOPLE):
            raise ValueError("class «ORG» đi cùng status «people», và chỉ khi đó; hãy sửa một trong hai")
        return self


class Ledger(Frozen):
    """Every clause of one document, in its order."""

    clause: Mapping[Clause, Entry] = Field(description="Mỗi điều khoản một dòng, đúng thứ tự của quy chế")

    def unknown(self, cited: Iterable[Clause]) -> list[Clause]:
        """The cited clauses that stand for no entry: neither it, nor a part of it, nor the whole around it."""
        return sorted(
            {
                one
                for one in cited
                if not any(one.within(entry) or entry.within(one) for entry in self.clause)
            },
            key=str,
        )
