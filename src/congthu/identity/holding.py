"""A mailbox with its secrets: what every face calls to issue, lock, restore, hand over and end one.

Below lie two rooms that know nothing of each other's rules: the mailbox with its state (`congthu.mailboxes.acts`) and
the account with its passwords (`congthu.identity.accounts`). Each act here does both in one transaction, so that no
face can do half of it: whoever gets a mailbox back gets a new password with it, and what the old one opened is shut.

A plain password leaves an act once, in the `Handed` that it returns.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congthu.audit.acts import Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.directory.models import Organisation, Person
from congthu.directory.roles import Actor
from congthu.identity import accounts
from congthu.identity.queries import account_by_login
from congthu.mailboxes.acts import custody, leave, passwords
from congthu.mailboxes.acts import issue as issuing
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.acts.steps import where
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import Refusal, RefusedByRule


@dataclass(frozen=True, slots=True)
class Handed:
    """The mailbox that was acted on, and the password issued for it, if any: shown this once."""

    mailbox: Mailbox
    password: str = ""


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
) -> Handed:
    """Issue a mailbox with an account and a first password.

    Raises:
        RefusedByRule: as :func:`congthu.mailboxes.acts.issue.issue`.
    """
    with transaction.atomic():
        mailbox = issuing.issue(
            organisation,
            kind,
            person=person,
            title=title,
            chosen=chosen,
            request_number=request_number,
            acting=acting,
            now=now,
            cause=cause,
        )
        account = accounts.open_account(
            authority=organisation.authority,
            login=mailbox.address,
            person=person,
            acting=acting,
            now=now,
            cause=cause,
        )
        return Handed(mailbox, accounts.issue_password(account, acting=acting, now=now, cause=cause))


@kept_if_refused("mailbox.lock", where)
def lock(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Lock *mailbox*; what is open in browsers ends with it, because each request asks the state anew.

    Raises:
        RefusedByRule: as :func:`congthu.mailboxes.acts.lock.lock`.
    """
    locking.lock(mailbox, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.restore", where)
def restore(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, cleaned: bool = False) -> Handed:
    """Restore a locked mailbox under a new password: the old one, and every app password, may be known to others.

    *cleaned*: the leak or malware for which it was locked has been dealt with, where the ground asks for that.
    """
    with transaction.atomic():
        locking.restore(mailbox, cause=cause, acting=acting, now=now, cleaned=cleaned)
        return _with_new_password(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.reissue_password", where)
def reissue_password(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Issue a new password to a holder who has lost theirs; it must be changed before anything else."""
    with transaction.atomic():
        passwords.password_reissued(mailbox, cause=cause, acting=acting, now=now)
        return _with_new_password(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.handed_over", where)
def hand_over(mailbox: Mailbox, *, to: Person, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Make *to* the custodian of an organisation's mailbox, under a password that the former one does not know."""
    with transaction.atomic():
        custody.hand_over(mailbox, to=to, cause=cause, acting=acting, now=now)
        passwords.password_reissued(mailbox, cause=cause, acting=acting, now=now)
        return _with_new_password(mailbox, cause=cause, acting=acting, now=now)


@kept_if_refused("mailbox.handed_over", where)
def appoint_custodian(mailbox: Mailbox, *, to: Person, cause: Cause, acting: Actor, now: datetime) -> Handed:
    """Name the first custodian of a mailbox that was just issued: nobody knows its password yet."""
    custody.hand_over(mailbox, to=to, cause=cause, acting=acting, now=now)
    return Handed(mailbox)


@kept_if_refused("mailbox.revoke", where)
def revoke(
    mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, decision_on: date | None = None
) -> Handed:
    """Take *mailbox* from its holder: at once, or held for handing over where the regulation says so."""
    leave.revoke(mailbox, cause=cause, acting=acting, now=now, decision_on=decision_on)
    return Handed(mailbox)


def _with_new_password(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> Handed:
    account = account_by_login(mailbox.address)
    if account is None:
        message = f"Hộp thư {mailbox.address} chưa có tài khoản đăng nhập."
        raise RefusedByRule(Refusal("account.missing", "", message))
    return Handed(mailbox, accounts.issue_password(account, acting=acting, now=now, cause=cause))
