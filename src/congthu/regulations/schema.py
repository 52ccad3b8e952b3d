"""What can a regulation say?

Each section below is a table of ``regulation.toml``, each field one *parameter*: ``password.min_length`` is
``min_length`` in ``[password]``. The descriptions are the manual. A field that may be empty is a rule which exists only
where the regulation (or an operator) made it; every other field is filled from ``platform/defaults.toml`` where the
regulation is silent.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from congthu.regulations.addresses import is_domain
from congthu.regulations.asks import Action, Whom
from congthu.regulations.clauses import Clause
from congthu.regulations.grounds import LockGround
from congthu.regulations.naming_rules import (
    NamedBoxes,
    NamingRule,
    OnCollision,
    Pattern,
    PlaceName,
    WhenMissing,
)
from congthu.regulations.reports import Report, no_two_alike
from congthu.regulations.route import Channel
from congthu.regulations.terms import ClockTerm, Days, Months, OfficeHours, Rate, Size, Term
from congthu.regulations.values import Frozen, Partly, Readings, Ruled, Varied
from congthu.regulations.vocabulary import (
    AccountClass,
    Activity,
    Employment,
    Forwarding,
    Handling,
    LetterClass,
    MailboxKind,
    Occasion,
    Office,
    Protocol,
    Rank,
    Sector,
    Severity,
)

__all__ = [
    "Activity",
    "Forwarding",
    "LetterClass",
    "LockGround",
    "NamingRule",
    "OnCollision",
    "Pattern",
    "Rank",
    "WhenMissing",
]


class Standing(StrEnum):
    """What a document is, before anything it says."""

    IN_FORCE = "in-force"
    HISTORICAL = "historical"
    DRAFT = "draft"


class Identity(Frozen):
    """Which document this is and when it holds."""

    title: str = Field(description="Tên quy chế")
    number: str = Field(description="Số, ký hiệu của quyết định ban hành; trống khi là dự thảo")
    issuer: str = Field(description="Cơ quan ban hành")
    province: str = Field("", description="Tỉnh, thành phố; trống khi là bộ, ngành, tổ chức khác")
    body: str = Field("", description="Bộ, ngành, tổ chức mà quy chế điều chỉnh, khi không phải một tỉnh")
    standing: Standing = Field(description="in-force, historical hoặc draft; dự thảo chỉ dùng để thử")
    signed_on: date | None = Field(None, description="Ngày ký")
    in_force_from: date | None = Field(None, description="Ngày có hiệu lực; dự thảo không có")
    in_force_after: Term | None = Field(
        None, description="Thay cho ngày có hiệu lực: sau bao nhiêu ngày kể từ ngày ký, ví dụ «10 days»"
    )
    in_force_until: date | None = Field(None, description="Ngày cuối cùng còn hiệu lực")
    reading: Readings = Field((), description="Cách hiểu đã chọn về hiệu lực, giải thích trong readings.toml")
    commencement: Clause | None = Field(None, description="Điều khoản quy định ngày có hiệu lực")
    replaces: tuple[str, ...] = Field((), description="Văn bản bị thay thế")
    amends: str | None = Field(None, description="Mã quy chế được sửa đổi: chỉ ghi các giá trị thay đổi")
    drafted_as: str | None = Field(
        None, description="Mã dự thảo; mỗi giá trị của dự thảo phải được đặt lại hoặc ghi là đã bỏ"
    )

    @property
    def territory(self) -> str:
        """Whose regulation it is: the province, or the body where it is none."""
        return self.province or self.body

    def held_in_words(self) -> str:
        """From when to when it holds, in a few words."""
        if self.standing is Standing.DRAFT or self.in_force_from is None:
            return "dự thảo"
        since = f"từ {self.in_force_from:%d/%m/%Y}"
        until = f" đến {self.in_force_until:%d/%m/%Y}" if self.in_force_until else ""
        mark = ", chỉ để đối chiếu" if self.standing is Standing.HISTORICAL else ""
        return f"{since}{until}{mark}"

    @model_validator(mode="after")
    def _somebodys(self) -> Self:
        if not self.territory:
            raise ValueError("thiếu «province» (hoặc «body» khi không phải một tỉnh); hãy thêm")
        if self.in_force_after and self.in_force_from:
            raise ValueError("«in_force_from» và «in_force_after» nói hai ngày; chỉ giữ một")
        return self

    @model_validator(mode="after")
    def _held_from_some_day(self) -> Self:
        """A text that binds somebody does so from a day on, not before it was signed, and to no day before that."""
        if self.in_force_after:
            raise ValueError("«in_force_after» đếm từ ngày ký; hãy ghi «signed_on»")
        if self.standing is not Standing.DRAFT and not self.in_force_from:
            raise ValueError(
                "thiếu ngày có hiệu lực: hãy ghi «in_force_from», hoặc «signed_on» và «in_force_after»"
            )
        if self.in_force_from and self.signed_on and self.in_force_from < self.signed_on:
            raise ValueError(
                f"có hiệu lực từ {self.in_force_from:%d/%m/%Y}, trước ngày ký {self.signed_on:%d/%m/%Y}; hãy xem lại"
            )
        if self.in_force_from and self.in_force_until and self.in_force_until < self.in_force_from:
            raise ValueError(
                f"hết hiệu lực {self.in_force_until:%d/%m/%Y}, trước ngày có hiệu lực {self.in_force_from:%d/%m/%Y}; "
                "hãy xem lại"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _counted_from_signing(cls, given: Any) -> Any:
        """The first day in force where the text counts it from the day of signing."""
        if not isinstance(given, dict) or not isinstance(signed := given.get("signed_on"), date):
            return given
        written = given.get("in_force_after")
        if not isinstance(written, str) or "in_force_from" in given:
            return given
        term = Term.parse(written)
        if not isinstance(term, Days | Months):
            raise ValueError(f"«{written}» phải là số ngày hay số tháng")  # noqa: TRY004  # what was written is wrong
        return {**given, "in_force_from": term.last_day(signed), "in_force_after": None}


class Exclusion(Frozen):
    """Persons for whom the regulation gives no mailbox: so employed, in a public facility of such a sector."""

    employment: frozenset[Employment] = Field(min_length=1, description="Diện của người")
    sector: frozenset[Sector] = Field(min_length=1, description="Lĩnh vực của cơ sở công lập nơi làm việc")
    said: str = Field(description="Ai không thuộc đối tượng, viết tiếp được sau chữ «không cấp cho»")

    def __str__(self) -> str:
        return self.said

    def in_words(self) -> str:
        return self.said


class ScopeSection(Frozen):
    """Đối tượng áp dụng."""

    categories: Ruled[tuple[str, ...]] | None = Field(
        None, description="Nhóm cơ quan thuộc đối tượng áp dụng"
    )
    category_needed: Ruled[bool] | None = Field(
        None, description="Ghi cơ quan vào danh bạ phải nêu nhóm của cơ quan"
    )
    excluded: Ruled[tuple[Exclusion, ...]] | None = Field(
        None, description="Người không thuộc đối tượng áp dụng"
    )
    exceptions_by: Ruled[str] | None = Field(
        None, description="Cơ quan quyết định cấp cho đối tượng ngoài phạm vi"
    )
    least_contract: Ruled[Term] | None = Field(
        None, description="Người làm theo hợp đồng: hợp đồng ít nhất bao lâu mới được cấp"
    )


def _domain(text: str) -> str:
    if not is_domain(text):
        raise ValueError(f"«{text}» không phải một tên miền; hãy viết như tinh.gov.vn")
    return text


def _extension(text: str) -> str:
    if not text.isascii() or not text.isalnum() or text != text.lower():
        raise ValueError(f"«{text}» không phải đuôi tệp; hãy viết chữ thường, không có dấu chấm, như exe")
    return text


Extension = Annotated[str, AfterValidator(_extension)]


class DomainSection(Frozen):
    """Tên miền và địa chỉ truy cập."""

    mail: Ruled[tuple[Annotated[str, AfterValidator(_domain)], ...]] = Field(
        description="Tên miền của hộp thư; tên đầu dùng khi cấp mới"
    )
    access: Ruled[tuple[str, ...]] | None = Field(None, description="Địa chỉ truy cập trên Internet")
    single_sign_on: Ruled[str] | None = Field(
        None, description="Hệ thống dùng chung tài khoản thư (đăng nhập một lần)"
    )
    no_separate_systems: Ruled[bool] | None = Field(None, description="Cơ quan không lập hệ thống thư riêng")


class NamingSection(Frozen):
    """Đặt tên hộp thư, theo từng loại."""

    agency: NamingRule | None = Field(None, description="Cơ quan")
    department: NamingRule | None = Field(None, description="Phòng, ban thuộc cơ quan")
    locality: NamingRule | None = Field(None, description="Địa phương")
    locality_unit: NamingRule | None = Field(None, description="Đơn vị hành chính thuộc địa phương")
    locality_department: NamingRule | None = Field(None, description="Phòng, ban thuộc địa phương")
    party_committee: NamingRule | None = Field(None, description="Đảng ủy của địa phương")
    council: NamingRule | None = Field(None, description="Hội đồng nhân dân của địa phương")
    front: NamingRule | None = Field(None, description="Mặt trận Tổ quốc của địa phương")
    other_body: NamingRule | None = Field(None, description="Tổ chức khác")
    other_body_unit: NamingRule | None = Field(None, description="Đơn vị thuộc tổ chức khác")
    van_thu: NamingRule | None = Field(None, description="Văn thư của cơ quan")
    ky_thuat: NamingRule | None = Field(None, description="Kỹ thuật của cơ quan")
    group_city: NamingRule | None = Field(None, description="Nhóm toàn tỉnh, thành phố")
    group_agency: NamingRule | None = Field(None, description="Nhóm trong phạm vi cơ quan")
    system: NamingRule | None = Field(None, description="Hộp thư của hệ thống")
    person: NamingRule | None = Field(None, description="Cá nhân")
    title: NamingRule | None = Field(None, description="Chức danh")
    same_day_by_rank: Ruled[bool] | None = Field(
        None, description="Cùng ngày, trùng địa chỉ: người giữ chức vụ cao hơn được địa chỉ gốc"
    )
    keeps_earlier: Ruled[bool] = Field(
        description="Hộp thư cấp trước ngày quy chế có hiệu lực giữ nguyên địa chỉ"
    )
    system_boxes: Ruled[NamedBoxes] | None = Field(
        None, description="Hộp thư mà quy chế gọi đích danh: tên, hoặc { name, kind, clause }"
    )
    chosen_by_operator: Ruled[bool] = Field(
        description="Đơn vị vận hành được chọn tên khi trùng, miễn là có tên người và tên cơ quan (nếu mẫu có)"
    )
    reserved: Ruled[tuple[str, ...]] = Field(description="Tên dành riêng cho quản trị thư (RFC 2142)")
    place_names: Ruled[tuple[PlaceName, ...]] | None = Field(
        None, description="Nơi, cơ quan mà văn bản ấn định mã riêng, trái với quy tắc chung"
    )


class PasswordSection(Frozen):
    """Mật khẩu."""

    min_length: Varied[Annotated[int, Field(ge=1, le=64)], AccountClass] = Field(
        description="Số ký tự tối thiểu"
    )
    classes: Varied[frozenset[LetterClass], AccountClass] = Field(description="Loại ký tự bắt buộc")
    classes_needed: Varied[Annotated[int, Field(ge=1, le=4)], AccountClass] | None = Field(
        None, description="Phải có ít nhất mấy trong các loại ký tự ấy; trống: tất cả"
    )
    specials: Ruled[str] | None = Field(
        None, description="Phải có ít nhất một trong các ký tự đặc biệt này; trống: bất kỳ"
    )
    no_personal_data: Ruled[bool] | None = Field(None, description="Không chứa tên, ngày sinh, điện thoại…")
    not_login_name: Ruled[bool] | None = Field(
        None, description="Không trùng tên đăng nhập: cả địa chỉ, phần trước @; hẹp hơn no_personal_data"
    )
    history: Varied[Annotated[int, Field(ge=1, le=24)], AccountClass] | None = Field(
        None, description="Không dùng lại bao nhiêu mật khẩu gần nhất"
    )
    one_per_account: Ruled[bool] | None = Field(None, description="Không dùng một mật khẩu cho nhiều hộp thư")
    change_at_first_sign_in: Ruled[bool] = Field(description="Đổi mật khẩu mặc định ở lần đăng nhập đầu tiên")
    change_after_restore: Ruled[bool] = Field(description="Đổi mật khẩu ở lần truy cập đầu sau khi khôi phục")
    max_age: Partly[Term, AccountClass] | None = Field(None, description="Thời hạn của một mật khẩu")
    change_default_within: Ruled[Term] | None = Field(None, description="Thời hạn giữ mật khẩu mặc định")
    issued_classes: Ruled[frozenset[LetterClass]] = Field(
        description="Loại ký tự của mật khẩu do hệ thống cấp"
    )
    issued_bits: Ruled[Annotated[int, Field(ge=128)]] = Field(
        description="Độ ngẫu nhiên của mật khẩu do hệ thống cấp, bit"
    )


class SignInSection(Frozen):
    """Đăng nhập."""

    failures_before_lock: Ruled[Annotated[int, Field(ge=1)]] | None = Field(
        None, description="Nhập sai mật khẩu liên tiếp bao nhiêu lần thì tạm khóa"
    )
    failures_within: Ruled[ClockTerm] | None = Field(
        None, description="Chỉ đếm các lần sai trong khoảng thời gian này; trống: đếm đến khi đăng nhập đúng"
    )
    locked_for: Ruled[ClockTerm] | None = Field(
        None,
        description="Sau bấy nhiêu lần sai thì không nhận đăng nhập bao lâu; trống: khóa đến khi khôi phục",
    )
    protocols: Ruled[frozenset[Protocol]] | None = Field(None, description="Cách truy cập được phép")
    one_time_password: Ruled[bool] = Field(description="Bắt buộc OTP")
    one_time_password_means: Ruled[tuple[str, ...]] | None = Field(None, description="Cách nhận OTP")


class QuotaSection(Frozen):
    """Dung lượng."""

    person: Varied[Size, Rank] = Field(description="Hộp thư cá nhân")
    organisation: Varied[Size, MailboxKind] = Field(description="Hộp thư tổ chức")
    attachments_per_message: Ruled[Size] = Field(description="Tổng tệp gửi kèm của một lần gửi")
    warn_at_percent: Ruled[Annotated[int, Field(ge=50, le=99)]] = Field(
        description="Thông báo khi đã dùng đến, %"
    )
    warn_again_at: Ruled[tuple[Annotated[int, Field(ge=50, le=99)], ...]] | None = Field(
        None, description="Các mức thông báo tiếp theo, %"
    )
    raised_by: Ruled[str] | None = Field(None, description="Ai quyết định tăng dung lượng")


class InactivitySection(Frozen):
    """Không sử dụng."""

    after: Ruled[Term] | None = Field(None, description="Thời gian không hoạt động")
    activity: Ruled[frozenset[Activity]] | None = Field(None, description="Hoạt động nào làm tính lại từ đầu")
    excused: Ruled[bool] | None = Field(None, description="Có lý do đã báo thì không tính")


class LockSection(Frozen):
    """Tạm khóa."""

    grounds: Ruled[Mapping[str, LockGround]] | None = Field(None, description="Căn cứ tạm khóa")
    revoked_after: Ruled[Term] | None = Field(
        None, description="Bị khóa quá hạn này mà không xin khôi phục thì thu hồi"
    )
    notice_before_revocation: Ruled[Term] | None = Field(
        None, description="Phải báo trước khi thu hồi ít nhất bao lâu"
    )


class LeavingSection(Frozen):
    """Chuyển công tác, nghỉ việc, nghỉ hưu."""

    transfer_kept: Ruled[Term] | None = Field(None, description="Giữ hộp thư cũ sau quyết định điều động")
    kept: Ruled[Mapping[Rank, Term]] | None = Field(
        None, description="Giữ hộp thư sau quyết định nghỉ, theo cấp bậc"
    )


class RetentionSection(Frozen):
    """Lưu trữ."""

    logs: Ruled[Term] = Field(description="Nhật ký gửi, nhận và lỗi")
    revoked_data: Ruled[Term] = Field(description="Dữ liệu của hộp thư đã thu hồi")
    backup: Ruled[bool] | None = Field(None, description="Phải sao lưu dữ liệu")
    backup_every: Ruled[Term] | None = Field(None, description="Sao lưu bao lâu một lần")


class RequestSection(Frozen):
    """Yêu cầu cấp, thay đổi, thu hồi, khôi phục."""

    fulfil: Partly[Term, Action | Whom] | None = Field(None, description="Hạn thực hiện và trả lời")
    restore: Ruled[Term] | None = Field(None, description="Hạn khôi phục")
    after_decision: Partly[Term, Occasion] | None = Field(
        None, description="Hạn cơ quan gửi yêu cầu sau khi có quyết định"
    )
    channels: Ruled[frozenset[Channel]] | None = Field(
        None, description="Kênh nhận; kênh riêng của một số việc ghi trong route.toml"
    )
    mailbox: Ruled[str] | None = Field(None, description="Hộp thư nhận yêu cầu")
    sender_kinds: Ruled[frozenset[str]] | None = Field(
        None, description="Loại hộp thư được dùng để gửi yêu cầu"
    )
    through_focal_point: Ruled[bool] | None = Field(None, description="Yêu cầu đi qua tổ chức đầu mối")
    approved_by: Ruled[str] | None = Field(None, description="Ai duyệt trước khi đơn vị vận hành thực hiện")
    signed_by: Ruled[str] | None = Field(None, description="Ai ký phiếu")
    own_subtree: Ruled[bool] = Field(description="Cơ quan chỉ đề nghị cho đơn vị, cá nhân của mình")
    reply: Ruled[str] | None = Field(None, description="Hình thức trả lời")
    transfer_filed_by_receiver: Ruled[bool] | None = Field(
        None, description="Điều động: cơ quan tiếp nhận gửi yêu cầu"
    )
    restore_by_organisation: Ruled[bool] | None = Field(
        None, description="Chỉ tổ chức được đề nghị khôi phục"
    )
    organisation_facts: Ruled[tuple[str, ...]] | None = Field(
        None, description="Thông tin tổ chức phải cung cấp"
    )
    person_facts: Ruled[tuple[str, ...]] | None = Field(None, description="Thông tin cá nhân phải cung cấp")


class CustodySection(Frozen):
    """Quản lý hộp thư của tổ chức."""

    delegates: Ruled[int] | None = Field(
        None, description="Thủ trưởng được ủy quyền cho nhiều nhất bao nhiêu người"
    )
    handover: Ruled[bool] | None = Field(
        None, description="Bàn giao hộp thư, mật khẩu, dữ liệu khi đổi người quản lý"
    )
    head_approves_sending: Ruled[bool] | None = Field(
        None, description="Văn thư gửi sau khi thủ trưởng đồng ý"
    )
    appointed: Ruled[bool] | None = Field(None, description="Cơ quan phải cử người theo dõi hộp thư")
    opened_daily: Varied[Annotated[int, Field(ge=1)], AccountClass] | None = Field(
        None, description="Phải mở hộp thư ít nhất mấy lần mỗi ngày làm việc"
    )
    answers_for_late_reading: Ruled[Office] | None = Field(
        None, description="Ai chịu trách nhiệm khi đọc thư chậm"
    )


class MessageSection(Frozen):
    """Nội dung thư."""

    charset: Ruled[str] = Field(description="Bảng mã của văn bản")
    classified: Ruled[tuple[str, ...]] = Field(description="Dấu mức mật không được gửi qua hệ thống")
    forbidden: Ruled[tuple[str, ...]] | None = Field(None, description="Hành vi, nội dung bị cấm")
    forwarding: Ruled[Forwarding] = Field(description="Tự động chuyển tiếp được đến đâu")
    no_public_mailboxes: Ruled[bool] | None = Field(
        None, description="Không dùng hộp thư công cộng cho công việc"
    )
    no_sign_up: Ruled[tuple[str, ...]] | None = Field(
        None, description="Không dùng địa chỉ để đăng ký các dịch vụ này"
    )
    document_kinds: Ruled[tuple[str, ...]] | None = Field(None, description="Loại văn bản trao đổi qua thư")
    signed: Ruled[bool] | None = Field(None, description="Cơ quan có chữ ký số phải ký văn bản trước khi gửi")
    spam_reported_to: Ruled[str] | None = Field(None, description="Nơi chuyển thư rác, thư khả nghi")
    attachments_forbidden: Ruled[frozenset[Extension]] | None = Field(
        None, description="Đuôi tệp không được gửi, nhận, không có dấu chấm: exe, com"
    )
    attachments_discouraged: Ruled[frozenset[Extension]] | None = Field(
        None, description="Đuôi tệp nên hạn chế: cảnh báo, không chặn"
    )
    encrypted_archives: Ruled[Handling] | None = Field(None, description="Tệp nén có mật khẩu")
    sending_rate: Varied[Rate, AccountClass] | None = Field(None, description="Gửi nhiều nhất bao nhiêu thư")
    sending_locked_for: Ruled[ClockTerm] | None = Field(None, description="Gửi quá mức thì ngừng gửi bao lâu")
    takedown_asked_by: Ruled[Office] | None = Field(
        None, description="Thư lộ bí mật, chống phá đã vào hộp thư: ai báo để gỡ bỏ"
    )


class ReportSection(Frozen):
    """Báo cáo định kỳ."""

    periodic: Ruled[Annotated[tuple[Report, ...], AfterValidator(no_two_alike)]] | None = Field(
        None, description="Các báo cáo, mỗi báo cáo một [[report.periodic]]"
    )
    stale_passwords: Ruled[bool] | None = Field(
        None, description="Báo cáo hộp thư giữ mật khẩu mặc định, mật khẩu quá hạn"
    )


class NoticeSection(Frozen):
    """Thông báo và sự cố."""

    downtime: Ruled[Term] | None = Field(None, description="Báo trước khi tạm ngừng")
    incident: Partly[Term, Severity] | None = Field(None, description="Báo cáo sự cố, kể từ lúc xảy ra")
    support: Ruled[tuple[str, ...]] | None = Field(None, description="Nơi hỗ trợ mà quy chế nêu")


class DirectorySection(Frozen):
    """Danh bạ."""

    kept: Ruled[bool] | None = Field(None, description="Danh bạ cập nhật cùng mỗi lần cấp, thay đổi, thu hồi")
    published: Ruled[str] | None = Field(None, description="Nơi cơ quan công bố các địa chỉ của mình")
    scoped_queries: Ruled[bool] | None = Field(None, description="Cơ quan tra cứu trong phạm vi của mình")
    consent_for_systems: Ruled[str] | None = Field(
        None, description="Ai đồng ý thì hệ thống khác được dùng dịch vụ thư"
    )


class RolesSection(Frozen):
    """Ai làm gì."""

    manages: Ruled[str] = Field(description="Cơ quan quản lý")
    operates: Ruled[str] = Field(description="Đơn vị vận hành")
    monitors: Ruled[str] | None = Field(None, description="Cơ quan giám sát an ninh mạng")


class TimeSection(Frozen):
    """Cách tính thời hạn."""

    obligations_roll: Ruled[bool] = Field(
        description="Hạn phải làm rơi vào ngày nghỉ thì chuyển sang ngày làm việc tiếp theo"
    )
    timers_roll: Ruled[bool] = Field(
        description="Mốc tự động (khóa, thu hồi, hủy) rơi vào ngày nghỉ thì chuyển"
    )
    office_hours: Ruled[OfficeHours] = Field(description="Giờ làm việc, để tính thời hạn bằng giờ làm việc")
    after_hours_is_next_day: Ruled[bool] = Field(
        description="Đề nghị đến ngoài giờ làm việc, ngày nghỉ được coi là đến ngày làm việc tiếp theo"
    )


class Values(Frozen):
    """Every parameter of a regulation, by section."""

    scope: ScopeSection
    domain: DomainSection
    naming: NamingSection
    password: PasswordSection
    sign_in: SignInSection
    quota: QuotaSection
    inactivity: InactivitySection
    lock: LockSection
    leaving: LeavingSection
    retention: RetentionSection
    request: RequestSection
    custody: CustodySection
    message: MessageSection
    report: ReportSection
    notice: NoticeSection
    directory: DirectorySection
    roles: RolesSection
    time: TimeSection


def sections() -> Mapping[str, type[Frozen]]:
    """The sections of `Values` by name."""
    return {name: _model(field.annotation) for name, field in Values.model_fields.items()}


def parameters() -> Iterator[tuple[str, str, bool]]:
    """Every parameter: its name, its description, and whether it may be left without any value."""
    for section, model in sections().items():
        for name, field in model.model_fields.items():
            yield f"{section}.{name}", field.description or "", type(None) in get_args(field.annotation)


def _model(annotation: object) -> type[Frozen]:
    if not isinstance(annotation, type) or not issubclass(annotation, Frozen):
        raise TypeError(f"{annotation!r} is no section")
    return annotation
