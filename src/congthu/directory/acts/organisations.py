"""Establish, correct, rename, move, merge and dissolve organisations.

What is written into mailboxes stays: an address never changes because an organisation does. Each act that touches what
addresses are made of returns the organisation, and faces tell what it means for mailboxes.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Q

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, Acting, Cause
from congthu.audit.refused import kept_if_refused
from congthu.directory.acts.grounds import (
    demand_decision,
    demand_ground,
    demand_past,
    refused,
    where_of_authority,
    where_of_organisation,
)
from congthu.directory.acts.people import note_moves
from congthu.directory.corrections import in_text
from congthu.directory.facts import CODES, UNITS, Codes
from congthu.directory.models import Appointment, Authority, Organisation, OrganisationKind, Person
from congthu.directory.permission import require
from congthu.directory.queries import subject_of, subtree
from congthu.directory.roles import Actor, Role
from congthu.directory.scope import exception, outside, without_category
from congthu.regulations.addresses import NO_LOCAL_PART, is_local_part
from congthu.regulations.policy import policy_for
from congthu.vietnamese.names import fold, normalise


class OrganisationParticulars(TypedDict, total=False):
    """What may be told of an organisation beside its name, kind and codes."""

    identifier: str
    category: str
    sector: str
    seat: str
    phone: str


class OrganisationCorrection(OrganisationParticulars, total=False):
    """What may be corrected without a decision: how it is reached, named in addresses from now on, and classified."""

    kind: OrganisationKind
    own_local_part: str
    unit_suffix: str
    person_suffix: str
    focal: Organisation | None
    valid_from: date


@kept_if_refused("organisation.established", where_of_authority)
def establish_organisation(
    authority: Authority,
    *,
    name: str,
    kind: OrganisationKind,
    codes: Codes,
    valid_from: date,
    acting: Actor,
    now: datetime,
    parent: Organisation | None = None,
    focal: Organisation | None = None,
    cause: Cause = NO_CAUSE,
    **particulars: Unpack[OrganisationParticulars],
) -> Organisation:
    """Enter an organisation with the codes decided for it.

    Raises:
        RefusedByRule: the code is taken beside it or fits no address, the category is outside the regulation, or the
            parent belongs to another authority.
    """
    require(acting, Role.OPERATOR, authority=authority, to="ghi tổ chức vào danh bạ")
    if any(one is not None and one.authority_id != authority.pk for one in (parent, focal)):
        raise refused("organisation.parent", "Cơ quan cấp trên thuộc một địa phương khác.")
    codes = codes.completed(people=parent.person_suffix if parent is not None and kind in UNITS else "")
    _check_codes(codes)
    _check_scope(authority, particulars.get("category", ""), cause, unit=parent is not None)
    name = normalise(name)
    with _told_refusals(codes.code), transaction.atomic():
        if parent is None:
            _check_own_box(authority, codes.own_local_part)
        organisation = Organisation.objects.create(
            authority=authority,
            parent=parent,
            focal=focal,
            kind=kind,
            name=name,
            folded=fold(name),
            code=codes.code,
            own_local_part=codes.own_local_part,
            unit_suffix=codes.unit_suffix,
            person_suffix=codes.person_suffix,
            valid_from=valid_from,
            **particulars,
        )
        told = {"name": name, "code": codes.code}
        _record("organisation.established", organisation, acting=acting, now=now, cause=cause, details=told)
    return organisation


@kept_if_refused("organisation.corrected", where_of_organisation)
def correct_organisation(
    organisation: Organisation,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    **facts: Unpack[OrganisationCorrection],
) -> Organisation:
    """Change the facts that are named, and nothing else; what stood before is in the trail.

    Raises:
        RefusedByRule: there is no ground, a code fits no address or is taken, or the category is outside.
    """
    authority = organisation.authority
    require(acting, Role.OPERATOR, authority=authority, to="sửa thông tin tổ chức")
    demand_ground(cause)
    for name in CODES[1:]:
        if name in facts:
            _check_code(str(facts[name]))
    if "category" in facts:
        _check_scope(authority, facts["category"], cause, unit=organisation.parent_id is not None)
    with _told_refusals(organisation.code), transaction.atomic():
        row = _locked(organisation)
        if "own_local_part" in facts and row.parent_id is None:
            _check_own_box(authority, facts["own_local_part"], but=row.pk)
        before = {name: getattr(row, name) for name in facts}
        changed = {name: value for name, value in facts.items() if before[name] != value}
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        if changed:
            told = {name: [in_text(before[name]), in_text(value)] for name, value in changed.items()}
            _record(
                "organisation.corrected", row, acting=acting, now=now, cause=cause, details={"changed": told}
            )
    organisation.refresh_from_db()
    return organisation


@kept_if_refused("organisation.renamed", where_of_organisation)
def rename_organisation(
    organisation: Organisation, *, name: str, acting: Actor, now: datetime, cause: Cause
) -> Organisation:
    """Give an organisation another name on the ground of a decision; its codes and addresses stay.

    Raises:
        RefusedByRule: there is no decision, or no name.
    """
    require(acting, Role.OPERATOR, authority=organisation.authority, to="đổi tên tổ chức")
    demand_decision(cause, "đổi tên")
    name = normalise(name)
    if not name:
        raise refused("organisation.name", "Hãy ghi tên mới.")
    with transaction.atomic():
        row = _locked(organisation)
        before, row.name, row.folded = row.name, name, fold(name)
        row.save(update_fields=["name", "folded"])
        told = {"changed": {"name": [before, name]}}
        _record("organisation.renamed", row, acting=acting, now=now, cause=cause, details=told)
    organisation.refresh_from_db()
    return organisation


@kept_if_refused("organisation.moved", where_of_organisation)
def move_organisation(
    organisation: Organisation, *, to: Organisation | None, acting: Actor, now: datetime, cause: Cause
) -> Organisation:
    """Put an organisation with everything below it under *to*, or directly under the province.

    Raises:
        RefusedByRule: there is no decision, *to* stands below it or elsewhere, or the code is taken there.
    """
    require(acting, Role.OPERATOR, authority=organisation.authority, to="chuyển tổ chức")
    demand_decision(cause, "chuyển tổ chức")
    _check_place(organisation, to)
    with _told_refusals(organisation.code), transaction.atomic():
        row = _locked(organisation)
        before = row.parent
        row.parent = to
        row.save(update_fields=["parent"])
        told = {"from": before.name if before else "", "to": to.name if to else ""}
        _record("organisation.moved", row, acting=acting, now=now, cause=cause, details=told)
    organisation.refresh_from_db()
    return organisation


@kept_if_refused("organisation.merged", where_of_organisation)
def merge_organisation(
    organisation: Organisation,
    *,
    into: Organisation,
    decided_on: date,
    acting: Actor,
    now: datetime,
    cause: Cause,
) -> Organisation:
    """End an organisation in favour of *into*: its units and people go there, the roles over it end.

    Its mailboxes keep their addresses; whoever has a role over *into* has it over them.

    Raises:
        RefusedByRule: there is no decision or its day has not come, *into* stands below it, or a unit's code is taken.
    """
    authority = organisation.authority
    require(acting, Role.OPERATOR, authority=authority, to="sáp nhập tổ chức")
    demand_decision(cause, "sáp nhập")
    demand_past(decided_on, now=now)
    if into.pk == organisation.pk:
        raise refused("organisation.parent", "Không sáp nhập một tổ chức vào chính nó.")
    _check_place(organisation, into)
    with transaction.atomic():
        row = _locked(organisation)
        _check_current(row)
        units = list(row.units.filter(valid_to=None))
        taken = set(into.units.filter(valid_to=None).values_list("code", flat=True))
        if both := sorted(taken & {unit.code for unit in units}):
            message = (
                f"{into.name} đã có đơn vị mã {', '.join(both)}: hãy chuyển hoặc đổi các đơn vị đó trước."
            )
            raise refused("organisation.code", message)
        row.units.filter(valid_to=None).update(parent=into)
        people = list(Person.objects.filter(organisation=row).values_list("pk", flat=True))
        Person.objects.filter(pk__in=people).update(organisation=into)
        _end(row, decided_on, successor=into, now=now)
        note_moves(
            people,
            authority=authority,
            before=row.name,
            after=into.name,
            decided_on=decided_on,
            acting=acting,
            now=now,
            cause=cause,
        )
        told = {
            "into": into.name,
            "decided_on": decided_on.isoformat(),
            "people": len(people),
            "units": len(units),
        }
        _record("organisation.merged", row, acting=acting, now=now, cause=cause, details=told)
    organisation.refresh_from_db()
    return organisation


@kept_if_refused("organisation.dissolved", where_of_organisation)
def dissolve_organisation(
    organisation: Organisation, *, decided_on: date, acting: Actor, now: datetime, cause: Cause
) -> Organisation:
    """End an organisation that nothing stands below any more; the roles over it end with it.

    Raises:
        RefusedByRule: there is no decision or its day has not come, or units are still there.
    """
    require(acting, Role.OPERATOR, authority=organisation.authority, to="ghi giải thể tổ chức")
    demand_decision(cause, "giải thể")
    demand_past(decided_on, now=now)
    with transaction.atomic():
        row = _locked(organisation)
        _check_current(row)
        units = list(row.units.filter(valid_to=None).values_list("name", flat=True)[:5])
        if units:
            message = (
                f"{row.name} còn đơn vị trực thuộc ({', '.join(units)}…): hãy chuyển hoặc giải thể trước."
            )
            raise refused("organisation.units", message)
        _end(row, decided_on, successor=None, now=now)
        told = {"decided_on": decided_on.isoformat()}
        _record("organisation.dissolved", row, acting=acting, now=now, cause=cause, details=told)
    organisation.refresh_from_db()
    return organisation


def _end(row: Organisation, day: date, *, successor: Organisation | None, now: datetime) -> None:
    row.valid_to, row.successor = max(day, row.valid_from), successor
    row.save(update_fields=["valid_to", "successor"])
    Appointment.objects.filter(organisation=row, until=None).update(until=now)


def _locked(organisation: Organisation) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).select_related("authority", "parent")
    return found.get(pk=organisation.pk)


def _check_current(row: Organisation) -> None:
    if row.valid_to is not None:
        raise refused("organisation.ended", f"{row.name} đã kết thúc ngày {row.valid_to:%d/%m/%Y}.")


def _check_place(organisation: Organisation, under: Organisation | None) -> None:
    if under is None:
        return
    if under.authority_id != organisation.authority_id:
        raise refused("organisation.parent", "Cơ quan cấp trên thuộc một địa phương khác.")
    if under.valid_to is not None:
        raise refused("organisation.parent", f"{under.name} đã kết thúc: hãy chọn cơ quan hiện nay.")
    if under.pk in subtree(organisation):
        raise refused(
            "organisation.parent",
            f"{under.name} đứng dưới chính {organisation.name}: cấp trên không thể thành vòng.",
        )


def _check_scope(authority: Authority, category: str, cause: Cause, *, unit: bool) -> None:
    scope = policy_for(authority.regulation).scope
    lacking = None if unit else without_category(category, scope=scope)
    if lacking is not None:
        raise refused(lacking.rule, lacking.message, clause=lacking.clause)
    refusal = outside(category, scope=scope)
    if refusal is not None and (needed := exception(cause.document, scope=scope)) is not None:
        raise refused(refusal.rule, f"{refusal.message} {needed.message}", clause=refusal.clause)


def _check_codes(codes: Codes) -> None:
    for name in CODES:
        _check_code(getattr(codes, name))


def _check_code(code: str) -> None:
    if not is_local_part(code):
        raise refused("organisation.code", f"Mã “{code}” {NO_LOCAL_PART}")


def _check_own_box(authority: Authority, local_part: str, *, but: int | None = None) -> None:
    """Those directly under the province have their mailbox names in one namespace."""
    taken = Organisation.objects.filter(
        Q(own_local_part=local_part), authority=authority, parent=None, valid_to=None
    )
    other = taken.exclude(pk__in=[but] if but else []).values_list("name", flat=True).first()
    if other is not None:
        raise refused("organisation.code", f"Tên hộp thư “{local_part}” đã thuộc {other}: hãy chọn tên khác.")


@contextmanager
def _told_refusals(code: str) -> Iterator[None]:
    """Tell what the database refuses in the words of the act."""
    try:
        yield
    except IntegrityError as wrong:
        if "organisation_code_unique_in_parent" in str(wrong):
            message = f"Mã “{code}” đã thuộc một tổ chức cùng cấp: hãy chọn mã khác."
            raise refused("organisation.code", message) from wrong
        if "organisation_identifier_once" in str(wrong):
            message = "Mã định danh này đã thuộc một tổ chức khác: hãy kiểm tra lại."
            raise refused("organisation.identifier", message) from wrong
        raise


def _record(
    event: str,
    organisation: Organisation,
    *,
    acting: Acting,
    now: datetime,
    cause: Cause,
    details: Mapping[str, object],
) -> None:
    authority = organisation.authority.code
    subject = subject_of(organisation)
    record(event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details)
