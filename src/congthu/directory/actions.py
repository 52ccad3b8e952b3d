"""Change the directory: the only writer of its tables."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, Cause, Subject
from congthu.audit.sealed import digest
from congthu.directory.models import Appointment, Authority, Organisation, OrganisationKind, Person
from congthu.directory.roles import Actor, Role
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.vietnamese.names import PersonName, fold, normalise


@dataclass(frozen=True, slots=True)
class Codes:
    """How an organisation is called in addresses; what is left empty is the code itself."""

    code: str
    own_local_part: str = ""
    unit_suffix: str = ""
    person_suffix: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a form says of a person. Name parts only where the registrar knows better than the usual split."""

    full_name: str
    unit_name: str = ""
    position: str = ""
    rank: str = "staff"
    birth_date: date | None = None
    national_id: str = ""
    phone: str = ""
    otp_phone: str = ""
    family_name: str = ""
    middle_name: str = ""
    given_name: str = ""


def establish_authority(
    *,
    code: str,
    name: str,
    regulation: str,
    domains: list[str],
    in_force_since: date,
    acting: Actor,
    now: datetime,
) -> Authority:
    """Make *code* an authority of this installation, or bring its name, regulation and domains up to date."""
    with transaction.atomic():
        authority, created = Authority.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "regulation": regulation,
                "domains": [domain.lower() for domain in domains],
                "in_force_since": in_force_since,
            },
        )
        record(
            "authority.established" if created else "authority.updated",
            Subject("authority", code),
            authority=code,
            acting=acting,
            at=now,
            details={"regulation": regulation, "domains": authority.domains},
        )
    return authority


def hold_decisions(authority: Authority, decisions: list[dict[str, object]]) -> None:
    """Let *decisions* be what holds for *authority* now; `congthu.decisions` decides and records it."""
    Authority.objects.filter(pk=authority.pk).update(decisions=decisions)


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
    cause: Cause = NO_CAUSE,
) -> Organisation:
    """Enter an organisation with the codes decided for it.

    Raises:
        RefusedByRule: the code is taken beside it, or the parent belongs to another authority.
    """
    acting.require(Role.OPERATOR, authority=authority.code, to="ghi tổ chức vào danh bạ")
    if parent is not None and parent.authority_id != authority.pk:
        raise _refused("organisation.parent", "Cơ quan cấp trên thuộc một địa phương khác.")
    name = normalise(name)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                authority=authority,
                parent=parent,
                kind=kind,
                name=name,
                folded=fold(name),
                code=codes.code,
                own_local_part=codes.own_local_part or codes.code,
                unit_suffix=codes.unit_suffix or codes.code,
                person_suffix=codes.person_suffix or codes.code,
                valid_from=valid_from,
            )
            record(
                "organisation.established",
                Subject("organisation", f"{authority.code}/{organisation.pk}"),
                authority=authority.code,
                acting=acting,
                at=now,
                cause=cause,
                details={"name": name, "code": codes.code},
            )
    except IntegrityError as wrong:
        if "organisation_code_unique_in_parent" in str(wrong):
            raise _refused(
                "organisation.code", f"Mã “{codes.code}” đã thuộc một tổ chức cùng cấp: hãy chọn mã khác."
            ) from wrong
        if "organisation_codes_are_local_parts" in str(wrong):
            raise _refused(
                "organisation.code",
                f"Mã “{codes.code}” không dùng được trong địa chỉ thư: chỉ gồm chữ thường không dấu, số, dấu chấm "
                "và gạch dưới giữa các chữ.",
            ) from wrong
        raise
    return organisation


