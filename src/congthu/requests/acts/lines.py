"""Do what one line of a request asks for, as it was foreseen.

Each deed is one function that gets the line with what was foreseen and returns the address it touched, with the issued
password where there is one. It runs in a transaction of its own: a line that fails leaves nothing behind and stops no
other.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import cast

from django.db import DatabaseError, transaction

from congthu.audit.acts import AnsweredNo, Cause, Subject
from congthu.audit.refused import Attempt, keep_refusal
from congthu.directory.acts.organisations import correct_organisation
from congthu.directory.acts.people import PersonCorrection, correct_person, enter_person, move_person
from congthu.directory.corrections import changed_facts
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Organisation, Person
from congthu.directory.queries import namesakes, person_by_national_id
from congthu.directory.roles import Actor
from congthu.identity import holding
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.fields import RowField, names_of
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.acts.steps import record_act
from congthu.requests.due import local_day
from congthu.requests.foresee import foresee
from congthu.requests.foreseen import Deed, Foreseen, Line, Scene
from congthu.requests.lacking import requester_lacks
from congthu.requests.models import Request, RequestRow, RowState

logger = logging.getLogger(__name__)
COLUMNS = {
    RowField.FULL_NAME: "full_name",
    RowField.POSITION: "position",
    RowField.UNIT: "unit_name",
    RowField.BIRTH_DATE: "birth_date",
    RowField.NATIONAL_ID: "national_id",
    RowField.PHONE: "phone",
    RowField.OTP_PHONE: "otp_phone",
    RowField.EMPLOYMENT: "employment",
}
"""What a line may correct of a person, by the name under which the directory corrects it."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one line. ``password`` is issued and shown this once."""

    line: int
    kind: str
    subject: str
    address: str
    password: str
    refused: tuple[Refusal, ...]

    @property
    def done(self) -> bool:
        """Whether the line was carried out."""
        return not self.refused


@dataclass(frozen=True, slots=True)
class Said:
    """What the operator says of the lines of a request when they are carried out, by line.

    *chosen*: the local part of a mailbox whose name the regulation leaves to them. *cleaned*: the lines whose leak or
    malware has been dealt with. *late*: the lines of which they know that the term counted from the decision is over or
    nearly so.
    """

    chosen: Mapping[int, str]
    cleaned: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """One line with everything that carrying it out needs."""

    row: RequestRow
    request: Request
    agency: Organisation
    fields: Mapping[str, str]
    found: Foreseen
    scene: Scene
    said: Said
    acting: Actor
    now: datetime

    @property
    def cause(self) -> Cause:
        """The ground: the request's letter, or the decision that the line names."""
        reason = self.fields.get("reason") or self.fields.get("remarks") or f"Yêu cầu số {self.request.pk}"
        return Cause(document=self.fields.get("decision_no") or self.document, reason=reason)

    @property
    def document(self) -> str:
        """The letter that carries the request."""
        return self.request.document_number or f"Yêu cầu số {self.request.pk}"

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox that the line is about."""
        if self.found.mailbox is None:
            raise RefusedByRule(Refusal("form.address", "", "Dòng này chưa chỉ rõ hộp thư nào."))
        return self.found.mailbox

    @property
    def decided_on(self) -> date:
        """The day of the decision; of the letter where the line names none."""
        return self.found.decided_on or self.request.document_date or local_day(self.request.received_at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The address a line was about, and the password issued for it, if any."""

    address: str
    password: str = ""

    @classmethod
    def of(cls, handed: holding.Handed) -> "Outcome":
        """What an act on a mailbox with its secrets handed out."""
        return cls(handed.mailbox.address, handed.password)


def carry_out(pk: int, *, said: Said, acting: Actor, now: datetime) -> RowResult:
    """Carry out one line, write down what became of it, and say so; never raises for a line that cannot be done."""
    try:
        with transaction.atomic():
            row = (
                RequestRow.objects.select_for_update(of=("self",))
                .select_related("request__authority", "request__agency__parent", "request__agency__authority")
                .get(pk=pk)
            )
            if row.state == RowState.DONE:
                raise _refused("request.row", "Dòng này vừa được người khác thực hiện.")
            outcome = _do(row, said=said, acting=acting, now=now)
            row.state, row.done_at, row.refused = RowState.DONE, now, []
            row.assigned_address = outcome.address
            row.save(update_fields=["state", "done_at", "refused", "assigned_address", "foreseen"])
            return RowResult(row.line, row.kind, row.subject_name, outcome.address, outcome.password, ())
    except RefusedByRule as refusal:
        failed = _failed(pk, refusal.refusals)
        _keep(refusal, failed, row, acting=acting, now=now)
        return failed
    except DatabaseError:
        logger.exception("line %s of a request could not be carried out", pk)
        refused = (
            Refusal("request.row", "", "Cơ sở dữ liệu không nhận dòng này; xem nhật ký của chương trình."),
        )
    return _failed(pk, refused)


