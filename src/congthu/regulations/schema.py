"""What can a regulation say?

Each section below is a table of ``regulation.toml``, each field one *parameter*: ``password.min_length`` is
``min_length`` in ``[password]``. The descriptions are the manual. A field that may be empty is a rule which exists only
where the regulation (or an operator) made it; every other field is filled from ``platform/defaults.toml`` where the
regulation is silent.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, get_args

from pydantic import BeforeValidator, Field, PlainSerializer

from congthu.regulations.clauses import Clause
from congthu.regulations.terms import Hours, Size, Term, YearlyDate
from congthu.regulations.values import READING, Frozen, Readings, Ruled, Source


def _hours(text: object) -> Hours:
    if isinstance(text, str) and isinstance(term := Term.parse(text), Hours):
        return term
    if isinstance(text, Hours):
        return text
    raise ValueError(f"«{text}» phải là số giờ, ví dụ «8 hours»")


ClockHours = Annotated[Hours, BeforeValidator(_hours), PlainSerializer(str)]


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
    province: str = Field(description="Tỉnh, thành phố")
    standing: Standing = Field(description="in-force, historical hoặc draft; dự thảo chỉ dùng để thử")
    signed_on: date | None = Field(None, description="Ngày ký")
    in_force_from: date | None = Field(None, description="Ngày có hiệu lực; dự thảo không có")
    in_force_until: date | None = Field(None, description="Ngày cuối cùng còn hiệu lực")
    commencement: Clause | None = Field(None, description="Điều khoản quy định ngày có hiệu lực")
    replaces: tuple[str, ...] = Field((), description="Văn bản bị thay thế")
    amends: str | None = Field(None, description="Mã quy chế được sửa đổi: chỉ ghi các giá trị thay đổi")
    drafted_as: str | None = Field(
        None, description="Mã dự thảo; mỗi giá trị của dự thảo phải được đặt lại hoặc ghi là đã bỏ"
    )


class Exclusion(Frozen):
    """Persons for whom the regulation gives no mailbox: every fact named must have one of the values."""

    when: Mapping[str, tuple[str, ...]] = Field(
        description="Mỗi dữ kiện (employment, org_sector…) với các giá trị thuộc diện này"
    )
    said: str = Field(description="Ai không thuộc đối tượng, viết tiếp được sau chữ «không cấp cho»")


class Rank(StrEnum):
    """How high a post is, as far as a regulation distinguishes."""

    CITY_LEADER = "city-leader"
    AGENCY_HEAD = "agency-head"
    AGENCY_DEPUTY = "agency-deputy"
    UNIT_LEADER = "unit-leader"
    STAFF = "staff"


class LetterClass(StrEnum):
    """A class of characters that a password must contain."""

    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    SPECIAL = "special"


class Activity(StrEnum):
    """What counts as use of a mailbox."""

    SIGN_IN = "sign-in"
    SENT = "sent"
    RECEIVED = "received"


class LockGround(Frozen):
    """A reason for which a mailbox may be locked by hand."""

    clause: Clause = Field(description="Điều khoản cho phép khóa")
    gist: str = Field(description="Nội dung, một dòng")
    evidence: bool = Field(default=False, description="Phải kèm cảnh báo, bằng chứng")
    refers_to: tuple[Clause, ...] = Field((), description="Các hành vi bị cấm mà căn cứ này dẫn chiếu")
    cleaned_before_restore: bool = Field(
        default=False, description="Chỉ khôi phục khi đã xử lý xong mã độc, lộ lọt"
    )
    reading: Readings = Field((), description=READING)


class Forwarding(StrEnum):
    """Where a mailbox may forward its mail on its own."""

    OWN_DOMAINS = "own-domains"
    NOT_PUBLIC = "not-public"


class WhenMissing(StrEnum):
    """What a naming pattern does when a fact it needs is not known."""

    SKIP = "skip"
    ASK = "ask"


class Pattern(Frozen):
    """One way to form a local part; its language is that of `congthu.mailboxes.naming.rules`."""

    form: str = Field(description="Mẫu địa chỉ, phần trước @")
    clause: Clause | None = Field(None, description="Điều khoản, khi khác với điều khoản của loại hộp thư")
    missing: WhenMissing = Field(
        WhenMissing.SKIP, description="Thiếu dữ kiện: skip bỏ qua mẫu này, ask hỏi lại cơ quan"
    )
    reading: Readings = Field((), description=READING)


class OnCollision(StrEnum):
    """What follows when an address has been issued before."""

    NEXT = "next"
    REFUSE = "refuse"


class NamingRule(Frozen):
    """How mailboxes of one kind are named."""

    clause: Clause = Field(description="Điều khoản quy định tên của loại hộp thư này")
    also: tuple[Clause, ...] = Field((), description="Các điều khoản khác nói về loại hộp thư này")
    gist: str = Field(description="Nội dung, một dòng, bằng lời của chúng tôi")
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


class ScopeSection(Frozen):
    """Đối tượng áp dụng."""

    categories: Ruled[tuple[str, ...]] | None = Field(
        None, description="Nhóm cơ quan thuộc đối tượng áp dụng"
    )
    excluded: Ruled[tuple[Exclusion, ...]] | None = Field(
        None, description="Người không thuộc đối tượng áp dụng"
    )
    exceptions_by: Ruled[str] | None = Field(
        None, description="Cơ quan quyết định cấp cho đối tượng ngoài phạm vi"
    )


class DomainSection(Frozen):
    """Tên miền và địa chỉ truy cập."""

    mail: Ruled[tuple[str, ...]] = Field(description="Tên miền của hộp thư; tên đầu dùng khi cấp mới")
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
    system_boxes: Ruled[tuple[str, ...]] | None = Field(None, description="Hộp thư mà quy chế gọi đích danh")
    chosen_by_operator: Ruled[bool] = Field(
        description="Đơn vị vận hành được chọn tên khi trùng, miễn là có tên người và tên cơ quan (nếu mẫu có)"
    )
    reserved: Ruled[tuple[str, ...]] = Field(description="Tên dành riêng cho quản trị thư (RFC 2142)")


class PasswordSection(Frozen):
    """Mật khẩu."""

    min_length: Ruled[Annotated[int, Field(ge=1, le=64)]] = Field(description="Số ký tự tối thiểu")
    classes: Ruled[frozenset[LetterClass]] = Field(description="Loại ký tự bắt buộc")
    specials: Ruled[str] | None = Field(
        None, description="Phải có ít nhất một trong các ký tự đặc biệt này; trống: bất kỳ"
    )
    no_personal_data: Ruled[bool] | None = Field(None, description="Không chứa tên, ngày sinh, điện thoại…")
    one_per_account: Ruled[bool] | None = Field(None, description="Không dùng một mật khẩu cho nhiều hộp thư")
    change_at_first_sign_in: Ruled[bool] = Field(description="Đổi mật khẩu mặc định ở lần đăng nhập đầu tiên")
    change_after_restore: Ruled[bool] = Field(description="Đổi mật khẩu ở lần truy cập đầu sau khi khôi phục")
    max_age: Ruled[Term] | None = Field(None, description="Thời hạn của một mật khẩu")
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
    one_time_password: Ruled[bool] = Field(description="Bắt buộc OTP")
    one_time_password_means: Ruled[tuple[str, ...]] | None = Field(None, description="Cách nhận OTP")


class QuotaSection(Frozen):
    """Dung lượng."""

    person: Ruled[Size] = Field(description="Hộp thư cá nhân")
    organisation: Ruled[Size] = Field(description="Hộp thư tổ chức")
    attachments_per_message: Ruled[Size] = Field(description="Tổng tệp gửi kèm của một lần gửi")
    warn_at_percent: Ruled[Annotated[int, Field(ge=50, le=99)]] = Field(
        description="Thông báo khi đã dùng đến, %"
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


class RequestSection(Frozen):
    """Yêu cầu cấp, thay đổi, thu hồi, khôi phục."""

    fulfil: Ruled[Term] | None = Field(None, description="Hạn thực hiện và trả lời")
    restore: Ruled[Term] | None = Field(None, description="Hạn khôi phục")
    after_decision: Ruled[Term] | None = Field(
        None, description="Hạn cơ quan gửi yêu cầu sau khi có quyết định"
    )
    channels: Ruled[frozenset[str]] | None = Field(
        None, description="Kênh nhận: document-system, paper, email"
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


class ReportSection(Frozen):
    """Báo cáo định kỳ."""

    agency_half_year: Ruled[YearlyDate] | None = Field(None, description="Cơ quan, sáu tháng")
    agency_year: Ruled[YearlyDate] | None = Field(None, description="Cơ quan, năm")
    operator_half_year: Ruled[YearlyDate] | None = Field(None, description="Đơn vị vận hành, sáu tháng")
    operator_year: Ruled[YearlyDate] | None = Field(None, description="Đơn vị vận hành, năm")
    department_half_year: Ruled[YearlyDate] | None = Field(
        None, description="Cơ quan quản lý báo cáo UBND, sáu tháng"
    )
    department_year: Ruled[YearlyDate] | None = Field(None, description="Cơ quan quản lý báo cáo UBND, năm")
    review_every: Ruled[Term] | None = Field(None, description="Cơ quan rà soát người dùng")
    locked_list_every: Ruled[Term] | None = Field(None, description="Gửi cơ quan danh sách hộp thư bị khóa")
    stale_passwords: Ruled[bool] | None = Field(
        None, description="Báo cáo hộp thư giữ mật khẩu mặc định, mật khẩu quá hạn"
    )


class NoticeSection(Frozen):
    """Thông báo và sự cố."""

    downtime: Ruled[Term] | None = Field(None, description="Báo trước khi tạm ngừng")
    incident: Ruled[ClockHours] | None = Field(None, description="Báo cáo sự cố, kể từ lúc xảy ra")
    support: Ruled[tuple[str, ...]] | None = Field(None, description="Nơi hỗ trợ mà quy chế nêu")


class DirectorySection(Frozen):
    """Danh bạ."""

    kept: Ruled[bool] | None = Field(None, description="Danh bạ cập nhật cùng mỗi lần cấp, thay đổi, thu hồi")
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
