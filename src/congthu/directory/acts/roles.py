"""Give and end roles.

Roles over the whole authority, the operator's among them, are given by the managing department: nobody who operates the
system makes themselves its inspector. Roles in an agency are entered by the operator on the agency's own document.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from congthu.audit.actions import record
from congthu.audit.acts import Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.directory.acts.grounds import refused, where_of_appointment, where_of_person
from congthu.directory.models import Appointment, Organisation, Person
from congthu.directory.permission import require
from congthu.directory.roles import AUTHORITY_ROLES, Actor, Role, grantors

REFUSALS = {
    "appointment_scope_fits_role": "Vai trò này được giao trên phạm vi khác: vai trò của cơ quan cần một cơ quan, "
    "vai trò toàn địa phương thì không.",
    "appointment_once_at_a_time": "Người này đang giữ vai trò đó.",
    "appointment_operator_or_inspector": "Người vận hành hệ thống không đồng thời là người kiểm tra: "
    "hãy kết thúc vai trò kia trước.",
}


def default_scope(person: Person, role: Role) -> Organisation | None:
    """Over what somebody holds *role* where nothing else is said: their own agency, or the whole authority."""
    return None if role in AUTHORITY_ROLES else person.organisation


@kept_if_refused("role.granted", where_of_person)
def appoint(
    person: Person,
    role: Role,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    organisation: Organisation | None = None,
) -> Appointment:
    """Grant *role* to *person* over the authority, or over *organisation* for the roles of an agency.

    Raises:
        RefusedByRule: there is no document, the role does not fit the scope or is held already, or it would let an
            operator inspect themselves.
    """
    authority = person.authority
    require(acting, *grantors(role), authority=authority, to="giao vai trò này")
    _demand_document(cause)
    if organisation is not None and (
        organisation.authority_id != authority.pk or organisation.valid_to is not None
    ):
        raise refused("role.scope", f"{organisation.name} thuộc một địa phương khác hoặc đã kết thúc.")
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
            _record("role.granted", appointment, acting=acting, now=now, cause=cause)
    except IntegrityError as wrong:
        for constraint, message in REFUSALS.items():
            if constraint in str(wrong):
                raise refused("role.scope", message) from wrong
        raise
    return appointment


@kept_if_refused("role.ended", where_of_appointment)
def dismiss(appointment: Appointment, *, acting: Actor, now: datetime, cause: Cause) -> None:
    """End an appointment; ending it twice changes nothing.

    Raises:
        RefusedByRule: there is no document.
    """
    role = Role(appointment.role)
    require(acting, *grantors(role), authority=appointment.authority, to="kết thúc vai trò này")
    _demand_document(cause)
    with transaction.atomic():
        if Appointment.objects.filter(pk=appointment.pk, until__isnull=True).update(until=now):
            _record("role.ended", appointment, acting=acting, now=now, cause=cause)
    appointment.refresh_from_db()


def _demand_document(cause: Cause) -> None:
    if not cause.document.strip():
        raise refused("cause.document", "Hãy nêu số, ký hiệu của văn bản giao hoặc kết thúc vai trò.")


def _record(event: str, appointment: Appointment, *, acting: Actor, now: datetime, cause: Cause) -> None:
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
