"""Fill the demo with authorities' organisations and people who can sign in.

Everything goes through the same actions as in daily work; nothing here writes a table.
"""

import csv
import secrets
import string
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.acts.importing import import_directory
from congthu.directory.importing.columns import Sheet, heading_of
from congthu.directory.importing.reading import read_sheets
from congthu.directory.models import Authority, Organisation
from congthu.directory.queries import find_person, organisation_by_code, subtree
from congthu.directory.roles import Actor, Role
from congthu.identity import holding
from congthu.identity.actions import change_password, check_password, create_app_password
from congthu.identity.holding import Handed
from congthu.identity.models import Account, AppPassword
from congthu.identity.offices import equip_appointed
from congthu.identity.secrets import selector
from congthu.mailboxes.acts.addresses import add_alias
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import state_rule
from congthu.regulations.states import OVER, Effect, Phase
from congthu.vietnamese.names import fold

HERE = Path(__file__).parent
CAUSE = Cause(document="Hệ thống mẫu", reason="Dữ liệu mẫu")
NEWCOMER, LOCKED = "newcomer", "locked"
PROGRAM = "Chương trình thư"


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
    """Enter the cast of *authority*; return their sign-ins, none if it was done before.

    As an operator does on the first day: a file of agencies, people and roles is brought in, those who were appointed
    get a mailbox on their document, and the others on their agency's request.
    """
    told = tomllib.loads((HERE / "cast.toml").read_text("utf-8")).get(authority.code)
    if told is None or Organisation.objects.filter(authority=authority).exists():
        return []
    # All or nothing: a second run must not find half a province.
    with transaction.atomic():
        _bring_in(authority, told, acting=acting, now=now)
        handed = {
            one.person.pk: one.handed
            for one in equip_appointed(authority, acting=acting, now=now)
            if one.handed
        }
        return [_engage(authority, row, handed, acting=acting, now=now) for row in told["people"]]


def _bring_in(authority: Authority, told: dict[str, Any], *, acting: Actor, now: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="congthu-") as folder:
        path = Path(folder) / f"{authority.code}.xlsx"
        _write(path, told)
        sheets = read_sheets(path)
    policy = policy_of(authority)
    plan = import_directory(
        authority, sheets, name=path.name, policy=policy, whole=True, acting=acting, now=now
    )
    assert not plan.refused, [one.line.problems for one in plan.refused]  # noqa: S101  # the file is our own


def _write(path: Path, told: dict[str, Any]) -> None:
    """Write the cast as the file that an operator would fill in."""
    communes = _communes(told["province"], taken={row["code"] for row in told["organisations"]})
    roles = [row for row in told["people"] if row.get("role")]
    begun = f"{told['valid_from']:%d/%m/%Y}"
    with xlsxwriter.Workbook(path) as book:
        _sheet(
            book,
            Sheet.ORGANISATIONS,
            {
                "code": "code",
                "name": "name",
                "kind": "kind",
                "parent": "parent",
                "own_local_part": "own_local_part",
                "unit_suffix": "unit_suffix",
                "person_suffix": "person_suffix",
                "valid_from": "valid_from",
            },
            [{**row, "valid_from": begun} for row in (*told["organisations"], *communes)],
        )
        person = {"organisation": "organisation", "full_name": "name"}
        _sheet(book, Sheet.PEOPLE, {**person, "position": "position"}, told["people"])
        documents = [{**row, "document": CAUSE.document} for row in roles]
        _sheet(book, Sheet.ROLES, {**person, "role": "role", "document": "document"}, documents)


def _sheet(book: Any, sheet: Sheet, fields: dict[str, str], rows: list[dict[str, Any]]) -> None:
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, [heading_of(sheet, name) for name in fields])
    for number, row in enumerate(rows, 1):
        page.write_row(number, 0, [row.get(key, "") for key in fields.values()])


def first_sign_in(account: Account, issued: str, *, label: str, now: datetime) -> tuple[str, str]:
    """Do what a holder does on the first day: choose a password, then make one for the mail program."""
    password = invent_password(account)
    change_password(account, old=issued, new=password, now=now)
    return password, create_app_password(account, label=label, now=now).plain


