"""The regulation by which one's mail is run, article by article; and the other documents of the catalogue."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from congthu.directory.roles import Role
from congthu.portal.components.bar_chart import Bar, BarChart
from congthu.portal.components.data_table import Column, DataTable, Row
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.facts import Facts
from congthu.portal.components.link import Link
from congthu.portal.components.state_chip import StateChip
from congthu.portal.forms import RegulationFilter
from congthu.portal.pages import show
from congthu.portal.regulation_articles import Layout, layout
from congthu.portal.visits import Visit, for_roles, signed_in
from congthu.portal.words import number
from congthu.regulations.load import catalogue
from congthu.regulations.policy import Policy, policy_for
from congthu.regulations.proofs import CARRIED, Status
from congthu.regulations.schema import Identity, Standing

COLUMNS = (
    Column("Quy chế"),
    Column("Tỉnh, thành phố"),
    Column("Hiệu lực từ", kind="short"),
    Column("Tình trạng"),
    Column("Hệ thống đã làm", kind="number"),
)


@require_safe
@signed_in
def regulation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every clause of the own regulation, with what the system does about it and the values that cite it."""
    return _page(request, visit, visit.policy, here=reverse("portal:regulation"))


@require_safe
@for_roles(Role.OPERATOR, Role.MANAGING)
def other_regulation(request: HttpRequest, visit: Visit, regulation: str) -> HttpResponse:
    """Show another document of the catalogue, to be read and tried; nothing here makes it hold."""
    if regulation == visit.policy.id:
        return redirect("portal:regulation")
    return _page(
        request, visit, catalogued(regulation), here=reverse("portal:other-regulation", args=[regulation])
    )


@require_safe
@for_roles(Role.OPERATOR, Role.MANAGING)
def regulations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List every document that this installation knows, with its standing."""
    rows = tuple(_row(policy_for(one), visit) for one in catalogue())
    table = DataTable(f"{len(rows)} văn bản", COLUMNS, rows, {})
    return show(request, visit, "portal/regulations.html", {"table": table})


def catalogued(regulation: str) -> Policy:
    """The policy of that id, or 404."""
    if regulation not in catalogue():
        raise Http404
    return policy_for(regulation)


def is_draft(policy: Policy) -> bool:
    """Whether the document has never been law."""
    return policy.identity.standing is Standing.DRAFT


def _page(request: HttpRequest, visit: Visit, policy: Policy, *, here: str) -> HttpResponse:
    form = RegulationFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    text, status = wanted.get("q", "").strip(), wanted.get("status", "")
    whole = layout(policy)
    shown = whole.narrowed(text, status) if text or status else whole
    own = policy.id == visit.authority.regulation
    context = {
        "identity": policy.identity,
        "draft": is_draft(policy),
        "own": own,
        "facts": Facts(_facts(policy.identity, own=own)),
        "chart": _chart(whole, here=here, text=text, status=status),
        "form": form,
        "here": here,
        "filtered": bool(text or status),
        "found": _found(shown),
        "shown": shown,
        "empty": EmptyState("Không có điều khoản nào như vậy", "Hãy bỏ bớt điều kiện lọc.", "search"),
        "trial": reverse("portal:trial") if own else reverse("portal:other-trial", args=[policy.id]),
        "impact": "" if own else reverse("portal:impact", args=[policy.id]),
        "others": visit.roles & {Role.OPERATOR, Role.MANAGING},
    }
    return show(request, visit, "portal/regulation.html", context)


def _facts(identity: Identity, *, own: bool) -> tuple[tuple[str, object], ...]:
    facts: list[tuple[str, object]] = [("Cơ quan ban hành", identity.issuer)]
    if not own:
        facts.append(("Tình trạng", StateChip.of_standing(identity.standing)))
    if identity.number:
        signed = f" ngày {_day(identity.signed_on)}" if identity.signed_on else ""
        facts.append(("Số, ký hiệu", f"{identity.number}{signed}"))
    if identity.in_force_from:
        facts.append(("Có hiệu lực từ", _day(identity.in_force_from)))
    if identity.in_force_until:
        facts.append(("Hết hiệu lực sau", _day(identity.in_force_until)))
    if identity.replaces:
        facts.append(("Thay thế", "; ".join(identity.replaces)))
    return tuple(facts)


def _chart(whole: Layout, *, here: str, text: str, status: str) -> BarChart:
    counts = whole.counts()
    bars = []
    for one in Status:
        if counts[one]:
            chip = StateChip.of_clause(one)
            wanted = {"q": text, "status": "" if one == status else one.value}
            query = urlencode({name: value for name, value in wanted.items() if value})
            href = f"{here}?{query}" if query else here
            bars.append(
                Bar(chip.words, chip.icon, counts[one], href, soft=one not in CARRIED, current=one == status)
            )
    return BarChart("Hệ thống làm gì với từng điều khoản", "Tình trạng", "Số điều khoản", tuple(bars))


def _found(shown: Layout) -> str:
    clauses = sum(len(article.clauses) for article in shown.articles)
    others = sum(len(values) for _, values in (*shown.added, *shown.unsaid))
    apart = f" và {number(others)} mục quy chế không quy định" if others else ""
    return f"Tìm thấy {number(clauses)} điều khoản{apart}."


def _row(policy: Policy, visit: Visit) -> Row:
    identity, counts = policy.identity, layout(policy).counts()
    own = policy.id == visit.authority.regulation
    href = reverse("portal:regulation") if own else reverse("portal:other-regulation", args=[policy.id])
    here = "đang áp dụng ở đây" if own else ""
    detail = ", ".join(part for part in (identity.number or "chưa ban hành", here) if part)
    carried = sum(counts[one] for one in CARRIED)
    return Row(
        (
            Link(identity.title, href, detail),
            identity.province,
            _day(identity.in_force_from) or "Không có",
            StateChip.of_standing(identity.standing),
            f"{number(carried)} / {number(counts.total())}",
        )
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
