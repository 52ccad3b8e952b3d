"""What can be typed into the pages of the directory?

A field that is left empty changes nothing: neither here nor in a file does emptiness erase.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from congthu.directory.importing.columns import Choices
from congthu.directory.importing.words import EMPLOYMENT, in_words
from congthu.directory.models import Organisation, OrganisationKind, Person
from congthu.directory.roles import NAMES, Role
from congthu.portal.forms import PortalForm
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.vietnamese import particulars

TYPED = {"autocomplete": "off"}
CODED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class Particular(forms.CharField):
    """A text that must be a phone, a number of an identity paper or a name; *check* says what is wrong with it."""

    def __init__(self, *, check: Callable[[str], particulars.Read], **more: Any) -> None:
        super().__init__(**more)
        self.check = check

    def clean(self, value: Any) -> str:
        """The value as it is kept."""
        given: str = super().clean(value)
        if not given:
            return given
        read = self.check(given)
        if read.wrong:
            raise ValidationError(read.wrong)
        return read.value


def _text(
    label: str, *, longest: int = 300, needed: bool = False, more: str = "", code: bool = False
) -> forms.CharField:
    widget = forms.TextInput(attrs=CODED if code else TYPED)
    return forms.CharField(label=label, max_length=longest, required=needed, help_text=more, widget=widget)


def _day(label: str, more: str = "Ví dụ 19/10/2026.", *, needed: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    return forms.DateField(label=label, required=needed, help_text=more, widget=widget)


def _document(label: str = "Văn bản làm căn cứ", *, needed: bool = True) -> forms.CharField:
    return _text(
        label, longest=200, needed=needed, more="Số, ký hiệu và ngày, ví dụ 12/QĐ-UBND ngày 02/3/2026."
    )


def _organisation(label: str, *, needed: bool = True, more: str = "") -> forms.CharField:
    words = f"Mã trong danh bạ, ví dụ sotp hoặc sotp/vanphong. {more}".strip()
    return _text(label, longest=200, needed=needed, more=words, code=True)


def _choice(label: str, choices: Any, *, needed: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=needed, choices=choices)


KINDS = [("", "Chọn"), *OrganisationKind.choices]
RANKS = [("", "Chọn"), *((rank.value, in_words(Choices.RANK, rank.value)) for rank in Rank)]


class DirectoryFilter(PortalForm):
    """What the directory is narrowed to; lives in the address of the page."""

    asks_nothing = True
    q = forms.CharField(label="Tên cơ quan, mã, tên người", required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput())


class DirectoryFileForm(PortalForm):
    """A file of organisations, people and roles."""

    file = forms.FileField(
        label="Tệp danh bạ",
        max_length=255,
        help_text="Excel (.xlsx) theo tệp mẫu, hoặc CSV mã UTF-8, không quá 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class FittedForm(PortalForm):
    """A form that knows the regulation, and what it is about."""

    def __init__(self, *args: Any, policy: Policy, about: Organisation | Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit(policy, about)

    def fit(self, policy: Policy, about: Any) -> None:
        """Leave away what the regulation does not ask for, and show what is known."""


class OrganisationForm(PortalForm):
    """One organisation with its codes."""

    name = _text("Tên", needed=True)
    kind = _choice("Loại", KINDS, needed=True)
    code = _text(
        "Mã gọi tắt",
        longest=40,
        needed=True,
        code=True,
        more="Đứng trong địa chỉ thư: chữ thường không dấu, số, dấu chấm, gạch dưới; ví dụ sotp.",
    )
    parent = _organisation("Cấp trên", needed=False, more="Bỏ trống: trực thuộc tỉnh, thành phố.")
    own_local_part = _text(
        "Tên hộp thư cơ quan", longest=64, code=True, more="Phần trước @, khi khác với mã."
    )
    unit_suffix = _text("Mã trong địa chỉ phòng, ban", longest=64, code=True, more="Khi khác với mã.")
    person_suffix = _text("Mã trong địa chỉ cá nhân", longest=64, code=True, more="Khi khác với mã.")
    identifier = _text("Mã định danh điện tử", longest=40, more="Ví dụ H14.05.")
    category = _choice("Nhóm đối tượng áp dụng", [("", "Chọn")])
    seat = _text("Địa chỉ trụ sở")
    phone = Particular(
        label="Điện thoại", check=particulars.phone, required=False, widget=forms.TextInput(attrs=TYPED)
    )
    valid_from = _day("Từ ngày", "Bỏ trống: hôm nay.")
    document = _document("Quyết định thành lập", needed=False)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fit_category(self, policy)


def _fit_category(form: forms.Form, policy: Policy) -> None:
    listed, field = policy.scope.categories, form.fields["category"]
    if listed is None:
        del form.fields["category"]
    elif isinstance(field, forms.ChoiceField):
        field.choices = [("", "Chọn"), *((one, one) for one in listed.value)]


class CorrectOrganisationForm(FittedForm):
    """What may be corrected without a decision."""

    own_local_part = _text(
        "Tên hộp thư cơ quan", longest=64, code=True, more="Phần trước @; dùng cho hộp thư cấp từ nay."
    )
    unit_suffix = _text("Mã trong địa chỉ phòng, ban", longest=64, code=True)
    person_suffix = _text("Mã trong địa chỉ cá nhân", longest=64, code=True)
    identifier = _text("Mã định danh điện tử", longest=40)
    category = _choice("Nhóm đối tượng áp dụng", [("", "Chọn")])
    seat = _text("Địa chỉ trụ sở")
    phone = Particular(
        label="Điện thoại", check=particulars.phone, required=False, widget=forms.TextInput(attrs=TYPED)
    )
    reason = _text("Lý do", longest=1000, needed=True, more="Được ghi vào nhật ký.")
    document = _document(needed=False)

    def fit(self, policy: Policy, about: Organisation) -> None:
        """Show what is held."""
        _fit_category(self, policy)
        for name, field in self.fields.items():
            field.initial = getattr(about, name, "")


class RenameForm(FittedForm):
    """A new name, by decision."""

    name = _text("Tên mới", needed=True)
    document = _document("Quyết định đổi tên")


class MoveOrganisationForm(FittedForm):
    """Another parent, by decision."""

    to = _organisation("Cấp trên mới", needed=False, more="Bỏ trống: trực thuộc tỉnh, thành phố.")
    document = _document("Quyết định")


class MergeForm(FittedForm):
    """Into which one, by decision."""

    into = _organisation("Sáp nhập vào")
    decided_on = _day("Ngày của quyết định", needed=True)
    document = _document("Quyết định sáp nhập")


class DissolveForm(FittedForm):
    """From which day, by decision."""

    decided_on = _day("Ngày của quyết định", needed=True)
    document = _document("Quyết định giải thể")


class PersonForm(FittedForm):
    """Somebody who is not in the directory."""

    full_name = Particular(
        label="Họ và tên", check=particulars.name, max_length=120, widget=forms.TextInput(attrs=TYPED)
    )
    unit_name = _text("Phòng, ban")
    position = _text("Chức vụ", longest=200)
    rank = _choice("Cấp bậc", RANKS)
    employment = _choice("Diện", [("", "Chọn"), *((one, one) for one in EMPLOYMENT)])
    birth_date = _day("Ngày sinh", "Ví dụ 05/09/1990.")
    national_id = Particular(
        label="Số CCCD",
        check=particulars.national_id,
        required=False,
        help_text="Để nhận ra một người khi trùng tên; lưu mã hóa.",
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )
    phone = Particular(
        label="Điện thoại", check=particulars.phone, required=False, widget=forms.TextInput(attrs=TYPED)
    )
    otp_phone = Particular(
        label="Di động nhận mã OTP",
        check=particulars.mobile,
        required=False,
        widget=forms.TextInput(attrs=TYPED),
    )
    document = _document(needed=False)


class CorrectPersonForm(PersonForm):
    """What is wrong about somebody; private facts are not shown, and stay unless others are typed."""

    family_name = _text("Họ", longest=60, more="Sửa cách tách họ, đệm, tên khi hệ thống tách sai.")
    middle_name = _text("Tên đệm", longest=60)
    given_name = _text("Tên", longest=60)
    reason = _text("Lý do", longest=1000, needed=True, more="Được ghi vào nhật ký.")
    field_order = ("full_name", "family_name", "middle_name", "given_name", "unit_name", "position")

    def fit(self, policy: Policy, about: Person) -> None:  # noqa: ARG002  nothing of it depends on the regulation
        """Show what is held, private facts by their last characters only."""
        for name in (
            "full_name",
            "family_name",
            "middle_name",
            "given_name",
            "unit_name",
            "position",
            "rank",
        ):
            self.fields[name].initial = getattr(about, name)
        self.fields["employment"].initial = about.employment
        held = {"national_id": about.masked_national_id, "otp_phone": about.masked_otp_phone}
        for name, words in held.items():
            if words:
                self.fields[name].help_text = f"Đã ghi {words}. Chỉ ghi khi cần sửa."


class MovePersonForm(FittedForm):
    """Another agency, by decision."""

    to = _organisation("Cơ quan nhận")
    unit_name = _text("Phòng, ban")
    position = _text("Chức vụ mới", longest=200)
    decided_on = _day("Ngày của quyết định", needed=True)
    document = _document("Quyết định điều động, tiếp nhận")


class AppointForm(FittedForm):
    """A role with its document."""

    role = forms.ChoiceField(label="Vai trò")
    over = _organisation("Phạm vi", needed=False, more="Bỏ trống: cơ quan nơi công tác.")
    document = _document("Văn bản giao việc")

    def offer(self, roles: list[Role]) -> None:
        """Offer the roles that whoever looks may give."""
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = [(one.value, NAMES[one].capitalize()) for one in roles]


class DismissForm(PortalForm):
    """The document that ends a role."""

    document = _document("Văn bản kết thúc")


class NothingForm(FittedForm):
    """A confirmation that asks for nothing more."""
