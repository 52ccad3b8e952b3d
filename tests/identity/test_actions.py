import itertools
import re
from datetime import timedelta

import pytest
from tests.deciding import decide
from tests.world import CAUSE, CONSOLE, NOW, PASSWORD, establish

from congthu.audit.models import AuditEntry
from congthu.identity.accounts import issue_password, open_account
from congthu.identity.actions import (
    SignInRefused,
    change_password,
    create_app_password,
    note_keys_used,
    revoke_app_password,
    sign_in,
)
from congthu.identity.models import Account, AppPassword
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.models import Mailbox
from congthu.regulations.load import catalogue
from congthu.regulations.refusals import RefusedByRule

LATER = NOW + timedelta(days=1)


def rules(raised):
    return [one.rule for one in raised.value.refusals]


def fail(account, times):
    for _ in range(times):
        with pytest.raises(SignInRefused) as raised:
            sign_in(account.login, "không đúng", now=NOW)
    return raised


@pytest.mark.enforces("password.change_at_first_sign_in", "password.change_after_restore")
@pytest.mark.parametrize("regulation", catalogue())
def test_an_issued_password_opens_only_the_page_on_which_another_is_chosen(db, regulation):
    authority = establish("tinh", regulation)
    account = open_account(
        authority=authority, login="ai@tinh.example", person=None, acting=CONSOLE, now=NOW, cause=CAUSE
    )
    for chosen in (PASSWORD, "Sen-Hong#2027"):
        issued = issue_password(account, acting=CONSOLE, now=NOW, cause=CAUSE)
        account.refresh_from_db()
        assert account.must_change
        change_password(account, old=issued, new=chosen, now=NOW)
        assert not account.must_change


