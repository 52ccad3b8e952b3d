import random
from datetime import date, datetime, timedelta

import pytest
from tests.mailboxes.test_timers import NEVER, random_mailboxes
from tests.world import CAUSE, CONSOLE, NOW, World, agency, establish

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.audit.queries import verify
from congthu.directory.roles import Role
from congthu.mailboxes.acts import leave as leaving
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.acts import night, passwords, use
from congthu.mailboxes.acts.evidence import Shown
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import HANOI
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule

pytestmark = pytest.mark.django_db
TODAY = NOW.astimezone(HANOI).date()  # 2 March 2026
DAY = timedelta(days=1)
EVIDENCE = Shown("canh-bao.txt", b"canh bao")


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=HANOI)


def run(authority, day, **more):
    return night.run(authority, as_of=day, acting=CONSOLE, now=morning(day), **more)


def told(passages):
    return [(one.address, one.event, one.target, one.on, one.clause) for one in passages]


class TestRun:
    @pytest.mark.enforces("password.change_default_within")
    def test_a_default_password_kept_for_five_days_locks_on_the_sixth(self, world):
        mailbox = world.mailbox()
        assert run(world.hanoi, TODAY + 5 * DAY) == []
        done = run(world.hanoi, TODAY + 6 * DAY)
        assert told(done) == [(mailbox.address, "default_kept", "locked", TODAY + 6 * DAY, "Đ8.2.d")]
        mailbox.refresh_from_db()
        assert (mailbox.state, mailbox.ground) == ("locked", "Đ8.2.d")
        assert mailbox.locked_at == mailbox.since == morning(TODAY + 6 * DAY)
        assert mailbox.ground_reason == "Không đổi mật khẩu mặc định đúng hạn; hạn cuối 07/03/2026."

    def test_what_is_done_is_in_the_trail_with_its_clause(self, world):
        mailbox = world.mailbox()
        run(world.hanoi, TODAY + 6 * DAY)
        entry = AuditEntry.objects.get(event="mailbox.default_kept")
        assert (entry.subject_key, entry.clause, entry.actor) == (mailbox.address, "Đ8.2.d", "console:root")
        assert entry.details == {
            "from": "issued_default",
            "to": "locked",
            "on": "2026-03-08",
            "as_of": "2026-03-08",
        }
        assert entry.at == morning(TODAY + 6 * DAY)
        assert verify().ok

    def test_running_again_and_running_for_an_earlier_day_change_nothing(self, world):
        world.mailbox()
        assert run(world.hanoi, TODAY + 6 * DAY)
        count = AuditEntry.objects.count()
        assert run(world.hanoi, TODAY + 6 * DAY) == run(world.hanoi, TODAY) == []
        assert AuditEntry.objects.count() == count

    def test_a_missed_night_is_made_up_for_and_the_lock_counts_from_when_it_was_made(self, world):
        mailbox = world.mailbox()
        run(world.hanoi, TODAY + 30 * DAY)
        mailbox.refresh_from_db()
        assert mailbox.locked_at == morning(TODAY + 30 * DAY)

    def test_another_authority_is_left_alone(self, world):
        mailbox = world.mailbox()
        other = establish("haiphong", name="Thành phố khác")
        assert run(other, TODAY + 100 * DAY) == []
        mailbox.refresh_from_db()
        assert mailbox.state == "issued_default"

    def test_a_day_that_has_not_come_is_refused_unless_asked_for(self, world):
        mailbox = world.mailbox()
        day = TODAY + 6 * DAY
        with pytest.raises(RefusedByRule) as raised:
            night.run(world.hanoi, as_of=day, acting=CONSOLE, now=NOW)
        assert [one.rule for one in raised.value.refusals] == ["lifecycle.future"]
        assert night.run(world.hanoi, as_of=day, acting=CONSOLE, now=NOW, ahead=True)
        mailbox.refresh_from_db()
        assert mailbox.locked_at == datetime(2026, 3, 8, tzinfo=HANOI)
        assert AuditEntry.objects.get(event="mailbox.default_kept").at == NOW

    def test_only_an_operator_runs_the_night(self, world):
        head = world.actor(Role.HEAD, organisation=world.justice)
        with pytest.raises(RefusedByRule):
            night.run(world.hanoi, as_of=TODAY, acting=head, now=NOW)
        assert night.run(world.hanoi, as_of=TODAY, acting=world.actor(Role.OPERATOR), now=NOW) == []


