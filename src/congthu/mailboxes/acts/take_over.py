"""Take over a mailbox that was issued before this system, or before the regulation, with its dates and its state."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation, Person
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import enter, quota_facts, record_act
from congthu.mailboxes.kinds import NAMED
from congthu.mailboxes.lifecycle.machine import IllegalTransition, Trail, step
from congthu.mailboxes.models import IssuedAddress, Mailbox, Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import ask_name
from congthu.mailboxes.queries import hold_names, in_use
from congthu.mailboxes.questions import ask
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Act
from congthu.regulations.terms import Size


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mailbox as another system tells of it.

    *own_password*: its holder has chosen one. *quota* is 0 where the regulation's own is to hold. What the other
    system did not tell is None, and counts from today.
    """

    address: str
    issued_at: datetime
    own_password: bool
    password_changed_at: datetime | None = None
    last_login_at: datetime | None = None
    locked: bool = False
    lock_ground: str = ""
    quota: int = 0


@enforces("naming.keeps_earlier")
def take_over(
    organisation: Organisation,
    kind: MailboxKind,
    earlier: Earlier,
    *,
    person: Person | None,
    acting: Actor,
    now: datetime,
    cause: Cause,
) -> Mailbox:
    """Take *earlier* over under its own address, which enters the history of addresses.

    A name that breaks the format stays where the regulation lets earlier mailboxes keep theirs.

    Raises:
        RefusedByRule: the name breaks the format and was issued after the cut-off, was given out already, or whoever
            is to hold the mailbox has one of the kind.
    """
    authority, policy = organisation.authority, policy_of(organisation.authority)
    require(acting, Role.OPERATOR, authority=authority, to="nhập hộp thư cấp trước")
    address = earlier.address.strip().lower()
    with transaction.atomic():
        hold_names(authority.domain)
        if IssuedAddress.objects.filter(pk=address).exists():
            message = f"{address} đã có trong hệ thống hoặc đã từng được cấp."
            raise RefusedByRule(Refusal("naming.unique", "", message))
        _refuse_second(organisation, kind, person)
        named = demand(
            ask_name(organisation, kind, person=person, existing=address, issued_at=earlier.issued_at)
        )
        quota = ask(Question.FIRST_QUOTA, quota_facts(kind, person), policy)
        mailbox = Mailbox(
            authority=authority,
            address=address,
            domain=address.rpartition("@")[2],
            kind=kind,
            organisation=organisation,
            person=person,
            state=policy.states.start,
            ground=cause.clause,
            ground_document=cause.document,
            ground_reason=cause.reason,
            issued_under=named.answer.clause,
            grandfathered=named.answer.clause == policy.naming.keeps_earlier.cited,
            issued_at=earlier.issued_at,
            notified_at=earlier.issued_at,
            password_changed_at=_changed(earlier),
            last_login_at=earlier.last_login_at,
            # Nobody here wrote down before today whether it was used.
            use_recorded_since=now,
            quota_bytes=earlier.quota or int(Size.parse(str(quota.answer.outcome))),
        )
        _settle(mailbox, earlier, policy, now=now)
        mailbox.save(force_insert=True)
        IssuedAddress.objects.create(
            address=address,
            domain=mailbox.domain,
            purpose=Purpose.ISSUED,
            mailbox=mailbox,
            at=earlier.issued_at,
            reason="Cấp trước khi nhập vào hệ thống",
        )
        told = {"kind": str(kind), "issued_on": earlier.issued_at.date().isoformat(), "to": mailbox.state}
        asked = [named, quota]
        record_act(
            "mailbox.taken_over", mailbox, acting=acting, now=now, cause=cause, details=told, asked=asked
        )
    return mailbox


def _changed(earlier: Earlier) -> datetime | None:
    if not earlier.own_password:
        return None
    return earlier.password_changed_at or earlier.issued_at


def _settle(mailbox: Mailbox, earlier: Earlier, policy: Policy, *, now: datetime) -> None:
    """Lead *mailbox* through the acts that brought it where it is."""
    acts = [Act.ISSUE]
    if earlier.own_password:
        acts.append(Act.SET_PASSWORD)
    if earlier.locked:
        acts.append(Act.LOCK)
    trail = Trail(kind=mailbox.kind, ground=earlier.lock_ground)
    try:
        for act in acts:
            enter(mailbox, step(mailbox.state, act, policy=policy, trail=trail), policy=policy, now=now)
    except IllegalTransition as unknown:
        raise RefusedByRule(
            Refusal(f"states.{act}", unknown.clause, f"{mailbox.address}: {unknown}")
        ) from unknown
    if earlier.locked:
        mailbox.ground = earlier.lock_ground


def _refuse_second(organisation: Organisation, kind: MailboxKind, person: Person | None) -> None:
    if kind in NAMED:
        return
    live = in_use().filter(organisation=organisation, kind=kind, person=person)
    if held := live.values_list("address", flat=True).first():
        whose = person.full_name if person else organisation.name
        raise RefusedByRule(
            Refusal("mailbox.second", "", f"{whose} đã có hộp thư {held}; hãy kiểm tra lại dòng này.")
        )
