"""What is known about one value of the law, besides the value?"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    model_validator,
)

from congthu.regulations.clauses import Clause

T = TypeVar("T")
K = TypeVar("K", bound=StrEnum)


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


Gist = Annotated[str, Field(min_length=1, description="Nội dung, một dòng, bằng lời của chúng tôi")]


PLAIN: Mapping[type, str] = {int: "một số nguyên", bool: "true hoặc false"}
"""What pydantic would also take from a string."""


class Valued(Frozen, Generic[T]):
    """Something with a value; a number is written as one, and so is yes or no."""

    value: T = Field(description="Giá trị")

    @model_validator(mode="wrap")
    @classmethod
    def _as_written(cls, given: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        made = read(given)
        written = given.get("value") if isinstance(given, dict) else None
        kind = type(made.value)
        if kind in PLAIN and written is not None and type(written) is not kind:
            shown = f'"{written}"' if isinstance(written, str) else written
            raise ValueError(f"«value» phải là {PLAIN[kind]}, không phải {shown}")
        return made


class Ruled(Valued[T], Generic[T]):
    """A value together with where it comes from."""

    clause: Clause | None = Field(
        None, description="Điều khoản quy định giá trị; trống khi là mặc định hay quyết định"
    )
    also: tuple[Clause, ...] = Field((), description="Các điều khoản khác quy định cùng giá trị")
    bound: Bound | None = Field(
        None,
        description="Chiều mà đơn vị vận hành được phép thay đổi: minimum chỉ tăng, maximum chỉ giảm, exact không đổi",
    )
    gist: Gist
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


class Special(Valued[T | None], Generic[T]):
    """What holds for one class instead of the general value; the same value said elsewhere has a clause only."""

    value: T | None = Field(None, description="Giá trị riêng; bỏ trống khi chỉ khác điều khoản")
    clause: Clause | None = Field(None, description="Điều khoản, khi khác với điều khoản của giá trị chung")
    gist: str = Field("", description="Nội dung, một dòng, khi cần nói riêng")
    reading: Readings = Field((), description=READING)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.clause is None:
            raise ValueError("thiếu «value»; hãy thêm, hoặc ghi «clause» nếu chỉ khác điều khoản")
        return self


class Varied(Ruled[T], Generic[T, K]):
    """A value that may be another for some classes: of accounts, of ranks, of requests.

    ``min_length = { value = 8, clause = "Đ4.1", gist = "…", by.administrator = { value = 10 } }``
    """

    by: Mapping[K, Special[T]] = Field({}, description="Giá trị riêng của từng loại, ví dụ by.administrator")

    def at(self, *classes: K | None) -> Ruled[T]:
        """What holds for somebody of these classes: the first that has a value of its own, else the general one."""
        for one in classes:
            if one is not None and (special := self.by.get(one)):
                return self.model_copy(
                    update={
                        "value": self.value if special.value is None else special.value,
                        "clause": special.clause or self.clause,
                        "gist": special.gist or self.gist,
                        "reading": special.reading or self.reading,
                        "also": (),
                        "by": {},
                    }
                )
        return self

    def clauses(self) -> Iterator[Clause]:
        """Every clause that says so, for anybody."""
        yield from super().clauses()
        yield from (special.clause for special in self.by.values() if special.clause)

    def every(self) -> Iterator[tuple[K | None, T]]:
        """The general value, then that of each class which has its own."""
        yield None, self.value
        yield from self.own().items()

    def own(self) -> dict[K, T]:
        """The values that classes have of their own."""
        return {one: special.value for one, special in self.by.items() if special.value is not None}


class Partly(Varied[T | None, K], Generic[T, K]):
    """A value that some classes have and others may not: whom nothing is set for is held to nothing."""

    value: T | None = Field(
        None, description="Giá trị chung; bỏ trống khi chỉ có giá trị riêng của từng loại"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and len(self.own()) < max(len(self.by), 1):
            raise ValueError("thiếu «value»; hãy thêm, hoặc đặt giá trị riêng ở «by»")
        return self


def value_told(value: object) -> str:
    """A value as people write it, within a line."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "in_words"):
        return str(value.in_words())
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key}: {value_told(one)}" if hasattr(one, "in_words") else str(key)
            for key, one in value.items()
        )
    if isinstance(value, tuple | frozenset):
        return ", ".join(
            sorted(value_told(one) for one in value)
            if isinstance(value, frozenset)
            else map(value_told, value)
        )
    return str(value)
