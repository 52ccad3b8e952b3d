"""How does a page get its frame: who is signed in, where they are, what waits for them?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from congthu.directory.models import Authority
from congthu.directory.roles import NAMES
from congthu.portal.components.error_summary import ErrorSummary
from congthu.portal.rail import RailItem, may_upload, rail
from congthu.portal.visits import Visit
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content. Before sign-in most of it is empty."""

    authority: str = ""
    regulation: str = ""
    name: str = ""
    role: str = ""
    search: str = ""
    sought: str = ""
    rail: tuple[RailItem, ...] = ()
    may_upload: bool = False


def name_of(request: HttpRequest | None) -> str:
    """What a page is called for those who find their way by it: the name of its address, and of the act where one
    address serves several (``mailbox``, ``mailbox-act/tam-khoa``); ``refused`` for a page that only says why not.
    """
    match = request.resolver_match if request else None
    if match is None or match.url_name is None:
        return "refused"
    act = match.kwargs.get("act") or match.kwargs.get("step")
    return f"{match.url_name}/{act}" if act else match.url_name


def show(
    request: HttpRequest,
    visit: Visit,
    template: str,
    context: Mapping[str, object],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Answer with a page in its frame."""
    held = sorted(visit.roles)
    frame = Frame(
        authority=visit.authority.name,
        regulation=regulation_in_words(visit.authority),
        name=visit.account.name,
        role=", ".join(NAMES[role] for role in held).capitalize() or visit.account.login,
        search=reverse("portal:mailboxes") if held else "",
        sought=request.GET.get("q", "") if request.path == reverse("portal:mailboxes") else "",
        rail=tuple(rail(request, visit)),
        may_upload=may_upload(visit),
    )
    return render(request, template, {"frame": frame, **context}, status=status)


def refused(
    request: HttpRequest,
    visit: Visit,
    template: str,
    context: Mapping[str, object],
    *,
    why: Form | Iterable[Refusal],
    anchor: str = "",
) -> HttpResponse:
    """Answer 422 with the same page, the reasons first; *why* is a bound form or what a rule said."""
    summary = (
        ErrorSummary.of_form(why) if isinstance(why, Form) else ErrorSummary.of_refusals(why, anchor=anchor)
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return show(request, visit, template, {**context, "refused": summary}, status=status)


def regulation_in_words(authority: Authority) -> str:
    """The title of the regulation with its number, for the foot of a page."""
    identity = policy_for(authority.regulation).identity
    return f"{identity.title} ({identity.number})" if identity.number else identity.title