class TestForecast:
    def test_it_tells_what_comes_and_changes_nothing(self, world):
        mailbox = world.mailbox()
        assert told(night.forecast(world.hanoi, as_of=TODAY + 6 * DAY, acting=CONSOLE)) == [
            (mailbox.address, "default_kept", "locked", TODAY + 6 * DAY, "Đ8.2.d")
        ]
        assert night.forecast(world.hanoi, as_of=TODAY + 5 * DAY, acting=CONSOLE) == []
        mailbox.refresh_from_db()
        assert mailbox.state == "issued_default"

    def test_who_has_no_role_over_the_authority_sees_nothing_of_it(self, world):
        head = world.actor(Role.HEAD, organisation=world.justice)
        with pytest.raises(RefusedByRule) as raised:
            night.forecast(world.hanoi, as_of=TODAY, acting=head)
        assert [one.rule for one in raised.value.refusals] == ["role.required"]
        assert night.forecast(world.hanoi, as_of=TODAY, acting=world.actor(Role.INSPECTOR)) == []

    def test_one_step_leads_to_the_next(self):
        authority = establish("caobang", "caobang-16-2025")
        random_mailboxes(authority, seed=7)
        days = {}
        for one in night.forecast(authority, as_of=NEVER, acting=CONSOLE):
            assert one.on >= days.get(one.address, one.on)
            days[one.address] = one.on
        events = [one.event for one in night.forecast(authority, as_of=NEVER, acting=CONSOLE)]
        assert {"idle", "password_too_old", "lock_uncontested"} <= set(events)
        assert len(events) > len(days)

    @pytest.mark.parametrize("regulation", catalogue())
    def test_the_night_does_what_the_forecast_told(self, regulation):
        authority = establish("tinh", regulation)
        random_mailboxes(authority, seed=3)
        day = date(2025, 7, 1) + timedelta(days=random.Random(regulation).randrange(200))  # noqa: S311
        foretold = night.forecast(authority, as_of=day, acting=CONSOLE, today=day)
        done = run(authority, day)
        assert done
        assert sorted((one.address, one.event, one.target) for one in done) == sorted(
            (one.address, one.event, one.target) for one in foretold
        )
        moved = AuditEntry.objects.filter(event__startswith="mailbox.").values_list("subject_key", flat=True)
        assert sorted(moved) == sorted(one.address for one in done)
        assert verify().ok
        assert run(authority, day) == []
        left = Mailbox.objects.select_related("person")
        policy = policy_for(regulation)
        assert not any(
            passing.on <= day
            for one in left
            for passing in passings(one.state, trail_of(one), policy=policy, calendar=vietnam())[:1]
        )


