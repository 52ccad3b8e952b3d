"""Sign in, choose a password, make and end app passwords: what holders do themselves.

Nothing recorded here holds a secret. A plain app password leaves this module once, as a return value.
"""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from django.contrib.auth import hashers
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from congthu.audit.acts import NO_CAUSE, Acting, Cause, Question, Subject, demand
from congthu.audit.refused import refusals_kept
from congthu.decisions.queries import policy_of
from congthu.identity import standing
from congthu.identity.accounts import ended_at, record_act
from congthu.identity.classes import classes_of
from congthu.identity.lockout import Failures, after_failure, reached, shut_until
from congthu.identity.models import Account, AppPassword
from congthu.identity.others import kept_by_the_same_person
from congthu.identity.password_rules import Holder, check
from congthu.identity.questions import ask, asked_password
from congthu.identity.secrets import AppSecret, new_app_secret
from congthu.identity.standing import standing_of
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule

APP_PASSWORDS_AT_MOST = 20
WRONG = Refusal(
    rule="sign_in.password",
    clause="",
    message="Địa chỉ hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại.",
)


class SignInRefused(RefusedByRule):
    """Nobody is let in; the refusals say why as far as whoever asks may know."""


def sign_in(login: str, password: str, *, now: datetime, remote: str = "") -> Account:
    """Let somebody in by the password of the browser, and take note of it.

    Raises:
        SignInRefused: unknown address, wrong password, or a state of the mailbox that forbids signing in.
    """
    with transaction.atomic():
        account = (
            Account.objects.select_for_update(of=("self",))
            .select_related("authority")
            .filter(login=login.strip().lower(), is_active=True)
            .first()
        )
        if account is None:
            # As slow as a wrong password, so that nobody learns which addresses exist.
            make_password(password)
            refusal: Refusal | None = WRONG
        elif shut := _shut(account, now=now):
            # As slow, and whatever the password: a shut door tells nobody whether the key would fit.
            make_password(password)
            refusal = shut
        elif not account.check_password(password):
            refusal = _failed(account, now=now, remote=remote)
        else:
            refusal = _forbidden(account)
            if refusal is None:
                account.failures, account.failing_since, account.last_login = 0, None, now
                account.save(update_fields=["failures", "failing_since", "last_login"])
                standing.signed_in(account.login, now=now)
                record_act(
                    "account.signed_in",
                    account,
                    acting=_Holder(account.login),
                    now=now,
                    details={"from": remote},
                )
    # Raised outside, so that the failure stays counted.
    if account is None or refusal is WRONG:
        raise SignInRefused(WRONG)
    if refusal is not None:
        with _refusals_kept("account.signed_in", account, now=now):
            raise SignInRefused(refusal)
    return account


def _forbidden(account: Account) -> Refusal | None:
    where = standing_of(account.login)
    return None if where is None or where.login else where.refusal


def _failed(account: Account, *, now: datetime, remote: str) -> Refusal:
    if _forbidden(account):
        # Already shut: guessing on changes nothing and must not fill the trail.
        return WRONG
    policy = policy_of(account.authority)
    failures = after_failure(_failures(account), rules=policy.sign_in, now=now)
    account.failures, account.failing_since, account.last_failure_at = failures.count, failures.since, now
    account.save(update_fields=["failures", "failing_since", "last_failure_at"])
    record_act(
        "account.sign_in_failed",
        account,
        acting=_Holder(account.login),
        now=now,
        details={"from": remote, "failures": account.failures},
    )
    limit = policy.sign_in.failures_before_lock
    if limit is None or not reached(failures, rules=policy.sign_in):
        return WRONG
    if policy.sign_in.locked_for is not None:
        return _shut(account, now=now) or WRONG
    asked = ask(Question.FAILURES, {"failures": account.failures}, policy)
    if not standing.too_many_failures(account.login, clause=limit.cited, asked=asked, now=now):
        return WRONG
    return Refusal(
        rule="sign_in.failures_before_lock",
        clause=limit.cited,
        message=f"Mật khẩu đã bị nhập sai {limit.value} lần liên tiếp nên hộp thư bị tạm khóa. "
        "Hãy báo cán bộ đầu mối của cơ quan để đề nghị khôi phục.",
    )


