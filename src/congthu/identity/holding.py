"""A mailbox with its secrets: what every face calls to issue, lock, restore, hand over and end one.

Below lie two rooms that know nothing of each other's rules: the mailbox with its state (`congthu.mailboxes.acts`) and
the account with its passwords (`congthu.identity.accounts`). Each act here does both in one transaction, so that no
face can do half of it: whoever gets a mailbox back gets a new password with it, and what the old one opened is shut.

A plain password leaves an act once, in the `Handed` that it returns.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from congthu.audit.acts import Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.acts.people import correct_person
from congthu.directory.models import Organisation, Person
from congthu.directory.roles import Actor
from congthu.identity import accounts
from congthu.identity.queries import account_by_login
from congthu.mailboxes.acts import custody, passwords
from congthu.mailboxes.acts import destroy as destroying
from congthu.mailboxes.acts import issue as issuing
from congthu.mailboxes.acts import leave as leaving
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.acts import take_over as taking_over
from congthu.mailboxes.acts import transfer as transferring
from congthu.mailboxes.acts.evidence import Shown
from congthu.mailboxes.acts.steps import where
from congthu.mailboxes.acts.take_over import Earlier
from congthu.mailboxes.kinds import GROUPS, PERSONAL
from congthu.mailboxes.models import Destruction, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import state_rule
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.schema import Rank
from congthu.regulations.states import Effect


@dataclass(frozen=True, slots=True)
class Handed:
    """The mailbox that was acted on, and the password issued for it, if any: shown this once.

    *former* is the one that somebody had before, where the act gave them another.
    """

    mailbox: Mailbox
    password: str = ""
    former: Mailbox | None = None


def where_of_organisation(organisation: Organisation) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of a mailbox that an organisation did not get."""
    code = organisation.authority.code
    return Subject("organisation", f"{code}/{organisation.pk}"), code


