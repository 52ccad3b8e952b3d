"""In which states can a mailbox be, what may each do, and what moves it?

``states.toml`` of a regulation is read into `StateTable`. A timer names the parameter that holds its term, so that the
number stands in one place; where the regulation sets no such term the timer does not exist.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import Field

from congthu.regulations.clauses import Clause
from congthu.regulations.values import READING, Frozen


class State(StrEnum):
    """Every state that a regulation can give a mailbox."""

    REQUESTED = "requested"
    AWAITING_INFO = "awaiting_info"
    ISSUED_DEFAULT = "issued_default"
    ACTIVE = "active"
    PASSWORD_EXPIRED = "password_expired"  # a state, not a password  # noqa: S105  # a name, not a password
    LOCKED = "locked"
    RESTORED_MUST_CHANGE = "restored_must_change"
    TRANSFER_GRACE = "transfer_grace"
    REVOKED_HOLD = "revoked_hold"
    REVOKED = "revoked"
    DESTROYED = "destroyed"


class Event(StrEnum):
    """What can happen to a mailbox: acts of people first, then what time brings about."""

    ASK_INFO = "ask_info"
    COMPLETE_INFO = "complete_info"
    ISSUE = "issue"
    SET_PASSWORD = "set_password"  # an event  # noqa: S105  # a name, not a password
    REISSUE_PASSWORD = "reissue_password"  # an event  # noqa: S105  # a name, not a password
    LOCK = "lock"
    RESTORE = "restore"
    TRANSFER = "transfer"
    LEAVE = "leave"
    REVOKE = "revoke"
    REQUEST_AGAIN = "request_again"
    DESTROY = "destroy"
    TOO_MANY_FAILURES = "too_many_failures"
    DEFAULT_KEPT = "default_kept"
    PASSWORD_TOO_OLD = "password_too_old"  # an event  # noqa: S105  # a name, not a password
    IDLE = "idle"
    LOCK_UNCONTESTED = "lock_uncontested"
    TRANSFER_ENDED = "transfer_ended"
    HOLD_ENDED = "hold_ended"


class Anchor(StrEnum):
    """The dates of a mailbox from which a timer may count."""

    ISSUED = "issued_on"
    PASSWORD_CHANGED = "password_changed_on"  # a date  # noqa: S105  # a name, not a password
    LAST_LOGIN = "last_login_on"
    LAST_SENT = "last_sent_on"
    LAST_RECEIVED = "last_received_on"
    LOCKED = "locked_on"
    RESTORED = "restored_on"
    DECISION = "decision_on"


class StateRule(Frozen):
    """What a mailbox in a state may do."""

    label: str = Field(description="Tên trạng thái, tiếng Việt")
    login: bool = Field(description="Đăng nhập được")
    send: bool = Field(description="Gửi được")
    receive: bool = Field(description="Nhận được")
    directory: bool = Field(description="Có trong danh bạ")
    web_only: bool = Field(default=False, description="Chỉ vào được trang đổi mật khẩu")
    clause: Clause | None = Field(None, description="Điều khoản nói về quyền của trạng thái này")
    reading: str | None = Field(None, description=READING)


class Timer(Frozen):
    """When time alone moves a mailbox."""

    after: str = Field(description="Tên tham số giữ thời hạn, ví dụ inactivity.after")
    since: tuple[Anchor, ...] = Field(min_length=1, description="Tính từ ngày muộn nhất trong các ngày này")
    from_commencement: bool = Field(
        default=False, description="Không tính thời gian trước ngày quy chế có hiệu lực"
    )
    agency_notified: bool = Field(default=False, description="Chỉ chuyển khi cơ quan đã được báo")
    handover_done: bool = Field(default=False, description="Chỉ chuyển khi đã bàn giao")


class Transition(Frozen):
    """A step from some states into another."""

    event: Event = Field(description="Việc xảy ra: việc của con người, rồi việc của thời gian")
    sources: tuple[State, ...] = Field(alias="from", min_length=1, description="Từ các trạng thái")
    target: State = Field(alias="to", description="Đến trạng thái")
    clause: Clause | None = Field(None, description="Điều khoản quy định bước này")
    gist: str = Field("", description="Nội dung, một dòng")
    reading: str | None = Field(None, description=READING)
    timer: Timer | None = Field(None, description="Khi bước này do thời gian, không do người")


class StateTable(Frozen):
    """The machine of one regulation."""

    state: Mapping[State, StateRule] = Field(description="Mỗi trạng thái, ví dụ [state.locked]")
    transition: tuple[Transition, ...] = Field(description="Các bước chuyển, mỗi bước một [[transition]]")

    def cited(self) -> Iterator[tuple[str, Clause]]:
        """Every state and transition, as a parameter, with the clause that it cites."""
        yield from ((f"state.{state}", rule.clause) for state, rule in self.state.items() if rule.clause)
        yield from ((f"transition.{step.event}", step.clause) for step in self.transition if step.clause)

    def faults(self) -> list[str]:
        """What is wrong with the table as a whole, in Vietnamese; empty when nothing is."""
        found: list[str] = []
        seen: set[tuple[Event, State]] = set()
        for step in self.transition:
            found += [
                f"bước «{step.event}» dùng trạng thái «{state}» chưa khai báo ở [state.{state}]"
                for state in (*step.sources, step.target)
                if state not in self.state
            ]
            for source in step.sources:
                if (step.event, source) in seen:
                    found.append(f"từ «{source}» có hai bước cùng sự kiện «{step.event}»; chỉ giữ một")
                seen.add((step.event, source))
        reached = {State.REQUESTED} | {step.target for step in self.transition}
        found += [
            f"không có bước nào dẫn đến trạng thái «{state}»" for state in self.state if state not in reached
        ]
        return found
