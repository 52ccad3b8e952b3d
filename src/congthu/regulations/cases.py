"""Which worked cases does a regulation bring along?

``cases.toml`` tells them in the regulation's own terms, like minutes: what is known, what must come out, and in
``says`` why. `congthu.trial.checks` runs them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from congthu.regulations.asks import Action, Whom
from congthu.regulations.clauses import Clause
from congthu.regulations.states import Anchor
from congthu.regulations.terms import Size, Term
from congthu.regulations.values import Frozen
from congthu.regulations.vocabulary import AccountClass, MailboxKind, Occasion, Rank, Severity

SAYS = "Chuyện gì xảy ra, một dòng như trong biên bản"


class NamingCase(Frozen):
    """An address that must come out, or the rule that must refuse."""

    says: str = Field(description=SAYS)
    kind: MailboxKind = Field(description="Loại hộp thư, như tên tham số trong [naming]")
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
    address: str = Field("", description="Địa chỉ hộp thư")
    account: AccountClass | None = Field(None, description="Loại tài khoản, khi quy tắc tùy loại")
    used_before: int | None = Field(None, ge=1, description="Là mật khẩu đã dùng: 1 là lần gần nhất")
    clause: Clause | None = Field(None, description="Điều khoản phải được dẫn; trống: không xét")
    refused_by: frozenset[str] = Field(frozenset(), description="Các tham số bị vi phạm; trống: dùng được")


class DueCase(Frozen):
    """The last day or moment that is in time; "" where no term is set."""

    says: str = Field(description=SAYS)
    duty: str = Field(description="Việc có thời hạn")
    since: str = Field(description="Lúc bắt đầu tính; với báo cáo là kỳ: 2026, 2026-H1")
    rank: Rank | None = Field(None, description="Cấp bậc, khi thời hạn tùy cấp bậc")
    action: Action | None = Field(None, description="Việc được đề nghị, khi thời hạn tùy việc")
    subject: Whom | None = Field(
        None, description="Đề nghị cho cá nhân hay tổ chức, khi thời hạn tùy việc đó"
    )
    occasion: Occasion | None = Field(None, description="Sự việc, khi thời hạn tùy sự việc")
    severity: Severity | None = Field(None, description="Mức độ sự cố, khi thời hạn tùy mức độ")
    account: AccountClass | None = Field(None, description="Loại tài khoản, khi thời hạn tùy loại")
    clause: Clause | None = Field(None, description="Điều khoản phải được dẫn; trống: không xét")
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
    kind: MailboxKind = Field(MailboxKind.PERSON, description="Loại hộp thư")
    ground: Clause | None = Field(None, description="Điều khoản làm căn cứ của trạng thái đang có")
    pending: frozenset[Action] = Field(
        frozenset(), description="Loại yêu cầu đang chờ giải quyết, ví dụ restore"
    )
    to: str | None = Field(None, description="Trạng thái tiếp theo; trống: không có gì xảy ra")
    on: date | None = Field(None, description="Ngày đầu tiên ở trạng thái ấy")


class AttachmentCase(Frozen):
    """Whether a message with attachments of this size together may be sent."""

    says: str = Field(description=SAYS)
    size: Size = Field(description="Tổng dung lượng tệp gửi kèm của một lần gửi")
    refused: bool = Field(default=False, description="Không được gửi")


class SignInCase(Frozen):
    """What wrong passwords in a row bring about."""

    says: str = Field(description=SAYS)
    failures: int = Field(ge=1, description="Số lần nhập sai liên tiếp")
    over: Term | None = Field(None, description="Lần đầu cách lần cuối bao lâu; trống: liền nhau")
    locked: bool = Field(default=False, description="Bị tạm khóa")
    locked_for: Term | None = Field(None, description="Bị khóa bao lâu; trống: đến khi khôi phục")


class QuotaCase(Frozen):
    """Whether a mailbox may have so much room."""

    says: str = Field(description=SAYS)
    kind: MailboxKind = Field(MailboxKind.PERSON, description="Loại hộp thư")
    rank: Rank | None = Field(None, description="Cấp bậc của người giữ hộp thư cá nhân")
    size: Size = Field(description="Dung lượng")
    refused: bool = Field(default=False, description="Không được đặt mức ấy")


class WarningCase(Frozen):
    """Whether somebody whose mailbox is filled so far has been told."""

    says: str = Field(description=SAYS)
    used_percent: int = Field(ge=1, le=100, description="Đã dùng bao nhiêu phần trăm")
    told: bool = Field(description="Đã được thông báo")
    times: int | None = Field(None, ge=0, description="Mấy lần, khi có nhiều mức; trống: không xét")


class ValueCase(Frozen):
    """A number on which no rule works yet, read in the text a second time."""

    says: str = Field(description=SAYS)
    parameter: str = Field(
        description="Tham số, ví dụ retention.logs; phần của nó ghi tiếp sau dấu chấm: lock.grounds.spam.least"
    )
    value: str = Field(description="Giá trị đọc lại trong văn bản, viết như trong regulation.toml")
    clause: Clause | None = Field(None, description="Điều khoản phải được dẫn; trống: không xét")


Case = (
    NamingCase
    | PasswordCase
    | DueCase
    | PassingCase
    | AttachmentCase
    | SignInCase
    | QuotaCase
    | WarningCase
    | ValueCase
)


class Cases(Frozen):
    """``cases.toml``."""

    naming: tuple[NamingCase, ...] = Field((), description="Địa chỉ")
    password: tuple[PasswordCase, ...] = Field((), description="Mật khẩu")
    due: tuple[DueCase, ...] = Field((), description="Thời hạn")
    passing: tuple[PassingCase, ...] = Field((), description="Việc thời gian làm với hộp thư")
    attachment: tuple[AttachmentCase, ...] = Field((), description="Tệp gửi kèm")
    sign_in: tuple[SignInCase, ...] = Field((), description="Nhập sai mật khẩu")
    quota: tuple[QuotaCase, ...] = Field((), description="Dung lượng")
    warning: tuple[WarningCase, ...] = Field((), description="Báo sắp hết dung lượng")
    value: tuple[ValueCase, ...] = Field(
        (), description="Con số mà chưa quy tắc nào tính: đọc lại lần thứ hai"
    )
