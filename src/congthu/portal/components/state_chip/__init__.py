"""In which state is this mailbox, request or clause? Words and a sign; the colour only repeats them."""

from dataclasses import dataclass
from typing import Literal

from congthu.portal.components.base import Component
from congthu.regulations.states import Effect, Phase, StateRule

Tone = Literal["plain", "good", "warning", "danger"]

_PHASE: dict[Phase, tuple[str, Tone]] = {
    Phase.REQUESTED: ("inbox", "plain"),
    Phase.OPEN: ("check", "good"),
    Phase.LOCKED: ("lock", "warning"),
    Phase.LEAVING: ("clock", "plain"),
    Phase.ENDED: ("stop", "danger"),
    Phase.DESTROYED: ("cross", "plain"),
}

_REQUEST: dict[str, tuple[str, str, Tone]] = {
    "received": ("Đã nhận", "inbox", "plain"),
    "confirmed": ("Đã xác nhận", "sign", "plain"),
    "forwarded": ("Đầu mối đã chuyển", "forward", "plain"),
    "approved": ("Đã duyệt", "sign", "plain"),
    "accepted": ("Đã tiếp nhận", "check", "good"),
    "returned": ("Trả lại để bổ sung", "return", "warning"),
    "resubmitted": ("Đã gửi lại", "forward", "plain"),
    "withdrawn": ("Cơ quan đã rút", "cross", "plain"),
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
    """Made from a state by one of its constructors, so that a state looks the same everywhere."""

    words: str
    icon: str
    tone: Tone

    @classmethod
    def of_mailbox(cls, rule: StateRule) -> "StateChip":
        """The chip of a mailbox's state: the regulation's words, the sign of what it means."""
        icon, tone = _PHASE[rule.phase]
        if rule.has(Effect.MUST_CHANGE):
            icon, tone = "key", "warning"
        return cls(rule.label, icon, tone)

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
