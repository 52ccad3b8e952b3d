"""Which pages are there for this person, and how much work waits on each?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse

from congthu.directory.roles import AGENCY_ROLES, Role
from congthu.portal.visits import Visit
from congthu.requests.queries import open_counts


@dataclass(frozen=True, slots=True)
class RailItem:
    """*count* means work; *late* that it should have been done. *heading* opens a group."""

    label: str
    icon: str
    href: str
    count: int = 0
    late: bool = False
    heading: str = ""
    current: bool = False


def rail(request: HttpRequest, visit: Visit) -> list[RailItem]:
    """The items in order; the one whose page, or whose object's page, is shown is marked."""
    items = [*_work(visit), *_own()]
    here = max((item.href for item in items if request.path.startswith(item.href)), key=len, default="")
    return [replace(item, current=item.href == here) for item in items]


def _work(visit: Visit) -> Iterator[RailItem]:
    if not visit.roles:
        return
    counts = open_counts(acting=visit.actor, now=visit.now, authority=visit.authority.code)
    if Role.OPERATOR in visit.roles:
        today = reverse("portal:today")
        yield RailItem("Việc hôm nay", "today", today, counts.overdue, late=True, heading="Vận hành")
        yield RailItem("Yêu cầu", "inbox", reverse("portal:requests"), counts.waiting)
    else:
        waiting = counts.to_confirm if Role.HEAD in visit.roles else counts.returned
        heading = "Cơ quan" if visit.roles & AGENCY_ROLES else "Quản lý"
        yield RailItem("Yêu cầu", "inbox", reverse("portal:requests"), waiting, heading=heading)
    if may_upload(visit):
        yield RailItem("Nhập phiếu đề nghị", "upload", reverse("portal:upload"))
    yield RailItem("Hộp thư", "mailbox", reverse("portal:mailboxes"))
    yield RailItem("Danh bạ", "people", reverse("portal:directory"))


def may_upload(visit: Visit) -> bool:
    """Whether this person hands requests in."""
    return not visit.roles.isdisjoint({Role.OPERATOR, *AGENCY_ROLES})


def _own() -> Iterator[RailItem]:
    yield RailItem("Hộp thư của tôi", "person", reverse("portal:own-mailbox"), heading="Của tôi")
    yield RailItem("Mật khẩu", "lock", reverse("portal:password"))
    yield RailItem("Mật khẩu ứng dụng", "key", reverse("portal:app-passwords"))
    yield RailItem("Quy chế", "book", reverse("portal:regulation"))