def _failures(account: Account) -> Failures:
    return Failures(account.failures, account.failing_since, account.last_failure_at)


def _shut(account: Account, *, now: datetime) -> Refusal | None:
    """Why nobody is let in for now, where the regulation shuts the door instead of locking the mailbox."""
    rules = policy_of(account.authority).sign_in
    until = shut_until(_failures(account), rules=rules)
    if until is None or now >= until or rules.locked_for is None:
        return None
    message = (
        f"Mật khẩu đã bị nhập sai {account.failures} lần nên chưa nhận đăng nhập. "
        f"Hãy thử lại sau {until.astimezone(HANOI):%H:%M ngày %d/%m/%Y}."
    )
    return Refusal("sign_in.locked_for", rules.locked_for.cited, message)


def change_password(account: Account, *, old: str, new: str, now: datetime) -> None:
    """Set the password that the holder has chosen, and move the mailbox on.

    Raises:
        RefusedByRule: the old password is wrong, or the new one breaks rules; every broken rule is cited.
    """
    with _refusals_kept("account.password_changed", account, now=now), transaction.atomic():
        row = (
            Account.objects.select_for_update(of=("self",))
            .select_related("authority", "person")
            .get(pk=account.pk)
        )
        refusals: list[Refusal] = []
        if not row.check_password(old):
            refusals.append(
                Refusal(rule="password.old", clause="", message="Mật khẩu hiện tại không đúng. Hãy nhập lại.")
            )
        elif row.check_password(new):
            refusals.append(
                Refusal(
                    rule="password.different",
                    clause="",
                    message="Mật khẩu mới trùng với mật khẩu hiện tại. Hãy chọn mật khẩu khác.",
                )
            )
        refusals += check_password(row, new)
        policy = policy_of(row.authority)
        asked = demand(asked_password(refusals, policy=policy))
        row.past_passwords = _kept([row.password, *row.past_passwords], policy)
        row.set_password(new)
        row.must_change, row.password_changed_at = False, now
        row.failures, row.failing_since = 0, None
        row.save(
            update_fields=[
                "password",
                "past_passwords",
                "must_change",
                "password_changed_at",
                "failures",
                "failing_since",
            ]
        )
        standing.password_chosen(row.login, now=now)
        record_act("account.password_changed", row, acting=_Holder(row.login), now=now, asked=[asked])
    account.refresh_from_db()


def check_password(account: Account, new: str) -> list[Refusal]:
    """Return every rule of the account's regulation that *new* breaks."""
    person, rules = account.person, policy_of(account.authority).password
    earlier = [account.password, *account.past_passwords] if rules.history else []
    used = (place for place, kept in enumerate(earlier, start=1) if hashers.check_password(new, kept))
    others = kept_by_the_same_person(account) if rules.one_per_account else ()
    shared = (one.login for one in others if one.check_password(new))
    holder = Holder(
        full_name=person.full_name if person else "",
        birth_date=person.birth_date if person else None,
        numbers=tuple(filter(None, (person.phone, person.otp_phone, person.national_id))) if person else (),
        address=account.login,
        accounts=classes_of(account),
        used_before=next(used, None),
        used_for=next(shared, ""),
    )
    return check(new, rules=rules, holder=holder)


def _kept(earlier: list[str], policy: Policy) -> list[str]:
    """As many hashes as the regulation asks for beside the password in force; none where it asks for none."""
    history = policy.password.history
    return earlier[: max(count for _, count in history.every()) - 1] if history else []


