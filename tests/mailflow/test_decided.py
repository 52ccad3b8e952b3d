"""A decision reaches the mailboxes and what the mail programs read, not only the record of decisions."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.world import CAUSE, CONSOLE, NOW, World, agency, establish

from congthu.audit.models import AuditEntry
from congthu.audit.outbox import Errand
from congthu.audit.queries import verify
from congthu.decisions.actions import approve, propose, take_effect
from congthu.directory.models import Authority
from congthu.directory.roles import Role
from congthu.engines.dovecot.userdb import Level, quota_warnings
from congthu.identity.actions import create_app_password
from congthu.mailboxes.acts import addresses
from congthu.mailboxes.acts import quota as quotas
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.room import warning_levels
from congthu.mailflow.decided import follow, write_down
from congthu.project import schedule
from congthu.regulations.policy import policy_for
from congthu.regulations.terms import Size

GIB = 1 << 30
TODAY = NOW.date()


@pytest.fixture
def decide(world):
    """Let two people decide, and the worker do what follows."""
    people = [world.actor(Role.MANAGING, name=name) for name in ("Trần Thị Bình", "Lê Văn Chín")]

    def decide(parameter, value, *, effective_from=TODAY, now=NOW):
        decision = propose(
            Authority.objects.get(pk=world.hanoi.pk),
            parameter,
            value,
            number="12/QĐ-TTTH",
            signed_on=TODAY,
            signer="Vũ Thị Hạnh",
            reason="Theo nhu cầu",
            effective_from=effective_from,
            acting=people[0],
            now=now,
        )
        approve(decision, acting=people[1], now=now)
        work()

    return decide


def work():
    """What the worker does with the errands that wait."""
    jobs = ProcrastinateJob.objects.filter(task_name=Errand.APPLY_DECISIONS.value).order_by("id")
    for job in list(jobs):
        schedule.apply_decisions.func(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [Errand.APPLY_DECISIONS.value])


def told(address):
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM mail.userdb WHERE address = %s", [address])
        [(value,)] = cursor.fetchall()
    return json.loads(value)


def quota_of(mailbox):
    return Mailbox.objects.get(pk=mailbox.pk).quota_bytes


@pytest.mark.enforces("quota.person", "quota.organisation")
class TestQuota:
    def test_a_raised_least_quota_holds_for_those_who_have_a_mailbox_already(self, world, decide):
        mailbox = world.mailbox("Nguyễn Văn An")
        decide("quota.person", "3 GB")
        assert quota_of(mailbox) == 3 * GIB
        assert told(mailbox.address)["quota_rule"] == f"*:bytes={3 * GIB}"
        entry = AuditEntry.objects.get(event="mailbox.quota_changed", subject_key=mailbox.address)
        assert entry.details == {"from": 2 * GIB, "to": 3 * GIB}
        assert "12/QĐ-TTTH" in entry.reason
        assert verify().ok

    def test_whoever_was_given_more_keeps_it(self, world, decide):
        mailbox = world.mailbox()
        quotas.change_quota(mailbox, quota=Size.parse("8 GB"), cause=CAUSE, acting=CONSOLE, now=NOW)
        decide("quota.person", "3 GB")
        assert quota_of(mailbox) == 8 * GIB

    def test_where_a_decision_ends_nobody_loses_room_that_may_be_full(self, world, decide):
        mailbox = world.mailbox("Nguyễn Văn An")
        decide("quota.person", "3 GB")
        decide("quota.person", None)
        assert quota_of(mailbox) == 3 * GIB

    def test_it_is_for_the_kind_that_was_decided_on(self, world, decide):
        mailbox = world.mailbox()
        decide("quota.organisation", "12 GB")
        assert quota_of(mailbox) == 2 * GIB

    def test_another_authority_is_not_touched(self, decide):
        province = establish("dongthap", "dongthap-143-2025", "Tỉnh Đồng Tháp")
        there = World(province, agency(province, "Sở Tư pháp", "stp"), agency(province, "Sở Nội vụ", "snv"))
        mailbox = there.mailbox()
        decide("quota.person", "3 GB")
        assert quota_of(mailbox) == 500 * (1 << 20)

    def test_a_decision_with_a_later_day_holds_from_that_day_on(self, world, decide):
        mailbox, tomorrow = world.mailbox(), TODAY + timedelta(days=1)
        decide("quota.person", "3 GB", effective_from=tomorrow)
        assert quota_of(mailbox) == 2 * GIB
        take_effect(world.hanoi, acting=CONSOLE, now=NOW + timedelta(days=1))
        work()
        assert quota_of(mailbox) == 3 * GIB

    def test_following_twice_changes_and_records_nothing_more(self, world, decide):
        world.mailbox()
        decide("quota.person", "3 GB")
        entries = AuditEntry.objects.count()
        assert follow(Authority.objects.get(pk=world.hanoi.pk), acting=CONSOLE, now=NOW) == []
        assert AuditEntry.objects.count() == entries


class TestWarnings:
    @pytest.mark.enforces("quota.warn_at_percent")
    def test_dovecot_reads_at_which_filling_the_holders_of_an_authority_are_told(self, world, decide):
        mailbox = world.mailbox()
        follow(world.hanoi, acting=CONSOLE, now=NOW)
        assert told(mailbox.address)["quota_warning"] == "storage=90%% quota-warning 90 %u Đ9.3.c"
        decide("quota.warn_at_percent", 85)
        settings = told(mailbox.address)
        assert settings["quota_warning"] == "storage=85%% quota-warning 85 %u Đ9.3.c"
        assert settings["quota_rule"] == f"*:bytes={2 * GIB}"

    def test_another_address_and_a_sign_in_get_the_same(self, world):
        account = world.active()
        secret = create_app_password(account, label="Outlook", now=NOW)
        follow(world.hanoi, acting=CONSOLE, now=NOW)
        mailbox = Mailbox.objects.get(address=account.login)
        addresses.add_alias(mailbox, address="an@hanoi.gov.vn", cause=CAUSE, acting=CONSOLE, now=NOW)
        wanted = quota_warnings([Level(90, "Đ9.3.c")])
        for address in (account.login, "an@hanoi.gov.vn"):
            assert wanted.items() <= told(address).items()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT value FROM mail.passdb WHERE service = 'imap' AND address = %s AND selector = %s",
                [account.login, secret.selector],
            )
            at_once = json.loads(cursor.fetchone()[0])
        assert {f"userdb_{name}": call for name, call in wanted.items()}.items() <= at_once.items()
        assert at_once["password"] == secret.hash

    def test_where_the_regulation_is_silent_the_default_holds_without_a_clause(self):
        assert warning_levels(policy_for("dongthap-143-2025").quota) == {90: ""}

    @pytest.mark.enforces("quota.warn_again_at")
    def test_several_levels_each_bring_a_notice(self):
        policy = policy_for("hanoi-1643-2023")
        first = policy.quota.warn_at_percent
        again = first.model_copy(update={"value": (98, 95, 90)})
        wordy = policy.model_copy(update={"quota": policy.quota.model_copy(update={"warn_again_at": again})})
        assert warning_levels(wordy.quota) == {90: "Đ9.3.c", 95: "Đ9.3.c", 98: "Đ9.3.c"}


def test_what_was_decided_is_written_down_for_the_next_up(world, decide, tmp_path):
    decide("quota.attachments_per_message", "30 MB")
    write_down(tmp_path / "decided.json")
    [one] = json.loads((tmp_path / "decided.json").read_text())["hanoi"]
    assert (one["parameter"], one["value"], one["number"]) == (
        "quota.attachments_per_message",
        "30 MB",
        "12/QĐ-TTTH",
    )
