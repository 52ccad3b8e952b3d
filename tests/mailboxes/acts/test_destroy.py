"""What cannot be undone is proposed by one person and approved by another, and not before the data may go."""

from datetime import timedelta

import pytest
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.models import AuditEntry
from congthu.directory.acts.people import enter_person
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import PersonFacts
from congthu.directory.queries import actor_for
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.mailboxes.models import IssuedAddress
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import RefusedByRule

KEPT = NOW + timedelta(days=30)
OVER = NOW + timedelta(days=31)


@pytest.fixture
def office(db):
    return agency(establish("tinh", "caobang-16-2025"), "Sở Xây dựng", "soxd")


@pytest.fixture
def mailbox(office):
    person = enter_person(office, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
    named = {"acting": CONSOLE, "now": NOW, "cause": CAUSE}
    mailbox = holding.issue(office, MailboxKind.PERSON, person=person, **named).mailbox
    holding.revoke(mailbox, **named)
    return mailbox


def actor(office, name, role=Role.OPERATOR):
    person = enter_person(office, PersonFacts(full_name=name), acting=CONSOLE, now=NOW)
    appoint(person, role, cause=CAUSE, acting=CONSOLE, now=NOW)
    return actor_for(person, key=f"{name}@tinh", now=NOW)


def refused(act, *args, **named):
    with pytest.raises(RefusedByRule) as raised:
        act(*args, **named)
    return [one.rule for one in raised.value.refusals]


@pytest.mark.enforces("retention.revoked_data")
def test_one_proposes_and_another_approves_and_the_address_is_nobodys_for_ever(office, mailbox):
    one, other = actor(office, "Trần Văn An"), actor(office, "Lê Thị Hoa", Role.MANAGING)
    holding.propose_destruction(mailbox, cause=CAUSE, acting=one, now=OVER)
    mailbox.refresh_from_db()
    assert mailbox.state == "revoked"
    assert refused(holding.destroy, mailbox, acting=one, now=OVER) == ["mailbox.two_people"]
    holding.destroy(mailbox, acting=other, now=OVER)
    assert mailbox.state == "destroyed"
    assert IssuedAddress.objects.filter(address=mailbox.address).exists()
    details = AuditEntry.objects.get(event="mailbox.destroy").details
    assert details["proposed_by"] == "Trần Văn An"
    assert "kho thư" in details["remains"]
    again = holding.issue(
        office, MailboxKind.PERSON, person=mailbox.person, acting=CONSOLE, now=OVER, cause=CAUSE
    )
    assert again.mailbox.address != mailbox.address


@pytest.mark.enforces("retention.revoked_data")
def test_what_is_in_it_is_kept_to_the_last_day_of_its_term(office, mailbox):
    one = actor(office, "Trần Văn An")
    with pytest.raises(RefusedByRule, match="mặc định của hệ thống") as raised:
        holding.propose_destruction(mailbox, cause=CAUSE, acting=one, now=KEPT)
    assert [rule.rule for rule in raised.value.refusals] == ["retention.revoked_data"]
    assert holding.propose_destruction(mailbox, cause=CAUSE, acting=one, now=OVER)


def test_nobody_destroys_what_was_not_proposed_or_is_proposed_twice_or_is_still_used(office, mailbox):
    one, other = actor(office, "Trần Văn An"), actor(office, "Lê Thị Hoa")
    assert refused(holding.destroy, mailbox, acting=other, now=OVER) == ["mailbox.destruction"]
    holding.propose_destruction(mailbox, cause=CAUSE, acting=one, now=OVER)
    assert refused(holding.propose_destruction, mailbox, cause=CAUSE, acting=other, now=OVER) == [
        "mailbox.destruction"
    ]
    live = holding.issue(office, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE).mailbox
    assert refused(holding.propose_destruction, live, cause=CAUSE, acting=one, now=OVER) == ["states.destroy"]


def test_a_console_is_no_person_and_a_head_no_operator(office, mailbox):
    assert refused(holding.propose_destruction, mailbox, cause=CAUSE, acting=CONSOLE, now=OVER) == [
        "mailbox.two_people"
    ]
    person = enter_person(office, PersonFacts(full_name="Lý Văn Sơn"), acting=CONSOLE, now=NOW)
    appoint(person, Role.HEAD, organisation=office, cause=CAUSE, acting=CONSOLE, now=NOW)
    head = actor_for(person, key="son@tinh", now=NOW)
    assert refused(holding.propose_destruction, mailbox, cause=CAUSE, acting=head, now=OVER) == [
        "role.required"
    ]


def test_what_comes_back_to_its_holder_is_not_destroyed_by_an_old_proposal(office, mailbox):
    one, other = actor(office, "Trần Văn An"), actor(office, "Lê Thị Hoa")
    holding.propose_destruction(mailbox, cause=CAUSE, acting=one, now=OVER)
    holding.issue(office, MailboxKind.PERSON, person=mailbox.person, acting=CONSOLE, now=OVER, cause=CAUSE)
    mailbox.refresh_from_db()
    holding.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=OVER)
    assert refused(holding.destroy, mailbox, acting=other, now=OVER + timedelta(days=60)) == [
        "mailbox.destruction"
    ]
