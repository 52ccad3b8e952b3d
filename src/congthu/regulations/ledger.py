"""What does every clause of a regulation ask of a system?

``clauses.toml`` holds one line a clause: what kind of demand it is, which part of the system carries it, or why only
people can. Whether it is carried out today is computed from its proof (`congthu.regulations.proofs`), never written.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from congthu.regulations.clauses import Clause
from congthu.regulations.values import Frozen, Gist


class Kind(StrEnum):
    """What a clause asks of a system."""

    ENFORCED = "SE"
    ASSISTED = "SA"
    DETECTED = "DR"
    ORGANISATIONAL = "ORG"


class Part(StrEnum):
    """The part of the system that carries a clause, or will."""

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
    by: Part | None = Field(None, description="Phần của hệ thống đảm nhận; trống: chỉ con người làm được")
    reason: str = Field("", description="Vì sao chỉ con người làm được, khi không có by")
    gist: Gist

    @model_validator(mode="after")
    def _by_someone(self) -> Self:
        if (self.by is None) != bool(self.reason.strip()):
            raise ValueError(
                "ghi «by» (phần đảm nhận) hoặc «reason» (vì sao chỉ con người), đúng một trong hai"
            )
        if self.kind is Kind.ORGANISATIONAL and self.by is not None:
            raise ValueError("class «ORG» là việc của con người: bỏ «by», ghi «reason»")
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