class TestWhatHoldsTimeBack:
    @pytest.fixture
    def locked(self):
        """A mailbox of Cao Bằng, locked on 2 March, whose agency was told on the 4th."""
        world = _caobang()
        mailbox = world.mailbox()
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        locking.agency_notified(mailbox, acting=CONSOLE, now=NOW + 2 * DAY)
        return mailbox

    @pytest.mark.enforces("lock.revoked_after")
    def test_a_lock_that_nobody_contests_becomes_a_revocation(self, locked):
        assert run(locked.authority, TODAY + 30 * DAY) == []
        assert told(run(locked.authority, TODAY + 31 * DAY)) == [
            (locked.address, "lock_uncontested", "revoked", TODAY + 31 * DAY, "Đ8.1-2")
        ]
        locked.refresh_from_db()
        assert (locked.state, locked.locked_at, locked.agency_notified_at) == ("revoked", None, None)

    def test_an_open_request_to_restore_holds_it_back(self, locked):
        late = TODAY + 60 * DAY
        assert (
            night.forecast(
                locked.authority, as_of=late, pending={"restore": [locked.address]}, acting=CONSOLE
            )
            == []
        )
        assert run(locked.authority, late, pending={"restore": [locked.address]}) == []
        assert run(
            locked.authority, late, pending={"restore": ["khac@caobang.gov.vn"], "revoke": [locked.address]}
        )

    def test_an_agency_that_was_not_told_holds_it_back(self, locked):
        locking.restore(locked, cause=CAUSE, acting=CONSOLE, now=NOW + 3 * DAY)
        locking.lock(locked, cause=CAUSE, acting=CONSOLE, now=NOW + 3 * DAY)
        assert run(locked.authority, TODAY + 300 * DAY) == []
        locking.agency_notified(locked, acting=CONSOLE, now=NOW + 4 * DAY)
        assert len(run(locked.authority, TODAY + 300 * DAY)) == 1

    @pytest.mark.enforces("inactivity.excused")
    def test_a_reason_given_in_time_keeps_an_unused_mailbox_open(self, world):
        account = world.active()
        mailbox = Mailbox.objects.get(address=account.login)
        use.note_use({mailbox.address: use.Marks(signed_in=NOW)}, wait=False)
        due = date(2026, 6, 3)
        assert told(night.forecast(world.hanoi, as_of=due, acting=CONSOLE)) == [
            (mailbox.address, "idle", "locked", due, "Đ8.2.a")
        ]
        use.excuse(mailbox, until=date(2026, 9, 30), cause=CAUSE, acting=CONSOLE, now=NOW)
        assert night.forecast(world.hanoi, as_of=date(2026, 9, 30), acting=CONSOLE) == []
        assert told(night.forecast(world.hanoi, as_of=NEVER, acting=CONSOLE))[0][3] == date(2026, 10, 1)

    def test_nobody_is_idle_as_long_as_the_mail_programs_have_not_been_heard(self, world):
        idle, kept = Mailbox.objects.get(address=world.active().login), world.mailbox("Trần Thị Bích")
        late = TODAY + 200 * DAY
        done = run(world.hanoi, late, use_known=False)
        assert [(one.address, one.event) for one in done] == [(kept.address, "default_kept")]
        assert [one.address for one in run(world.hanoi, late)] == [idle.address]

    def test_a_regulation_without_reasons_takes_none(self):
        world = _of("soctrang", "soctrang-59-2024")
        mailbox = world.mailbox()
        with pytest.raises(RefusedByRule) as raised:
            use.excuse(mailbox, until=TODAY, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert [one.rule for one in raised.value.refusals] == ["inactivity.excused"]

    @pytest.mark.enforces("leaving.kept")
    def test_a_leavers_mailbox_is_destroyed_on_the_day_where_nobody_asked_for_a_handover(self, world):
        mailbox = world.mailbox()
        leaving.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decision_on=TODAY)
        assert run(world.hanoi, TODAY + 30 * DAY) == []
        assert told(run(world.hanoi, TODAY + 31 * DAY)) == [
            (mailbox.address, "hold_ended", "destroyed", TODAY + 31 * DAY, "Đ7.4.d")
        ]

    def test_leaving_goes_on_while_the_mailbox_is_locked(self, world):
        mailbox = world.mailbox()
        leaving.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decision_on=TODAY)
        ground = Cause(clause="Đ8.2.b", reason="Lộ mật khẩu")
        locking.lock(mailbox, cause=ground, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
        assert (mailbox.state, mailbox.leaving) == ("locked", "revoked_hold")
        assert told(run(world.hanoi, TODAY + 31 * DAY)) == [
            (mailbox.address, "hold_ended", "destroyed", TODAY + 31 * DAY, "Đ7.4.d")
        ]
        mailbox.refresh_from_db()
        assert (mailbox.phase, mailbox.locked_at, mailbox.leaving) == ("destroyed", None, "")

    def test_restoring_a_locked_leaver_opens_nothing_but_the_leaving(self, world):
        mailbox = world.mailbox()
        leaving.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decision_on=TODAY)
        ground = Cause(clause="Đ8.2.b", reason="Lộ mật khẩu")
        locking.lock(mailbox, cause=ground, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
        locking.restore(mailbox, cause=CAUSE, cleaned=True, acting=CONSOLE, now=NOW)
        assert (mailbox.state, mailbox.phase, mailbox.locked_at) == ("revoked_hold", "leaving", None)

    def test_restoring_starts_the_clock_of_use_anew(self, world):
        account = world.active()
        mailbox = Mailbox.objects.get(address=account.login)
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        later = NOW + 200 * DAY
        locking.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=later)
        passwords.password_chosen(mailbox, acting=CONSOLE, now=later)
        assert run(world.hanoi, later.date() + DAY) == []


def _caobang():
    return _of("caobang", "caobang-16-2025")


def _of(code, regulation):

    authority = establish(code, regulation, name="Một tỉnh")
    office = agency(authority, "Sở Tư pháp", "sotp")
    return World(authority, office, office)