class TestRulesThatOtherRegulationsHave:
    @pytest.mark.enforces("password.history")
    def test_one_of_the_last_passwords_is_not_chosen_again(self, world):
        decide(world, "password.history", 3)
        account = world.active()
        chosen = [PASSWORD, "HoaSen!2", "HoaSen!3", "HoaSen!4"]
        for old, new in itertools.pairwise(chosen):
            change_password(account, old=old, new=new, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            change_password(account, old=chosen[-1], new=chosen[1], now=NOW)
        assert rules(raised) == ["password.history"]
        change_password(account, old=chosen[-1], new=chosen[0], now=NOW)

    def test_where_no_rule_asks_for_them_earlier_passwords_are_not_kept(self, world):
        account = world.active()
        change_password(account, old=PASSWORD, new="HoaSen!2", now=NOW)
        assert account.past_passwords == []

    @pytest.mark.enforces("sign_in.locked_for")
    def test_a_door_that_is_shut_for_minutes_opens_again_and_the_mailbox_was_never_locked(self, world):
        decide(world, "sign_in.locked_for", "30 minutes")
        account = world.active()
        assert rules(fail(account, 5)) == ["sign_in.locked_for"]
        with pytest.raises(SignInRefused) as raised:
            sign_in(account.login, PASSWORD, now=NOW + timedelta(minutes=29))
        assert rules(raised) == ["sign_in.locked_for"]
        assert sign_in(account.login, PASSWORD, now=NOW + timedelta(minutes=30)) == account
        assert Mailbox.objects.get().state == "active"


class TestSignIn:
    def test_the_right_password_lets_in_and_counts_as_use(self, world):
        account = world.active()
        assert sign_in(" NguyenVanAn_sotp@hanoi.gov.vn ", PASSWORD, now=LATER) == account
        assert Mailbox.objects.get().last_login_at == LATER

    def test_the_issued_password_lets_in_to_change_it(self, world):
        account, issued = world.account()
        assert sign_in(account.login, issued, now=NOW).must_change

    @pytest.mark.parametrize("login", ["nguyenvanan_sotp@hanoi.gov.vn", "nobody@hanoi.gov.vn"])
    def test_a_wrong_password_and_an_unknown_address_are_answered_alike(self, world, login):
        world.active()
        with pytest.raises(SignInRefused) as raised:
            sign_in(login, "không đúng", now=NOW)
        assert [(one.rule, one.message[:27]) for one in raised.value.refusals] == [
            ("sign_in.password", "Địa chỉ hoặc mật khẩu không")
        ]

    def test_a_locked_mailbox_says_why_to_whoever_knows_the_password(self, world):
        account = world.active()
        locking.lock(Mailbox.objects.get(), cause=CAUSE, acting=CONSOLE, now=NOW)
        with pytest.raises(SignInRefused) as raised:
            sign_in(account.login, PASSWORD, now=LATER)
        assert rules(raised) == ["state.locked"]
        assert "Theo đề nghị của cơ quan" in str(raised.value)
        assert rules(fail(account, 1)) == ["sign_in.password"]

    @pytest.mark.enforces("sign_in.failures_before_lock")
    def test_the_fifth_wrong_password_in_a_row_locks(self, world):
        account = world.active()
        assert rules(fail(account, 4)) == ["sign_in.password"]
        assert Mailbox.objects.get().state == "active"
        assert [(one.rule, one.clause) for one in fail(account, 1).value.refusals] == [
            ("sign_in.failures_before_lock", "Đ8.2.b")
        ]
        locked = Mailbox.objects.get()
        assert (locked.state, locked.ground) == ("locked", "Đ8.2.b")
        with pytest.raises(SignInRefused) as raised:
            sign_in(account.login, PASSWORD, now=NOW)
        assert rules(raised) == ["state.locked"]

    @pytest.mark.enforces("sign_in.failures_before_lock")
    def test_a_success_in_between_starts_the_count_again(self, world):
        account = world.active()
        fail(account, 4)
        sign_in(account.login, PASSWORD, now=NOW)
        fail(account, 4)
        assert Mailbox.objects.get().state == "active"

    def test_guessing_at_a_locked_mailbox_does_not_fill_the_trail(self, world):
        account = world.active()
        fail(account, 5)
        before = AuditEntry.objects.count()
        fail(account, 3)
        assert AuditEntry.objects.count() == before


class TestChangePassword:
    def test_the_first_own_password_makes_the_mailbox_active(self, world):
        account, issued = world.account()
        change_password(account, old=issued, new=PASSWORD, now=LATER)
        mailbox = Mailbox.objects.get()
        assert (mailbox.state, mailbox.password_changed_at) == ("active", LATER)
        assert not account.must_change
        assert account.password.startswith("argon2")

    def test_a_restored_mailbox_becomes_active_again(self, world):
        account = world.active()
        mailbox = Mailbox.objects.get()
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        locking.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        issued = issue_password(account, acting=CONSOLE, now=NOW, cause=CAUSE)
        change_password(account, old=issued, new="Sen-Hoa#2027", now=LATER)
        assert Mailbox.objects.get().state == "active"

    def test_an_active_mailbox_stays_active(self, world):
        account = world.active()
        change_password(account, old=PASSWORD, new="Sen-Hoa#2027", now=LATER)
        mailbox = Mailbox.objects.get()
        assert (mailbox.state, mailbox.password_changed_at) == ("active", LATER)

    @pytest.mark.parametrize(
        ("old", "new", "broken"),
        [
            ("sai", "Sen-Hoa#2027", ["password.old"]),
            (PASSWORD, PASSWORD, ["password.different"]),
            (
                PASSWORD,
                "abc",
                ["password.min_length", "password.classes", "password.classes", "password.specials"],
            ),
        ],
    )
    def test_every_broken_rule_is_told_and_nothing_changes(self, world, old, new, broken):
        account = world.active()
        with pytest.raises(RefusedByRule) as raised:
            change_password(account, old=old, new=new, now=LATER)
        assert sorted(rules(raised)) == sorted(broken)
        assert Account.objects.get().check_password(PASSWORD)


class TestIssuedPasswords:
    def test_an_issued_password_must_be_changed_and_ends_app_passwords(self, world):
        account = world.active()
        create_app_password(account, label="Outlook", now=NOW)
        issue_password(account, acting=CONSOLE, now=LATER, cause=CAUSE)
        account.refresh_from_db()
        assert account.must_change
        assert AppPassword.objects.get().revoked_at == LATER

    def test_no_secret_is_in_the_trail(self, world):
        account, issued = world.account()
        change_password(account, old=issued, new=PASSWORD, now=NOW)
        secret = create_app_password(account, label="Outlook", now=NOW)
        told = str(list(AuditEntry.objects.values()))
        assert not any(
            word in told for word in (issued, PASSWORD, secret.plain, secret.hash, secret.selector)
        )


class TestAppPasswords:
    def test_one_is_shown_once_and_kept_as_its_hash(self, world):
        account = world.active()
        secret = create_app_password(account, label="  Outlook   ở cơ quan ", now=NOW)
        assert re.fullmatch("[a-z2-7]{26}", secret.plain)
        kept = AppPassword.objects.get()
        assert (kept.label, kept.selector, kept.hash) == ("Outlook ở cơ quan", secret.selector, secret.hash)

    def test_of_several_the_one_that_opened_is_noted_and_never_goes_back(self, world):
        account = world.active()
        outlook, phone = (
            create_app_password(account, label=label, now=NOW) for label in ("Outlook", "Điện thoại")
        )
        told = {
            (account.login, outlook.selector): LATER,
            (account.login, "0" * 10): LATER,
            ("khong-co@hanoi.gov.vn", phone.selector): LATER,
        }
        assert note_keys_used(told) == set()
        assert note_keys_used({(account.login, outlook.selector): NOW}) == set()
        assert dict(AppPassword.objects.values_list("label", "last_used_at")) == {
            "Outlook": LATER,
            "Điện thoại": None,
        }

    def test_before_the_issued_password_is_changed_it_is_refused(self, world):
        account, _ = world.account()
        with pytest.raises(RefusedByRule) as raised:
            create_app_password(account, label="Outlook", now=NOW)
        assert rules(raised) == ["state.issued_default"]

    def test_a_locked_mailbox_makes_none(self, world):
        account = world.active()
        locking.lock(Mailbox.objects.get(), cause=CAUSE, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            create_app_password(account, label="Outlook", now=NOW)
        assert rules(raised) == ["state.locked"]

    @pytest.mark.parametrize("label", ["", "   ", "x" * 61, "Outlook"])
    def test_a_label_that_names_nothing_or_two_things_is_refused(self, world, label):
        account = world.active()
        create_app_password(account, label="Outlook", now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            create_app_password(account, label=label, now=NOW)
        assert rules(raised) == ["app_password.label"]

    def test_more_than_twenty_are_refused(self, world):
        account = world.active()
        for number in range(20):
            create_app_password(account, label=f"Máy {number}", now=NOW)
        with pytest.raises(RefusedByRule):
            create_app_password(account, label="Máy nữa", now=NOW)

    def test_a_revoked_one_frees_its_label_and_is_recorded_once(self, world):
        account = world.active()
        create_app_password(account, label="Outlook", now=NOW)
        kept = AppPassword.objects.get()
        for _ in range(2):
            revoke_app_password(kept, acting=CONSOLE, now=LATER)
        create_app_password(account, label="Outlook", now=LATER)
        assert AuditEntry.objects.filter(event="app_password.revoked").count() == 1
