"""What must be there before the directory is changed: a document, and a day that has come."""

from datetime import date, datetime

from congthu.audit.acts import Cause, Subject
from congthu.directory.models import Appointment, Authority, Organisation, Person
from congthu.directory.queries import subject_of
from congthu.regulations.duties import HANOI
from congthu.regulations.refusals import Refusal, RefusedByRule


def where_of_authority(authority: Authority) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of what is new in *authority*."""
    return Subject("authority", authority.code), authority.code


def where_of_organisation(organisation: Organisation) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of *organisation*."""
    return subject_of(organisation), organisation.authority.code


def where_of_person(person: Person) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of *person*."""
    return Subject("person", str(person.pk)), person.authority.code


def where_of_appointment(appointment: Appointment) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of *appointment*: those of the person."""
    return Subject("person", str(appointment.person_id)), appointment.authority.code


def refused(rule: str, message: str, *, clause: str = "") -> RefusedByRule:
    """One reason, as an error to raise."""
    return RefusedByRule(Refusal(rule=rule, clause=clause, message=message))


def demand_decision(cause: Cause, what: str) -> None:
    """See that a document says so; *what* completes "quyết định …"."""
    if not cause.document.strip():
        raise refused("cause.document", f"Hãy nêu số, ký hiệu của quyết định {what}.")


def demand_ground(cause: Cause) -> None:
    """See that there is a document or at least a reason."""
    if not cause.document.strip() and not cause.reason.strip():
        raise refused("cause.reason", "Hãy nêu lý do hoặc văn bản làm căn cứ: điều đó được ghi vào nhật ký.")


def demand_past(day: date, *, now: datetime, clause: str = "") -> None:
    """See that *day*, a decision's, has come; *clause* is what counts from it."""
    if day > local_day(now):
        message = f"Ngày quyết định {day:%d/%m/%Y} chưa đến. Hãy kiểm tra lại ngày ghi trên quyết định."
        raise refused("cause.decided_on", message, clause=clause)


def local_day(now: datetime) -> date:
    """The day in Vietnam."""
    return now.astimezone(HANOI).date()