def _keep(
    refusal: RefusedByRule, failed: RowResult, row: RequestRow, *, acting: Actor, now: datetime
) -> None:
    """Write into the trail of the request what the rules said no to; there are as many as the request has lines."""
    where = Subject("request", str(row.request_id))
    tried = refusal.attempt
    about = (
        {"address": tried.subject.key}
        if isinstance(tried, Attempt) and tried.subject.kind == "mailbox"
        else {}
    )
    also = {"line": failed.line, "kind": failed.kind, **about}
    authority = row.request.authority.code
    refusal.attempt = Attempt("request.line", where, authority, acting, now, also=also, bounded=False)
    keep_refusal(refusal)


def _told(task: Task, outcome: Outcome) -> None:
    """Write into the request's trail what its own rules said yes to; the mailbox's stand with the mailbox."""
    record_act(
        "request.line",
        task.request,
        acting=task.acting,
        now=task.now,
        cause=task.cause,
        details={"line": task.row.line, "kind": task.row.kind, "address": outcome.address},
        asked=task.found.asked,
    )


def _failed(pk: int, refused: tuple[Refusal, ...]) -> RowResult:
    with transaction.atomic():
        row = RequestRow.objects.select_for_update().get(pk=pk)
        if row.state != RowState.DONE:
            row.state, row.refused = RowState.FAILED, [asdict(one) for one in refused]
            row.save(update_fields=["state", "refused"])
    return RowResult(row.line, row.kind, row.subject_name, row.assigned_address, "", refused)


def _do(row: RequestRow, *, said: Said, acting: Actor, now: datetime) -> Outcome:
    request = row.request
    scene = Scene.of(request, now=now)
    if lacking := requester_lacks(request, forms=scene.policy.forms):
        raise RefusedByRule(*lacking)
    found = foresee(Line.of(row), scene, chosen=said.chosen.get(row.line, ""))
    row.foreseen = found.as_json()
    if found.refused or found.deed is None or scene.agency is None:
        raise _against(found)
    task = Task(row, request, scene.agency, row.everything, found, scene, said, acting, now)
    outcome = _deed(found.deed, task)
    if found.asked:
        _told(task, outcome)
    return outcome


def _against(found: Foreseen) -> RefusedByRule:
    """Everything that stands against a line, with what the law was asked about it."""
    refusal = AnsweredNo(*found.asked)
    refusal.refusals = found.refused
    return refusal


def _deed(deed: Deed, task: Task) -> Outcome:
    match deed:
        case Deed.ISSUE:
            issue = _issue_person if task.found.kind is MailboxKind.PERSON else _issue_body
            outcome = issue(task)
        case Deed.CORRECT:
            outcome = _correct(task)
        case Deed.TRANSFER:
            outcome = _transfer(task)
        case Deed.HAND_OVER:
            outcome = _hand_over(task)
        case Deed.REVOKE:
            outcome = _revoke(task)
        case Deed.LOCK:
            outcome = _lock(task)
        case Deed.RESTORE:
            outcome = _restore(task)
        case Deed.PASSWORD:
            outcome = _reissue_password(task)
    return outcome


def _lock(task: Task) -> Outcome:
    cause = replace(task.cause, clause=task.found.clause)
    return Outcome.of(holding.lock(task.mailbox, cause=cause, acting=task.acting, now=task.now))


def _restore(task: Task) -> Outcome:
    cleaned = task.row.line in task.said.cleaned
    handed = holding.restore(
        task.mailbox,
        cause=task.cause,
        cleaned=cleaned,
        asked_by=task.agency,
        acting=task.acting,
        now=task.now,
    )
    return Outcome.of(handed)


def _reissue_password(task: Task) -> Outcome:
    handed = holding.reissue_password(task.mailbox, cause=task.cause, acting=task.acting, now=task.now)
    return Outcome.of(handed)


def _issue_person(task: Task) -> Outcome:
    facts = task.found.facts or PersonFacts(full_name="")
    person = _somebody(task, facts, task.found.person)
    return _issue(task, task.agency, MailboxKind.PERSON, person)


def _issue_body(task: Task) -> Outcome:
    organisation, kind = task.found.organisation, task.found.kind
    if organisation is None or kind is None:
        raise _refused(
            "organisation.code", "Danh bạ chưa có tổ chức này: hãy ghi vào danh bạ rồi thực hiện lại."
        )
    if (seat := task.fields.get("seat", "")) and seat != organisation.seat:
        correct_organisation(organisation, seat=seat, acting=task.acting, now=task.now, cause=task.cause)
    outcome = _issue(task, organisation, kind, None)
    if task.found.facts is not None:
        custodian = _representative(task, task.found.facts)
        mailbox = Mailbox.objects.select_related("authority").get(address=outcome.address)
        holding.appoint_custodian(mailbox, to=custodian, cause=task.cause, acting=task.acting, now=task.now)
    return outcome


