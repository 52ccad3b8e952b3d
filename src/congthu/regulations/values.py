"""What is known about one value of the law, besides the value?"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from congthu.regulations.clauses import Clause

T = TypeVar("T")


class Frozen(BaseModel):
    """What is read from a file of the law: unknown keys are mistakes, and nothing changes it afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


READING = "Số của cách hiểu đã chọn khi lời văn chưa rõ, giải thích trong readings.toml; nhiều thì trong [ ]"
Readings = Annotated[
    tuple[Annotated[str, Field(pattern=r"^B-\d{2}[a-z]?$")], ...],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
]
"""The numbers of the readings on which a value rests: one, or several in a list."""


class Bound(StrEnum):
    """In which direction a decision of the operator may move a value."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    EXACT = "exact"


class Source(StrEnum):
    """Who set a value."""

    REGULATION = "regulation"
    OPERATOR = "operator"
    PLATFORM = "platform"


class Ruled(Frozen, Generic[T]):
    """A value together with where it comes from."""

    value: T = Field(description="Giá trị")
    clause: Clause | None = Field(
        None, description="Điều khoản quy định giá trị; trống khi là mặc định hay quyết định"
    )
    also: tuple[Clause, ...] = Field((), description="Các điều khoản khác quy định cùng giá trị")
    bound: Bound | None = Field(
        None,
        description="Chiều mà đơn vị vận hành được phép thay đổi: minimum chỉ tăng, maximum chỉ giảm, exact không đổi",
    )
    gist: str = Field(description="Nội dung, một dòng, bằng lời của chúng tôi")
    reading: Readings = Field((), description=READING)
    source: Source = Field(Source.REGULATION, description="Nguồn; do chương trình ghi, không viết trong tệp")
    decision: str = Field("", description="Quyết định của đơn vị vận hành; do chương trình ghi")

    @property
    def cited(self) -> str:
        """The clause as it stands in a `Refusal`: "" when no clause says so."""
        return str(self.clause) if self.clause else ""

    def clauses(self) -> Iterator[Clause]:
        """Every clause that says so."""
        yield from (self.clause,) if self.clause else ()
        yield from self.also

    def origin(self) -> str:
        """Where the value comes from, in words: "điểm b khoản 2 Điều 8", "mặc định của hệ thống"."""
        match self.source:
            case Source.REGULATION:
                return self.clause.in_words() if self.clause else "quy chế"
            case Source.OPERATOR:
                return f"quyết định {self.decision} của đơn vị vận hành"
            case Source.PLATFORM:
                return "mặc định của hệ thống (quy chế không quy định)"
