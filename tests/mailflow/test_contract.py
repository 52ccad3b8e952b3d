"""What the mail programs are told, state by state: this must hold while every program of ours is down."""

import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.world import CAUSE, CONSOLE, NOW, PASSWORD

from congthu import clock
from congthu.identity import holding
from congthu.identity.actions import change_password, create_app_password, revoke_app_password
from congthu.identity.models import Account, AppPassword
from congthu.mailboxes.acts import addresses, law, night
from congthu.mailboxes.models import Mailbox, StatePermission
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailflow.contract import contract_sql
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for

ADDRESS = "nguyenvanan_sotp@hanoi.gov.vn"


def ask(view, columns="*", **where):
    conditions = " AND ".join(f"{name} = %s" for name in where) or "true"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM mail.{view} WHERE {conditions}", list(where.values()))  # noqa: S608  # ours
        return cursor.fetchall()


def answer(question, address):
    """What Postfix is told, which asks functions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT mail.{question}(%s)", [address])
        return [found for (found,) in cursor.fetchall()]


WITH = {"cause": CAUSE, "acting": CONSOLE, "now": NOW}


def bring(world, state):
    """A mailbox in *state*, by what people and time do; with an app password where its holder could make one."""
    if state == "issued_default":
        world.account()
        return Mailbox.objects.get(address=ADDRESS)
    create_app_password(world.active(), label="Outlook", now=NOW)
    mailbox = Mailbox.objects.get(address=ADDRESS)
    if state in {"locked", "restored_must_change"}:
        holding.lock(mailbox, **WITH)
    if state == "restored_must_change":
        holding.restore(mailbox, **WITH)
    if state in {"transfer_grace", "revoked"}:
        holding.transfer(mailbox, to=world.interior, decided_on=NOW.date(), **WITH)
    if state in {"revoked_hold", "destroyed"}:
        holding.leave(mailbox, decided_on=NOW.date(), **WITH)
    if state in {"revoked", "destroyed"}:
        late = NOW.date() + timedelta(days=40)
        night.run(world.hanoi, as_of=late, acting=CONSOLE, now=NOW, ahead=True)
        mailbox.refresh_from_db()
    assert mailbox.state == state
    return mailbox


# state: services that an app password opens, may send, is delivered to
TABLE = {
    "issued_default": ([], False, True),
    "active": (["imap", "sieve", "smtp"], True, True),
    "locked": ([], False, True),
    "restored_must_change": ([], False, True),
    "transfer_grace": (["imap", "sieve"], False, True),
    "revoked_hold": (["imap", "sieve"], False, True),
    "revoked": ([], False, False),
    "destroyed": ([], False, False),
}


@pytest.mark.parametrize(("state", "services", "sends", "receives"), [(s, *row) for s, row in TABLE.items()])
def test_each_state_allows_what_the_regulation_says(world, state, services, sends, receives):
    bring(world, state)
    assert sorted(service for (service,) in ask("passdb", "service", address=ADDRESS)) == services
    assert bool(ask("sender", address=ADDRESS)) is sends
    assert answer("sends_as", ADDRESS) == [ADDRESS] * sends
    assert bool(ask("recipient", address=ADDRESS)) is receives
    assert answer("receives", ADDRESS) == [ADDRESS] * receives
    assert bool(ask("userdb", address=ADDRESS)) is (receives or bool(services))


def test_an_answer_follows_the_state_on_a_connection_that_has_asked_before(world):
    office = holding.issue(world.justice, MailboxKind.VAN_THU, **WITH).mailbox
    for _ in range(3):
        holding.lock(office, **WITH)
        assert answer("receives", office.address.upper()) == [office.address]
        holding.restore(office, **WITH)
        assert answer("receives", office.address.upper()) == [office.address]
    holding.revoke(office, **WITH)
    assert answer("receives", office.address.upper()) == []


def test_an_app_password_is_found_by_its_selector(world):
    account = world.active()
    secret = create_app_password(account, label="Outlook", now=NOW)
    create_app_password(account, label="Điện thoại", now=NOW)
    [(value,)] = ask("passdb", "value", service="imap", address=ADDRESS, selector=secret.selector)
    told = json.loads(value)
    assert told == {"password": secret.hash, "userdb_quota_rule": "*:bytes=2147483648"}
    assert len(ask("passdb", address=ADDRESS, service="imap")) == 2


def test_a_revoked_app_password_is_gone_at_once(world):
    account = world.active()
    create_app_password(account, label="Outlook", now=NOW)
    revoke_app_password(AppPassword.objects.get(), acting=CONSOLE, now=NOW)
    assert ask("passdb") == []


def test_a_state_without_permissions_lets_nobody_in(world):
    """What the states of a regulation allow was never written, or was lost."""
    create_app_password(world.active(), label="Outlook", now=NOW)
    StatePermission.objects.filter(state="active").delete()
    assert ask("passdb") == ask("recipient") == ask("sender") == answer("receives", ADDRESS) == []


def test_a_quota_is_told_to_the_mail_store(world):
    world.mailbox()
    [(value,)] = ask("userdb", "value", address=ADDRESS)
    assert json.loads(value)["quota_rule"] == "*:bytes=2147483648"


@pytest.mark.enforces("state.forward")
@pytest.mark.parametrize(
    ("state", "forwards"),
    [("active", True), ("locked", False), ("issued_default", False), ("revoked_hold", True)],
)
def test_what_may_not_be_forwarded_is_told_to_the_mail_store(world, state, forwards):
    """Pigeonhole takes 0 redirects for none at all, whatever a script asks for."""
    bring(world, state)
    [(value,)] = ask("userdb", "value", address=ADDRESS)
    assert json.loads(value).get("sieve_max_redirects") == (None if forwards else "0")


def test_an_alias_leads_to_its_mailbox_while_that_receives(world):
    account = world.active()
    mailbox = Mailbox.objects.get(address=account.login)
    alias = addresses.add_alias(mailbox, address="an@thudo.gov.vn", cause=CAUSE, acting=CONSOLE, now=NOW)
    assert ask("alias", "address, goto") == [("an@thudo.gov.vn", ADDRESS)]
    assert answer("receives", "an@thudo.gov.vn") == [ADDRESS]
    [(value,)] = ask("userdb", "value", address="an@thudo.gov.vn")
    assert json.loads(value) == {"user": ADDRESS, "quota_rule": "*:bytes=2147483648"}
    assert ("an@thudo.gov.vn", ADDRESS) in ask("sender")
    addresses.end_alias(alias, **WITH)
    assert ask("alias") == answer("receives", "an@thudo.gov.vn") == []


def test_an_alias_receives_no_longer_than_its_mailbox(world):
    mailbox = bring(world, "revoked_hold")
    addresses.add_alias(mailbox, address="an@thudo.gov.vn", **WITH)
    assert answer("receives", "an@thudo.gov.vn") == [ADDRESS]
    night.run(world.hanoi, as_of=NOW.date() + timedelta(days=40), acting=CONSOLE, now=NOW, ahead=True)
    assert ask("alias") == answer("receives", "an@thudo.gov.vn") == ask("userdb") == []


def test_an_alias_ends_on_a_trial_when_the_clock_of_the_trial_says_so(world):
    account = world.active()
    mailbox = Mailbox.objects.get(address=account.login)
    alias = addresses.add_alias(mailbox, address="an@thudo.gov.vn", cause=CAUSE, acting=CONSOLE, now=NOW)
    ends = clock.of_the_machine() + timedelta(days=15)
    addresses.end_alias(alias, cause=CAUSE, acting=CONSOLE, now=ends)
    with connection.cursor() as cursor:
        for days, left in ((14, True), (16, False), (-400, True), (0, True)):
            cursor.execute("UPDATE mail.clock SET ahead = make_interval(days => %s)", [days])
            assert bool(ask("alias")) is left
            assert bool(ask("sender", address="an@thudo.gov.vn")) is left


def test_a_custodian_sends_as_the_organisation_until_it_is_handed_over(world):
    clerk, next_clerk = world.active("Lê Thị Hoa"), world.active("Đỗ Văn Bình")
    handed = holding.issue(world.justice, MailboxKind.VAN_THU, **WITH)
    office, account = handed.mailbox, Account.objects.get(login=handed.mailbox.address)
    holding.appoint_custodian(office, to=clerk.person, **WITH)
    change_password(account, old=handed.password, new=PASSWORD, now=NOW)
    assert ask("sender", address=office.address, login=clerk.login)
    handed = holding.hand_over(office, to=next_clerk.person, **WITH)
    assert not ask("sender", address=office.address)
    change_password(account, old=handed.password, new="Sen-Hong#2027", now=NOW)
    assert not ask("sender", address=office.address, login=clerk.login)
    assert ask("sender", address=office.address, login=next_clerk.login)


def test_nobody_sends_as_somebody_else(world):
    world.active("Nguyễn Văn An")
    world.active("Lê Thị Hoa")
    assert all(address == login for address, login in ask("sender"))


def test_a_program_that_may_read_a_view_may_not_read_what_is_behind_it(world):
    world.mailbox()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE a_mail_program; GRANT USAGE ON SCHEMA mail TO a_mail_program")
        cursor.execute("GRANT SELECT ON mail.recipient TO a_mail_program; SET LOCAL ROLE a_mail_program")
        cursor.execute("SELECT address FROM mail.recipient")
        assert cursor.fetchall() == [(ADDRESS,)]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT address FROM mailboxes_mailbox")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT value FROM mail.passdb")


@pytest.mark.parametrize("regulation", catalogue())
def test_every_regulation_tells_the_mail_programs_what_its_states_allow(db, regulation):
    policy = policy_for(regulation)
    law.load_regulation(policy, acting=CONSOLE, now=NOW)
    told = {row.state: row for row in StatePermission.objects.filter(regulation=regulation)}
    assert set(told) == set(policy.states.state)
    assert told["active"].send
    assert not any(told[state].send for state in told if state != "active")


MTA, IMAP = "congthu_mta", "congthu_imap"
RIGHTS = {
    "SELECT mail.receives('a@hanoi.gov.vn')": MTA,
    "SELECT mail.expands('a@hanoi.gov.vn')": MTA,
    "SELECT mail.sends_as('a@hanoi.gov.vn')": MTA,
    "SELECT * FROM mail.passdb WHERE address = 'a@hanoi.gov.vn'": IMAP,
    "SELECT * FROM mail.userdb WHERE address = 'a@hanoi.gov.vn'": IMAP,
    "SELECT * FROM mail.standing": None,
    "SELECT * FROM public.identity_account": None,
    "CREATE TABLE mail.mine (x int)": None,
}


@pytest.mark.parametrize("role", [MTA, IMAP])
def test_a_mail_program_asks_its_own_questions_and_no_others(db, role):
    with connection.cursor() as cursor:
        for made in ("congthu_app", MTA, IMAP):
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [made])
            if not cursor.fetchall():
                cursor.execute(f"CREATE ROLE {made}")
        cursor.execute(contract_sql())
        for question, whose in RIGHTS.items():
            with transaction.atomic():
                cursor.execute(f"SET LOCAL ROLE {role}")
                if whose == role:
                    cursor.execute(question)
                else:
                    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                        cursor.execute(question)
                cursor.execute("RESET ROLE")


def test_the_contract_can_be_applied_again(db):
    with connection.cursor() as cursor:
        cursor.execute(contract_sql())
        cursor.execute(contract_sql())
        cursor.execute("SELECT mail.receives('nobody@hanoi.gov.vn')")
        assert cursor.fetchall() == []
