"""Bring in mailboxes that were issued before this system: with address, holder, dates, state and password hash.

A line is looked at by doing it: each stands in a transaction of its own, and a preview undoes them all. Addresses of
mailboxes that are gone enter the history, so that nobody else gets them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.db import IntegrityError, transaction

from congthu.audit.acts import Cause
from congthu.directory.acts.grounds import local_day
from congthu.directory.models import Authority, Organisation, OrganisationKind, Person
from congthu.directory.permission import require
from congthu.directory.queries import SeveralPeople, find_person, organisation_by_code
from congthu.directory.roles import Actor, Role
from congthu.identity import holding
from congthu.identity.earlier import NotTakenOver, taken_over
from congthu.mailboxes.acts.addresses import reserve
from congthu.mailboxes.acts.take_over import Earlier
from congthu.mailboxes.earlier import EarlierLine, Standing, parse
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.models import IssuedAddress, Mailbox, Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.duties import HANOI
from congthu.regulations.refusals import Refusal, RefusedByRule

Cells = list[str | int]


class Outcome(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MovedIn:
    """A line with what became of it; *problems* are by column, *refused* what the rules said."""

    line: EarlierLine
    outcome: Outcome
    clause: str = ""
    refused: tuple[Refusal, ...] = ()


class _WrongLine(Exception):
    """The line names something that is not there; its problems say what."""


def import_mailboxes(
    authority: Authority,
    sheets: Iterable[tuple[str, list[Cells]]],
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    dry_run: bool = False,
) -> list[MovedIn]:
    """Bring every line in that is right; a wrong one says why and stops no other. *dry_run*: say so, and write nothing.

    Raises:
        RefusedByRule: whoever asks may not.
        NotOurs: the file has no such lines.
    """
    require(acting, Role.OPERATOR, authority=authority, to="nhập hộp thư cấp trước")
    lines = parse(sheets, today=local_day(now))
    with transaction.atomic():
        done = [_moved(authority, line, acting=acting, now=now, cause=cause) for line in lines]
        transaction.set_rollback(dry_run)
    return done


def _moved(authority: Authority, line: EarlierLine, *, acting: Actor, now: datetime, cause: Cause) -> MovedIn:
    if line.problems:
        return MovedIn(line, Outcome.REFUSED)
    try:
        with transaction.atomic():
            return _move(authority, line, acting=acting, now=now, cause=cause)
    except _WrongLine:
        return MovedIn(line, Outcome.REFUSED)
    except RefusedByRule as refusal:
        return MovedIn(line, Outcome.REFUSED, refused=refusal.refusals)
    except IntegrityError:
        line.refuse("address", "Cơ sở dữ liệu không nhận dòng này; hãy kiểm tra địa chỉ và các ngày.")
        return MovedIn(line, Outcome.REFUSED)


def _move(authority: Authority, line: EarlierLine, *, acting: Actor, now: datetime, cause: Cause) -> MovedIn:
    address = line.get("address")
    if line.standing is Standing.GONE:
        return _reserve(authority, line, acting=acting, now=now)
    office = organisation_by_code(authority, line.get("organisation"))
    if office is None:
        raise _wrong(
            line, "organisation", f"Không có (hoặc có nhiều) tổ chức mã “{line.get('organisation')}”."
        )
    kind = _kind(line, office)
    person = _person(authority, office, line) if kind in PERSONAL else None
    held = Mailbox.objects.filter(address=address).first()
    if held is not None and held.kind == kind and held.organisation_id == office.pk and held.person == person:
        return MovedIn(line, Outcome.SAME, held.issued_under)
    handed = holding.take_over(
        office,
        kind,
        _earlier(line),
        password_hash=_hash(line),
        person=person,
        acting=acting,
        now=now,
        cause=Cause(
            clause="",
            document=cause.document,
            reason=cause.reason or f"Nhập từ hệ thống trước, dòng {line.number}",
        ),
    )
    return MovedIn(line, Outcome.NEW, handed.mailbox.issued_under)


def _reserve(authority: Authority, line: EarlierLine, *, acting: Actor, now: datetime) -> MovedIn:
    address = line.get("address")
    if IssuedAddress.objects.filter(pk=address).exists():
        return MovedIn(line, Outcome.SAME)
    reason = f"Hộp thư cấp trước, đã thu hồi (dòng {line.number})"
    reserve(address, purpose=Purpose.RESERVED, reason=reason, acting=acting, now=now, authority=authority)
    return MovedIn(line, Outcome.NEW)


def _kind(line: EarlierLine, office: Organisation) -> MailboxKind:
    told = line.get("kind")
    if told == "organisation":
        return MailboxKind(OrganisationKind(office.kind).value)
    if not told:
        return (
            MailboxKind.PERSON if line.get("full_name") else MailboxKind(OrganisationKind(office.kind).value)
        )
    return MailboxKind(told)


def _person(authority: Authority, office: Organisation, line: EarlierLine) -> Person:
    name = line.get("full_name")
    if not name:
        raise _wrong(line, "full_name", "Hộp thư cá nhân phải có người giữ.")
    try:
        found = find_person(authority, national_id=line.get("national_id"), name=name, within=office)
    except SeveralPeople as several:
        raise _wrong(line, "full_name", f"Cơ quan có {several}: hãy ghi số CCCD.") from None
    if found is None:
        raise _wrong(line, "full_name", f"Danh bạ chưa có {name} ở {office.name}: hãy nhập danh bạ trước.")
    if found.full_name.lower() != name.lower():
        raise _wrong(line, "national_id", "Số CCCD này là của một người tên khác; hãy kiểm tra lại.")
    return found


def _earlier(line: EarlierLine) -> Earlier:
    issued = line.day("issued_on")
    assert issued is not None  # noqa: S101  # a line without it is wrong
    changed = line.day("password_changed_on")
    for name in ("password_changed_on", "last_login_on"):
        day = line.day(name)
        if day is not None and day < issued:
            raise _wrong(line, name, "Ngày này đứng trước ngày cấp; hãy kiểm tra lại.")
    standing = line.standing
    return Earlier(
        address=line.get("address"),
        issued_at=_at(issued),
        own_password=standing is not Standing.ISSUED and (standing is Standing.ACTIVE or changed is not None),
        password_changed_at=_at(changed) if changed else None,
        last_login_at=_at(login) if (login := line.day("last_login_on")) else None,
        locked=standing is Standing.LOCKED,
        lock_ground=line.get("ground"),
        quota=int(line.get("quota") or 0),
    )


def _hash(line: EarlierLine) -> str:
    if not line.get("password"):
        return ""
    try:
        return taken_over(line.get("password"))
    except NotTakenOver as refused:
        raise _wrong(line, "password", str(refused)) from None


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)


def _wrong(line: EarlierLine, name: str, message: str) -> _WrongLine:
    line.refuse(name, message)
    return _WrongLine(message)
