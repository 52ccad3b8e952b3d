"""What must an operator do today, and what is late?"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from congthu.directory.roles import Role
from congthu.mailboxes.queries import count_by_state
from congthu.portal import requests_in_words
from congthu.portal.components.data_table import DataTable
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.figures import Figure, Figures
from congthu.portal.pages import show
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.states import State
from congthu.requests.due import local_day
from congthu.requests.queries import WITH_OPERATOR, open_counts, search

SHOWN = 20


@for_roles(Role.OPERATOR)
def today(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show counts that lead to their lists, and the requests in the order in which they are due."""
    counts = open_counts(acting=visit.actor, now=visit.now, authority=visit.authority.code)
    states = count_by_state(visit.authority)
    unchanged, locked = states.get(State.ISSUED_DEFAULT, 0), states.get(State.LOCKED, 0)
    on = local_day(visit.now)
    open_ones = search(acting=visit.actor, authority=visit.authority.code, states=WITH_OPERATOR)
    due = open_ones.filter(executed_at=None).order_by("due_on", "pk")[:SHOWN]
    rows = tuple(requests_in_words.request_row(one, today=on) for one in due)
    requests, boxes = reverse("portal:requests"), reverse("portal:mailboxes")
    figures = Figures(
        (
            Figure("Yêu cầu quá hạn", counts.overdue, _to(requests, "overdue"), late=True),
            Figure("Đến hạn trong 2 ngày", counts.due_soon, requests),
            Figure("Yêu cầu chờ xử lý", counts.waiting, requests),
            Figure("Chờ thủ trưởng xác nhận", counts.to_confirm, _to(requests, "received")),
            Figure(
                "Hộp thư chưa đổi mật khẩu cấp",
                unchanged,
                _to(boxes, State.ISSUED_DEFAULT),
            ),
            Figure("Hộp thư đang tạm khóa", locked, _to(boxes, State.LOCKED)),
        )
    )
    table = DataTable("Yêu cầu theo thứ tự đến hạn", requests_in_words.REQUEST_COLUMNS, rows, {})
    empty = EmptyState(
        "Không còn yêu cầu nào chờ xử lý", "Phiếu mới của các cơ quan sẽ đứng ở đây cùng thời hạn."
    )
    context = {"figures": figures, "table": table if rows else None, "empty": empty}
    return show(request, visit, "portal/today.html", context)


def _to(page: str, state: str) -> str:
    return f"{page}?{urlencode({'state': str(state)})}"
