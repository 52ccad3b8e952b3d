"""Fill the demo with authorities' organisations and people who can sign in.

Everything goes through the same actions as in daily work; nothing here writes a table.
"""

import csv
import secrets
import string
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.acts.organisations import establish_organisation
from congthu.directory.acts.people import enter_person
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import Codes, PersonFacts
from congthu.directory.models import Authority, Organisation, OrganisationKind
from congthu.directory.queries import organisation_by_code
from congthu.directory.roles import Actor, Role
from congthu.identity import holding
from congthu.identity.actions import change_password, check_password, create_app_password
from congthu.identity.models import Account
from congthu.mailboxes.acts.addresses import add_alias
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.vietnamese.names import fold

HERE = Path(__file__).parent
CAUSE = Cause(document="Hệ thống mẫu", reason="Dữ liệu mẫu")


@dataclass(slots=True)
class DemoAccount:
    """One line of ``demo-accounts.json`` (design, section 6)."""

    role: str
    authority: str
    name: str
    address: str
    password: str
    app_password: str | None = None
    otp_secret: str | None = None

    def as_json(self) -> dict[str, str | None]:
        return asdict(self)


def invent_password(account: Account) -> str:
    """Choose a password as a careful person would: random, and good under every rule of the account's regulation."""
    while True:
        words = "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
        candidate = (
            words[:5].capitalize() + secrets.choice("@#$%!&") + words[5:] + str(secrets.randbelow(90) + 10)
        )
        if not check_password(account, candidate):
            return candidate


def fill(authority: Authority, *, acting: Actor, now: datetime) -> list[DemoAccount]:
    """Enter the cast of *authority*; return their sign-ins, none if it was done before."""
    told = tomllib.loads((HERE / "cast.toml").read_text("utf-8")).get(authority.code)
    if told is None or Organisation.objects.filter(authority=authority).exists():
        return []
    # All or nothing: a second run must not find half a province.
    with transaction.atomic():
        for row in told["organisations"]:
            _establish(authority, row, told["valid_from"], acting=acting, now=now)
        for row in _communes(told["province"], taken={row["code"] for row in told["organisations"]}):
            _establish(authority, row, told["valid_from"], acting=acting, now=now)
        return [_engage(authority, row, acting=acting, now=now) for row in told["people"]]


def first_sign_in(account: Account, issued: str, *, label: str, now: datetime) -> tuple[str, str]:
    """Do what a holder does on the first day: choose a password, then make one for the mail program."""
    password = invent_password(account)
    change_password(account, old=issued, new=password, now=now)
    return password, create_app_password(account, label=label, now=now).plain


def _establish(
    authority: Authority, row: dict[str, Any], valid_from: date, *, acting: Actor, now: datetime
) -> None:
    codes = {
        key: row[key] for key in ("code", "own_local_part", "unit_suffix", "person_suffix") if key in row
    }
    establish_organisation(
        authority,
        name=row["name"],
        kind=OrganisationKind(row["kind"]),
        codes=Codes(**codes),
        parent=organisation_by_code(authority, row["parent"]) if "parent" in row else None,
        valid_from=valid_from,
        acting=acting,
        now=now,
    )


def _engage(authority: Authority, row: dict[str, Any], *, acting: Actor, now: datetime) -> DemoAccount:
    organisation = organisation_by_code(authority, row["organisation"])
    assert organisation is not None, row["organisation"]  # noqa: S101  # the cast names only its own organisations
    person = enter_person(
        organisation, PersonFacts(row["name"], position=row["position"]), acting=acting, now=now
    )
    handed = holding.issue(
        organisation, MailboxKind.PERSON, person=person, acting=acting, now=now, cause=CAUSE
    )
    mailbox, password = handed.mailbox, handed.password
    account = Account.objects.get(login=mailbox.address)
    role = row.get("role", "")
    if role:
        over = organisation if Role(role) in {Role.HEAD, Role.FOCAL, Role.CLERK} else None
        appoint(person, Role(role), organisation=over, acting=acting, now=now, cause=CAUSE)
        if Role(role) is Role.OPERATOR:
            # RFC 5321, 4.5.1: mail for the postmaster of a domain is read by somebody.
            # The boxes that the regulation names are read by the operator as well.
            named = policy_of(authority).naming.system_boxes
            for local_part in ("postmaster", *(named.value if named else ())):
                address = f"{local_part}@{authority.domain}"
                add_alias(mailbox, address=address, cause=CAUSE, acting=acting, now=now)
    app_password: str | None = None
    if row.get("sign_in", True):
        password, app_password = first_sign_in(account, password, label="Chương trình thư", now=now)
    # Whoever is called a holder can sign in to mail; a newcomer still has to choose a password.
    shown = role or ("holder" if app_password else "newcomer")
    return DemoAccount(shown, authority.code, person.full_name, mailbox.address, password, app_password)


def _communes(province: str, *, taken: set[str]) -> Iterator[dict[str, str]]:
    """The wards and communes of *province*; the code of each is its name run together, with its kind where two meet."""
    used = set(taken)
    with (HERE / "communes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["province"] != province:
                continue
            code = _run_together(row["name"])
            if code in used:
                code = _run_together(row["full_name"])
            used.add(code)
            yield {
                "code": code,
                "name": f"UBND {row['full_name'][0].lower()}{row['full_name'][1:]}",
                "kind": "locality",
            }


def _run_together(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