@kept_if_refused("mailbox.issued", where_of_organisation)
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
) -> Handed:
    """Issue a mailbox with an account and a first password; a group has neither.

    *person* holds a person's or a title's mailbox, and keeps any other from now on. *left_free* are addresses for which
    somebody else comes before.

    Raises:
        RefusedByRule: as :func:`congthu.mailboxes.acts.issue.issue` and :func:`appoint_custodian`.
    """
    keeper = None if kind in PERSONAL else person
    with transaction.atomic():
        mailbox = issuing.issue(
            organisation,
            kind,
            person=None if keeper else person,
            title=title,
            chosen=chosen,
            request_number=request_number,
            left_free=left_free,
            acting=acting,
            now=now,
            cause=cause,
        )
        if keeper is not None:
            custody.appoint(mailbox, to=keeper, cause=cause, acting=acting, now=now)
        if mailbox.kind in GROUPS:
            return Handed(mailbox)
        return _with_account(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.taken_over", where_of_organisation)
def take_over(
    organisation: Organisation,
    kind: MailboxKind,
    earlier: Earlier,
    *,
    password_hash: str,
    person: Person | None,
    acting: Actor,
    now: datetime,
    cause: Cause,
) -> Handed:
    """Take over a mailbox issued before, under the password that its holder has: a hash of `congthu.identity.earlier`.

    Raises:
        RefusedByRule: as :func:`congthu.mailboxes.acts.take_over.take_over`.
    """
    with transaction.atomic():
        mailbox = taking_over.take_over(
            organisation, kind, earlier, person=person, acting=acting, now=now, cause=cause
        )
        accounts.take_over_account(
            authority=organisation.authority,
            login=mailbox.address,
            person=person,
            password_hash=password_hash,
            issued_at=mailbox.issued_at,
            password_changed_at=mailbox.password_changed_at,
            acting=acting,
            now=now,
            cause=cause,
        )
        return Handed(mailbox)


@kept_if_refused("mailbox.lock", where)
def lock(
    mailbox: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    forbidden_act: str = "",
    evidence: Shown | None = None,
) -> Handed:
    """Lock *mailbox*; what is open in browsers ends with it, because each request asks the state anew.

    Raises:
        RefusedByRule: as :func:`congthu.mailboxes.acts.lock.lock`.
    """
    locking.lock(mailbox, cause=cause, forbidden_act=forbidden_act, evidence=evidence, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.agency_notified", where)
def record_notice(
    mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, late: bool = False
) -> Handed:
    """Take note that the agency was told on paper that *mailbox* is locked: its term may end from then on."""
    locking.record_notice(mailbox, late=late, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.restore", where)
def restore(
    mailbox: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    cleaned: bool = False,
    asked_by: Organisation | None = None,
) -> Handed:
    """Restore a locked mailbox under a new password: the old one, and every app password, may be known to others.

    *cleaned*: the leak or malware for which it was locked has been dealt with, where the ground asks for that.
    *asked_by* is the organisation whose document asks for it, the mailbox's own where none is named.
    """
    with transaction.atomic():
        locking.restore(mailbox, cause=cause, acting=acting, now=now, cleaned=cleaned, asked_by=asked_by)
        if mailbox.kind in GROUPS:
            return Handed(mailbox)
        return _with_new_password(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.reissue_password", where)
def reissue_password(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Issue a new password to a holder who has lost theirs; it must be changed before anything else."""
    with transaction.atomic():
        passwords.password_reissued(mailbox, cause=cause, acting=acting, now=now)
        return _with_new_password(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.handed_over", where)
def hand_over(
    mailbox: Mailbox,
    *,
    to: Person,
    cause: Cause,
    acting: Actor,
    now: datetime,
    of: Person | None = None,
) -> Handed:
    """Make *to* the custodian of an organisation's mailbox, or the holder of a title's, under a new password.

    The former one knows the old password. Where others keep the mailbox too they need the new one as well; with *of*
    only that one hands over. While a mailbox is locked nobody gets a password: restoring gives one.
    """
    clause = custody.clause_of_handover(policy_of(mailbox.authority))
    cause = replace(cause, clause=cause.clause or clause)
    with transaction.atomic():
        custody.hand_over(mailbox, to=to, of=of, cause=cause, acting=acting, now=now)
        if mailbox.kind == MailboxKind.TITLE and (account := account_by_login(mailbox.address)):
            accounts.give_to(account, to, acting=acting, now=now, cause=cause)
        passwords.password_changed_hands(mailbox, cause=cause, acting=acting, now=now)
        handed = _with_new_password(mailbox, cause=cause, acting=acting, now=now)
        return handed if state_rule(mailbox).has(Effect.SIGN_IN) else Handed(mailbox)


@kept_if_refused("mailbox.custodian_appointed", where)
def appoint_custodian(mailbox: Mailbox, *, to: Person, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Let *to* keep an organisation's mailbox, as the first or beside others: nobody loses what they know."""
    custody.appoint(mailbox, to=to, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.transfer", where)
def transfer(
    mailbox: Mailbox,
    *,
    to: Organisation,
    decided_on: date,
    cause: Cause,
    acting: Actor,
    now: datetime,
    asked_by: Organisation | None = None,
    position: str | None = None,
    unit_name: str = "",
    chosen: str = "",
    late: bool = False,
) -> Handed:
    """Follow the holder into the agency *to*: with a new mailbox where addresses name the agency.

    The old mailbox is only read from then on; its password stays what it was,
    unless it was locked.
    """
    with transaction.atomic():
        shut = not state_rule(mailbox).has(Effect.SIGN_IN)
        mailbox_now = transferring.transfer(
            mailbox,
            to=to,
            decided_on=decided_on,
            asked_by=asked_by,
            position=position,
            unit_name=unit_name,
            chosen=chosen,
            late=late,
            cause=cause,
            acting=acting,
            now=now,
        )
        if mailbox_now.pk == mailbox.pk:
            return Handed(mailbox)
        if shut:
            # What opened the old one may be known to others; its holder reads on in the new one.
            _with_new_password(mailbox, cause=cause, acting=acting, now=now)
        handed = _with_account(mailbox_now, cause=cause, acting=acting, now=now)
        return Handed(handed.mailbox, handed.password, former=mailbox)


@kept_if_refused("mailbox.leave", where)
def leave(
    mailbox: Mailbox,
    *,
    decided_on: date,
    cause: Cause,
    acting: Actor,
    now: datetime,
    left_on: date | None = None,
    rank: Rank | None = None,
    late: bool = False,
) -> Handed:
    """Keep the mailbox of somebody who leaves for handing over; out of a lock only under a new password.

    *rank* is what the decision says, where the directory has another: the term depends on it.
    """
    with transaction.atomic():
        if rank is not None and mailbox.person is not None and mailbox.person.rank != rank:
            correct_person(mailbox.person, rank=rank.value, acting=acting, now=now, cause=cause)
            mailbox.person.refresh_from_db()
        shut = not state_rule(mailbox).has(Effect.SIGN_IN)
        leaving.leave(
            mailbox, decided_on=decided_on, left_on=left_on, late=late, cause=cause, acting=acting, now=now
        )
        return _unlocked(mailbox, shut=shut, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.revoke", where)
def revoke(
    mailbox: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    decision_on: date | None = None,
    late: bool = False,
) -> Handed:
    """Take *mailbox* from its holder: at once, or held for handing over where the regulation says so."""
    with transaction.atomic():
        shut = not state_rule(mailbox).has(Effect.SIGN_IN)
        leaving.revoke(mailbox, cause=cause, acting=acting, now=now, decision_on=decision_on, late=late)
        return _unlocked(mailbox, shut=shut, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.handover_asked", where)
def ask_handover(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Take note that the agency wants what is in the mailbox of one who leaves: its end waits for that."""
    leaving.ask_handover(mailbox, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.handover_recorded", where)
def record_handover(
    mailbox: Mailbox, *, to: str, what: str, cause: Cause, acting: Actor, now: datetime, late: bool = False
) -> Handed:
    """Take note that *what* was in the mailbox of one who leaves was handed over to *to*."""
    leaving.record_handover(mailbox, to=to, what=what, late=late, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.destruction_proposed", where)
def propose_destruction(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Destruction:
    """Ask for the destroying of a revoked mailbox; somebody else approves."""
    return destroying.propose_destruction(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.destroy", where)
def destroy(mailbox: Mailbox, *, acting: Actor, now: datetime) -> Handed:
    """Approve what somebody else has proposed: the mailbox is destroyed, and nothing of its account opens anything."""
    with transaction.atomic():
        destroying.destroy(mailbox, acting=acting, now=now)
        if account := account_by_login(mailbox.address):
            accounts.end_app_passwords(account, now=now)
    return Handed(mailbox)


def _unlocked(mailbox: Mailbox, *, shut: bool, cause: Cause, acting: Actor, now: datetime) -> Handed:
    if shut and state_rule(mailbox).has(Effect.SIGN_IN):
        return _with_new_password(mailbox, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


def _with_account(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Open an account for a mailbox that was issued; the one that it had before where it was given back."""
    account = account_by_login(mailbox.address) or accounts.open_account(
        authority=mailbox.authority,
        login=mailbox.address,
        person=mailbox.person,
        acting=acting,
        now=now,
        cause=cause,
    )
    return Handed(mailbox, accounts.issue_password(account, acting=acting, now=now, cause=cause))


def _with_new_password(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    account = account_by_login(mailbox.address)
    if account is None:
        message = f"Hộp thư {mailbox.address} chưa có tài khoản đăng nhập."
        raise RefusedByRule(Refusal("account.missing", "", message))
    return Handed(mailbox, accounts.issue_password(account, acting=acting, now=now, cause=cause))
