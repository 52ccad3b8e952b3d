"""Change the directory: each act on a page that names its consequences and asks for its ground."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congthu.audit.acts import Cause
from congthu.directory.acts import organisations, people, roles
from congthu.directory.acts.grounds import local_day
from congthu.directory.facts import Codes, PersonFacts
from congthu.directory.models import Appointment, Organisation, OrganisationKind, Person
from congthu.directory.queries import access_appointment, organisation_by_code, visible_organisations
from congthu.directory.roles import NAMES, Role, grantors
from congthu.identity.holding import Handed
from congthu.identity.offices import equip
from congthu.portal.components.confirmation import Confirmation
from congthu.portal.directory_acts import GRANTORS, ORGANISATION_ACTS, PERSON_ACTS, Act
from congthu.portal.directory_forms import AppointForm, DismissForm, OrganisationForm
from congthu.portal.pages import name_of, refused, show
from congthu.portal.views.directory import accessed, accessed_person
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.refusals import Refusal, RefusedByRule

TEMPLATE = "portal/directory_act.html"
PARTICULARS = ("identifier", "category", "seat", "phone")
FACTS = (
    "full_name",
    "family_name",
    "middle_name",
    "given_name",
    "unit_name",
    "position",
    "rank",
    "employment",
    "birth_date",
    "national_id",
    "phone",
    "otp_phone",
)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter one organisation."""
    given = request.POST if request.method == "POST" else None
    form = OrganisationForm(given, policy=visit.policy, initial={"parent": request.GET.get("cap-tren", "")})
    context = {"form": form, "back": reverse("portal:directory")}
    if given is None:
        return show(request, visit, "portal/organisation_add.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/organisation_add.html", context, why=form)
    said = form.cleaned_data
    try:
        made = organisations.establish_organisation(
            visit.authority,
            name=said["name"],
            kind=OrganisationKind(said["kind"]),
            codes=Codes(said["code"], said["own_local_part"], said["unit_suffix"], said["person_suffix"]),
            valid_from=said["valid_from"] or local_day(visit.now),
            parent=_organisation(visit, said["parent"]) if said["parent"] else None,
            **{name: said[name] for name in PARTICULARS if said.get(name)},
            acting=visit.actor,
            now=visit.now,
            cause=Cause(document=said["document"]),
        )
    except RefusedByRule as refusal:
        return refused(request, visit, "portal/organisation_add.html", context, why=refusal.refusals)
    messages.success(request, f"Đã ghi {made.name} vào danh bạ.")
    return redirect("portal:organisation", number=made.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def organisation_act(request: HttpRequest, visit: Visit, number: int, act: str) -> HttpResponse:
    """Name the consequences, ask for the ground, then do it."""
    one = accessed(visit, number)
    chosen = ORGANISATION_ACTS.get(act)
    if chosen is None or one.valid_to is not None:
        raise Http404
    back = reverse("portal:organisation", args=[one.pk])
    form = chosen.form(_given(request), policy=visit.policy, about=one)
    context = _context(request, chosen, form, one.name, back)
    if request.method == "GET":
        return show(request, visit, TEMPLATE, context)
    if not form.is_valid():
        return refused(request, visit, TEMPLATE, context, why=form)
    try:
        made = _do_organisation(act, one, form.cleaned_data, visit)
    except RefusedByRule as refusal:
        return refused(request, visit, TEMPLATE, context, why=refusal.refusals)
    messages.success(request, f"{chosen.done}: {made}.")
    return redirect("portal:person", number=made.pk) if isinstance(made, Person) else redirect(back)


def _do_organisation(
    act: str, one: Organisation, said: dict[str, Any], visit: Visit
) -> Organisation | Person:
    told: dict[str, Any] = {
        "acting": visit.actor,
        "now": visit.now,
        "cause": Cause(document=said["document"], reason=said.get("reason", "")),
    }
    match act:
        case "them-nguoi":
            facts = PersonFacts(**{name: said[name] for name in FACTS if said.get(name)})
            return people.enter_person(one, facts, **told)
        case "sua":
            names = (*PARTICULARS, "own_local_part", "unit_suffix", "person_suffix")
            facts_ = {name: said[name] for name in names if said.get(name)}
            return organisations.correct_organisation(one, **facts_, **told)
        case "doi-ten":
            return organisations.rename_organisation(one, name=said["name"], **told)
        case "chuyen":
            above = _organisation(visit, said["to"]) if said["to"] else None
            return organisations.move_organisation(one, to=above, **told)
        case "sap-nhap":
            into = _organisation(visit, said["into"])
            return organisations.merge_organisation(one, into=into, decided_on=said["decided_on"], **told)
        case "giai-the":
            return organisations.dissolve_organisation(one, decided_on=said["decided_on"], **told)
        case _:
            raise Http404


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(*GRANTORS)
def person_act(request: HttpRequest, visit: Visit, number: int, act: str) -> HttpResponse:
    """Name the consequences, ask for the ground, then do it."""
    one = accessed_person(visit, number)
    chosen = PERSON_ACTS.get(act)
    if chosen is None:
        raise Http404
    back = reverse("portal:person", args=[one.pk])
    form = chosen.form(_given(request), policy=visit.policy, about=one)
    if isinstance(form, AppointForm):
        code = visit.authority.code
        form.offer([role for role in Role if visit.actor.has(*grantors(role), authority=code)])
    context = _context(request, chosen, form, one.full_name, back)
    if request.method == "GET":
        return show(request, visit, TEMPLATE, context)
    if not form.is_valid():
        return refused(request, visit, TEMPLATE, context, why=form)
    try:
        handed = _do_person(act, one, form.cleaned_data, visit)
    except RefusedByRule as refusal:
        return refused(request, visit, TEMPLATE, context, why=refusal.refusals)
    if handed is not None:
        # Answered at once: the issued password is in this answer and nowhere else.
        told = {"handed": [handed], "refused_people": [], "back": back, "one": one}
        return show(request, visit, "portal/directory_equipped.html", told)
    messages.success(request, f"{chosen.done}: {one.full_name}.")
    return redirect(back)


def _do_person(act: str, one: Person, said: dict[str, Any], visit: Visit) -> Handed | None:
    cause = Cause(document=said.get("document", ""), reason=said.get("reason", ""))
    told: dict[str, Any] = {"acting": visit.actor, "now": visit.now}
    match act:
        case "cap-hop-thu":
            return equip(one, **told)
        case "giao-vai-tro":
            role = Role(said["role"])
            scope = _organisation(visit, said["over"]) if said["over"] else roles.default_scope(one, role)
            roles.appoint(one, role, organisation=scope, cause=cause, **told)
        case "sua":
            changed = {n: said[n] for n in FACTS if said.get(n) and said[n] != getattr(one, n)}
            people.correct_person(one, cause=cause, **changed, **told)
        case "chuyen":
            people.move_person(
                one,
                to=_organisation(visit, said["to"]),
                unit_name=said["unit_name"],
                position=said["position"] or None,
                decided_on=said["decided_on"],
                cause=cause,
                **told,
            )
        case _:
            raise Http404
    return None


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(*GRANTORS)
def dismiss(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """End a role on the ground of a document."""
    try:
        held = access_appointment(number, acting=visit.actor)
    except Appointment.DoesNotExist as missing:
        raise Http404 from missing
    role = NAMES[Role(held.role)]
    over = held.organisation.name if held.organisation else held.authority.name
    act = Act(
        "ket-thuc",
        "Kết thúc vai trò",
        "stop",
        DismissForm,
        (
            f"{held.person.full_name} không còn là {role} của {over}, ngay từ lần tải trang kế tiếp.",
            "Hộp thư của người này không thay đổi.",
        ),
        "Đã kết thúc vai trò",
    )
    back = reverse("portal:person", args=[held.person_id])
    form = DismissForm(_given(request))
    context = _context(request, act, form, f"{role}, {held.person.full_name}", back)
    if request.method == "GET":
        return show(request, visit, TEMPLATE, context)
    if not form.is_valid():
        return refused(request, visit, TEMPLATE, context, why=form)
    try:
        roles.dismiss(
            held, acting=visit.actor, now=visit.now, cause=Cause(document=form.cleaned_data["document"])
        )
    except RefusedByRule as refusal:
        return refused(request, visit, TEMPLATE, context, why=refusal.refusals)
    messages.success(request, f"{act.done}: {role}, {held.person.full_name}.")
    return redirect(back)


def _given(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _context(request: HttpRequest, act: Act, form: Form, about: str, back: str) -> dict[str, object]:
    confirmation = Confirmation(
        name=name_of(request),
        consequences=act.consequences,
        form=form,
        action=request.path,
        verb=act.verb,
        back=back,
        token=get_token(request),
        irreversible=act.irreversible,
    )
    return {"act": act, "about": about, "back": back, "confirmation": confirmation}


def _organisation(visit: Visit, code: str) -> Organisation:
    found = organisation_by_code(visit.authority, code.lower())
    if found is None or not visible_organisations(visit.actor).filter(pk=found.pk).exists():
        message = (
            f"Danh bạ không có (hoặc có nhiều) tổ chức mã “{code}”. Hãy kiểm tra lại, hoặc ghi cả đường dẫn."
        )
        raise RefusedByRule(Refusal("organisation.code", "", message))
    return found
