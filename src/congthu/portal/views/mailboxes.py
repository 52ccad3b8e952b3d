"""The mailboxes that one has a role over: find one, see what was done with it, lock, restore, revoke it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congthu.audit.acts import Cause
from congthu.directory.queries import visible_authorities
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.holding import Handed
from congthu.identity.queries import account_by_login
from congthu.mailboxes.acts.evidence import LARGEST, MIB, Shown
from congthu.mailboxes.lifecycle.machine import possible
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import access_mailbox, counted, search, state_rule, states_of, timeline
from congthu.mailboxes.timers import trail_of
from congthu.portal import acts_in_words
from congthu.portal.components.address_line import AddressLine
from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.components.confirmation import Confirmation
from congthu.portal.components.data_table import Column, DataTable, Pages, Row
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.facts import Facts
from congthu.portal.components.link import Link
from congthu.portal.components.person_line import PersonLine
from congthu.portal.components.state_chip import StateChip
from congthu.portal.forms import GroundForm, LockForm, MailboxFilter, RestoreForm, RevokeForm
from congthu.portal.pages import refused, show
from congthu.portal.visits import Visit, for_roles
from congthu.portal.words import day, last_use, moment, number, size
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Act as Doing
from congthu.regulations.states import Effect
from congthu.requests.documents.credentials import credentials_sheets
from congthu.requests.documents.sheets import sheet_for

ON_A_PAGE = 50
COUNTED_UP_TO = 10_000
COLUMNS = (
    Column("Địa chỉ"),
    Column("Người giữ"),
    Column("Trạng thái"),
    Column("Từ ngày", kind="short"),
    Column("Đăng nhập gần nhất", kind="short"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with a mailbox, as a page of its own tells it."""

    verb: str
    icon: str
    does: tuple[Doing, ...]
    consequences: tuple[str, ...]
    form: Callable[..., GroundForm]
    done: str
    irreversible: bool = False


ACTS = {
    "tam-khoa": Act(
        "Tạm khóa",
        "lock",
        (Doing.LOCK,),
        (
            "Người giữ hộp thư không đăng nhập và không gửi được thư, kể cả trên điện thoại.",
            "Thư đến vẫn được nhận và giữ lại.",
            "Cơ quan của người giữ hộp thư có thể đề nghị khôi phục.",
        ),
        LockForm,
        "Đã tạm khóa",
    ),
    "khoi-phuc": Act(
        "Khôi phục",
        "unlock",
        (Doing.RESTORE,),
        (
            "Mật khẩu cũ và mọi mật khẩu ứng dụng hết hiệu lực; mật khẩu mới hiện một lần ở trang kế tiếp.",
            "Người giữ hộp thư đăng nhập bằng mật khẩu mới, và phải đổi ngay lần đầu.",
            "Thư đã nhận trong thời gian tạm khóa vẫn còn nguyên.",
        ),
        RestoreForm,
        "Đã khôi phục",
    ),
    "thu-hoi": Act(
        "Thu hồi",
        "stop",
        (Doing.REVOKE, Doing.LEAVE),
        (
            "Người giữ hộp thư không gửi được thư nữa.",
            "Hộp thư ra khỏi danh bạ.",
            "Địa chỉ này không bao giờ được cấp cho người khác.",
        ),
        RevokeForm,
        "Đã thu hồi",
        irreversible=True,
    ),
}


