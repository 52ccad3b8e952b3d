"""What must an operator do today, and what is late?"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from congthu.directory.roles import Role
from congthu.mailboxes.queries import count_by_state, untold_locks
from congthu.portal import requests_in_words
from congthu.portal.components.data_table import DataTable
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.figures import Figure, Figures
from congthu.portal.pages import show
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.policy import Policy
from congthu.regulations.states import Effect, Phase
from congthu.requests.due import local_day
from congthu.requests.queries import WITH_OPERATOR, Lines, lines_of, open_counts, search

SHOWN = 20


@for_roles(Role.OPERATOR)
def today(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show counts that lead to their lists, and the requests in the order in which they are due."""
    counts = open_counts(acting=visit.actor, now=visit.now, authority=visit.authority.code)
    on = local_day(visit.now)
    open_ones = search(acting=visit.actor, authority=visit.authority.code, states=WITH_OPERATOR)
    due = open_ones.filter(executed_at=None).order_by("due_on", "pk")[:SHOWN]
    shown = list(due)
    done = lines_of(shown)
    rows = tuple(requests_in_words.request_row(one, done.get(one.pk, Lines()), today=on) for one in shown)
    requests, boxes = reverse("portal:requests"), reverse("portal:mailboxes")
    figures = Figures(
        (
            Figure("Yêu cầu quá hạn", counts.overdue, _to(requests, "overdue"), late=True),
            Figure("Đến hạn trong 2 ngày", counts.due_soon, requests),
            Figure("Yêu cầu chờ xử lý", counts.waiting, requests),
            Figure("Chờ thủ trưởng xác nhận", counts.to_confirm, _to(requests, "received")),
            *_of_mailboxes(visit.policy, count_by_state(visit.authority), boxes),
            *_of_untold(visit, boxes),
        )
    )
    table = DataTable("Yêu cầu theo thứ tự đến hạn", requests_in_words.REQUEST_COLUMNS, rows, {})
    empty = EmptyState(
        "Không còn yêu cầu nào chờ xử lý", "Phiếu mới của các cơ quan sẽ đứng ở đây cùng thời hạn."
    )
    context = {"figures": figures, "table": table if rows else None, "empty": empty}
    return show(request, visit, "portal/today.html", context)


def _of_mailboxes(policy: Policy, counts: Mapping[str, int], page: str) -> Iterator[Figure]:
    """The states that somebody should look into: issued and not taken up, and every stage of a lock."""
    table = policy.states
    if table.state[table.issued].has(Effect.MUST_CHANGE):
        words = "Hộp thư chưa đổi mật khẩu cấp"
        yield Figure(words, counts.get(table.issued, 0), _to(page, table.issued))
    for state in table.in_phase(Phase.LOCKED):
        label = table.label(state)
        words = f"Hộp thư đang {label[0].lower()}{label[1:]}"
        yield Figure(words, counts.get(state, 0), _to(page, state))


def _of_untold(visit: Visit, page: str) -> Iterator[Figure]:
    """Locks of which the agency could not be told: shown while there are any."""
    if count := untold_locks().filter(authority=visit.authority).count():
        yield Figure("Bị khóa, cơ quan chưa được báo", count, f"{page}?untold=on", late=True)


def _to(page: str, state: str) -> str:
    return f"{page}?{urlencode({'state': str(state)})}"
