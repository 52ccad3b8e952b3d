"""On which grounds may a mailbox be locked by hand, and what follows from each?"""

from pydantic import Field

from congthu.regulations.clauses import Clause
from congthu.regulations.terms import Term
from congthu.regulations.values import READING, Frozen, Readings
from congthu.regulations.vocabulary import Consequence


class LawReference(Frozen):
    """A place in a law that is not this regulation."""

    law: str = Field(description="Tên, số của văn bản, ví dụ Luật Giao dịch điện tử 2023")
    place: str = Field(description="Điều, khoản, viết như người đọc viết: Điều 6")

    def in_words(self) -> str:
        return f"{self.place} {self.law}"


class LockGround(Frozen):
    """A reason for which a mailbox may be locked by hand."""

    clause: Clause = Field(description="Điều khoản cho phép khóa")
    gist: str = Field(description="Nội dung, một dòng")
    evidence: bool = Field(default=False, description="Phải kèm cảnh báo, bằng chứng")
    on_request: bool = Field(default=False, description="Khóa khi cơ quan đề nghị, không cần lý do khác")
    refers_to: tuple[Clause, ...] = Field((), description="Các hành vi bị cấm mà căn cứ này dẫn chiếu")
    refers_to_law: tuple[LawReference, ...] = Field((), description="Điều của luật khác mà căn cứ dẫn chiếu")
    consequences: frozenset[Consequence] = Field(
        frozenset(), description="Việc kèm theo khi khóa bằng căn cứ này, ngoài việc khóa"
    )
    least: Term | None = Field(None, description="Khóa ít nhất bao lâu mới được khôi phục")
    revoked_after: Term | None = Field(
        None, description="Hạn từ khóa đến thu hồi của riêng căn cứ này, khi khác lock.revoked_after"
    )
    cleaned_before_restore: bool = Field(
        default=False, description="Chỉ khôi phục khi đã xử lý xong mã độc, lộ lọt"
    )
    reading: Readings = Field((), description=READING)
