"""The mailboxes that one has a role over: find one, see what was done with it and what the law will do next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from congthu.directory.queries import visible_authorities
from congthu.directory.roles import Role
from congthu.mailboxes.acts.groups import described
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.outlook import Waiting, coming, waits_for
from congthu.mailboxes.queries import access_mailbox, counted, search, state_rule, states_of, timeline
from congthu.portal import acts_in_words
from congthu.portal.components.address_line import AddressLine
from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.components.data_table import Column, DataTable, Pages, Row
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.facts import Facts
from congthu.portal.components.link import Link
from congthu.portal.components.person_line import PersonLine
from congthu.portal.components.state_chip import StateChip
from congthu.portal.forms import MailboxFilter
from congthu.portal.mailbox_acts import ACTS, Act
from congthu.portal.pages import show
from congthu.portal.visits import Visit, for_roles
from congthu.portal.words import day, last_use, moment, number, size
from congthu.regulations.states import Effect, Phase
from congthu.requests.due import local_day
from congthu.requests.queries import pending_of

PERMITS = (
    ("Đăng nhập", Effect.SIGN_IN),
    ("Gửi thư", Effect.SEND),
    ("Nhận thư", Effect.RECEIVE),
    ("Tự chuyển tiếp", Effect.FORWARD),
    ("Danh bạ", Effect.LISTED),
)
WAITING = {
    Waiting.NOTICE: "Chưa bị thu hồi trước khi cơ quan được báo rằng hộp thư bị khóa.",
    Waiting.REQUEST: "Đang chờ trả lời đề nghị của cơ quan: chưa đến bước tiếp theo.",
    Waiting.HANDOVER: "Chờ bàn giao dữ liệu: hộp thư chưa bị hủy trước khi ghi nhận đã bàn giao.",
}
SEES = (Role.OPERATOR, Role.MANAGING, Role.INSPECTOR)
ON_A_PAGE = 50
COUNTED_UP_TO = 10_000
COLUMNS = (
    Column("Địa chỉ"),
    Column("Người giữ"),
    Column("Trạng thái"),
    Column("Từ ngày", kind="short"),
    Column("Đăng nhập gần nhất", kind="short"),
)


@for_roles(*Role)
def found(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List mailboxes: filtered, in the order of addresses, a page at a time."""
    form = MailboxFilter(request.GET, states=states_of(visible_authorities(visit.actor)))
    wanted = form.cleaned_data if form.is_valid() else {}
    text, state, after = wanted.get("q", ""), wanted.get("state", ""), wanted.get("after", "")
    untold = wanted.get("untold", False)
    everything = search(acting=visit.actor, text=text, state=state, untold=untold)
    boxes = list(everything.filter(address__gt=after)[: ON_A_PAGE + 1])
    total = counted(everything, at_most=COUNTED_UP_TO)
    words = f"Hơn {number(COUNTED_UP_TO)} hộp thư" if total == COUNTED_UP_TO else f"{number(total)} hộp thư"
    pages = Pages(
        words,
        back={"after": ""} if after else None,
        back_label="Về đầu danh sách",
        on={"after": boxes[ON_A_PAGE - 1].address} if len(boxes) > ON_A_PAGE else None,
    )
    parameters = {
        name: value for name, value in (("q", text), ("state", state), ("untold", untold and "on")) if value
    }
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
    context["operates"] = visit.actor.has(Role.OPERATOR, authority=visit.authority.code)
    return show(request, visit, "portal/mailboxes.html", context)


@for_roles(*Role)
def detail(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """Show one mailbox with everything that was done with it."""
    box = accessed(visit, address)
    rule = state_rule(box)
    facts: tuple[tuple[str, object], ...] = (
        ("Địa chỉ", AddressLine(box.address)),
        ("Người giữ", _holder(box)),
        ("Cơ quan", box.organisation.name),
        ("Ngày cấp", day(box.issued_at)),
        ("Cấp theo", ClauseReference(box.issued_under, linked=True)),
    )
    used = (
        ()
        if box.kind in GROUPS
        else (
            ("Dung lượng", size(box.quota_bytes)),
            *((("Tên hộp thư", "Cấp trước quy chế, được giữ nguyên"),) if box.grandfathered else ()),
            ("Đổi mật khẩu gần nhất", moment(box.password_changed_at)),
            ("Đăng nhập gần nhất", last_use(box.last_login_at)),
            ("Gửi gần nhất", last_use(box.last_sent_at)),
            ("Nhận gần nhất", last_use(box.last_received_at)),
        )
    )
    permits = tuple(
        (words, rule.has(effect))
        for words, effect in PERMITS
        if box.kind not in GROUPS or effect in {Effect.RECEIVE, Effect.LISTED}
    )
    pending = pending_of(box)
    context = {
        "box": box,
        "chip": StateChip.of_mailbox(state_rule(box)),
        "since": day(box.since),
        "ground": ClauseReference(box.ground, linked=True) if box.ground else None,
        "permits": permits,
        "facts": Facts((*facts, *used)),
        "timeline": acts_in_words.timeline(timeline(box)[:ON_A_PAGE]),
        "acts": _acts(visit, box, main=True),
        "more": _acts(visit, box, main=False),
        "coming": [
            (one, ClauseReference(one.clause, linked=True, bracketed=True))
            for one in coming(box, today=local_day(visit.now), pending=pending)
        ],
        "untold": box.phase == Phase.LOCKED and box.agency_notified_at is None,
        "waits": [WAITING[one] for one in waits_for(box, pending=pending)],
        "keepers": box.custodies.filter(until=None).select_related("person").order_by("since"),
        "members": [described(one) for one in box.members.select_related("member", "within")],
        "is_group": box.kind in GROUPS,
        "aliases": box.aliases.filter(until=None).order_by("pk"),
        "evidence": box.evidence.defer("content")
        if visit.actor.has(*SEES, authority=box.authority.code)
        else (),
    }
    return show(request, visit, "portal/mailbox.html", context)


def accessed(visit: Visit, address: str) -> Mailbox:
    """The mailbox, as far as this person may see it; 404 alike for what is not there."""
    try:
        return access_mailbox(address, acting=visit.actor)
    except Mailbox.DoesNotExist as missing:
        raise Http404 from missing


def _acts(visit: Visit, box: Mailbox, *, main: bool) -> list[tuple[str, Act]]:
    return [
        (reverse("portal:mailbox-act", args=[box.address, name]), act)
        for name, act in ACTS.items()
        if act.main is main and act.may(visit.actor, box) and act.fits(box)
    ]


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
