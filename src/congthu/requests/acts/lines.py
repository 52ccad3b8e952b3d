"""Do what one line of a request asks for.

Each kind of line is one function that gets the line with its request and returns the address it touched, with the
issued password where there is one. It runs in a transaction of its own: a line that fails leaves nothing behind and
stops no other.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from congthu.audit.acts import Asked, Cause, Question, Subject, demand
from congthu.audit.refused import Attempt, keep_refusal
from congthu.decisions.queries import policy_of
from congthu.directory.acts.people import PersonCorrection, correct_person, enter_person, move_person
from congthu.directory.corrections import changed_facts
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Organisation, OrganisationKind, Person
from congthu.directory.queries import namesakes, organisation_below, person_by_national_id, subtree
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.identity import holding
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.acts.steps import record_act
from congthu.requests.models import Request, RequestRow, RowState
from congthu.requests.questions import ask
from congthu.vietnamese.names import fold, normalise

logger = logging.getLogger(__name__)


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
class Task:
    """One line with everything that carrying it out needs."""

    row: RequestRow
    request: Request
    agency: Organisation
    fields: Mapping[str, str]
    chosen: str
    acting: Actor
    now: datetime
    asked: list[Asked] = field(default_factory=list)

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
    def decided_on(self) -> date:
        """The day from which holding counts. Forms name a decision without its date: the letter's date is later, and
        keeping a mailbox longer harms nobody.
        """
        return self.request.document_date or self.request.received_at.date()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The address a line was about, and the password issued for it, if any."""

    address: str
    password: str = ""


def carry_out(pk: int, *, chosen: Mapping[int, str], acting: Actor, now: datetime) -> RowResult:
    """Carry out one line, write down what became of it, and say so; never raises for a line that cannot be done."""
    try:
        with transaction.atomic():
            row = (
                RequestRow.objects.select_for_update(of=("self",))
                .select_related("request__authority")
                .get(pk=pk)
            )
            if row.state == RowState.DONE:
                raise _refused("request.row", "Dòng này vừa được người khác thực hiện.")
            outcome = _do(row, chosen=chosen.get(row.line, ""), acting=acting, now=now)
            row.state, row.done_at, row.refused = RowState.DONE, now, []
            row.assigned_address = outcome.address
            row.save(update_fields=["state", "done_at", "refused", "assigned_address"])
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
        asked=task.asked,
    )


def _failed(pk: int, refused: tuple[Refusal, ...]) -> RowResult:
    with transaction.atomic():
        row = RequestRow.objects.select_for_update().get(pk=pk)
        if row.state != RowState.DONE:
            row.state, row.refused = RowState.FAILED, [asdict(one) for one in refused]
            row.save(update_fields=["state", "refused"])
    return RowResult(row.line, row.kind, row.subject_name, row.assigned_address, "", refused)


def _do(row: RequestRow, *, chosen: str, acting: Actor, now: datetime) -> Outcome:
    request = row.request
    if request.agency is None:
        raise _refused(
            "request.agency",
            f"Chưa xác định được “{request.agency_name}” trong danh bạ. Hãy chọn cơ quan rồi thực hiện lại.",
        )
    errors = [problem for problem in row.problems if problem.get("severity", "error") == "error"]
    if errors:
        raise RefusedByRule(
            *(Refusal(f"form.{error['field']}", "", str(error["message"])) for error in errors)
        )
    work = KINDS.get(row.kind)
    if work is None:
        raise _refused("request.kind", "Chưa rõ dòng này đề nghị việc gì. Hãy trả lại để cơ quan ghi rõ.")
    task = Task(row, request, request.agency, row.everything, chosen, acting, now)
    outcome = work(task)
    if task.asked:
        _told(task, outcome)
    return outcome


@enforces("request.person_facts")
def _issue_person(task: Task) -> Outcome:
    _demand(task, "request.person_facts")
    facts = _facts(task.fields)
    # A namesake who has a mailbox is somebody else: two people of one name are what numbers in addresses are for.
    waiting = [one for one in namesakes(task.agency, facts) if not _has_mailbox(one)]
    person = _somebody(task, facts, waiting)
    return _issue(task, task.agency, MailboxKind.PERSON, person)


def _has_mailbox(person: Person) -> bool:
    return Mailbox.objects.filter(person=person, kind=MailboxKind.PERSON, phase__in=LIVE_PHASES).exists()


