"""What can be typed into a page, and what is wrong with it before any rule is asked?"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

from congthu.portal.components.state_chip import StateChip
from congthu.regulations.proofs import Status
from congthu.requests.intake.bounded import MAX_FILE
from congthu.requests.models import RequestState


class Renderer(DjangoTemplates):
    """Fields as they stand on every page: label, help, error, then the field."""

    field_template_name = "portal/field.html"


class PortalForm(forms.Form):
    """A form whose text arrives as Unicode NFC: input methods send either form."""

    default_renderer = Renderer
    required_css_class = ""

    def clean(self) -> dict[str, Any]:
        """Compose what was typed, after typing: composing while somebody types breaks input methods."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {
            name: unicodedata.normalize("NFC", value) if isinstance(value, str) else value
            for name, value in cleaned.items()
        }


def _password(label: str, *, autocomplete: str, **attributes: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", **attributes})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class SignInForm(PortalForm):
    """Address and password; the address may be typed with or without its domain's capitals."""

    login = forms.CharField(
        label="Địa chỉ thư công vụ",
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )
    password = _password("Mật khẩu", autocomplete="current-password")


class PasswordForm(PortalForm):
    """A change of password. The rules of the regulation are asked by the action, all at once."""

    old = _password("Mật khẩu hiện tại", autocomplete="current-password")
    new = _password("Mật khẩu mới", autocomplete="new-password", **{"data-password": ""})
    again = _password("Nhập lại mật khẩu mới", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Compare the two entries of the new password."""
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "Hai lần nhập mật khẩu mới khác nhau. Hãy nhập lại.")
        return cleaned


class AppPasswordForm(PortalForm):
    """The name under which the holder will recognise a device."""

    label = forms.CharField(
        label="Tên máy hoặc chương trình",
        max_length=60,
        help_text="Để sau này biết thu hồi mật khẩu nào, ví dụ “Outlook ở cơ quan”, “Điện thoại”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class UploadForm(PortalForm):
    """A request as a file. What kind of file it is, the reader sees by its content."""

    file = forms.FileField(
        label="Tệp phiếu đề nghị",
        max_length=200,
        help_text=f"Word, Excel hoặc OpenDocument theo mẫu của quy chế, không quá {MAX_FILE // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.xlsx,.odt,.ods"}),
    )


class MailboxFilter(PortalForm):
    """What the list of mailboxes is narrowed to; lives in the address of the page."""

    asks_nothing = True

    q = forms.CharField(label="Tên, địa chỉ, cơ quan", required=False, max_length=200)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    untold = forms.BooleanField(label="Chỉ hộp thư bị khóa mà cơ quan chưa được báo", required=False)
    after = forms.CharField(required=False, max_length=320, widget=forms.HiddenInput())

    def __init__(self, *args: Any, states: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        if isinstance(state, forms.ChoiceField):
            state.choices = [("", "Tất cả"), *states.items()]


class ImpactDay(PortalForm):
    """Up to which day it is asked what a text would do; lives in the address of the page."""

    asks_nothing = True

    as_of = forms.DateField(
        label="Xét đến ngày",
        help_text="Ví dụ 19/10/2026. Có thể là ngày chưa đến.",
        widget=forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class RegulationFilter(PortalForm):
    """What the page of the regulation is narrowed to; lives in the address of the page."""

    asks_nothing = True

    q = forms.CharField(label="Từ, số điều khoản", required=False, max_length=200)
    status = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), *((one.value, StateChip.of_clause(one).words) for one in Status)],
    )


class ReturnForm(PortalForm):
    """What the agency must complete."""

    reason = forms.CharField(
        label="Cần bổ sung gì",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ghi từng dòng còn thiếu để cơ quan bổ sung một lần là đủ.",
    )


class ReplyForm(PortalForm):
    """The letter by which the agency is told."""

    document = forms.CharField(
        label="Văn bản trả lời",
        max_length=200,
        help_text="Số, ký hiệu và ngày của văn bản trả lời cơ quan.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WithdrawForm(PortalForm):
    """Why the agency does not ask for it any more."""

    reason = forms.CharField(label="Lý do rút", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ExecuteForm(PortalForm):
    """What only the operator can say of a line: a local part that nobody's rule gives, that a leak was closed, that a
    term which is over is known to be.

    Any of it may be left out; the rules judge it when the line is tried.
    """

    def __init__(
        self,
        *args: Any,
        nameless: Mapping[int, str],
        restored: Mapping[int, str],
        ending: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for line, subject in nameless.items():
            self.fields[f"line-{line}"] = forms.CharField(
                label=f"Dòng {line}, {subject}: phần trước @",
                required=False,
                max_length=64,
                help_text="Địa chỉ theo mẫu đã cấp cho người khác. Bỏ trống thì dòng này chưa được thực hiện.",
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )
        for line, subject in restored.items():
            self.fields[f"cleaned-{line}"] = forms.BooleanField(
                label=f"Dòng {line}, {subject}: đã xử lý xong mã độc, lộ lọt (nếu bị khóa vì lý do đó)",
                required=False,
            )

        for line, subject in ending.items():
            self.fields[f"late-{line}"] = forms.BooleanField(
                label=f"Dòng {line}, {subject}: đã biết thời hạn tính từ quyết định đã qua hoặc sắp hết",
                required=False,
            )

    @property
    def chosen(self) -> dict[int, str]:
        """What was chosen, by line."""
        return {line: value for line, value in self._given("line-") if value}

    @property
    def cleaned(self) -> list[int]:
        """The lines whose leak or malware has been dealt with."""
        return [line for line, value in self._given("cleaned-") if value]

    @property
    def late(self) -> list[int]:
        """The lines of which it is known that their term is over."""
        return [line for line, value in self._given("late-") if value]

    def _given(self, prefix: str) -> list[tuple[int, Any]]:
        return [
            (int(name.removeprefix(prefix)), value)
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        ]


class LineForm(PortalForm):
    """What a line may lack, each field as the form would have it."""

    def __init__(self, *args: Any, fields: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in fields.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    @property
    def said(self) -> dict[str, str]:
        """What was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class SheetForm(PortalForm):
    """What the page of results gives back to print a sheet: the password is kept nowhere else."""

    line = forms.IntegerField(min_value=1)
    password = forms.CharField(max_length=200, strip=False)


class AgencyForm(PortalForm):
    """The code of the agency in the directory."""

    code = forms.CharField(
        label="Mã cơ quan trong danh bạ",
        max_length=40,
        help_text="Mã gọi tắt trong địa chỉ thư của cơ quan, ví dụ sotp.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class EmptyForm(PortalForm):
    """A confirmation that asks for nothing more."""


class RequestFilter(PortalForm):
    """What the list of requests is narrowed to; lives in the address of the page."""

    asks_nothing = True
    q = forms.CharField(label="Số, cơ quan, tên người", required=False, max_length=200)
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[
            ("", "Tất cả"),
            ("overdue", "Quá hạn"),
            *((one.value, StateChip.of_request(one).words) for one in RequestState),
        ],
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
