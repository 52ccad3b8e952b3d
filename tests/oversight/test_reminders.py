"""Whoever can still do something hears in time what is about to happen to a mailbox, once, and hears when it has."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, World, agency, establish

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.audit.outbox import Errand
from congthu.identity import holding
from congthu.identity.actions import change_password
from congthu.identity.queries import account_by_login
from congthu.mailboxes.acts.lock import agency_notified
from congthu.mailboxes.acts.reminders import remind, reminder_days
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.lifecycle.notices import notices
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.timers import trail_of
from congthu.operations.nights import live_through, next_day
from congthu.oversight import reminders
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import policy_for
from congthu.regulations.states import Party

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
REVOKED = TODAY + 31 * DAY


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=HANOI)


@pytest.fixture
def province(db):
    caobang = establish("caobang", "caobang-16-2025", "Tỉnh Cao Bằng")
    return World(caobang, agency(caobang, "Sở Tư pháp", "stp"), agency(caobang, "Sở Nội vụ", "snv"))


@pytest.fixture
def locked(province):
    """A mailbox locked on 2 March whose agency was told that day; its clerk reads the agency's own mailbox."""
    office = holding.issue(province.justice, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE)
    change_password(
        account_by_login(office.mailbox.address), old=office.password, new="Hoa-Sen$2026", now=NOW
    )
    account, _ = province.account()
    mailbox = Mailbox.objects.get(address=account.login)
    cause = Cause(clause="Đ8.2.b", reason="Có cảnh báo")
    holding.lock(mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    agency_notified(mailbox, acting=CONSOLE, now=NOW)
    mailbox.refresh_from_db()
    return mailbox


def on(mailbox, day, **more):
    found = remind(mailbox.authority, as_of=day, acting=CONSOLE, now=at(day), **more)
    return [(one.coming.address, one.coming.event, one.coming.on, one.ahead) for one in found]


def errands(errand):
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=errand.value).order_by("id")]


def test_the_rules_say_who_is_told_when(locked):
    policy = policy_for("caobang-16-2025")
    coming = passings(locked.state, trail_of(locked), policy=policy, calendar=vietnam())
    assert [(one.on, one.to, one.ahead) for one in notices(coming)] == [
        (REVOKED - 7 * DAY, Party.AGENCY, 7),
        (REVOKED - 7 * DAY, Party.HOLDER, 7),
        (REVOKED - DAY, Party.AGENCY, 1),
        (REVOKED - DAY, Party.HOLDER, 1),
        (REVOKED, Party.AGENCY, 0),
        (REVOKED, Party.HOLDER, 0),
    ]
    assert notices([]) == []


def test_a_reminder_goes_out_on_its_day_and_once(locked):
    told = (locked.address, "lock_uncontested", REVOKED)
    assert on(locked, REVOKED - 8 * DAY) == []
    assert on(locked, REVOKED - 7 * DAY) == [(*told, 7)]
    assert on(locked, REVOKED - 7 * DAY) == on(locked, REVOKED - 2 * DAY) == []
    assert on(locked, REVOKED - DAY) == [(*told, 1)]
    assert len(errands(Errand.REMIND)) == 2


def test_a_machine_that_was_down_for_a_week_sends_the_last_reminder_only(locked):
    assert [ahead for *_, ahead in on(locked, REVOKED - DAY)] == [1]
    assert on(locked, REVOKED - DAY) == []


def test_who_has_asked_for_restoring_needs_no_reminder(locked):
    assert on(locked, REVOKED - 7 * DAY, pending={"restore": [locked.address]}) == []


def test_the_agency_reads_what_comes_by_which_clause_and_until_when(locked):
    day = REVOKED - 7 * DAY
    reminders.remind(locked.address, event="lock_uncontested", on=REVOKED, now=at(day))
    [letter] = mail.outbox
    assert letter.to == ["stp@caobang.gov.vn"]
    # What we have written ourselves keeps no mailbox in use.
    assert letter.from_email == "postmaster@mail.congthu.test"
    assert "Còn 7 ngày nữa, từ ngày 02/04/2026" in letter.body
    assert "“Đã thu hồi”" in letter.body
    assert "khoản 1 Điều 8" in letter.body
    assert AuditEntry.objects.filter(event="mailbox.reminded", subject_key=locked.address).count() == 1


def test_nobody_is_reminded_of_what_no_longer_comes(locked):
    holding.restore(locked, cause=CAUSE, acting=CONSOLE, now=NOW)
    reminders.remind(locked.address, event="lock_uncontested", on=REVOKED, now=at(REVOKED - 7 * DAY))
    assert mail.outbox == []


def test_the_step_itself_is_told_to_whom_the_regulation_names(locked):
    live_through(at(REVOKED), acting=CONSOLE)
    assert {"address": locked.address, "event": "lock_uncontested"} in errands(Errand.TELL_OF_STEP)
    reminders.tell_of_step(locked.address, event="lock_uncontested", now=at(REVOKED))
    [letter] = mail.outbox
    assert letter.subject == f"Đã thu hồi: hộp thư {locked.address}"
    assert "Không đề nghị khôi phục" in letter.body


def test_a_step_that_another_has_followed_is_not_told_late(locked):
    reminders.tell_of_step(locked.address, event="lock_uncontested", now=at(REVOKED))
    assert mail.outbox == []


def test_a_clock_that_is_moved_stops_at_the_days_of_reminders(locked):
    assert next_day(TODAY, REVOKED, acting=CONSOLE) == REVOKED - 7 * DAY
    # Also where it does not go as far as the day on which it happens.
    assert next_day(TODAY, REVOKED - 5 * DAY, acting=CONSOLE) == REVOKED - 7 * DAY
    assert next_day(TODAY, REVOKED - 8 * DAY, acting=CONSOLE) is None
    happened = live_through(at(REVOKED - 7 * DAY), acting=CONSOLE)
    assert [(one.event, one.subject) for one in happened] == [("mailbox.reminder", locked.address)]
    assert next_day(REVOKED - 6 * DAY, REVOKED, acting=CONSOLE) == REVOKED - DAY
    assert reminder_days([], first=TODAY) == []
    assert Mailbox.objects.get(pk=locked.pk).state == "locked"
