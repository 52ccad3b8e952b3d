"""The directory as far as one has a role over it: find an agency or a person, see who does what there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from congthu.audit.acts import Subject
from congthu.audit.queries import history
from congthu.directory.models import Organisation, Person
from congthu.directory.queries import (
    access_organisation,
    access_person,
    held_by,
    roles_held,
    roles_over_authority,
    search_organisations,
    search_people,
    subject_of,
)
from congthu.directory.roles import Role, grantors
from congthu.identity.offices import waiting_for_a_mailbox
from congthu.mailboxes.queries import live_under, state_rule, visible_mailboxes
from congthu.portal import acts_in_words
from congthu.portal import directory_in_words as words
from congthu.portal.components.data_table import DataTable, Pages, Row
from congthu.portal.components.empty_state import EmptyState
from congthu.portal.components.link import Link
from congthu.portal.components.state_chip import StateChip
from congthu.portal.directory_acts import ORGANISATION_ACTS, PERSON_ACTS, Act
from congthu.portal.directory_forms import DirectoryFilter
from congthu.portal.pages import show
from congthu.portal.visits import Visit, for_roles
from congthu.portal.words import number

ON_A_PAGE = 50
SHOWN = 30


@for_roles(*Role)
def found(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List organisations, and with a search the people of that name, too."""
    form = DirectoryFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    text, page = wanted.get("q", ""), wanted.get("page") or 1
    operates = visit.actor.has(Role.OPERATOR, authority=visit.authority.code)
    everything = search_organisations(visit.authority, acting=visit.actor, text=text)
    start = (page - 1) * ON_A_PAGE
    shown = list(everything.order_by("name", "pk")[start : start + ON_A_PAGE + 1])
    pages = Pages(
        f"{number(everything.count())} tổ chức",
        back={"page": str(page - 1)} if page > 1 else None,
        on={"page": str(page + 1)} if len(shown) > ON_A_PAGE else None,
    )
    rows = tuple(words.organisation_row(one) for one in shown[:ON_A_PAGE])
    parameters = {"q": text} if text else {}
    people = _people(visit, text) if text else None
    overall = roles_over_authority(visit.authority, acting=visit.actor, now=visit.now)
    context = {
        "form": form,
        "filtered": bool(text),
        "table": DataTable("Tổ chức", words.ORGANISATION_COLUMNS, rows, parameters, pages) if rows else None,
        "people": people,
        "roles": _roles(visit, overall, "Vai trò toàn địa phương") if not text and page == 1 else None,
        "empty": None if rows or people else _empty(filtered=bool(text), operates=operates),
        "operates": operates,
        "waiting": waiting_for_a_mailbox(visit.authority, acting=visit.actor, now=visit.now).count()
        if operates
        else 0,
    }
    return show(request, visit, "portal/directory.html", context)


