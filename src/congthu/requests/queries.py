"""Which requests are there, and how much work waits, as far as the one who asks may see it?

``access_request`` raises Request.DoesNotExist alike for what is not there and for what may not be seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from congthu.audit.acts import Subject
from congthu.audit.models import AuditEntry
from congthu.audit.queries import history
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.queries import within_reach
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.regulations.asks import Action, kinds_of
from congthu.regulations.route import ENDED, Stage
from congthu.requests.due import local_day
from congthu.requests.models import Request, RequestRow, RequestState, RowState
from congthu.vietnamese.names import fold, normalise

# What waits for the operator, and what waits for the agency itself.
WITH_OPERATOR = (
    RequestState.CONFIRMED,
    RequestState.FORWARDED,
    RequestState.APPROVED,
    RequestState.ACCEPTED,
    RequestState.EXECUTED,
)
WITH_AGENCY = (RequestState.RECEIVED, RequestState.RETURNED)
SOON = 2
OPEN = tuple(state for state in RequestState if Stage(state.value) not in ENDED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Work: what waits for whoever asks, what is late, and what is due within two days."""

    waiting: int
    overdue: int
    due_soon: int
    to_confirm: int
    returned: int


def visible_requests(acting: Actor) -> QuerySet[Request]:
    """The requests of the authorities and agencies that *acting* has a role over; never their stored files.

    An agency's requests are also those of the agencies for which it was named the focal point.
    """
    reach = within_reach(acting, authority="authority", organisation="agency")
    if acting.over_agency:
        reach |= Q(agency__focal_id__in=set(acting.over_agency))
    return Request.objects.filter(reach).select_related("authority", "agency__parent").defer("file")


def access_request(number: int, *, acting: Actor) -> Request:
    """Return the request; raises Request.DoesNotExist."""
    return visible_requests(acting).get(pk=number)


def rows_of(request: Request) -> QuerySet[RequestRow]:
    """The lines of a request that the caller has accessed."""
    return request.rows.order_by("line")


def file_of(request: Request) -> bytes:
    """The file as it was handed in."""
    content: bytes = Request.objects.values_list("file", flat=True).get(pk=request.pk)
    return content


def search(
    *,
    acting: Actor,
    authority: str = "",
    text: str = "",
    states: tuple[str, ...] = (),
    agency: int | None = None,
    overdue_on: date | None = None,
    before: int | None = None,
) -> QuerySet[Request]:
    """Requests, newest first, older than the number *before*; slice for a page.

    *text* is looked for in agency, document number and the people asked for, accents or not; or it is a number.
    """
    found = visible_requests(acting).order_by("-pk")
    if authority:
        found = found.filter(authority__code=authority)
    if states:
        found = found.filter(state__in=states)
    if agency is not None:
        found = found.filter(agency_id=agency)
    if overdue_on is not None:
        found = found.filter(due_on__lt=overdue_on, state__in=OPEN)
    if before is not None:
        found = found.filter(pk__lt=before)
    if wanted := fold(normalise(text)):
        named = Q(folded__contains=wanted)
        found = found.filter(named | Q(pk=int(wanted)) if wanted.isdecimal() and len(wanted) <= 18 else named)  # noqa: PLR2004  # bigint
    return found


def counted(found: QuerySet[Request], *, at_most: int = 10_000) -> int:
    """How many there are, up to *at_most*."""
    return found.order_by()[:at_most].count()


def open_counts(*, acting: Actor, now: datetime, authority: str = "") -> Counts:
    """Count the work that waits for *acting* at *now*."""
    today = local_day(now)
    # One pass over what is open; most requests are answered and stay out of it.
    still_open = visible_requests(acting).filter(state__in=OPEN).order_by()
    if authority:
        still_open = still_open.filter(authority__code=authority)
    operating = acting.trusted or any(Role.OPERATOR in roles for roles in acting.over_authority.values())
    with_operator = Q(state__in=WITH_OPERATOR)
    soon = today + timedelta(days=SOON)
    found = still_open.aggregate(
        waiting=Count("pk", filter=with_operator if operating else Q(state__in=WITH_AGENCY)),
        overdue=Count("pk", filter=with_operator & Q(due_on__lt=today)),
        due_soon=Count("pk", filter=with_operator & Q(due_on__range=(today, soon))),
        to_confirm=Count("pk", filter=Q(state=RequestState.RECEIVED)),
        returned=Count("pk", filter=Q(state=RequestState.RETURNED)),
    )
    return Counts(**found)


def pending_for(authority: Authority) -> Mapping[str, list[str]]:
    """For each kind of request that holds time back, the mailboxes for which one waits for an answer."""
    table = policy_of(authority).states
    held_back = {kind for one in table.transition if one.timer for kind in one.timer.unless_asked}
    return {kind: _awaiting(kind, authority) for kind in sorted(held_back)}


def pending_of(mailbox: Mailbox) -> frozenset[str]:
    """The kinds of request that wait for an answer and hold back time for *mailbox*."""
    waiting = pending_for(mailbox.authority)
    return frozenset(kind for kind, addresses in waiting.items() if mailbox.address in addresses)


def _awaiting(action: Action, authority: Authority) -> list[str]:
    """The mailboxes for which *action* has been asked and not been answered: time does not overtake a request.

    A form that serves a forgotten password as well asks for restoring where the mailbox is locked. A line without an
    address counts for everybody of that name; what is revoked by mistake is hard to bring back.
    """
    lines = RequestRow.objects.filter(
        Q(kind__in=kinds_of(action)) | Q(when_locked=action),
        request__authority=authority,
        request__state__in=(RequestState.RECEIVED, *WITH_OPERATOR),
    ).exclude(state=RowState.DONE)
    addresses: set[str] = set()
    names: set[str] = set()
    for line in lines:
        address = str(line.fields.get("address", "")).strip().lower()
        addresses.update([address] if address else [])
        names.update([] if address else [fold(normalise(line.subject_name))])
    named = Q(person__folded__in=names) | Q(person=None, organisation__folded__in=names)
    meant = Mailbox.objects.filter(named, authority=authority, phase__in=LIVE_PHASES)
    return sorted(addresses | set(meant.values_list("address", flat=True) if names else ()))


@dataclass(frozen=True, slots=True)
class Lines:
    """How many lines a request has, and how many of them are done."""

    total: int = 0
    done: int = 0

    @property
    def partly(self) -> bool:
        """Whether some are done and some are not."""
        return 0 < self.done < self.total


def lines_of(requests: Iterable[Request]) -> dict[int, Lines]:
    """How far the lines of *requests* are, by number."""
    rows = RequestRow.objects.filter(request__in=[one.pk for one in requests]).order_by()
    counted_rows = rows.values("request").annotate(
        total=Count("pk"), done=Count("pk", filter=Q(state=RowState.DONE))
    )
    return {one["request"]: Lines(one["total"], one["done"]) for one in counted_rows}


def timeline(request: Request) -> QuerySet[AuditEntry]:
    """What was done with the request, newest first."""
    return history(Subject("request", str(request.pk)))
