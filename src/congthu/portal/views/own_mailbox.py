"""My mailbox: what state it is in, how to use it elsewhere, and which mail programs hold a key to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congthu.identity import actions
from congthu.identity.models import AppPassword
from congthu.identity.queries import access_app_password, app_passwords
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import access_mailbox, state_rule
from congthu.portal.components.address_line import AddressLine
from congthu.portal.components.data_table import Column, DataTable, Row
from congthu.portal.components.facts import Facts
from congthu.portal.components.link import Link
from congthu.portal.components.state_chip import StateChip
from congthu.portal.forms import AppPasswordForm
from congthu.portal.pages import refused, show
from congthu.portal.visits import Visit, signed_in
from congthu.portal.words import age_in_words, day, last_use, size
from congthu.regulations.refusals import RefusedByRule


@dataclass(frozen=True, slots=True)
class Server:
    """A line of what to type into a mail program."""

    use: str
    host: str
    port: str
    security: str


SERVERS = (
    ("imaps", "Nhận thư (IMAP)", "SSL/TLS"),
    ("imap", "Nhận thư (IMAP)", "STARTTLS"),
    ("submissions", "Gửi thư (SMTP)", "SSL/TLS"),
    ("submission", "Gửi thư (SMTP)", "STARTTLS"),
)


@signed_in
def own_mailbox(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the mailbox of whoever has signed in."""
    mailbox = _own(visit)
    in_use = app_passwords(visit.account).count()
    facts: tuple[tuple[str, object], ...] = (
        ("Địa chỉ", AddressLine(visit.account.login)),
        (
            "Trạng thái",
            StateChip.of_mailbox(state_rule(mailbox)) if mailbox else "Tài khoản không có hộp thư",
        ),
        ("Dung lượng", size(mailbox.quota_bytes) if mailbox else ""),
        ("Cơ quan", mailbox.organisation.name if mailbox else ""),
        ("Ngày cấp", day(mailbox.issued_at) if mailbox else ""),
        ("Mật khẩu đổi lần cuối", age_in_words(visit.account.password_changed_at, now=visit.now)),
        ("Mật khẩu ứng dụng đang dùng", str(in_use)),
        ("Đăng nhập gần nhất", last_use(mailbox.last_login_at if mailbox else visit.account.last_login)),
        *(
            (
                ("Gửi gần nhất", last_use(mailbox.last_sent_at)),
                ("Nhận gần nhất", last_use(mailbox.last_received_at)),
            )
            if mailbox
            else ()
        ),
    )
    context = {
        "facts": Facts(facts),
        "mailbox": mailbox,
        "servers": servers(settings.CONGTHU_ENDPOINTS),
        "webmail": settings.CONGTHU_ENDPOINTS.get("webmail", ""),
        "support": visit.policy.notice.support,
    }
    return show(request, visit, "portal/own_mailbox.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def app_password_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the keys that mail programs hold; make another, which is shown on the answer and nowhere else."""
    form = AppPasswordForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            return refused(request, visit, "portal/app_passwords.html", _keys(visit, form), why=form)
        label = form.cleaned_data["label"]
        try:
            secret = actions.create_app_password(visit.account, label=label, now=visit.now)
        except RefusedByRule as refusal:
            context, anchor = _keys(visit, form), form["label"].id_for_label
            return refused(
                request, visit, "portal/app_passwords.html", context, why=refusal.refusals, anchor=anchor
            )
        # Answered at once instead of redirecting: the plain secret must not be kept anywhere in between.
        shown = {"label": label, "secret": AddressLine(secret.plain, what="mật khẩu ứng dụng", secret=True)}
        context = {**_keys(visit, AppPasswordForm()), "made": shown}
        return show(request, visit, "portal/app_passwords.html", context, status=HTTPStatus.CREATED)
    return show(request, visit, "portal/app_passwords.html", _keys(visit, form))


@require_http_methods(["GET", "POST"])
@signed_in
def revoke_app_password(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Ask once, then take a key back."""
    try:
        key = access_app_password(number, account=visit.account)
    except AppPassword.DoesNotExist as missing:
        raise Http404 from missing
    if request.method == "GET":
        return show(request, visit, "portal/revoke_app_password.html", {"key": key})
    actions.revoke_app_password(key, acting=visit.actor, now=visit.now)
    messages.success(request, f"Đã thu hồi mật khẩu ứng dụng “{key.label}”.")
    return redirect("portal:app-passwords")


def servers(endpoints: Mapping[str, Any]) -> list[Server]:
    """What this installation offers to mail programs, the safest of each kind first."""
    found: dict[str, Server] = {}
    for name, use, security in SERVERS:
        if endpoints.get(name) and use not in found:
            host, port = endpoints[name]
            found[use] = Server(use, str(host), str(port), security)
    return list(found.values())


def _own(visit: Visit) -> Mailbox | None:
    try:
        return access_mailbox(visit.account.login, acting=visit.actor)
    except Mailbox.DoesNotExist:
        return None


def _keys(visit: Visit, form: AppPasswordForm) -> dict[str, object]:
    keys = list(app_passwords(visit.account))
    rows = tuple(
        Row(
            (
                key.label,
                day(key.created_at),
                last_use(key.last_used_at),
                Link("Thu hồi", f"{key.pk}/"),
            )
        )
        for key in keys
    )
    columns = (
        Column("Tên"),
        Column("Tạo ngày", kind="short"),
        Column("Dùng gần nhất", kind="short"),
        Column("Việc"),
    )
    table = DataTable("Mật khẩu ứng dụng đang dùng", columns, rows, {})
    return {"form": form, "table": table if keys else None}
