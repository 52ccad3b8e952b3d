"""Open an account and issue a password for it: the inner acts, which only `congthu.identity.holding` calls.

Nothing recorded here holds a secret. A plain password leaves this module once, as a return value.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from congthu.audit.actions import record
from congthu.audit.acts import NO_CAUSE, NOTHING_ASKED, Acting, Asked, Cause, Subject
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority, Person
from congthu.enforces import enforces
from congthu.identity.classes import classes_of
from congthu.identity.models import Account, AppPassword
from congthu.identity.password_rules import issue
from congthu.identity.secrets import IssuedPasswordHasher


def open_account(
    *, authority: Authority, login: str, person: Person | None, acting: Acting, now: datetime, cause: Cause
) -> Account:
    """Make an account that cannot be used until a password is issued for it."""
    with transaction.atomic():
        account = Account(authority=authority, login=login.lower(), person=person, issued_at=now)
        account.set_unusable_password()
        account.save(force_insert=True)
        record_act("account.opened", account, acting=acting, now=now, cause=cause)
    return account


def take_over_account(
    *,
    authority: Authority,
    login: str,
    person: Person | None,
    password_hash: str,
    issued_at: datetime,
    password_changed_at: datetime | None,
    acting: Acting,
    now: datetime,
    cause: Cause,
) -> Account:
    """Make an account under the hash that another system kept (`congthu.identity.earlier`), unusable without one.

    *password_changed_at* None: the password was issued, and its holder must choose another.
    """
    with transaction.atomic():
        account = Account(
            authority=authority,
            login=login.lower(),
            person=person,
            issued_at=issued_at,
            must_change=password_changed_at is None,
            password_changed_at=password_changed_at,
        )
        if password_hash:
            account.password = password_hash
        else:
            account.set_unusable_password()
        account.save(force_insert=True)
        told: dict[str, object] = {"password": "taken over" if password_hash else "none"}
        record_act("account.taken_over", account, acting=acting, now=now, cause=cause, details=told)
    return account


def give_to(account: Account, person: Person, *, acting: Acting, now: datetime, cause: Cause) -> None:
    """Let *person* be the one who signs in with the account of a title; whoever calls issues a new password."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(person=person)
        told: dict[str, object] = {"to": person.full_name}
        record_act("account.given", account, acting=acting, now=now, cause=cause, details=told)
    account.refresh_from_db()


@enforces("password.change_at_first_sign_in", "password.change_after_restore")
def issue_password(account: Account, *, acting: Acting, now: datetime, cause: Cause) -> str:
    """Give *account* a random password, end its app passwords, and return it: this once."""
    rules = policy_of(account.authority).password
    plain = issue(rules=rules, choose=secrets.choice, accounts=classes_of(account))
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        again = row.has_usable_password()
        must_change = rules.change_after_restore if again else rules.change_at_first_sign_in
        row.password = make_password(plain, hasher=IssuedPasswordHasher.algorithm)
        row.must_change, row.issued_at = must_change.value, now
        row.failures, row.failing_since = 0, None
        if not row.must_change:
            row.password_changed_at = now
        row.save(
            update_fields=[
                "password",
                "must_change",
                "password_changed_at",
                "issued_at",
                "failures",
                "failing_since",
            ]
        )
        end_app_passwords(row, now=now)
        record_act("account.password_issued", row, acting=acting, now=now, cause=cause)
    return plain


def ended_at(now: datetime) -> Greatest:
    """When an app password ends that ends *now*: on a clock that went back, not before it was made."""
    return Greatest(Value(now), F("created_at"))


def end_app_passwords(account: Account, *, now: datetime) -> None:
    """End every app password of *account* at once."""
    AppPassword.objects.filter(account=account, revoked_at=None).update(revoked_at=ended_at(now))


def record_act(
    event: str,
    account: Account,
    *,
    acting: Acting,
    now: datetime,
    cause: Cause = NO_CAUSE,
    details: dict[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
) -> None:
    """Write one act on *account* into the trail, within the transaction that does it."""
    record(
        event,
        Subject("account", account.login),
        authority=account.authority.code,
        acting=acting,
        at=now,
        cause=cause,
        details=details,
        asked=asked,
    )
