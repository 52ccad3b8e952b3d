"""Issue a mailbox under the name that the regulation gives."""

from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation, Person
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.steps import PERSONAL, record_act
from congthu.mailboxes.lifecycle.machine import next_state
from congthu.mailboxes.models import LIVE, IssuedAddress, Mailbox, Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import propose_address
from congthu.mailboxes.queries import hold_names
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Event, State


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
        _refuse_second(organisation, kind, person, policy)
        proposal = propose_address(organisation, kind, person=person, title=title, chosen=chosen)
        if proposal.address is None:
            raise RefusedByRule(*proposal.refused)
        mailbox = Mailbox(
            authority=authority,
            address=proposal.address,
            domain=proposal.address.rpartition("@")[2],
            kind=kind,
            organisation=organisation,
            person=person,
            state=next_state(State.REQUESTED, Event.ISSUE, policy=policy),
            since=now,
            ground=cause.clause,
            ground_document=cause.document,
            ground_reason=cause.reason,
            request_number=request_number,
            issued_under=proposal.clause,
            issued_at=now,
            notified_at=now,
            quota_bytes=_default_quota(kind, policy),
        )
        mailbox.save(force_insert=True)
        IssuedAddress.objects.create(
            address=mailbox.address, domain=mailbox.domain, purpose=Purpose.ISSUED, mailbox=mailbox, at=now
        )
        record_act(
            "mailbox.issued", mailbox, acting=acting, now=now, cause=cause, details={"kind": str(kind)}
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
def _refuse_second(
    organisation: Organisation, kind: MailboxKind, person: Person | None, policy: Policy
) -> None:
    """A person has one mailbox in an agency; an organisation one of each kind."""
    live = Mailbox.objects.filter(organisation=organisation, kind=kind, state__in=LIVE)
    if kind is MailboxKind.TITLE or kind in {
        MailboxKind.GROUP_AGENCY,
        MailboxKind.GROUP_CITY,
        MailboxKind.SYSTEM,
    }:
        return
    held = live.filter(person=person).values_list("address", flat=True).first()
    if held:
        whose = person.full_name if person else organisation.name
        rule = getattr(policy.naming, kind)
        raise RefusedByRule(
            Refusal(
                rule="mailbox.second",
                clause=str(rule.single) if rule and rule.single else "",
                message=f"{whose} đã có hộp thư {held}. Không cấp thêm; hãy kiểm tra lại phiếu.",
            )
        )


@enforces("quota.person", "quota.organisation")
def _default_quota(kind: MailboxKind, policy: Policy) -> int:
    return int((policy.quota.person if kind in PERSONAL else policy.quota.organisation).value)
