"""What is asked of somebody who tries a rule: a name, a day, a password."""

import re
from typing import Any

from django import forms

from congthu.mailboxes.naming.rules import MailboxKind
from congthu.portal.forms import PortalForm
from congthu.portal.values_in_words import RANKS
from congthu.regulations.duties import PARAMETER, TIMERS, Duty, reports_of
from congthu.regulations.policy import Policy
from congthu.regulations.schema import NamingSection, Rank

DAY = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?:[ ,]+(?P<hour>\d{1,2})[:h](?P<minute>\d{2}))?"
)
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _text(label: str, *, asked: bool = False, length: int = 200, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs=PLAIN)
    return forms.CharField(label=label, max_length=length, required=asked, help_text=hint, widget=widget)


class NameTrial(PortalForm):
    """Somebody, or a body, for whom an address is sought. Which facts are needed, naming says."""

    asks_nothing = True
    prefix = "ten"

    kind = forms.ChoiceField(label="Loại hộp thư", initial=MailboxKind.PERSON)
    full_name = _text("Họ và tên", hint="Với hộp thư cá nhân.")
    agency = _text("Cơ quan", hint="Tên hoặc mã trong danh bạ; hoặc một mã bất kỳ để thử.")
    unit = _text("Phòng, đơn vị", hint="Tên hoặc mã; cần khi trùng tên, và với hộp thư của phòng.")
    birth_date = _text("Ngày sinh", length=10, hint="Ngày hoặc năm; chỉ cần khi trùng tên.")
    title = _text("Chức danh", hint="Với hộp thư chức danh, ví dụ giám đốc.")

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [
                (one.value, NamingSection.model_fields[one].description or one.value)
                for one in MailboxKind
                if getattr(policy.naming, one) is not None
            ]


class DayTrial(PortalForm):
    """A duty and what starts its clock."""

    prefix = "han"

    duty = forms.ChoiceField(label="Việc có thời hạn")
    start = _text(
        "Tính từ",
        asked=True,
        length=30,
        hint="Ngày, thêm giờ nếu thời hạn tính bằng giờ: 19/10/2026, 19/10/2026 22:15. "
        "Với báo cáo ghi kỳ: 2026, 2026-H1 (sáu tháng đầu năm), 2026-Q3 (quý III), 2026-09 (tháng 9).",
    )
    rank = forms.ChoiceField(
        label="Cấp bậc của người nghỉ",
        required=False,
        choices=[("", "Không rõ"), *((rank.value, words) for rank, words in RANKS.items())],
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        duty = self.fields["duty"]
        if isinstance(duty, forms.ChoiceField):
            duty.choices = duties_in_words(policy)
        if policy.leaving.kept is None:
            del self.fields["rank"]

    def clean_start(self) -> str:
        """Turn a Vietnamese day into the form that the rule reads; what is something else is the rule's to judge."""
        text = str(self.cleaned_data["start"]).strip()
        found = DAY.fullmatch(text)
        if found is None:
            return text
        day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
        return f"{day}T{int(found['hour']):02}:{found['minute']}" if found["hour"] else day

    @property
    def chosen_rank(self) -> Rank | None:
        """The rank that was chosen."""
        return Rank(self.cleaned_data["rank"]) if self.cleaned_data.get("rank") else None


class PasswordTrial(PortalForm):
    """A password, and what is known about its holder where the regulation forbids that in it."""

    asks_nothing = True
    prefix = "mk"

    password = forms.CharField(
        label="Mật khẩu để thử",
        max_length=200,
        strip=False,
        help_text="Đừng thử mật khẩu bạn đang dùng. Mật khẩu không được lưu, không ghi nhật ký và không hiện lại.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    full_name = _text("Họ và tên người giữ")
    birth_date = forms.DateField(
        label="Ngày sinh", required=False, widget=forms.DateInput(attrs={**PLAIN, "inputmode": "numeric"})
    )
    phone = _text("Số điện thoại", length=20)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (policy.password.no_personal_data and policy.password.no_personal_data.value):
            for name in ("full_name", "birth_date", "phone"):
                del self.fields[name]


def duties_in_words(policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    """The duties for which somebody sets a term, in the groups by which their days are counted."""
    told: dict[str, list[tuple[str, str]]] = {}
    for name, description, ruled in policy.values():
        duty = next((one for one, parameter in PARAMETER.items() if parameter == name), None)
        if duty is not None and ruled is not None:
            told.setdefault(_group(duty), []).append((duty.value, description))
    if reports := [(one.duty, one.gist) for one in reports_of(policy) if one.every]:
        told["Báo cáo định kỳ"] = reports
    return list(told.items())


def _group(duty: Duty) -> str:
    return "Mốc tự động của hộp thư" if duty in TIMERS else "Việc phải làm"
