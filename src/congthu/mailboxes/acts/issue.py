"""Issue a mailbox under the name that the regulation gives."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Asked, Cause, Question, demand
from congthu.audit.outbox import Errand, tell
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation, Person
from congthu.directory.permission import require
from congthu.directory.queries import subtree
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import enter, quota_facts, record_act
from congthu.mailboxes.kinds import NAMED, OF_BODIES, PERSONAL
from congthu.mailboxes.lifecycle.machine import Trail, step
from congthu.mailboxes.models import Custody, IssuedAddress, Mailbox, Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import ask_name, former
from congthu.mailboxes.queries import hold_names, in_use
from congthu.mailboxes.questions import ask
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Act
from congthu.regulations.terms import Size

WHAT_IS_NAMED = {
    MailboxKind.TITLE: "tên chức danh",
    MailboxKind.SYSTEM: "tên hộp thư mà quy chế nêu",
    MailboxKind.GROUP_CITY: "tên nhóm",
    MailboxKind.GROUP_AGENCY: "tên nhóm",
}


@enforces("quota.person", "quota.organisation")
def issue(
    organisation: Organisation,
    kind: MailboxKind,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    person: Person | None = None,
    title: str = "",
    chosen: str = "",
    request_number: int | None = None,
    left_free: frozenset[str] = frozenset(),
) -> Mailbox:
    """Issue a mailbox under the name that the regulation gives, or under *chosen* where it lets the operator choose.

    *title* names what an organisation has several of: a title, a group, a box of the system. *left_free* are addresses
    for which somebody else comes before. Somebody whose mailbox was revoked gets the one that they had, as long as the
    rules would still give it that name.

    Raises:
        RefusedByRule: no name is left, a fact is missing, the person or the channel has a mailbox already.
    """
    authority, policy = organisation.authority, policy_of(organisation.authority)
    require(acting, Role.OPERATOR, authority=authority, to="cấp hộp thư")
    _refuse_unfit(organisation, kind, person, title, policy)
    with transaction.atomic():
        hold_names(authority.domain)
        second = demand(_second(organisation, kind, person, policy))
        lost = None if chosen else former(organisation, kind, person)
        if lost is not None:
            return _again(lost, organisation, request_number, acting=acting, now=now, cause=cause)
        named = demand(
            ask_name(organisation, kind, person=person, title=title, chosen=chosen, left_free=left_free)
        )
        quota = ask(Question.FIRST_QUOTA, quota_facts(kind, person), policy)
        mailbox = _new(
            organisation,
            kind,
            named,
            person=person,
            request_number=request_number,
            policy=policy,
            quota=Size.parse(str(quota.answer.outcome)),
            now=now,
            cause=cause,
        )
        if kind is MailboxKind.TITLE and person is not None:
            Custody.objects.create(mailbox=mailbox, person=person, document=cause.document, since=now)
        told = {"kind": str(kind), **({"named": title} if title else {})}
        asked = [second, named, quota]
        record_act("mailbox.issued", mailbox, acting=acting, now=now, cause=cause, details=told, asked=asked)
        if kind is MailboxKind.GROUP_CITY:
            tell(Errand.ANNOUNCE_GROUP, address=mailbox.address)
    return mailbox


def _new(
    organisation: Organisation,
    kind: MailboxKind,
    named: Asked,
    *,
    person: Person | None,
    request_number: int | None,
    policy: Policy,
    quota: Size,
    now: datetime,
    cause: Cause,
) -> Mailbox:
    address = str(named.answer.outcome)
    mailbox = Mailbox(
        authority=organisation.authority,
        address=address,
        domain=address.rpartition("@")[2],
        kind=kind,
        organisation=organisation,
        person=person,
        state=policy.states.start,
        since=now,
        ground=cause.clause,
        ground_document=cause.document,
        ground_reason=cause.reason,
        request_number=request_number,
        issued_under=named.answer.clause,
        issued_at=now,
        notified_at=now,
        quota_bytes=int(quota),
    )
    _begin(mailbox, policy, now=now)
    mailbox.save(force_insert=True)
    IssuedAddress.objects.create(
        address=mailbox.address, domain=mailbox.domain, purpose=Purpose.ISSUED, mailbox=mailbox, at=now
    )
    return mailbox


def _begin(mailbox: Mailbox, policy: Policy, *, now: datetime) -> None:
    """Put *mailbox* into the state of one that was just issued."""
    taken = step(mailbox.state, Act.ISSUE, policy=policy, trail=Trail(kind=mailbox.kind))
    enter(mailbox, taken, policy=policy, now=now)


def _again(
    former: Mailbox,
    organisation: Organisation,
    request_number: int | None,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
) -> Mailbox:
    """Give *former* back to whom it belonged: asked for again, and issued as on the first day."""
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=former.pk)
        policy = policy_of(row.authority)
        before = row.state
        asked = step(before, Act.REQUEST_AGAIN, policy=policy, trail=Trail(kind=row.kind))
        row.state, row.organisation, row.request_number = asked.target, organisation, request_number
        row.issued_at = row.notified_at = now
        _begin(row, policy, now=now)
        row.ground, row.ground_document, row.ground_reason = cause.clause, cause.document, cause.reason
        row.ground_act, row.successor, row.restored_at = "", None, None
        row.decision_on = row.left_on = None
        row.handover_asked = row.handover_done = False
        row.excused_until = None
        row.save()
        row.destructions.filter(approved_at=None).delete()
        told: dict[str, object] = {"kind": row.kind, "from": before, "to": row.state, "again": True}
        record_act(f"mailbox.{Act.REQUEST_AGAIN}", row, acting=acting, now=now, cause=cause, details=told)
    former.refresh_from_db()
    return former


def _refuse_unfit(
    organisation: Organisation, kind: MailboxKind, person: Person | None, title: str, policy: Policy
) -> None:
    """Refuse what cannot be a mailbox of this kind, before a name is sought."""
    rule = getattr(policy.naming, kind)
    if rule is None:
        return  # naming says so, with the others
    if kind in PERSONAL and person is None:
        message = "Hãy nêu người giữ hộp thư."
        raise RefusedByRule(Refusal("mailbox.holder", rule.cited, message))
    if kind in PERSONAL and person is not None and person.organisation_id not in subtree(organisation):
        message = f"{person.full_name} thuộc {person.organisation.name}, không thuộc {organisation.name}."
        raise RefusedByRule(Refusal("mailbox.holder", rule.cited, message))
    if kind in NAMED and not title.strip():
        message = f"Hãy nêu {WHAT_IS_NAMED[kind]}."
        raise RefusedByRule(Refusal("mailbox.title", rule.cited, message))
    if kind in OF_BODIES and organisation.kind != kind.value:
        message = (
            f"{organisation.name} là {organisation.get_kind_display()}, không có hộp thư loại «{kind}»; "
            f"loại hộp thư của tổ chức này là «{organisation.kind}»."
        )
        raise RefusedByRule(Refusal("mailbox.kind", rule.cited, message))
    if kind is MailboxKind.SYSTEM:
        _refuse_unnamed(title, policy)


@enforces("naming.system_boxes")
def _refuse_unnamed(title: str, policy: Policy) -> None:
    """A box of the system is one that the regulation calls by its name."""
    named = policy.naming.system_boxes
    names = [one.name for one in (named.value if named else ()) if one.kind is MailboxKind.SYSTEM]
    if title.strip().lower() not in names:
        known = ", ".join(names) or "không có"
        message = f"Quy chế không nêu hộp thư hệ thống “{title}”. Các hộp thư được nêu: {known}."
        raise RefusedByRule(Refusal("naming.system_boxes", named.cited if named else "", message))


@enforces(
    "naming.agency",
    "naming.department",
    "naming.locality",
    "naming.locality_unit",
    "naming.locality_department",
    "naming.van_thu",
    "naming.ky_thuat",
)
def _second(organisation: Organisation, kind: MailboxKind, person: Person | None, policy: Policy) -> Asked:
    """Ask whether whoever is to get a mailbox has one of the kind already."""
    live = in_use().filter(organisation=organisation, kind=kind, person=person)
    held = live.values_list("address", flat=True).first() or ""
    whose = person.full_name if person else organisation.name
    return ask(Question.SECOND, {"kind": kind.value, "whose": whose, "held": held}, policy)
