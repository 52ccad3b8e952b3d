"""What agencies ask for: the list, and one request with its lines."""

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from congthu.directory.roles import Role
from congthu.portal import acts_in_words, requests_in_words
from congthu.portal.components.data_table import DataTable, Pages
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.problem_list import ProblemList
from congthu.portal.forms import RequestFilter
from congthu.portal.pages import show
from congthu.portal.rail import may_upload
from congthu.portal.request_steps import SLUGS, STEPS_IN_WORDS, StepInWords
from congthu.portal.visits import Visit, for_roles
from congthu.portal.words import number as in_words
from congthu.regulations.route import Step
from congthu.requests.acts.complete import SHUT
from congthu.requests.due import local_day
from congthu.requests.models import Request, RequestRow, RequestState, RowState
from congthu.requests.queries import (
    Lines,
    access_request,
    counted,
    file_of,
    lines_of,
    rows_of,
    search,
    timeline,
)
from congthu.requests.way import may, where

ON_A_PAGE = 50
COUNTED_UP_TO = 10_000


@for_roles(*Role)
def inbox(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the requests that one has a role over, newest first."""
    form = RequestFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    text, state, before = wanted.get("q", ""), wanted.get("state", ""), wanted.get("before")
    today = local_day(visit.now)
    overdue_on = today if state == "overdue" else None
    states = (state,) if state and overdue_on is None else ()
    everything = search(acting=visit.actor, text=text, states=states, overdue_on=overdue_on)
    page = search(acting=visit.actor, text=text, states=states, overdue_on=overdue_on, before=before)
    shown = list(page[: ON_A_PAGE + 1])
    total = counted(everything, at_most=COUNTED_UP_TO)
    pages = Pages(
        f"Hơn {in_words(total)} yêu cầu" if total == COUNTED_UP_TO else f"{in_words(total)} yêu cầu",
        back={"before": ""} if before else None,
        back_label="Về đầu danh sách",
        on={"before": str(shown[ON_A_PAGE - 1].pk)} if len(shown) > ON_A_PAGE else None,
    )
    filters = {name: value for name, value in (("q", text), ("state", state)) if value}
    done = lines_of(shown)
    rows = tuple(
        requests_in_words.request_row(one, done.get(one.pk, Lines()), today=today)
        for one in shown[:ON_A_PAGE]
    )
    table = DataTable("Yêu cầu", requests_in_words.REQUEST_COLUMNS, rows, filters, pages)
    context = {
        "form": form,
        "filtered": bool(filters),
        "table": table if rows else None,
        "empty": _empty(visit, filtered=bool(filters)),
    }
    return show(request, visit, "portal/requests.html", context)


@for_roles(*Role)
def detail(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show one request: the letter, its lines with what is wrong in them, what was done, what can be done."""
    one = accessed(visit, number)
    lines = list(rows_of(one))
    open_to_add = one.state not in SHUT and may_upload(visit)
    rows = tuple(requests_in_words.line_row(row, may_add=open_to_add) for row in lines)
    context = {
        "one": one,
        "chip": requests_in_words.state_of(
            one, Lines(len(lines), sum(row.state == RowState.DONE for row in lines))
        ),
        "waits": requests_in_words.waits_for(one),
        "term": requests_in_words.term_of(one, today=local_day(visit.now)),
        "facts": requests_in_words.facts(one),
        "problems": ProblemList.of_line(one.problems, ()),
        "table": DataTable(f"{in_words(len(rows))} dòng", requests_in_words.LINE_COLUMNS, rows, {})
        if rows
        else None,
        "timeline": acts_in_words.timeline(timeline(one)),
        "steps": list(_steps(one, visit, lines)),
        "corrected_by": one.corrected_by.order_by("pk").last(),
    }
    return show(request, visit, "portal/request.html", context)


@for_roles(*Role)
def file(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:  # noqa: ARG001  a page like the others
    """Give the form back as it was handed in; never opened in the browser, since it is a stranger's file."""
    one = accessed(visit, number)
    disposition = content_disposition_header(as_attachment=True, filename=one.file_name) or "attachment"
    headers = {"Content-Type": "application/octet-stream", "Content-Disposition": disposition}
    return HttpResponse(file_of(one), headers=headers)


def _steps(one: Request, visit: Visit, lines: Sequence[RequestRow]) -> Iterator[tuple[str, StepInWords]]:
    """The steps that this person can take now, each with its page; an agency is chosen once, before all others."""
    here = where(one)
    operating = visit.actor.has(Role.OPERATOR, authority=one.authority.code)
    if one.agency is None and operating and here.step(Step.RETURN):
        yield _page(one, None)
    for step in here.open:
        if not may(step, one, visit.actor):
            continue
        again = step.act is Step.EXECUTE and one.state == RequestState.EXECUTED
        # Executing again is for lines that could not be done; without any there is nothing to press.
        if again and all(row.state == RowState.DONE for row in lines):
            continue
        if step.act is Step.RESUBMIT:
            yield f"{reverse('portal:upload')}?gui-lai={one.pk}", RESUBMIT
        else:
            yield _page(one, step.act)


def _page(one: Request, act: Step | None) -> tuple[str, StepInWords]:
    return reverse("portal:request-step", args=[one.pk, SLUGS[act]]), STEPS_IN_WORDS[SLUGS[act]]


RESUBMIT = StepInWords(Step.RESUBMIT, "Gửi lại phiếu đã sửa", "upload", (), primary=True)


def accessed(visit: Visit, number: int) -> Request:
    """The request, or 404 for what is not there and for what may not be seen."""
    try:
        return access_request(number, acting=visit.actor)
    except Request.DoesNotExist as missing:
        raise Http404 from missing


def _empty(visit: Visit, *, filtered: bool) -> EmptyState:
    if filtered:
        return EmptyState("Không có yêu cầu nào như vậy", "Hãy bỏ bớt điều kiện lọc.", "search")
    words = "Phiếu đề nghị của các cơ quan sẽ đứng ở đây cùng thời hạn của nó."
    if not may_upload(visit):
        return EmptyState("Chưa có yêu cầu nào", words, "inbox")
    return EmptyState("Chưa có yêu cầu nào", words, "inbox", "Nhập phiếu đề nghị", reverse("portal:upload"))
