"""What would another text do to the mailboxes of one's own authority? Nothing on this page changes anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from congthu.directory.roles import Role
from congthu.oversight.impact.effects import Effect, Impact
from congthu.oversight.impact.measure import impact
from congthu.oversight.impact.sheets import count_in_words, parameter_in_words, side_in_words, workbook
from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.components.data_table import Column, DataTable, Row
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.forms import ImpactDay
from congthu.portal.pages import refused, show
from congthu.portal.views.regulation import catalogued, is_draft
from congthu.portal.visits import Visit, for_roles
from congthu.portal.words import number
from congthu.requests.due import local_day

COLUMNS = (
    Column("Tác động"),
    Column("Quy định"),
    Column("Hiện nay"),
    Column("Theo văn bản này"),
    Column("Căn cứ"),
    Column("Số lượng", kind="number"),
    Column("Ai"),
)
SHOWN = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_roles(Role.MANAGING, Role.OPERATOR)
def impact_of(request: HttpRequest, visit: Visit, regulation: str) -> HttpResponse:
    """Ask for a day, then show or give out what the text would do by then."""
    if regulation == visit.policy.id:
        return redirect("portal:regulation")
    policy = catalogued(regulation)
    form = ImpactDay(request.GET or None)
    here = reverse("portal:impact", args=[policy.id])
    context: dict[str, object] = {
        "identity": policy.identity,
        "draft": is_draft(policy),
        "form": form,
        "here": here,
        "page": reverse("portal:other-regulation", args=[policy.id]),
    }
    if not form.is_bound:
        return show(request, visit, "portal/impact.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/impact.html", context, why=form)
    day = form.cleaned_data["as_of"]
    found = impact(visit.authority, policy, as_of=day, acting=visit.actor, today=local_day(visit.now))
    if "tep" in request.GET:
        name = f"tac-dong-{policy.id}-{day:%Y-%m-%d}.xlsx"
        disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
        headers = {"Content-Type": XLSX, "Content-Disposition": disposition}
        return HttpResponse(workbook(found), headers=headers)
    context |= {"found": found, "table": _table(found), "file": f"{here}?{request.GET.urlencode()}&tep=1"}
    context["notes"] = list(dict.fromkeys(one.note for one in found.effects if one.note))
    context["empty"] = EmptyState(
        "Không có tác động", "Hộp thư, yêu cầu, báo cáo hiện có không bị ảnh hưởng đến ngày này.", "done"
    )
    return show(request, visit, "portal/impact.html", context)


def _table(found: Impact) -> DataTable | None:
    rows = tuple(_row(one) for one in found.effects)
    return DataTable(f"{number(len(rows))} tác động", COLUMNS, rows, {}) if rows else None


def _row(one: Effect) -> Row:
    count = count_in_words(one.count)
    return Row(
        (
            one.kind.in_words(),
            parameter_in_words(one.parameter),
            side_in_words(one.before),
            side_in_words(one.after),
            ClauseReference(one.clause) if one.clause else "Quy chế không nói",
            number(count) if isinstance(count, int) else count.capitalize(),
            _whom(one),
        )
    )


def _whom(one: Effect) -> str:
    whom = [*one.addresses, *(f"yêu cầu số {number(pk)}" for pk in one.requests)]
    if not whom:
        return "" if one.count is None else "Tất cả"
    rest = len(whom) - SHOWN
    return ", ".join(whom[:SHOWN]) + (f" và {number(rest)} nữa" if rest > 0 else "")