def _somebody(task: Task, facts: PersonFacts, named: Sequence[Person]) -> Person:
    """Whoever the line names: by the id number, or the only one of *named*; their facts completed. Or somebody new."""
    known = person_by_national_id(task.request.authority, facts.national_id)
    if known is None and len(named) == 1:
        known = named[0]
    if known is None:
        return enter_person(task.agency, facts, acting=task.acting, now=task.now, cause=task.cause)
    if known.organisation_id not in subtree(task.agency):
        _move(task, known)
    return correct_person(
        known, **changed_facts(known, facts), acting=task.acting, now=task.now, cause=task.cause
    )


def _move(task: Task, person: Person) -> None:
    """Somebody of another agency comes to this one by the decision that the line names."""
    number = task.fields.get("decision_no", "")
    if not number:
        raise _refused(
            "person.organisation",
            f"{person.full_name} đang ở {person.organisation.name}. Chuyển cơ quan cần quyết định: hãy trả lại để "
            "cơ quan ghi số quyết định, hoặc ghi việc chuyển trong danh bạ trước.",
        )
    cause = Cause(document=number, reason=f"Yêu cầu số {task.request.pk}")
    move_person(
        person, to=task.agency, decided_on=task.decided_on, acting=task.acting, now=task.now, cause=cause
    )


@enforces("request.organisation_facts")
def _issue_organisation(task: Task) -> Outcome:
    _demand(task, "request.organisation_facts")
    name = task.fields.get("org_name", "")
    organisation = organisation_below(task.agency, name)
    if organisation is None:
        raise _refused(
            "organisation.code",
            f"Danh bạ chưa có “{name}”, mà mã viết tắt thì đơn vị vận hành quyết định: "
            "hãy ghi tổ chức vào danh bạ cùng mã của nó, rồi thực hiện lại.",
        )
    outcome = _issue(task, organisation, MailboxKind(OrganisationKind(organisation.kind).value), None)
    representative = task.fields.get("representative")
    if representative:
        facts = PersonFacts(
            full_name=representative,
            position=task.fields.get("position", ""),
            national_id=task.fields.get("national_id", ""),
            phone=task.fields.get("phone", ""),
        )
        custodian = _somebody(task, facts, namesakes(task.agency, facts))
        mailbox = Mailbox.objects.select_related("authority").get(address=outcome.address)
        holding.appoint_custodian(mailbox, to=custodian, cause=task.cause, acting=task.acting, now=task.now)
    return outcome


def _issue(task: Task, organisation: Organisation, kind: MailboxKind, person: Person | None) -> Outcome:
    handed = holding.issue(
        organisation,
        kind,
        person=person,
        chosen=task.chosen,
        request_number=task.request.pk,
        acting=task.acting,
        now=task.now,
        cause=task.cause,
    )
    return Outcome(handed.mailbox.address, handed.password)


def _revoke(task: Task) -> Outcome:
    mailbox = _mailbox(task)
    holding.revoke(mailbox, decision_on=task.decided_on, cause=task.cause, acting=task.acting, now=task.now)
    return Outcome(mailbox.address)


def _lock(task: Task) -> Outcome:
    mailbox = _mailbox(task)
    holding.lock(mailbox, cause=task.cause, acting=task.acting, now=task.now)
    return Outcome(mailbox.address)


def _restore(task: Task) -> Outcome:
    mailbox = _mailbox(task)
    handed = holding.restore(mailbox, cause=task.cause, acting=task.acting, now=task.now)
    return Outcome(mailbox.address, handed.password)


def _reissue_password(task: Task) -> Outcome:
    mailbox = _mailbox(task)
    handed = holding.reissue_password(mailbox, cause=task.cause, acting=task.acting, now=task.now)
    return Outcome(mailbox.address, handed.password)


def _change_person(task: Task) -> Outcome:
    """Change a post or an OTP phone: the two things that the forms name."""
    mailbox = _mailbox(task)
    if mailbox.person is None:
        raise _refused(
            "request.kind", f"{mailbox.address} là hộp thư của tổ chức: hãy dùng biểu mẫu của tổ chức."
        )
    what, value = fold(task.fields.get("old_value", "")), normalise(task.fields.get("new_value", ""))
    if not value:
        raise _refused("form.new_value", "Thiếu nội dung đề nghị điều chỉnh. Hãy trả lại để cơ quan bổ sung.")
    if "dien thoai" in what or "otp" in what:
        changed: PersonCorrection = {"otp_phone": "".join(filter(str.isdigit, value))}
    elif "chuc vu" in what or "chuc danh" in what:
        changed = {"position": value}
    else:
        raise _refused(
            "form.old_value",
            "Chưa rõ thông tin nào cần đổi (chức vụ hay số điện thoại). Hãy trả lại để cơ quan ghi rõ.",
        )
    correct_person(mailbox.person, acting=task.acting, now=task.now, cause=task.cause, **changed)
    return Outcome(mailbox.address)


