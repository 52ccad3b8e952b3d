"""In which words is an impact told: what kind of effect, by which parameter, on how many and on whom?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congthu.regulations.comparison import Change, as_written
from congthu.regulations.policy import Policy
from congthu.regulations.vocabulary import Word


class Kind(Word):
    """What a change of the text does."""

    LOCKED = "locked", "Bị tạm khóa đến ngày đó"
    REVOKED = "revoked", "Bị thu hồi đến ngày đó"
    DESTROYED = "destroyed", "Bị hủy đến ngày đó"
    PASSWORD_EXPIRED = "password_expired", "Mật khẩu hết hạn đến ngày đó"  # a kind of effect
    MOVED = "moved", "Chuyển trạng thái đến ngày đó"
    SPARED = "spared", "Không còn bị chuyển trạng thái đến ngày đó"
    SOONER = "sooner", "Bị chuyển trạng thái sớm hơn"
    LATER = "later", "Bị chuyển trạng thái muộn hơn"
    PASSWORD_RULES = "password_rules", "Quy tắc mật khẩu khác"  # a kind of effect
    OTP_REQUIRED = "otp_required", "Phải dùng OTP"
    OTP_WITHOUT_PHONE = "otp_without_phone", "Phải dùng OTP mà chưa có số điện thoại nhận"
    QUOTA_BELOW = "quota_below", "Dung lượng dưới mức tối thiểu"
    QUOTA_ABOVE = "quota_above", "Dung lượng trên mức được phép"
    ATTACHMENTS = "attachments", "Giới hạn tệp gửi kèm khác"
    DOMAIN = "domain", "Tên miền không còn thuộc hệ thống"
    NAMED_OTHERWISE = "named_otherwise", "Địa chỉ phải đổi theo quy tắc mới"
    NAME_KEPT = "name_kept", "Địa chỉ khác quy tắc mới nhưng được giữ"
    NAME_UNKNOWN = "name_unknown", "Chưa đủ dữ kiện để biết tên theo quy tắc mới"
    KIND_MISSING = "kind_missing", "Loại hộp thư mà văn bản mới không có"
    STATE_MISSING = "state_missing", "Trạng thái mà văn bản mới không có"
    STATE_PERMITS = "state_permits", "Trạng thái cho phép khác"
    LISTED = "listed", "Danh bạ hiện khác"
    CUSTODY = "custody", "Nhiều người quản lý hơn mức được phép"
    OUT_OF_SCOPE = "out_of_scope", "Người không còn thuộc đối tượng áp dụng"
    DUE_DATE = "due_date", "Yêu cầu đang mở đổi hạn"
    REPORT_DATE = "report_date", "Hạn báo cáo khác"
    DECISION = "decision", "Quyết định của đơn vị vận hành không còn áp dụng"


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect. *count* None: nobody can know, which *note* says why; it is never told as nobody.

    *addresses* are those it falls on, empty where it falls on all alike; *requests* the numbers of requests.
    *happened_before* and *happens_after* count what time does under either text.
    """

    kind: Kind
    parameter: str
    clause: str
    before: Any
    after: Any
    count: int | None
    addresses: tuple[str, ...] = ()
    requests: tuple[int, ...] = ()
    note: str = ""
    happened_before: int | None = None
    happens_after: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As a program reads it."""
        told: dict[str, Any] = {
            "kind": self.kind.value,
            "parameter": self.parameter,
            "clause": self.clause,
            "before": self.before,
            "after": self.after,
            "count": self.count,
            "addresses": list(self.addresses),
        }
        if self.requests:
            told["requests"] = list(self.requests)
        if self.note:
            told["note"] = self.note
        if self.happens_after is not None:
            told |= {"happened_before": self.happened_before, "happens_after": self.happens_after}
        return told


@dataclass(frozen=True, slots=True)
class Impact:
    """What putting a text in force would do to the mailboxes of an authority by a day."""

    authority: str
    before: Policy
    after: Policy
    as_of: date
    in_force_from: date
    mailboxes: int
    effects: tuple[Effect, ...]
    changes: tuple[Change, ...] = field(default=(), repr=False)

    def by_kind(self) -> Mapping[Kind, list[Effect]]:
        """The effects, those of a kind together, in the order of the kinds."""
        return {kind: found for kind in Kind if (found := [one for one in self.effects if one.kind is kind])}

    def as_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "authority": self.authority,
            "from": self.before.id,
            "to": self.after.id,
            "as_of": self.as_of.isoformat(),
            "in_force_from": self.in_force_from.isoformat(),
            "mailboxes": self.mailboxes,
            "effects": [one.as_json() for one in self.effects],
            "changes": [
                {
                    "parameter": one.parameter,
                    "clause": one.clause,
                    "before": one.written[0],
                    "after": one.written[1],
                }
                for one in self.changes
            ],
        }


@dataclass(frozen=True, slots=True)
class Texts:
    """The text in force and the one that is asked about."""

    before: Policy
    after: Policy

    def written(self, parameter: str) -> tuple[Any, Any]:
        """The value of *parameter* under either, as a file writes it."""
        return _written(self.before, parameter), _written(self.after, parameter)

    def effect(
        self,
        kind: Kind,
        parameter: str,
        *,
        addresses: Iterable[str] = (),
        requests: Iterable[int] = (),
        count: int | None = None,
        note: str = "",
    ) -> Effect:
        """An effect of one parameter; *count* where it is not that of the addresses, *note* where nobody knows."""
        one, other = self.before.ruled(parameter), self.after.ruled(parameter)
        listed, numbers = tuple(addresses), tuple(requests)
        clause = (other.cited if other else "") or (one.cited if one else "")
        if count is None and not note:
            count = len(listed) + len(numbers)
        return Effect(kind, parameter, clause, *self.written(parameter), count, listed, numbers, note)


def _written(policy: Policy, parameter: str) -> Any:
    """A value as a file writes it; ``transition.NAME`` is the term that stands in the step of that name."""
    section, _, name = parameter.partition(".")
    if section != "transition":
        return as_written(policy.ruled(parameter))
    return next(
        (str(one.timer.after) for one in policy.states.transition if one.on == name and one.timer), None
    )