def _issue(task: Task, organisation: Organisation, kind: MailboxKind, person: Person | None) -> Outcome:
    handed = holding.issue(
        organisation,
        kind,
        person=person,
        chosen=task.said.chosen.get(task.row.line, ""),
        title=task.found.title,
        left_free=task.found.left_free,
        request_number=task.request.pk,
        acting=task.acting,
        now=task.now,
        cause=task.cause,
    )
    return Outcome.of(handed)


def _somebody(task: Task, facts: PersonFacts, known: Person | None) -> Person:
    """Whoever was meant, their facts completed and moved here if they come from another agency; or somebody new."""
    if known is None:
        return enter_person(task.agency, facts, acting=task.acting, now=task.now, cause=task.cause)
    if known.organisation_id not in task.scene.within:
        _move(task, known, task.agency)
    return correct_person(
        known, **changed_facts(known, facts), acting=task.acting, now=task.now, cause=task.cause
    )


def _representative(task: Task, facts: PersonFacts) -> Person:
    """The person who is to keep an organisation's mailbox: found by id number or name, or entered."""
    known = person_by_national_id(task.request.authority, facts.national_id)
    named = namesakes(task.agency, facts)
    return _somebody(task, facts, known or (named[0] if len(named) == 1 else None))


def _move(
    task: Task, person: Person, to: Organisation, *, unit: str = "", position: str | None = None
) -> None:
    """Put somebody into another agency by the decision that the line names, or the letter that asks for it."""
    cause = Cause(document=task.cause.document, reason=f"Yêu cầu số {task.request.pk}")
    move_person(
        person,
        to=to,
        decided_on=task.decided_on,
        unit_name=unit,
        position=position,
        acting=task.acting,
        now=task.now,
        cause=cause,
    )


def _correct(task: Task) -> Outcome:
    """Change the facts that the line names, and no others."""
    mailbox, said = task.mailbox, {one.field: one.value for one in task.found.changes}
    if seat := said.pop(RowField.SEAT, ""):
        correct_organisation(
            mailbox.organisation, seat=seat, acting=task.acting, now=task.now, cause=task.cause
        )
    if unknown := said.keys() - COLUMNS.keys():
        message = f"{names_of(sorted(unknown))} chưa đổi được bằng phiếu."
        raise _refused("form.old_value", message[0].upper() + message[1:])
    if said and task.found.person is not None:
        facts = {COLUMNS[name]: _as_kept(name, value) for name, value in said.items()}
        correct_person(
            task.found.person,
            **cast("PersonCorrection", facts),
            acting=task.acting,
            now=task.now,
            cause=task.cause,
        )
    return Outcome(mailbox.address)


def _as_kept(field: RowField, value: str) -> str | date:
    return date.fromisoformat(value) if field is RowField.BIRTH_DATE else value


def _transfer(task: Task) -> Outcome:
    """Somebody goes to another agency: with their mailbox, or to a new one where addresses name the agency."""
    to = task.found.organisation
    if to is None:
        raise _refused("person.organisation", "Chưa rõ ai chuyển đến cơ quan nào.")
    said = {one.field: one.value for one in task.found.changes}
    unit = said.get(RowField.UNIT, "")
    handed = holding.transfer(
        task.mailbox,
        to=to,
        decided_on=task.decided_on,
        asked_by=task.agency,
        unit_name="" if unit == to.name else unit,
        position=said.get(RowField.POSITION),
        chosen=task.said.chosen.get(task.row.line, ""),
        late=task.row.line in task.said.late,
        cause=task.cause,
        acting=task.acting,
        now=task.now,
    )
    return Outcome.of(handed)


def _hand_over(task: Task) -> Outcome:
    """Give an organisation's mailbox to the person named, under a password that the former one does not know."""
    changes = {one.field: one.value for one in task.found.changes}
    facts = PersonFacts(
        full_name=changes[RowField.REPRESENTATIVE],
        phone=changes.get(RowField.PHONE, ""),
        otp_phone=changes.get(RowField.OTP_PHONE, ""),
    )
    custodian = _representative(task, facts)
    handed = holding.hand_over(task.mailbox, to=custodian, cause=task.cause, acting=task.acting, now=task.now)
    return Outcome.of(handed)


def _revoke(task: Task) -> Outcome:
    """Take a mailbox away; the rank that the request shows is whose holding is counted by."""
    late = task.row.line in task.said.late
    if task.found.decided_on is None:
        handed = holding.revoke(task.mailbox, cause=task.cause, late=late, acting=task.acting, now=task.now)
    else:
        handed = holding.leave(
            task.mailbox,
            decided_on=task.found.decided_on,
            left_on=task.found.left_on,
            rank=task.found.rank,
            late=late,
            cause=task.cause,
            acting=task.acting,
            now=task.now,
        )
    return Outcome.of(handed)


def _refused(rule: str, message: str) -> RefusedByRule:
    return RefusedByRule(Refusal(rule, "", message))
