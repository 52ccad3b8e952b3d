"""What can be typed into the pages on which something is done with a mailbox?"""

from typing import Any

from django import forms

from congthu.mailboxes.acts.evidence import LARGEST, MIB
from congthu.mailboxes.acts.groups import described
from congthu.mailboxes.grounds import act_in_words, acts_of, asked_for, ground_at, grounds_of
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.portal.forms import PortalForm
from congthu.regulations.policy import Policy
from congthu.regulations.schema import LockGround, NamingSection, Rank
from congthu.regulations.states import Anchor
from congthu.regulations.terms import Size

TYPED = {"autocomplete": "off"}
CODED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def _text(
    label: str, *, longest: int = 200, needed: bool = True, more: str = "", code: bool = False
) -> forms.CharField:
    widget = forms.TextInput(attrs=CODED if code else TYPED)
    return forms.CharField(label=label, max_length=longest, required=needed, help_text=more, widget=widget)


def _day(label: str, more: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    return forms.DateField(label=label, help_text=more, widget=widget)


def _person(label: str, *, needed: bool = True) -> forms.CharField:
    return _text(label, needed=needed, more="Họ và tên như trong danh bạ, hoặc số của người đó.")


def _organisation(label: str, *, needed: bool = True, more: str = "") -> forms.CharField:
    return _text(label, needed=needed, more=f"Mã trong danh bạ, ví dụ sotp. {more}".strip(), code=True)


def _late() -> forms.BooleanField:
    return forms.BooleanField(
        label="Đã biết thời hạn đã qua hoặc sắp hết, đã sao lưu dữ liệu cần giữ",
        required=False,
    )


class GroundForm(PortalForm):
    """Why something is done with a mailbox: both stand in the trail."""

    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Người giữ hộp thư và cơ quan của họ sẽ đọc được lý do này.",
    )
    document = _text("Văn bản làm căn cứ", more="Số, ký hiệu và ngày, ví dụ 1287/STP-VP ngày 19/10/2026.")

    def __init__(self, *args: Any, policy: Policy, mailbox: Mailbox, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit(policy, mailbox)

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:
        """Leave away what the regulation does not ask for this mailbox."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Let one of *choices* be chosen in the field *name*."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


BY_ORDER = "Theo văn bản của cơ quan có thẩm quyền (quy chế không nêu căn cứ này)"


class LockForm(GroundForm):
    """A ground of the regulation with the warning or evidence that it asks for, or a document of the agency."""

    clause = forms.ChoiceField(label="Căn cứ trong quy chế", required=False)
    forbidden_act = forms.ChoiceField(label="Hành vi bị cấm mà căn cứ dẫn chiếu", required=False)
    evidence = forms.FileField(
        label="Cảnh báo, bằng chứng",
        required=False,
        max_length=200,
        help_text=f"Bắt buộc khi căn cứ đòi hỏi; không quá {LARGEST // MIB} MB, được niêm phong cùng việc tạm khóa.",
    )
    field_order = ("clause", "forbidden_act", "reason", "document", "evidence")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the grounds are the same for all
        """Offer the grounds that the regulation knows."""
        grounds = grounds_of(policy)
        listed = [(str(one.clause), _ground_in_words(one)) for one in grounds]
        acts = {act: act_in_words(act) for ground in grounds for act in acts_of(ground)}
        by_document = "Theo văn bản đề nghị của cơ quan" if asked_for(policy) else BY_ORDER
        self.offer("clause", [("", by_document), *listed])
        self.offer(
            "forbidden_act",
            [("", "Không nêu"), *((act, words[:1].upper() + words[1:]) for act, words in acts.items())],
        )
        if not acts:
            del self.fields["forbidden_act"]
        if not any(one.evidence or one.warning for one in grounds):
            del self.fields["evidence"]
        self.fields["document"].required = False


def _ground_in_words(ground: LockGround) -> str:
    asked = "; phải kèm bằng chứng" if ground.evidence else ""
    if ground.warning:
        asked = "; phải ghi văn bản cảnh báo hoặc kèm bằng chứng"
    return f"{ground.gist} ({ground.clause.in_words()}{asked})"


class NoticeForm(GroundForm):
    """The letter by which the agency was told that the mailbox is locked."""

    late = _late()

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same in every regulation
        """The letter is the ground; a reason besides is not needed."""
        self.fields["document"].label = "Văn bản đã báo cơ quan"
        self.fields["reason"].required = False


class RestoreForm(GroundForm):
    """The agency's document, and that a leak was closed where that was the reason."""

    asked_by = _organisation("Cơ quan đề nghị", needed=False, more="Bỏ trống: cơ quan của người giữ hộp thư.")
    cleaned = forms.BooleanField(label="Đã xử lý xong mã độc, lộ lọt mật khẩu", required=False)
    field_order = ("reason", "document", "asked_by", "cleaned")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:
        """Ask about the leak only where the lock was for one."""
        ground = ground_at(mailbox.ground, policy)
        if ground is None or not ground.cleaned_before_restore:
            del self.fields["cleaned"]


class LeaveForm(GroundForm):
    """The decision by which somebody leaves; the term counts from its day and depends on their rank."""

    decision_on = _day(
        "Ngày của quyết định nghỉ việc, nghỉ hưu, chuyển đi",
        "Thời gian giữ hộp thư để bàn giao tính từ ngày này, ví dụ 19/10/2026.",
    )
    left_on = _day("Ngày người đó thực sự rời cơ quan", "Quy chế tính thời hạn giữ hộp thư theo ngày này.")
    rank = forms.ChoiceField(label="Cấp bậc theo quyết định", required=False)
    late = _late()

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:
        """Offer the ranks that the regulation distinguishes; drop the day where nothing is kept."""
        kept = policy.leaving.kept
        if not policy.states.counts_from(Anchor.LEFT):
            del self.fields["left_on"]
        if mailbox.kind != MailboxKind.PERSON or kept is None:
            for name in {"decision_on", "left_on", "rank", "late"} & self.fields.keys():
                del self.fields[name]
            return
        held = mailbox.person.rank if mailbox.person else ""
        known = f"Như danh bạ ghi: {Rank(held).in_words()}" if held in set(Rank) else "Như danh bạ ghi"
        terms = [
            (rank.value, f"{rank.in_words().capitalize()}: {term.in_words()}")
            for rank, term in kept.value.items()
        ]
        self.offer("rank", [("", known), *terms])


class TransferForm(GroundForm):
    """Where somebody goes by which decision."""

    to = _organisation("Cơ quan tiếp nhận")
    decision_on = _day(
        "Ngày của quyết định điều động", "Thời gian giữ hộp thư cũ tính từ ngày này, ví dụ 19/10/2026."
    )
    position = _text("Chức vụ ở cơ quan mới", needed=False)
    unit_name = _text("Phòng, ban ở cơ quan mới", needed=False)
    asked_by = _organisation("Cơ quan đề nghị", needed=False, more="Bỏ trống: cơ quan tiếp nhận.")
    chosen = _text(
        "Phần trước @ của địa chỉ mới",
        longest=64,
        needed=False,
        code=True,
        more="Chỉ khi địa chỉ theo mẫu đã cấp cho người khác.",
    )
    late = _late()
    field_order = ("to", "decision_on", "reason", "document")


class HandOverForm(GroundForm):
    """Who keeps the mailbox from now on; of several only the one who hands over ceases to."""

    to = _person("Người nhận bàn giao")
    of = forms.ChoiceField(label="Người bàn giao", required=False)
    field_order = ("of", "to", "reason", "document")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same in every regulation
        """Offer those who keep it now."""
        keepers = mailbox.custodies.filter(until=None).select_related("person").order_by("since")
        listed = [(str(one.person_id), one.person.full_name) for one in keepers]
        if len(listed) > 1:
            self.offer("of", [("", "Tất cả những người đang quản lý"), *listed])
        else:
            del self.fields["of"]


class AppointForm(GroundForm):
    """Who keeps the mailbox, too."""

    to = _person("Người được cử")
    field_order = ("to", "reason", "document")


class AskHandoverForm(GroundForm):
    """The letter by which the agency asks somebody who leaves to hand over."""


class RecordHandoverForm(GroundForm):
    """What was handed over to whom."""

    to = _text("Người nhận bàn giao")
    what = _text("Nội dung đã bàn giao", longest=1000, more="Ví dụ: hồ sơ, thư từ 2024 đến 2026.")
    late = _late()
    field_order = ("to", "what", "reason", "document")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same in every regulation
        """The record is the ground; a reason besides is not needed."""
        self.fields["document"].label = "Biên bản bàn giao"
        self.fields["reason"].required = False


class ApproveForm(GroundForm):
    """Nothing more: the ground stands in the proposal."""

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same in every regulation
        """Ask for nothing."""
        del self.fields["reason"], self.fields["document"]


class QuotaForm(GroundForm):
    """How much there is to be, and that less is meant where it is less."""

    quota = _text("Dung lượng mới", longest=20, more="Ví dụ 5 GB.", code=True)
    lowering = forms.BooleanField(label="Đúng là muốn giảm dung lượng", required=False)
    field_order = ("quota", "reason", "document", "lowering")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  whether one is needed the act says
        """The document is asked for by the act, where somebody else decides."""
        self.fields["document"].required = False

    def clean_quota(self) -> Size:
        """Read the size as people write it."""
        try:
            return Size.parse(self.cleaned_data["quota"].strip().upper())
        except ValueError:
            raise forms.ValidationError("Hãy ghi số và đơn vị, ví dụ 5 GB hoặc 500 MB.") from None


class AbsenceForm(GroundForm):
    """Until when the agency has said why the mailbox is not used."""

    until = _day("Ngày cuối cùng vắng mặt", "Đến hết ngày này hộp thư không bị khóa vì lâu không sử dụng.")
    field_order = ("until", "reason", "document")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same in every regulation
        """A reason is enough."""
        self.fields["document"].required = False


class AliasForm(GroundForm):
    """Another address of the mailbox."""

    address = _text("Địa chỉ thứ hai", longest=320, code=True, more="Chưa từng cấp, thuộc tên miền của tỉnh.")
    field_order = ("address", "reason", "document")


class EndAliasForm(GroundForm):
    """One of the other addresses."""

    address = forms.ChoiceField(label="Bí danh cần bỏ")
    field_order = ("address", "reason", "document")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same in every regulation
        """Offer those that lead here."""
        held = mailbox.aliases.filter(until=None).order_by("pk").values_list("pk", flat=True)
        self.offer("address", [(one, one) for one in held])


class AddMemberForm(GroundForm):
    """One mailbox, or every one of a kind."""

    member = _text(
        "Hộp thư thành viên", longest=320, needed=False, code=True, more="Một địa chỉ; hoặc chọn loại."
    )
    every = forms.ChoiceField(label="Hoặc mọi hộp thư loại", required=False)
    within = _organisation("Chỉ của cơ quan", needed=False, more="Bỏ trống: mọi cơ quan.")
    field_order = ("member", "every", "within", "reason", "document")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same for every group
        """Offer the kinds that the regulation has."""
        self.offer("every", [("", "Không theo loại"), *kinds_in_words(policy, but=GROUPS)])
        self.fields["reason"].required = False


class RemoveMemberForm(GroundForm):
    """One of the members."""

    member = forms.ChoiceField(label="Thành viên cần bớt")
    field_order = ("member", "reason", "document")

    def fit(self, policy: Policy, mailbox: Mailbox) -> None:  # noqa: ARG002  the same for every group
        """Offer those that there are."""
        members = mailbox.members.select_related("member", "within")
        self.offer("member", [(str(one.pk), described(one)) for one in members])
        self.fields["reason"].required = False


class IssueForm(PortalForm):
    """A mailbox that no request asks for: of which kind, for whom, and by which document."""

    kind = forms.ChoiceField(label="Loại hộp thư")
    organisation = _organisation("Cơ quan, đơn vị")
    person = _person("Người giữ, với hộp thư cá nhân, chức danh", needed=False)
    title = _text(
        "Tên chức danh, nhóm, hoặc hộp thư mà quy chế nêu",
        needed=False,
        more="Ví dụ Giám đốc, Lãnh đạo, kythuat.",
    )
    chosen = _text(
        "Phần trước @",
        longest=64,
        needed=False,
        code=True,
        more="Chỉ khi địa chỉ theo mẫu đã cấp cho người khác.",
    )
    reason = _text("Lý do", longest=1000)
    document = _text("Văn bản đề nghị", more="Số, ký hiệu và ngày, ví dụ 1287/STP-VP ngày 19/10/2026.")

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = kinds_in_words(policy)


class ReserveForm(PortalForm):
    """An address that nobody is to get."""

    address = _text("Địa chỉ", longest=320, code=True, more="Cả phần sau @, ví dụ gop-y@hanoi.gov.vn.")
    reason = _text("Lý do")


def kinds_in_words(policy: Policy, *, but: frozenset[MailboxKind] = frozenset()) -> list[tuple[str, str]]:
    """The kinds of mailboxes that the regulation names, with what it calls them."""
    return [
        (kind.value, NamingSection.model_fields[kind].description or kind.value)
        for kind in MailboxKind
        if kind not in but and getattr(policy.naming, kind, None) is not None
    ]