@for_roles(*Role)
def found(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List mailboxes: filtered, in the order of addresses, a page at a time."""
    form = MailboxFilter(request.GET, states=states_of(visible_authorities(visit.actor)))
    wanted = form.cleaned_data if form.is_valid() else {}
    text, state, after = wanted.get("q", ""), wanted.get("state", ""), wanted.get("after", "")
    everything = search(acting=visit.actor, text=text, state=state)
    boxes = list(search(acting=visit.actor, text=text, state=state, after=after)[: ON_A_PAGE + 1])
    total = counted(everything, at_most=COUNTED_UP_TO)
    words = f"Hơn {number(COUNTED_UP_TO)} hộp thư" if total == COUNTED_UP_TO else f"{number(total)} hộp thư"
    pages = Pages(
        words,
        back={"after": ""} if after else None,
        back_label="Về đầu danh sách",
        on={"after": boxes[ON_A_PAGE - 1].address} if len(boxes) > ON_A_PAGE else None,
    )
    parameters = {name: value for name, value in (("q", text), ("state", state)) if value}
    rows = tuple(_row(box) for box in boxes[:ON_A_PAGE])
    context = {
        "form": form,
        "filtered": bool(parameters),
        "table": DataTable("Hộp thư", COLUMNS, rows, parameters, pages) if rows else None,
        "empty": EmptyState(
            "Không có hộp thư nào như vậy",
            "Hãy thử ít chữ hơn, hoặc bỏ lọc trạng thái. Bạn chỉ thấy hộp thư thuộc phạm vi của mình.",
            "search",
        ),
    }
    return show(request, visit, "portal/mailboxes.html", context)


@for_roles(*Role)
def detail(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """Show one mailbox with everything that was done with it."""
    box = _access(visit, address)
    rule = state_rule(box)
    facts: tuple[tuple[str, object], ...] = (
        ("Địa chỉ", AddressLine(box.address)),
        ("Người giữ", _holder(box)),
        ("Cơ quan", box.organisation.name),
        ("Dung lượng", size(box.quota_bytes)),
        ("Ngày cấp", day(box.issued_at)),
        ("Cấp theo", ClauseReference(box.issued_under, linked=True)),
        *((("Tên hộp thư", "Cấp trước quy chế, được giữ nguyên"),) if box.grandfathered else ()),
        ("Đổi mật khẩu gần nhất", moment(box.password_changed_at)),
        ("Đăng nhập gần nhất", last_use(box.last_login_at)),
        ("Gửi gần nhất", last_use(box.last_sent_at)),
        ("Nhận gần nhất", last_use(box.last_received_at)),
    )
    permits = (
        ("Đăng nhập", rule.has(Effect.SIGN_IN)),
        ("Gửi thư", rule.has(Effect.SEND)),
        ("Nhận thư", rule.has(Effect.RECEIVE)),
        ("Tự chuyển tiếp", rule.has(Effect.FORWARD)),
        ("Danh bạ", rule.has(Effect.LISTED)),
    )
    context = {
        "box": box,
        "chip": StateChip.of_mailbox(state_rule(box)),
        "since": day(box.since),
        "ground": ClauseReference(box.ground, linked=True) if box.ground else None,
        "permits": permits,
        "facts": Facts(facts),
        "timeline": acts_in_words.timeline(timeline(box)[:ON_A_PAGE]),
        "acts": _acts(visit, box),
    }
    return show(request, visit, "portal/mailbox.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def act(request: HttpRequest, visit: Visit, address: str, act: str) -> HttpResponse:
    """Name the consequences, ask for ground and document, then do it."""
    box = _access(visit, address)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, request.FILES or None, policy=visit.policy, mailbox=box)
    confirmation = Confirmation(
        consequences=chosen.consequences,
        form=form,
        action=request.path,
        verb=f"{chosen.verb} hộp thư",
        back=reverse("portal:mailbox", args=[box.address]),
        token=get_token(request),
        irreversible=chosen.irreversible,
    )
    context = {
        "box": box,
        "chip": StateChip.of_mailbox(state_rule(box)),
        "act": chosen,
        "confirmation": confirmation,
    }
    if not _possible(visit.policy, box, chosen):
        words = state_rule(box).label
        message = f"Không {chosen.verb.lower()} được hộp thư đang ở trạng thái “{words}”. Hãy xem lại trang hộp thư."
        why = [Refusal("lifecycle.transition", "", message)]
        return refused(request, visit, "portal/mailbox_act.html", context, why=why)
    if request.method == "GET":
        return show(request, visit, "portal/mailbox_act.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/mailbox_act.html", context, why=form)
    try:
        handed = _do(act, box, form, visit)
    except RefusedByRule as refusal:
        return refused(request, visit, "portal/mailbox_act.html", context, why=refusal.refusals)
    if handed.password:
        # Answered at once: the issued password is in this answer and nowhere else.
        told = {
            "box": handed.mailbox,
            "act": chosen,
            "handed": handed,
            "document": form.cleaned_data["document"],
        }
        return show(request, visit, "portal/mailbox_handed.html", told)
    messages.success(request, f"{chosen.done} hộp thư {box.address}.")
    return redirect("portal:mailbox", address=box.address)


def _do(act: str, box: Mailbox, form: GroundForm, visit: Visit) -> Handed:
    said = form.cleaned_data
    cause = Cause(clause=said.get("clause", ""), document=said["document"], reason=said["reason"])
    match act:
        case "tam-khoa":
            return holding.lock(
                box,
                cause=cause,
                forbidden_act=said.get("forbidden_act", ""),
                evidence=_shown(said.get("evidence")),
                acting=visit.actor,
                now=visit.now,
            )
        case "khoi-phuc":
            cleaned = said.get("cleaned", False)
            return holding.restore(box, cause=cause, acting=visit.actor, now=visit.now, cleaned=cleaned)
        case "thu-hoi":
            day = said.get("decision_on")
            return holding.revoke(box, cause=cause, acting=visit.actor, now=visit.now, decision_on=day)
        case _:
            raise Http404


def _shown(file: "UploadedFile[Any] | None") -> Shown | None:
    """The file that was handed in; of one that is too large no more than shows that it is."""
    return Shown(Path(file.name or "bang-chung").name, file.read(LARGEST + MIB)) if file else None


@never_cache
@sensitive_post_parameters("password")
@require_POST
@for_roles(Role.OPERATOR)
def sheet(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """Print the sheet of a mailbox with the password that only the page before still knows."""
    box = _access(visit, address)
    account, password = account_by_login(box.address), request.POST.get("password", "")
    # A sheet must never carry a password that does not open the mailbox, nor one that its holder has chosen.
    if account is None or not account.must_change or not account.check_password(password):
        raise Http404
    paper = sheet_for(
        box,
        password=password,
        document=request.POST.get("document", "")[:200],
        endpoints=settings.CONGTHU_ENDPOINTS,
        now=visit.now,
    )
    name = content_disposition_header(as_attachment=True, filename=f"{box.address}.pdf") or "attachment"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
    return HttpResponse(credentials_sheets([paper]), headers=headers)


def _acts(visit: Visit, box: Mailbox) -> list[tuple[str, Act]]:
    if not visit.actor.has(Role.OPERATOR, authority=box.authority.code):
        return []
    return [
        (reverse("portal:mailbox-act", args=[box.address, name]), act)
        for name, act in ACTS.items()
        if _possible(visit.policy, box, act)
    ]


def _possible(policy: Policy, box: Mailbox, act: Act) -> bool:
    return any(possible(box.state, one, policy=policy, trail=trail_of(box)) for one in act.does)


def _access(visit: Visit, address: str) -> Mailbox:
    try:
        return access_mailbox(address, acting=visit.actor)
    except Mailbox.DoesNotExist as missing:
        raise Http404 from missing


def _holder(box: Mailbox) -> PersonLine:
    person = box.person
    return (
        PersonLine(person.full_name, person.position, person.unit_name)
        if person
        else PersonLine(box.organisation.name)
    )


def _row(box: Mailbox) -> Row:
    return Row(
        (
            Link(box.address, reverse("portal:mailbox", args=[box.address])),
            PersonLine(
                box.holder,
                box.person.position if box.person else "",
                box.organisation.name if box.person else "",
            ),
            StateChip.of_mailbox(state_rule(box)),
            day(box.since),
            last_use(box.last_login_at, of_day=True),
        )
    )
