"""How does a regulation say which address a mailbox gets?

The language of a pattern is that of `congthu.mailboxes.patterns`; here is what stands around it: the order on
collision, the clauses, the boxes and places that the text names outright.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from congthu.regulations.addresses import NO_LOCAL_PART, is_local_part
from congthu.regulations.clauses import Clause
from congthu.regulations.values import READING, Frozen, Gist, Readings, Source
from congthu.regulations.vocabulary import MailboxKind


class WhenMissing(StrEnum):
    """What a naming pattern does when a fact it needs is not known."""

    SKIP = "skip"
    ASK = "ask"


class OnCollision(StrEnum):
    """What follows when an address has been issued before."""

    NEXT = "next"
    REFUSE = "refuse"


class Pattern(Frozen):
    """One way to form a local part; its language is that of `congthu.mailboxes.patterns`."""

    form: str = Field(description="Mẫu địa chỉ, phần trước @")
    clause: Clause | None = Field(None, description="Điều khoản, khi khác với điều khoản của loại hộp thư")
    missing: WhenMissing = Field(
        WhenMissing.SKIP, description="Thiếu dữ kiện: skip bỏ qua mẫu này, ask hỏi lại cơ quan"
    )
    number_from: Annotated[int, Field(ge=0)] = Field(1, description="Số đầu tiên của {n}")
    reading: Readings = Field((), description=READING)


class NamingRule(Frozen):
    """How mailboxes of one kind are named."""

    clause: Clause = Field(description="Điều khoản quy định tên của loại hộp thư này")
    also: tuple[Clause, ...] = Field((), description="Các điều khoản khác nói về loại hộp thư này")
    gist: Gist
    patterns: tuple[Pattern, ...] = Field(
        min_length=1, description="Các mẫu theo thứ tự; mẫu sau dùng khi mẫu trước đã cấp"
    )
    on_collision: OnCollision = Field(
        OnCollision.REFUSE, description="next: thử mẫu kế tiếp; refuse: chuyển đơn vị vận hành quyết định"
    )
    single: Clause | None = Field(
        None, description="Điều khoản cho mỗi tổ chức chỉ một hộp thư loại này; trống khi quy chế không nói"
    )
    proposers: tuple[str, ...] = Field(
        (), description="Cơ quan duy nhất được đề xuất, theo các cách viết tên; trống: mọi cơ quan"
    )
    domain: str = Field(
        "", description="Tên miền của loại hộp thư này, một trong domain.mail; trống: tên miền đầu tiên"
    )
    reading: Readings = Field((), description=READING)
    source: Source = Source.REGULATION

    @property
    def value(self) -> str:
        return " ; ".join(pattern.form for pattern in self.patterns)

    @property
    def cited(self) -> str:
        return str(self.clause)

    def clauses(self) -> Iterator[Clause]:
        """Every clause that says how these mailboxes are named."""
        yield from (self.clause, *self.also, *((self.single,) if self.single else ()))
        yield from (pattern.clause for pattern in self.patterns if pattern.clause)


def _local_part(text: str) -> str:
    if not is_local_part(text):
        raise ValueError(f"«{text}» {NO_LOCAL_PART}")
    return text


LocalPart = Annotated[str, AfterValidator(_local_part)]


class NamedBox(Frozen):
    """A mailbox that the text names outright; nobody else may be called so."""

    name: LocalPart = Field(description="Phần trước @")
    kind: MailboxKind = Field(MailboxKind.SYSTEM, description="Loại hộp thư được mang tên này")
    clause: Clause | None = Field(None, description="Điều khoản, khi khác với điều khoản của tham số")

    def __str__(self) -> str:
        return self.name


def _box(given: Any) -> Any:
    return {"name": given} if isinstance(given, str) else given


NamedBoxes = tuple[Annotated[NamedBox, BeforeValidator(_box)], ...]


class PlaceName(Frozen):
    """A place or body whose code the text itself decrees, against the rule for its kind."""

    name: str = Field(description="Tên như trong văn bản, đúng dấu: Hương Văn và Hương Vân là hai nơi")
    code: LocalPart = Field(description="Mã mà văn bản ấn định, dùng ở mọi mẫu thay cho mã trong danh bạ")
    clause: Clause | None = Field(None, description="Điều khoản, khi khác với điều khoản của tham số")

    def __str__(self) -> str:
        return f"{self.name}: {self.code}"