def _change_organisation(task: Task) -> Outcome:
    """Change who keeps the organisation's mailbox, or that person's phone."""
    mailbox = _mailbox(task)
    if mailbox.kind in PERSONAL:
        raise _refused(
            "request.kind", f"{mailbox.address} là hộp thư cá nhân: hãy dùng biểu mẫu của cá nhân."
        )
    what, value = fold(task.fields.get("old_value", "")), normalise(task.fields.get("new_value", ""))
    if "dien thoai" in what or "otp" in what:
        custody = mailbox.custodies.select_related("person__authority").filter(until=None).first()
        if custody is None:
            raise _refused(
                "custody.handover", f"Hộp thư {mailbox.address} chưa có người quản lý để đổi số điện thoại."
            )
        phone = "".join(filter(str.isdigit, value))
        correct_person(custody.person, otp_phone=phone, acting=task.acting, now=task.now, cause=task.cause)
        return Outcome(mailbox.address)
    if "dai dien" in what and value:
        facts = PersonFacts(full_name=value)
        custodian = _somebody(task, facts, namesakes(task.agency, facts))
        handed = holding.hand_over(mailbox, to=custodian, cause=task.cause, acting=task.acting, now=task.now)
        return Outcome(mailbox.address, handed.password)
    raise _refused(
        "form.old_value",
        "Chưa rõ thông tin nào cần đổi (người đại diện hay số điện thoại). Hãy trả lại để cơ quan ghi rõ.",
    )


KINDS: Mapping[str, Callable[[Task], Outcome]] = {
    "person.issue": _issue_person,
    "person.change": _change_person,
    "person.revoke": _revoke,
    "person.password": _reissue_password,
    "person.lock": _lock,
    "person.restore": _restore,
    "organisation.issue": _issue_organisation,
    "organisation.change": _change_organisation,
    "organisation.revoke": _revoke,
    "organisation.password": _reissue_password,
    "organisation.lock": _lock,
    "organisation.restore": _restore,
}


@enforces("request.own_subtree")
def _mailbox(task: Task) -> Mailbox:
    """Find the mailbox that a line is about: by its address, or by the name where the form has no address."""
    live = Mailbox.objects.select_related("authority", "organisation", "person").filter(
        authority=task.request.authority, phase__in=LIVE_PHASES
    )
    address = task.fields.get("address", "").strip().lower()
    if address:
        mailbox = live.filter(address=address).first()
        if mailbox is None:
            raise _refused("form.address", f"Không có hộp thư {address} đang dùng. Hãy kiểm tra lại địa chỉ.")
    else:
        mailbox = _by_name(task, live.filter(organisation__in=subtree(task.agency)))
    facts = {
        "address": mailbox.address,
        "agency": task.agency.name,
        "organisation": mailbox.organisation.name,
        "within": mailbox.organisation_id in subtree(task.agency),
    }
    task.asked.append(demand(ask(Question.OWN_SUBTREE, facts, policy_of(task.request.authority))))
    return mailbox


def _by_name(task: Task, candidates: QuerySet[Mailbox]) -> Mailbox:
    name = task.row.subject_name
    folded = fold(normalise(name))
    if task.row.kind.startswith("person."):
        found = list(candidates.filter(person__folded=folded)[:2])
    else:
        found = list(candidates.filter(person=None, organisation__folded=folded)[:2])
    if len(found) != 1:
        why = "không có hộp thư nào" if not found else "có nhiều hộp thư"
        raise _refused("form.address", f"Với tên “{name}” {why} trong cơ quan. Hãy ghi rõ địa chỉ hộp thư.")
    return found[0]


def _demand(task: Task, parameter: str) -> None:
    """See that the line has what the regulation wants to know about whoever gets a mailbox."""
    facts = {"parameter": parameter, "given": sorted(name for name, value in task.fields.items() if value)}
    task.asked.append(demand(ask(Question.GIVEN, facts, policy_of(task.request.authority))))


def _facts(fields: Mapping[str, str]) -> PersonFacts:
    born = fields.get("birth_date")
    return PersonFacts(
        full_name=fields.get("full_name", ""),
        unit_name=fields.get("unit", ""),
        position=fields.get("position", ""),
        birth_date=date.fromisoformat(born) if born else None,
        national_id=fields.get("national_id", ""),
        phone=fields.get("phone", ""),
        otp_phone=fields.get("otp_phone", ""),
    )


def _refused(rule: str, message: str) -> RefusedByRule:
    return RefusedByRule(Refusal(rule, "", message))
