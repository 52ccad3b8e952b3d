"""Come in, leave, and choose a password of one's own."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congthu.directory.roles import AGENCY_ROLES, AUTHORITY_ROLES, Role
from congthu.identity import actions
from congthu.identity.classes import classes_of
from congthu.identity.models import Account
from congthu.portal.components.error_summary import ErrorSummary
from congthu.portal.components.stepper import Stepper
from congthu.portal.forms import PasswordForm, SignInForm
from congthu.portal.pages import Frame, regulation_in_words, show
from congthu.portal.password_rules import rules_in_words
from congthu.portal.visits import Visit, choosing_password, clock, must_choose_password, signed_in
from congthu.regulations.refusals import RefusedByRule

BACKEND = "congthu.identity.backends.AccountBackend"
REAL_ADDRESS = "X-Real-IP"
STEPS = ("Đăng nhập lần đầu", "Đặt mật khẩu của bạn", "Bắt đầu dùng thư")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; say why somebody is not let in."""
    form = SignInForm(request.POST or None)
    context: dict[str, object] = {"form": form, "next": _next(request)}
    if request.method == "GET":
        return render(request, "portal/sign_in.html", context)
    if not form.is_valid():
        summary = ErrorSummary.of_form(form)
    else:
        try:
            account = actions.sign_in(
                form.cleaned_data["login"],
                form.cleaned_data["password"],
                now=clock(),
                remote=_remote(request),
            )
        except RefusedByRule as refusal:
            summary = ErrorSummary.of_refusals(refusal.refusals, title="Chưa đăng nhập được")
        else:
            login(request, account, backend=BACKEND)
            return redirect("portal:first-password" if must_choose_password(account) else _next(request))
    return render(
        request,
        "portal/sign_in.html",
        {**context, "refused": summary},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.info(request, "Bạn đã đăng xuất.")
    return redirect("portal:sign-in")


@signed_in
def home(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001  a page like the others
    """Go where this person's work is."""
    if Role.OPERATOR in visit.roles:
        return redirect("portal:today")
    if visit.roles & (AGENCY_ROLES | AUTHORITY_ROLES):
        return redirect("portal:requests")
    return redirect("portal:own-mailbox")


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@choosing_password
def first_password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose the first password of one's own, or the one after it ran out or was issued anew."""
    if not must_choose_password(visit.account):
        return redirect("portal:password")
    form = PasswordForm(request.POST or None)
    context: dict[str, object] = {
        "form": form,
        "frame": Frame(authority=visit.authority.name, regulation=regulation_in_words(visit.authority)),
        "stepper": Stepper(STEPS, 2, "Các bước đăng nhập lần đầu"),
        "rules": rules_in_words(visit.policy.password, classes_of(visit.account)),
        "duty": visit.policy.password.change_at_first_sign_in,
        "account": visit.account,
    }
    if request.method == "GET":
        return render(request, "portal/first_password.html", context)
    if (summary := _change(request, visit.account, form)) is None:
        messages.success(request, "Đã đặt mật khẩu. Hộp thư của bạn dùng được ngay từ bây giờ.")
        return redirect("portal:own-mailbox")
    return render(
        request,
        "portal/first_password.html",
        {**context, "refused": summary},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change the password at will."""
    form = PasswordForm(request.POST or None)
    context: dict[str, object] = {
        "form": form,
        "rules": rules_in_words(visit.policy.password, classes_of(visit.account)),
        "changed_at": visit.account.password_changed_at,
    }
    if request.method == "GET":
        return show(request, visit, "portal/password.html", context)
    if (summary := _change(request, visit.account, form)) is None:
        messages.success(request, "Đã đổi mật khẩu. Các mật khẩu ứng dụng vẫn dùng được.")
        return redirect("portal:own-mailbox")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return show(request, visit, "portal/password.html", {**context, "refused": summary}, status=status)


def _change(request: HttpRequest, account: Account, form: PasswordForm) -> ErrorSummary | None:
    if not form.is_valid():
        return ErrorSummary.of_form(form)
    try:
        actions.change_password(
            account, old=form.cleaned_data["old"], new=form.cleaned_data["new"], now=clock()
        )
    except RefusedByRule as refusal:
        anchors = {"password.old": form["old"].id_for_label}
        return ErrorSummary.of_refusals(
            refusal.refusals, anchor=form["new"].id_for_label, anchors=anchors, title="Chưa đổi được mật khẩu"
        )
    # Django signs sessions with the password: without this the change would sign its author out.
    update_session_auth_hash(request, account)
    return None


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _remote(request: HttpRequest) -> str:
    # Only over the unix socket, which has no address, is it our own nginx that speaks: nobody else may open that one.
    return request.META.get("REMOTE_ADDR") or request.headers.get(REAL_ADDRESS, "")