def renew(one: DemoAccount, *, acting: Actor, now: datetime) -> bool:
    """Let *one* sign in again if time or a lock keeps them out, and change their line; whether it had to be done.

    The clock of a demo is moved, and its people are locked by time: what an operator does about it is done, no more.
    A password that a visitor has chosen stays theirs; whoever is told as locked, moves or has been taken away stays so.
    """
    mailbox = _present(one)
    if one.role == LOCKED or mailbox.person is None or mailbox.phase == Phase.LEAVING:
        return False
    by: dict[str, Any] = {"cause": CAUSE, "acting": acting, "now": now}
    account = Account.objects.filter(login=one.address).first()
    if mailbox.phase == Phase.LOCKED:
        handed = holding.restore(mailbox, cleaned=True, **by)
    elif mailbox.phase in OVER or account is None:
        stayed = mailbox.person.organisation_id in subtree(mailbox.organisation)
        office = mailbox.organisation if stayed else mailbox.person.organisation
        handed = holding.issue(office, MailboxKind.PERSON, person=mailbox.person, **by)
    elif not state_rule(mailbox).has(Effect.MUST_CHANGE):
        return _with_a_key(one, account, now=now)
    elif one.role == NEWCOMER and account.check_password(one.password):
        return False
    else:
        handed = holding.reissue_password(mailbox, **by)
    one.address, one.password = handed.mailbox.address, handed.password
    if one.role != NEWCOMER:
        account = Account.objects.get(login=one.address)
        one.password, one.app_password = first_sign_in(account, one.password, label=PROGRAM, now=now)
    return True


def _present(one: DemoAccount) -> Mailbox:
    """The mailbox of *one*; the one that they have by now where theirs is gone because they moved."""
    known = Mailbox.objects.select_related("authority", "organisation", "person__organisation")
    mailbox = known.get(address=one.address)
    if mailbox.phase not in OVER or mailbox.person is None:
        return mailbox
    theirs = known.filter(person=mailbox.person, kind=MailboxKind.PERSON).exclude(phase__in=OVER)
    return theirs.first() or mailbox


def works(one: DemoAccount) -> bool:
    """Whether a mail program signs in as *one*: the mailbox is open, and its app password still there."""
    mailbox = (
        Mailbox.objects.filter(address=one.address, phase=Phase.OPEN).select_related("authority").first()
    )
    if mailbox is None or one.app_password is None or state_rule(mailbox).has(Effect.MUST_CHANGE):
        return False
    return AppPassword.objects.filter(
        account__login=one.address, selector=selector(one.app_password), revoked_at=None
    ).exists()


def _with_a_key(one: DemoAccount, account: Account, *, now: datetime) -> bool:
    """See that the app password of the line still opens the mailbox, or make another."""
    key = one.app_password
    if key is None or account.app_passwords.filter(selector=selector(key), revoked_at=None).exists():
        return False
    one.app_password = create_app_password(account, label=f"{PROGRAM} {now:%d/%m %H:%M}", now=now).plain
    return True


def _engage(
    authority: Authority, row: dict[str, Any], appointed: dict[int, Handed], *, acting: Actor, now: datetime
) -> DemoAccount:
    organisation = organisation_by_code(authority, row["organisation"])
    person = find_person(authority, name=row["name"], within=organisation)
    assert organisation is not None, row  # noqa: S101  # the file was brought in whole
    assert person is not None, row  # noqa: S101
    handed = appointed.get(person.pk) or holding.issue(
        organisation, MailboxKind.PERSON, person=person, acting=acting, now=now, cause=CAUSE
    )
    mailbox, password = handed.mailbox, handed.password
    account = Account.objects.get(login=mailbox.address)
    role = row.get("role", "")
    if role == Role.OPERATOR:
        # RFC 5321, 4.5.1: mail for the postmaster of a domain is read by somebody.
        # The boxes that the regulation names are read by the operator as well.
        named = policy_of(authority).naming.system_boxes
        boxes = [one.name for one in (named.value if named else ()) if one.kind is MailboxKind.SYSTEM]
        for local_part in ("postmaster", *boxes):
            address = f"{local_part}@{authority.domain}"
            add_alias(mailbox, address=address, cause=CAUSE, acting=acting, now=now)
    app_password: str | None = None
    if row.get("sign_in", True):
        password, app_password = first_sign_in(account, password, label=PROGRAM, now=now)
    # Whoever is called a holder can sign in to mail; a newcomer still has to choose a password.
    shown = role or ("holder" if app_password else NEWCOMER)
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