@for_roles(*Role)
def organisation(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show one organisation: its codes, its units, who works there, who does what."""
    one = accessed(visit, number)
    units = one.units.filter(valid_to=None).select_related("parent").order_by("name")
    people = search_people("", acting=visit.actor).filter(organisation=one)
    page = _page(request)
    start = (page - 1) * ON_A_PAGE
    shown = list(people[start : start + ON_A_PAGE + 1])
    pages = Pages(
        f"{people.count()} người",
        back={"page": str(page - 1)} if page > 1 else None,
        on={"page": str(page + 1)} if len(shown) > ON_A_PAGE else None,
    )
    rows = tuple(words.colleague_row(person) for person in shown[:ON_A_PAGE])
    unit_rows = tuple(words.organisation_row(unit) for unit in units)
    context = {
        "one": one,
        "facts": words.organisation_facts(one),
        "units": DataTable("Đơn vị", words.ORGANISATION_COLUMNS, unit_rows, {}) if unit_rows else None,
        "people": DataTable("Người", words.COLLEAGUE_COLUMNS, rows, {}, pages) if rows else None,
        "nobody": EmptyState(
            "Chưa ghi ai ở đây",
            "Người được ghi khi nhập danh bạ, hoặc khi cơ quan đề nghị cấp hộp thư.",
            "people",
        ),
        "roles": _roles(visit, roles_held(one, now=visit.now), "Vai trò"),
        "mailboxes": live_under(one),
        "timeline": acts_in_words.timeline(history(subject_of(one))[:SHOWN]),
        "acts": _acts(visit, "organisation-act", one.pk, ORGANISATION_ACTS) if one.valid_to is None else [],
    }
    return show(request, visit, "portal/organisation.html", context)


@for_roles(*Role)
def person(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show one person: where they work, what they do, which mailboxes they hold."""
    one = accessed_person(visit, number)
    boxes = visible_mailboxes(visit.actor).filter(person=one).order_by("-issued_at")
    held = held_by(one, now=visit.now)
    waiting = (
        held.exists()
        and waiting_for_a_mailbox(visit.authority, acting=visit.actor, now=visit.now)
        .filter(pk=one.pk)
        .exists()
    )
    context = {
        "one": one,
        "facts": words.person_facts(one),
        "boxes": [
            (
                Link(box.address, reverse("portal:mailbox", args=[box.address])),
                StateChip.of_mailbox(state_rule(box)),
            )
            for box in boxes
        ],
        "roles": _roles(visit, held, "Vai trò"),
        "timeline": acts_in_words.timeline(history(Subject("person", str(one.pk)))[:SHOWN]),
        "acts": [
            (href, act)
            for href, act in _acts(visit, "person-act", one.pk, PERSON_ACTS)
            if act.name != "cap-hop-thu" or waiting
        ],
    }
    return show(request, visit, "portal/person.html", context)


def accessed(visit: Visit, number: int) -> Organisation:
    """The organisation, or 404 for what is not there and for what may not be seen."""
    try:
        return access_organisation(number, acting=visit.actor)
    except Organisation.DoesNotExist as missing:
        raise Http404 from missing


def accessed_person(visit: Visit, number: int) -> Person:
    """The person, or 404 for who is not there and for who may not be seen."""
    try:
        return access_person(number, acting=visit.actor)
    except Person.DoesNotExist as missing:
        raise Http404 from missing


def _page(request: HttpRequest) -> int:
    form = DirectoryFilter(request.GET)
    return (form.cleaned_data.get("page") if form.is_valid() else None) or 1


def _people(visit: Visit, text: str) -> DataTable | None:
    people = list(search_people(text, acting=visit.actor, authority=visit.authority)[: ON_A_PAGE + 1])
    if not people:
        return None
    more = "Hơn 50 người; hãy gõ thêm tên." if len(people) > ON_A_PAGE else f"{len(people)} người"
    rows = tuple(words.person_row(one) for one in people[:ON_A_PAGE])
    return DataTable("Người", words.PEOPLE_COLUMNS, rows, {}, Pages(more))


def _roles(visit: Visit, held: object, caption: str) -> DataTable | None:
    rows: list[Row] = []
    for one in held:  # type: ignore[attr-defined]
        may_end = visit.actor.has(*grantors(Role(one.role)), authority=visit.authority.code)
        rows.append(words.role_row(one, may_end=may_end))
    return DataTable(caption, words.ROLE_COLUMNS, tuple(rows), {}) if rows else None


def _acts(visit: Visit, name: str, pk: int, acts: dict[str, Act]) -> list[tuple[str, Act]]:
    code = visit.authority.code
    return [
        (reverse(f"portal:{name}", args=[pk, act.name]), act)
        for act in acts.values()
        if visit.actor.has(*act.roles, authority=code)
    ]


def _empty(*, filtered: bool, operates: bool) -> EmptyState:
    if filtered:
        return EmptyState(
            "Không thấy cơ quan hay người nào như vậy", "Hãy thử ít chữ hơn; không cần dấu.", "search"
        )
    words_ = "Cơ quan, người và vai trò được nhập từ một tệp Excel; hệ thống cho xem trước từng dòng."
    if not operates:
        return EmptyState("Danh bạ còn trống", "Bạn thấy các cơ quan thuộc phạm vi của mình.", "people")
    return EmptyState(
        "Danh bạ còn trống", words_, "people", "Nhập từ tệp", reverse("portal:directory-upload")
    )
