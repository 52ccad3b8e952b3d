"""In which state is this mailbox, request or clause? Words and a sign; the colour only repeats them."""

from dataclasses import dataclass
from typing import Literal

from congthu.portal.components.base import Component

Tone = Literal["plain", "good", "warning", "danger"]

_MAILBOX: dict[str, tuple[str, str, Tone]] = {
    "requested": ("Đã đăng ký", "inbox", "plain"),
    "awaiting_info": ("Chờ bổ sung", "return", "warning"),
    "issued_default": ("Chưa đổi mật khẩu cấp", "key", "warning"),
    "active": ("Đang hoạt động", "check", "good"),
    "password_expired": ("Phải đổi mật khẩu", "key", "warning"),
    "locked": ("Tạm khóa", "lock", "warning"),
    "restored_must_change": ("Đã khôi phục, phải đổi mật khẩu", "unlock", "warning"),
    "transfer_grace": ("Chuyển công tác, còn duy trì", "move", "plain"),
    "revoked_hold": ("Thu hồi, chờ hủy", "clock", "danger"),
    "revoked": ("Đã thu hồi", "stop", "danger"),
    "destroyed": ("Đã hủy", "cross", "plain"),
}

_REQUEST: dict[str, tuple[str, str, Tone]] = {
    "draft": ("Bản nháp", "file", "plain"),
    "received": ("Chờ thủ trưởng xác nhận", "inbox", "plain"),
    "confirmed": ("Đã xác nhận", "sign", "plain"),
    "forwarded": ("Đầu mối đã chuyển", "forward", "plain"),
    "accepted": ("Đã tiếp nhận", "check", "good"),
    "returned": ("Trả lại để bổ sung", "return", "warning"),
    "executed": ("Đã thực hiện", "done", "good"),
    "replied": ("Đã trả lời", "done", "good"),
}

_ROW: dict[str, tuple[str, str, Tone]] = {
    "pending": ("Chờ thực hiện", "clock", "plain"),
    # Not a state of its own: a pending line whose form keeps it from being done.
    "lacking": ("Cần bổ sung", "return", "warning"),
    "done": ("Đã thực hiện", "done", "good"),
    "failed": ("Chưa thực hiện được", "warning", "danger"),
}

_VERDICT: dict[str, tuple[str, str, Tone]] = {
    "new": ("Mới", "plus", "good"),
    "changed": ("Sửa", "edit", "plain"),
    "same": ("Không đổi", "check", "plain"),
    "refused": ("Chưa vào được", "warning", "danger"),
}

_CLAUSE: dict[str, tuple[str, str, Tone]] = {
    "enforced": ("Thực hiện", "done", "good"),
    "assisted": ("Hỗ trợ", "check", "good"),
    "detected": ("Phát hiện", "search", "good"),
    "planned": ("Dự kiến", "clock", "plain"),
    "people": ("Con người", "person", "plain"),
}

_STANDING: dict[str, tuple[str, str, Tone]] = {
    "in-force": ("Có hiệu lực", "done", "good"),
    "historical": ("Đã qua", "clock", "plain"),
    "draft": ("Dự thảo – không có hiệu lực", "warning", "warning"),
}


@dataclass(frozen=True)
class StateChip(Component):
    """Made from a state by one of the two constructors, so that a state looks the same everywhere."""

    words: str
    icon: str
    tone: Tone

    @classmethod
    def of_mailbox(cls, state: str) -> "StateChip":
        """The chip of a mailbox's state."""
        return cls(*_MAILBOX[state])

    @classmethod
    def of_request(cls, state: str) -> "StateChip":
        """The chip of a request's state."""
        return cls(*_REQUEST[state])

    @classmethod
    def of_row(cls, state: str) -> "StateChip":
        """The chip of one line of a request."""
        return cls(*_ROW[state])

    @classmethod
    def of_verdict(cls, verdict: str) -> "StateChip":
        """The chip of what becomes of a line of a directory file."""
        return cls(*_VERDICT[verdict])

    @classmethod
    def of_clause(cls, status: str) -> "StateChip":
        """The chip of what the system does about a clause today."""
        return cls(*_CLAUSE[status])

    @classmethod
    def of_standing(cls, standing: str) -> "StateChip":
        """The chip of a document of the law."""
        return cls(*_STANDING[standing])
