"""Where a message goes that is sent to a group, or to a mailbox that its holder has left behind."""

import pytest
from django.db import connection
from tests.world import CAUSE, CONSOLE, NOW, agency

from congthu.directory.models import OrganisationKind
from congthu.identity import holding
from congthu.mailboxes.acts import groups
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind

WITH = {"cause": CAUSE, "acting": CONSOLE, "now": NOW}


def told(question, address):
    """What Postfix is told, which asks functions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT mail.{question}(%s)", [address])
        return sorted(found for (found,) in cursor.fetchall())


def issue(office, kind, **named):
    return holding.issue(office, MailboxKind(kind), **named, **WITH).mailbox


@pytest.fixture
def group(world):
    return issue(agency(world.hanoi, "Văn phòng UBND thành phố", "vpubnd"), "group_city", title="vanthudonvi")


@pytest.mark.enforces("naming.group_city")
def test_a_group_of_every_clerk_reaches_each_and_the_next_one_too(world, group):
    groups.add_member(group, every=MailboxKind.VAN_THU, **WITH)
    assert told("expands", group.address) == []
    first, second = (issue(office, "van_thu").address for office in (world.justice, world.interior))
    world.active("Nguyễn Văn An")
    assert told("expands", group.address.upper()) == [second, first]


@pytest.mark.enforces("naming.group_city")
def test_a_member_that_receives_nothing_is_passed_over(world, group):
    clerk, other = issue(world.justice, "van_thu"), issue(world.interior, "van_thu")
    groups.add_member(group, every=MailboxKind.VAN_THU, **WITH)
    holding.lock(clerk, **WITH)
    assert told("expands", group.address) == [other.address, clerk.address]
    holding.revoke(clerk, **WITH)
    assert told("expands", group.address) == [other.address]


@pytest.mark.enforces("naming.group_agency")
def test_a_rule_can_be_for_one_agency_and_what_is_below_it(world):
    unit = agency(
        world.hanoi, "Phòng Tài chính", "ptc", parent=world.justice, kind=OrganisationKind.DEPARTMENT
    )
    below, beside = issue(unit, "department"), issue(world.interior, "agency")
    group = issue(world.justice, "group_agency", title="Các phòng")
    groups.add_member(group, every=MailboxKind.DEPARTMENT, within=world.justice, **WITH)
    groups.add_member(group, member=beside, **WITH)
    assert told("expands", group.address) == sorted([below.address, beside.address])


def test_a_group_keeps_nothing_sends_nothing_and_is_taken_apart_within_another(world, group):
    clerk = issue(world.justice, "van_thu")
    inner = issue(world.justice, "group_agency", title="Lãnh đạo")
    groups.add_member(group, member=inner, **WITH)
    groups.add_member(inner, member=clerk, **WITH)
    assert told("expands", group.address) == [inner.address]
    assert told("expands", inner.address) == [clerk.address]
    for question in ("receives", "sends_as", "kept_for"):
        assert told(question, group.address) == []


def test_a_locked_group_still_carries_mail_and_an_ended_one_none(world, group):
    clerk = issue(world.justice, "van_thu")
    groups.add_member(group, member=clerk, **WITH)
    holding.lock(group, **WITH)
    assert told("expands", group.address) == [clerk.address]
    holding.revoke(group, **WITH)
    assert told("expands", group.address) == []


@pytest.mark.enforces("leaving.transfer_kept")
def test_mail_to_a_mailbox_left_behind_goes_to_the_new_one_as_well(world):
    old = Mailbox.objects.get(address=world.active().login)
    assert told("expands", old.address) == []
    new = holding.transfer(old, to=world.interior, decided_on=NOW.date(), **WITH).mailbox
    assert told("expands", old.address) == sorted([old.address, new.address])
    assert told("expands", new.address) == []
