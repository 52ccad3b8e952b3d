"""Who acts, when and where, in a command that works on records? An entry point: the clock is read here.

Whoever types on the machine acts as its console, which no grant limits; ``--as ADDRESS`` acts with the grants of an
account instead.
"""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from congthu.cli.answers import Unreadable
from congthu.clock import now
from congthu.directory.models import Authority, Organisation
from congthu.directory.queries import access_authority, organisation_by_code, visible_organisations
from congthu.directory.roles import Actor
from congthu.identity.queries import account_by_login, actor_of

As = Annotated[str, typer.Option("--as", metavar="ADDRESS", help="Làm với quyền của tài khoản này.")]
AuthorityCode = Annotated[str, typer.Option("--authority", metavar="ID", help="Địa phương, ví dụ hanoi.")]


def clock() -> datetime:
    """The time of this installation."""
    return now()


def acting_as(login: str) -> Actor:
    """Return the actor that *login* is; the console where it is empty.

    Raises:
        Unreadable: there is no such account.
    """
    if not login:
        return Actor.console(getpass.getuser())
    account = account_by_login(login)
    if account is None:
        raise Unreadable(f"Không có tài khoản {login}.")
    return actor_of(account, now=clock())


def authority_named(code: str, acting: Actor) -> Authority:
    """Return the authority, as far as *acting* has anything to do there.

    Raises:
        Unreadable: there is none; with those that there are.
    """
    try:
        return access_authority(code, acting=acting)
    except Authority.DoesNotExist:
        known = ", ".join(Authority.objects.values_list("code", flat=True)) if acting.trusted else ""
        hint = f" Có: {known}." if known else ""
        raise Unreadable(f"Không có địa phương “{code}” trong hệ thống này.{hint}") from None


def organisation_coded(authority: Authority, code: str, acting: Actor | None = None) -> Organisation:
    """Return the organisation of that code or code path, as far as *acting* may see it; anyone where none is named.

    An act that asks for a role itself names nobody here: who lacks the role is told so, and not that nothing is there.

    Raises:
        Unreadable: there is none, or several share the code.
    """
    found = organisation_by_code(authority, code.strip().lower())
    seen = found and (acting is None or visible_organisations(acting).filter(pk=found.pk).exists())
    if found is None or not seen:
        raise Unreadable(
            f"Không có (hoặc có nhiều) tổ chức mã “{code}” ở {authority.name}; "
            f"xem: directory list --authority {authority.code}."
        )
    return found