def create_app_password(account: Account, *, label: str, now: datetime) -> AppSecret:
    """Make an app password for one mail program; ``plain`` is shown this once.

    Raises:
        RefusedByRule: the mailbox's state does not let mail programs in, or the label is empty, taken, or one too many.
    """
    label = " ".join(label.split())
    with _refusals_kept("app_password.created", account, now=now), transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        where = standing_of(row.login)
        if row.must_change or where is None or not where.programs:
            raise RefusedByRule(
                where.refusal
                if where is not None and not where.programs
                else Refusal(
                    "app_password.state", "", "Hãy đổi mật khẩu được cấp trước khi tạo mật khẩu ứng dụng."
                )
            )
        labels = set(row.app_passwords.filter(revoked_at=None).values_list("label", flat=True))
        if refusal := _against_label(label, labels):
            raise RefusedByRule(refusal)
        secret = new_app_secret()
        AppPassword.objects.create(
            account=row, label=label, selector=secret.selector, hash=secret.hash, created_at=now
        )
        record_act("app_password.created", row, acting=_Holder(row.login), now=now, details={"label": label})
    return secret


def _against_label(label: str, labels: set[str]) -> Refusal | None:
    longest = 60
    message = ""
    if not label or len(label) > longest:
        message = f"Hãy đặt tên từ 1 đến {longest} ký tự để nhận ra máy hoặc chương trình, ví dụ “Outlook ở cơ quan”."
    elif label in labels:
        message = f"Đã có mật khẩu ứng dụng tên “{label}”. Hãy chọn tên khác, hoặc thu hồi mật khẩu cũ trước."
    elif len(labels) >= APP_PASSWORDS_AT_MOST:
        message = f"Mỗi hộp thư có nhiều nhất {APP_PASSWORDS_AT_MOST} mật khẩu ứng dụng. Hãy thu hồi cái không dùng."
    return Refusal("app_password.label", "", message) if message else None


def revoke_app_password(
    app_password: AppPassword, *, acting: Acting, now: datetime, cause: Cause = NO_CAUSE
) -> None:
    """End an app password at once; ending it twice changes nothing."""
    with transaction.atomic():
        if AppPassword.objects.filter(pk=app_password.pk, revoked_at=None).update(revoked_at=ended_at(now)):
            details: dict[str, object] = {"label": app_password.label}
            account = app_password.account
            record_act("app_password.revoked", account, acting=acting, now=now, cause=cause, details=details)


def _refusals_kept(act: str, account: Account, *, now: datetime) -> AbstractContextManager[None]:
    """Write down what the holder of *account* is refused inside."""
    holder = _Holder(account.login)
    subject = Subject("account", account.login)
    return refusals_kept(act, subject, authority=account.authority.code, acting=holder, at=now)


class _Holder:
    """Whoever holds the account, acting for themselves."""

    def __init__(self, login: str) -> None:
        self.key = login


KEYS_USED = """
WITH told AS MATERIALIZED (
    SELECT w.id, t.login, t.at FROM jsonb_to_recordset(%s::jsonb) AS t(login text, selector text, at timestamptz)
      JOIN identity_account a ON a.login = t.login
      JOIN identity_apppassword w ON w.account_id = a.id AND w.selector = t.selector
), free AS MATERIALIZED (
    SELECT w.id FROM identity_apppassword w WHERE w.id IN (SELECT id FROM told) FOR NO KEY UPDATE SKIP LOCKED
), noted AS (
    UPDATE identity_apppassword w SET last_used_at = t.at FROM told t JOIN free USING (id)
     WHERE w.id = t.id AND t.at > coalesce(w.last_used_at, '-infinity')
)
SELECT t.login FROM told t WHERE t.id NOT IN (SELECT id FROM free)
"""


def note_keys_used(told: Mapping[tuple[str, str], datetime]) -> set[str]:
    """Note when app passwords, by login and selector, have opened a mailbox; return the logins to be told again.

    As for the mailbox itself (`congthu.mailboxes.acts.use.note_use`): never back, no entry in the trail, and whoever is
    busy with one is not waited for.
    """
    rows = [
        {"login": login, "selector": selector, "at": at.isoformat()} for (login, selector), at in told.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEYS_USED, [json.dumps(rows)])
        return {login for (login,) in cursor.fetchall()}
