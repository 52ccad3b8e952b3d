"""On which grounds may a mailbox be locked by hand, and what is asked before it opens again?

To which state a ground leads, who is told, and what time does then stands in ``states.toml``: its steps name grounds.
"""

from typing import Self

from pydantic import Field, model_validator

from congthu.regulations.clauses import Clause
from congthu.regulations.terms import DayTerm
from congthu.regulations.values import READING, Frozen, Gist, Readings

LONGEST = 64


class LawReference(Frozen):
    """A place in a law that is not this regulation."""

    law: str = Field(description="Tên, số của văn bản, ví dụ Luật Giao dịch điện tử 2023")
    place: str = Field(description="Điều, khoản, viết như người đọc viết: Điều 6")

    @model_validator(mode="after")
    def _short_enough_to_be_kept(self) -> Self:
        if len(self.in_words()) > LONGEST:
            raise ValueError(f"«{self.in_words()}» dài quá {LONGEST} ký tự; hãy ghi tên ngắn của văn bản")
        return self

    def in_words(self) -> str:
        return f"{self.place} {self.law}"


class LockGround(Frozen):
    """A reason for which a mailbox may be locked by hand."""

    clause: Clause = Field(description="Điều khoản cho phép khóa")
    gist: Gist
    warning: bool = Field(default=False, description="Phải ghi văn bản cảnh báo, hoặc kèm tệp bằng chứng")
    evidence: bool = Field(default=False, description="Phải kèm tệp bằng chứng")
    on_request: bool = Field(default=False, description="Khóa khi cơ quan đề nghị, không cần lý do khác")
    refers_to: tuple[Clause, ...] = Field((), description="Các hành vi bị cấm mà căn cứ này dẫn chiếu")
    refers_to_law: tuple[LawReference, ...] = Field((), description="Điều của luật khác mà căn cứ dẫn chiếu")
    least: DayTerm | None = Field(None, description="Khóa ít nhất bao lâu mới được khôi phục")
    cleaned_before_restore: bool = Field(
        default=False, description="Chỉ khôi phục khi đã xử lý xong mã độc, lộ lọt"
    )
    reading: Readings = Field((), description=READING)