def enter_person(
    organisation: Organisation, facts: PersonFacts, *, acting: Actor, now: datetime, cause: Cause = NO_CAUSE
) -> Person:
    """Enter a person, or bring up to date the one who has the same id number in this authority."""
    authority = organisation.authority
    acting.require(Role.OPERATOR, authority=authority.code, to="ghi người dùng vào danh bạ")
    name = normalise(facts.full_name)
    usual = PersonName.split(name)
    values = {
        "organisation": organisation,
        "unit_name": normalise(facts.unit_name),
        "full_name": name,
        "family_name": facts.family_name or usual.family,
        "middle_name": facts.middle_name or usual.middle,
        "given_name": facts.given_name or usual.given,
        "folded": fold(name),
        "position": normalise(facts.position),
        "rank": facts.rank,
        "birth_date": facts.birth_date,
        "national_id": facts.national_id,
        "phone": facts.phone,
        "otp_phone": facts.otp_phone,
    }
    with transaction.atomic():
        if facts.national_id:
            person, created = Person.objects.update_or_create(
                authority=authority, national_id_digest=digest(facts.national_id), defaults=values
            )
        else:
            person, created = Person.objects.create(authority=authority, **values), True
        record(
            "person.entered" if created else "person.updated",
            Subject("person", str(person.pk)),
            authority=authority.code,
            acting=acting,
            at=now,
            cause=cause,
            details={"organisation": organisation.name},
        )
    return person


def correct_person(
    person: Person,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    position: str | None = None,
    otp_phone: str | None = None,
) -> None:
    """Change a person's position or OTP phone on the ground of a document."""
    acting.require(Role.OPERATOR, authority=person.authority.code, to="sửa thông tin người dùng")
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        changed: list[str] = []
        if position is not None:
            row.position = normalise(position)
            changed.append("position")
        if otp_phone is not None:
            row.otp_phone = otp_phone
            changed.append("otp_phone")
        row.save(update_fields=changed)
        record(
            "person.corrected",
            Subject("person", str(person.pk)),
            authority=person.authority.code,
            acting=acting,
            at=now,
            cause=cause,
            details={"changed": changed},
        )


def appoint(
    person: Person,
    role: Role,
    *,
    acting: Actor,
    now: datetime,
    organisation: Organisation | None = None,
    cause: Cause = NO_CAUSE,
) -> Appointment:
    """Grant *role* to *person* over the authority, or over *organisation* for the roles of an agency.

    Raises:
        RefusedByRule: the role does not fit the scope, is held already, or would let an operator inspect themselves.
    """
    authority = person.authority
    acting.require(Role.MANAGING, authority=authority.code, to="giao vai trò")
    if organisation is not None and organisation.authority_id != authority.pk:
        raise _refused("role.scope", "Tổ chức thuộc một địa phương khác với người được giao.")
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                person=person,
                authority=authority,
                organisation=organisation,
                role=role,
                document=cause.document,
                since=now,
            )
            _record_role("role.granted", appointment, acting=acting, now=now, cause=cause)
    except IntegrityError as wrong:
        for constraint, message in APPOINTMENT_REFUSALS.items():
            if constraint in str(wrong):
                raise _refused("role.scope", message) from wrong
        raise
    return appointment


APPOINTMENT_REFUSALS = {
    "appointment_scope_fits_role": "Vai trò này được giao trên phạm vi khác: vai trò của cơ quan cần một cơ quan, "
    "vai trò toàn địa phương thì không.",
    "appointment_once_at_a_time": "Người này đang giữ vai trò đó.",
    "appointment_operator_or_inspector": "Người vận hành hệ thống không đồng thời là người kiểm tra: "
    "hãy kết thúc vai trò kia trước.",
}


def dismiss(appointment: Appointment, *, acting: Actor, now: datetime, cause: Cause = NO_CAUSE) -> None:
    """End an appointment; ending it twice changes nothing."""
    acting.require(Role.MANAGING, authority=appointment.authority.code, to="kết thúc vai trò")
    with transaction.atomic():
        if Appointment.objects.filter(pk=appointment.pk, until__isnull=True).update(until=now):
            _record_role("role.ended", appointment, acting=acting, now=now, cause=cause)


def _record_role(event: str, appointment: Appointment, *, acting: Actor, now: datetime, cause: Cause) -> None:
    scope = appointment.organisation.name if appointment.organisation else appointment.authority.name
    record(
        event,
        Subject("person", str(appointment.person_id)),
        authority=appointment.authority.code,
        acting=acting,
        at=now,
        cause=cause,
        details={"role": str(appointment.role), "over": scope},
    )


def _refused(rule: str, message: str) -> RefusedByRule:
    return RefusedByRule(Refusal(rule=rule, clause="", message=message))
