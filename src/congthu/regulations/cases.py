"""Which worked cases does a regulation bring along?

``cases.toml`` tells them in the regulation's own terms, like minutes: what is known, what must come out, and in
``says`` why. `congthu.trial.checks` runs them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from congthu.regulations.clauses import Clause
from congthu.regulations.duties import Duty
from congthu.regulations.forms import Action
from congthu.regulations.schema import Rank
from congthu.regulations.states import Anchor
from congthu.regulations.values import Frozen

SAYS = "Chuyện gì xảy ra, một dòng như trong biên bản"


class NamingCase(Frozen):
    """An address that must come out, or the rule that must refuse."""

    says: str = Field(description=SAYS)
    kind: str = Field(description="Loại hộp thư, như tên tham số trong [naming]")
    facts: Mapping[str, Any] = Field(
        description="Dữ kiện: full_name, dob, org_code, dept_code, code, parent_code…"
    )
    taken: tuple[str, ...] = Field((), description="Các địa chỉ đã từng cấp")
    address: str = Field("", description="Địa chỉ phải ra")
    refused_by: str = Field("", description="Hoặc quy tắc phải từ chối")
    clause: Clause = Field(description="Điều khoản phải được dẫn")


class PasswordCase(Frozen):
    """The rules that a password breaks; none when it may be used."""

    says: str = Field(description=SAYS)
    password: str = Field(description="Mật khẩu")
    full_name: str = Field("", description="Họ tên người dùng")
    birth_date: date | None = Field(None, description="Ngày sinh")
    phone: str = Field("", description="Số điện thoại")
    refused_by: frozenset[str] = Field(frozenset(), description="Các tham số bị vi phạm; trống: dùng được")


class DueCase(Frozen):
    """The last day or moment that is in time; "" where no term is set."""

    says: str = Field(description=SAYS)
    duty: Duty = Field(description="Việc có thời hạn")
    since: str = Field(description="Lúc bắt đầu tính; với báo cáo là kỳ: 2026, 2026-H1")
    rank: Rank | None = Field(None, description="Cấp bậc, khi thời hạn tùy cấp bậc")
    last: str = Field(description="Ngày (hoặc lúc) cuối cùng còn đúng hạn; trống: không có thời hạn")


class PassingCase(Frozen):
    """What time does to a mailbox: the next state and its first day; nothing where both are left out."""

    says: str = Field(description=SAYS)
    state: str = Field(description="Trạng thái đang có")
    dates: Mapping[Anchor, date] = Field(
        description="Những ngày đã xảy ra, ví dụ { last_login_on = 2026-01-05 }"
    )
    rank: Rank | None = Field(None, description="Cấp bậc của người dùng")
    agency_notified_on: date | None = Field(None, description="Ngày cơ quan được báo là hộp thư bị khóa")
    excused_until: date | None = Field(None, description="Đã báo lý do vắng mặt đến hết ngày này")
    handover_done: bool | None = Field(
        None, description="Đã bàn giao hay chưa, khi có người yêu cầu bàn giao; trống: không ai yêu cầu"
    )
    kind: str = Field("person", description="Loại hộp thư")
    ground: Clause | None = Field(None, description="Điều khoản làm căn cứ của trạng thái đang có")
    pending: frozenset[Action] = Field(
        frozenset(), description="Loại yêu cầu đang chờ giải quyết, ví dụ restore"
    )
    to: str | None = Field(None, description="Trạng thái tiếp theo; trống: không có gì xảy ra")
    on: date | None = Field(None, description="Ngày đầu tiên ở trạng thái ấy")


class Cases(Frozen):
    """``cases.toml``."""

    naming: tuple[NamingCase, ...] = Field((), description="Địa chỉ")
    password: tuple[PasswordCase, ...] = Field((), description="Mật khẩu")
    due: tuple[DueCase, ...] = Field((), description="Thời hạn")
    passing: tuple[PassingCase, ...] = Field((), description="Việc thời gian làm với hộp thư")
