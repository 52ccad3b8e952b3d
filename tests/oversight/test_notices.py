"""An agency hears of a lock by the lock itself; only then do the days begin after which its mailbox is revoked."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, World, agency, establish

from congthu.audit.acts import Cause
from congthu.audit.outbox import Errand
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.actions import change_password
from congthu.identity.models import Account
from congthu.mailboxes.acts import night
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import untold_locks
from congthu.oversight.notices import NobodyToTell, tell_agency_of_lock
from congthu.project import schedule

LOCKED = Cause(clause="Đ8.2.b", reason="Có cảnh báo bị chiếm quyền")
HOUR = timedelta(hours=1)


@pytest.fixture
def caobang(db):
    province = establish("caobang", "caobang-16-2025", "Tỉnh Cao Bằng")
    return World(province, agency(province, "Sở Tư pháp", "stp"), agency(province, "Sở Nội vụ", "snv"))


def lock(address):
    holding.lock(
        Mailbox.objects.get(address=address), cause=LOCKED, evidence=EVIDENCE, acting=CONSOLE, now=NOW
    )


def errands():
    jobs = ProcrastinateJob.objects.filter(task_name=Errand.TELL_AGENCY_OF_LOCK.value)
    return [job.args for job in jobs.order_by("id")]


def use(mailbox, password):
    account = Account.objects.get(login=mailbox.address)
    change_password(account, old=password, new="Hoa-Sen$2026", now=NOW)


def holder_with_role(world, role, name):
    person = world.actor(role, organisation=world.justice, name=name)
    handed = holding.issue(
        world.justice,
        MailboxKind.PERSON,
        person=world.hanoi.people.get(pk=person.person_id),
        acting=CONSOLE,
        now=NOW,
        cause=CAUSE,
    )
    use(handed.mailbox, handed.password)
    return handed.mailbox.address


def test_a_lock_writes_to_those_who_answer_for_the_agency(caobang, mailoutbox):
    focal = holder_with_role(caobang, Role.FOCAL, "Trần Thị Bình")
    address = caobang.active("Nguyễn Văn An").login
    lock(address)
    assert errands() == [{"address": address}]
    schedule.tell_agency_of_lock(address)
    [letter] = mailoutbox
    assert letter.to == [focal]
    assert "điểm b khoản 2 Điều 8" in letter.body
    assert "Có cảnh báo bị chiếm quyền" in letter.body
    assert Mailbox.objects.get(address=address).agency_notified_at is not None
    assert not untold_locks()
    # Named as the authority's, sent as the mail host's: it must not count as mail that keeps a mailbox in use.
    assert letter.message()["From"] == "postmaster@caobang.gov.vn"
    assert letter.from_email == "postmaster@mail.congthu.test"


def test_the_letter_names_the_day_on_which_the_mailbox_is_revoked(caobang, mailoutbox):
    holder_with_role(caobang, Role.HEAD, "Trần Thị Bình")
    address = caobang.active("Nguyễn Văn An").login
    lock(address)
    tell_agency_of_lock(address, now=NOW + HOUR)
    # Locked on 02/03/2026; 30 days later is 01/04, and it happens at 00:00 of the next.
    assert "bị thu hồi từ ngày 02/04/2026" in mailoutbox[0].body
    assert "khoản 1 Điều 8" in mailoutbox[0].body


def test_an_agency_that_was_told_is_not_told_again(caobang, mailoutbox):
    holder_with_role(caobang, Role.HEAD, "Trần Thị Bình")
    address = caobang.active("Nguyễn Văn An").login
    lock(address)
    tell_agency_of_lock(address, now=NOW + HOUR)
    tell_agency_of_lock(address, now=NOW + 2 * HOUR)
    assert len(mailoutbox) == 1


def test_a_lock_that_is_undone_takes_its_errand_along(caobang):
    address = caobang.active("Nguyễn Văn An").login
    with transaction.atomic():
        lock(address)
        assert errands() == [{"address": address}]
        transaction.set_rollback(True)
    assert errands() == []


def test_where_nobody_can_be_told_the_mailbox_stays_untold_and_is_asked_for_again(caobang, mailoutbox):
    address = caobang.active("Nguyễn Văn An").login
    lock(address)
    with pytest.raises(NobodyToTell, match="Sở Tư pháp"):
        tell_agency_of_lock(address, now=NOW)
    schedule.tell_agency_of_lock(address)
    assert [one.address for one in untold_locks()] == [address]
    assert mailoutbox == []
    schedule.tell_the_untold(timestamp=0)
    assert errands() == [{"address": address}] * 2


def test_the_night_tells_the_agency_of_everybody_whom_it_locks(caobang):
    addresses = {caobang.active(name).login for name in ("Nguyễn Văn An", "Lê Văn Chín")}
    later = NOW + timedelta(days=120)
    moved = night.run(caobang.hanoi, as_of=later.date(), acting=CONSOLE, now=later)
    locked = {one.address for one in moved if one.target == "locked"}
    assert locked <= addresses
    assert [one["address"] for one in errands()] == sorted(locked)


def test_thirty_days_end_by_themselves_once_the_agency_has_been_told(caobang):
    holder_with_role(caobang, Role.FOCAL, "Trần Thị Bình")
    told, not_told = (caobang.active(name).login for name in ("Nguyễn Văn An", "Lê Văn Chín"))
    lock(told)
    lock(not_told)
    tell_agency_of_lock(told, now=NOW + HOUR)
    for day, expected in ((30, []), (31, [told])):
        later = NOW + timedelta(days=day)
        moved = night.run(caobang.hanoi, as_of=later.date(), acting=CONSOLE, now=later)
        assert [one.address for one in moved if one.target == "revoked"] == expected


def test_the_jobs_table_belongs_to_the_same_database(db):
    # An errand and its act are one transaction only there.
    assert "procrastinate_jobs" in connection.introspection.table_names()
