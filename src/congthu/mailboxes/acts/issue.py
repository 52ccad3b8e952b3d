"""Issue a mailbox under the name that the regulation gives."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Asked, Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation, Person
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import quota_facts, record_act
from congthu.mailboxes.lifecycle.machine import next_state
from congthu.mailboxes.models import LIVE, IssuedAddress, Mailbox, Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import ask_name
from congthu.mailboxes.queries import hold_names
from congthu.mailboxes.questions import ask
from congthu.regulations.policy import Policy
from congthu.regulations.states import Event, State
from congthu.regulations.terms import Size


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
) -> Mailbox:
    """Issue a mailbox under the name that the regulation gives, or under *chosen* where it lets the operator choose.

    Raises:
        RefusedByRule: no name is left, a fact is missing, the person or the channel has a mailbox already.
    """
    authority, policy = organisation.authority, policy_of(organisation.authority)
    acting.require(Role.OPERATOR, authority=authority.code, to="cấp hộp thư")
    with transaction.atomic():
        hold_names(authority.domain)
        second = demand(_second(organisation, kind, person, policy))
        named = demand(ask_name(organisation, kind, person=person, title=title, chosen=chosen))
        address = str(named.answer.outcome)
        quota = ask(Question.FIRST_QUOTA, quota_facts(kind, person), policy)
        mailbox = Mailbox(
            authority=authority,
            address=address,
            domain=address.rpartition("@")[2],
            kind=kind,
            organisation=organisation,
            person=person,
            state=next_state(State.REQUESTED, Event.ISSUE, policy=policy),
            since=now,
            ground=cause.clause,
            ground_document=cause.document,
            ground_reason=cause.reason,
            request_number=request_number,
            issued_under=named.answer.clause,
            issued_at=now,
            notified_at=now,
            quota_bytes=int(Size.parse(str(quota.answer.outcome))),
        )
        mailbox.save(force_insert=True)
        IssuedAddress.objects.create(
            address=mailbox.address, domain=mailbox.domain, purpose=Purpose.ISSUED, mailbox=mailbox, at=now
        )
        record_act(
            "mailbox.issued",
            mailbox,
            acting=acting,
            now=now,
            cause=cause,
            details={"kind": str(kind)},
            asked=[second, named, quota],
        )
    return mailbox


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
    live = Mailbox.objects.filter(organisation=organisation, kind=kind, person=person, state__in=LIVE)
    held = live.values_list("address", flat=True).first() or ""
    whose = person.full_name if person else organisation.name
    return ask(Question.SECOND, {"kind": kind.value, "whose": whose, "held": held}, policy)
