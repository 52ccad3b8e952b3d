"""Who is looking at a page, what may they do, and what time is it for them?

The portal is an entry point: the clock is read here, once for each request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from congthu.clock import now
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.roles import Actor, Role
from congthu.identity.models import Account
from congthu.identity.queries import actor_of
from congthu.identity.standing import standing_of
from congthu.regulations.policy import Policy

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who has signed in."""

    account: Account
    actor: Actor
    now: datetime

    @property
    def authority(self) -> Authority:
        """The authority to which the account belongs."""
        return self.account.authority

    @property
    def policy(self) -> Policy:
        """The regulation by which this authority's mail is run."""
        return policy_of(self.authority)

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held anywhere in the own authority."""
        held = self.actor.over_authority.get(self.authority.code, frozenset())
        return held.union(*self.actor.over_agency.values())


Page = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def clock() -> datetime:
    """The time of this request."""
    return now()


def must_choose_password(account: Account) -> bool:
    """Whether nothing else is open to the holder until they have chosen a password of their own."""
    standing = standing_of(account.login)
    return account.must_change or (standing is not None and standing.must_change)


def signed_in(page: Page[P]) -> View[P]:
    """Show *page* to whoever has signed in; until they have a password of their own, the page for that instead."""

    @wraps(page)
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = _visit(request)
        if visit is None:
            return redirect_to_login(request.get_full_path())
        if must_choose_password(visit.account):
            return redirect("portal:first-password")
        return page(request, visit, *args, **kwargs)

    return view


def choosing_password(page: Page[P]) -> View[P]:
    """Show *page* to whoever has signed in, also while they must choose a password."""

    @wraps(page)
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = _visit(request)
        if visit is None:
            return redirect_to_login(request.get_full_path())
        return page(request, visit, *args, **kwargs)

    return view


def for_roles(*roles: Role) -> Callable[[Page[P]], View[P]]:
    """Show a page to those who hold one of *roles* somewhere in their authority, 403 to others.

    The objects on the page are fetched through ``access_…`` functions all the same: this only spares a person a
    page on which nothing could be theirs.
    """

    def decorate(page: Page[P]) -> View[P]:
        @wraps(page)
        def checked(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if visit.roles.isdisjoint(roles):
                raise PermissionDenied
            return page(request, visit, *args, **kwargs)

        return signed_in(checked)

    return decorate


def _visit(request: HttpRequest) -> Visit | None:
    account: Any = request.user
    if not isinstance(account, Account):
        return None
    now = clock()
    return Visit(account, actor_of(account, now=now), now)
