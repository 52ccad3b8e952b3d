"""Who keeps a mailbox of an organisation or a title, and how it goes from one to the next."""

from datetime import timedelta

import pytest
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.models import AuditEntry
from congthu.directory.acts.people import enter_person
from congthu.directory.facts import PersonFacts
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.actions import change_password, create_app_password, sign_in
from congthu.identity.models import Account
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import RefusedByRule

LATER = NOW + timedelta(days=1)
PASSWORD = "Hoa-Sen$2026"  # a test's


def refused(act, *args, acting=CONSOLE, **named):
    with pytest.raises(RefusedByRule) as raised:
        act(*args, acting=acting, now=LATER, **named)
    return [(one.rule, one.clause) for one in raised.value.refusals]


def in_use(handed):
    """The mailbox, after whoever got the password has chosen their own."""
    account = Account.objects.get(login=handed.mailbox.address)
    change_password(account, old=handed.password, new=PASSWORD, now=NOW)
    create_app_password(account, label="Outlook", now=NOW)
    handed.mailbox.refresh_from_db()
    return handed.mailbox


def office_mailbox(world, kind=MailboxKind.VAN_THU):
    return in_use(holding.issue(world.justice, kind, acting=CONSOLE, now=NOW, cause=CAUSE))


@pytest.mark.enforces("custody.handover")
def test_whoever_hands_over_gets_in_no_more_and_whoever_receives_must_choose_a_password(world):
    mailbox = office_mailbox(world)
    hoa, binh = world.person("Lê Thị Hoa"), world.person("Đỗ Văn Bình")
    holding.appoint_custodian(mailbox, to=hoa, cause=CAUSE, acting=CONSOLE, now=NOW)
    handed = holding.hand_over(mailbox, to=binh, cause=CAUSE, acting=CONSOLE, now=LATER)
    account = Account.objects.get(login=mailbox.address)
    with pytest.raises(RefusedByRule):
        sign_in(mailbox.address, PASSWORD, now=LATER)
    assert sign_in(mailbox.address, handed.password, now=LATER).must_change
    assert not account.app_passwords.filter(revoked_at=None).exists()
    entry = AuditEntry.objects.get(event="mailbox.handed_over")
    assert entry.details == {"from": ["Lê Thị Hoa"], "to": "Đỗ Văn Bình"}


@pytest.mark.enforces("custody.handover")
def test_it_cites_where_the_law_speaks_of_handing_over_and_not_of_restoring(world):
    mailbox = office_mailbox(world)
    holding.hand_over(mailbox, to=world.person("Đỗ Văn Bình"), cause=CAUSE, acting=CONSOLE, now=LATER)
    mailbox.refresh_from_db()
    assert (mailbox.state, mailbox.ground) == ("restored_must_change", "Đ10.2.d")


@pytest.mark.enforces("custody.handover")
def test_whoever_an_organisations_mailbox_is_issued_to_keeps_it_and_hands_it_over_before_leaving(world):
    keeper = world.person("Lê Văn An")
    own = holding.issue(
        world.justice, MailboxKind.PERSON, person=keeper, acting=CONSOLE, now=NOW, cause=CAUSE
    ).mailbox
    box = holding.issue(
        world.justice, MailboxKind.AGENCY, person=keeper, acting=CONSOLE, now=NOW, cause=CAUSE
    ).mailbox
    assert (box.person, box.holder) == (None, "Sở Tư pháp")
    assert [one.person for one in box.custodies.filter(until=None)] == [keeper]
    leave = {"decided_on": LATER.date(), "cause": CAUSE}
    assert refused(holding.leave, own, **leave) == [("custody.handover", "Đ10.2.d")]
    holding.hand_over(box, to=world.person("Đỗ Văn Bình"), cause=CAUSE, acting=CONSOLE, now=LATER)
    assert holding.leave(own, acting=CONSOLE, now=LATER, **leave).mailbox.state == "revoked_hold"


@pytest.mark.enforces("custody.handover")
@pytest.mark.parametrize("act", [holding.hand_over, holding.appoint_custodian])
def test_whoever_keeps_it_works_in_that_agency_in_its_units_or_above_it(world, act):
    unit = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice, kind="department")
    below = agency(world.hanoi, "Chi cục Đo lường", "ccdl", parent=world.justice)
    of_unit = in_use(holding.issue(unit, MailboxKind.DEPARTMENT, acting=CONSOLE, now=NOW, cause=CAUSE))
    of_below = in_use(holding.issue(below, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE))
    stranger = world.person("Vương Đình Chiến", organisation=world.interior)
    for box, to in ((of_unit, stranger), (of_below, stranger)):
        assert refused(act, box, to=to, cause=CAUSE) == [("custody.handover", "Đ10.2.d")]
    for name, box in (("Đỗ Văn Bình", of_unit), ("Lê Thị Hoa", of_below)):
        act(box, to=world.person(name), cause=CAUSE, acting=CONSOLE, now=LATER)


@pytest.mark.django_db
@pytest.mark.enforces("custody.delegates")
@pytest.mark.parametrize(
    ("regulation", "refusals"),
    [
        ("soctrang-draft-2024", [("custody.delegates", "Đ13.1")]),
        ("soctrang-59-2024", []),
        ("hanoi-1643-2023", []),
    ],
)
def test_one_keeper_or_several_as_the_regulation_says(regulation, refusals):
    office = agency(establish("tinh", regulation), "Sở Xây dựng", "soxd")
    mailbox = holding.issue(office, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE).mailbox
    hoa, binh, an = (
        enter_person(office, PersonFacts(full_name=name), acting=CONSOLE, now=NOW)
        for name in ("Lê Thị Hoa", "Đỗ Văn Bình", "Trần Văn An")
    )
    holding.appoint_custodian(mailbox, to=hoa, cause=CAUSE, acting=CONSOLE, now=NOW)
    if refusals:
        assert refused(holding.appoint_custodian, mailbox, to=binh, cause=CAUSE) == refusals
        holding.hand_over(mailbox, to=binh, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert [one.person for one in mailbox.custodies.filter(until=None)] == [binh]
        return
    holding.appoint_custodian(mailbox, to=binh, cause=CAUSE, acting=CONSOLE, now=NOW)
    holding.hand_over(mailbox, to=an, of=hoa, cause=CAUSE, acting=CONSOLE, now=LATER)
    assert {one.person for one in mailbox.custodies.filter(until=None)} == {binh, an}
    assert AuditEntry.objects.filter(event="mailbox.handed_over").get().details["from"] == ["Lê Thị Hoa"]


def test_appointing_beside_somebody_leaves_their_password_alone(world):
    mailbox = office_mailbox(world)
    before = Account.objects.get(login=mailbox.address).password
    for name in ("Lê Thị Hoa", "Đỗ Văn Bình"):
        handed = holding.appoint_custodian(
            mailbox, to=world.person(name), cause=CAUSE, acting=CONSOLE, now=NOW
        )
        assert handed.password == ""
    assert Account.objects.get(login=mailbox.address).password == before


@pytest.mark.enforces("custody.handover")
def test_the_head_of_the_agency_hands_over_and_the_head_of_another_does_not(world):
    mailbox, binh = office_mailbox(world), world.person("Đỗ Văn Bình")
    other = world.actor(Role.HEAD, organisation=world.interior, name="Vũ Thị Lan")
    assert refused(holding.hand_over, mailbox, to=binh, cause=CAUSE, acting=other) == [
        ("role.required", "Đ10.1.g-1")
    ]
    head = world.actor(Role.HEAD, organisation=world.justice, name="Lý Văn Sơn")
    assert holding.hand_over(mailbox, to=binh, cause=CAUSE, acting=head, now=LATER).password


def test_a_locked_mailbox_changes_hands_and_stays_locked(world):
    mailbox = office_mailbox(world)
    holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    binh = world.person("Đỗ Văn Bình")
    handed = holding.hand_over(mailbox, to=binh, cause=CAUSE, acting=CONSOLE, now=LATER)
    assert (handed.password, mailbox.locked_at) == ("", NOW)
    assert mailbox.custodies.get(until=None).person == binh
    with pytest.raises(RefusedByRule):
        sign_in(mailbox.address, PASSWORD, now=LATER)


@pytest.mark.enforces("naming.title")
class TestTitle:
    def issue(self, world, holder, title="Giám đốc"):
        return holding.issue(
            world.justice, MailboxKind.TITLE, person=holder, title=title, acting=CONSOLE, now=NOW, cause=CAUSE
        )

    def test_a_title_names_the_mailbox_and_a_person_holds_it(self, world):
        hoa = world.person("Lê Thị Hoa")
        mailbox = self.issue(world, hoa).mailbox
        assert (mailbox.address, mailbox.person) == ("giamdoc_sotp@hanoi.gov.vn", hoa)
        assert mailbox.custodies.get().person == hoa

    def test_it_goes_to_the_next_who_holds_the_title_with_another_password(self, world):
        hoa, binh = world.person("Lê Thị Hoa"), world.person("Đỗ Văn Bình")
        mailbox = in_use(self.issue(world, hoa))
        handed = holding.hand_over(mailbox, to=binh, cause=CAUSE, acting=CONSOLE, now=LATER)
        mailbox.refresh_from_db()
        assert (mailbox.address, mailbox.person) == ("giamdoc_sotp@hanoi.gov.vn", binh)
        assert Account.objects.get(login=mailbox.address).person == binh
        assert sign_in(mailbox.address, handed.password, now=LATER)
        assert AuditEntry.objects.get(event="mailbox.handed_over").details["from"] == ["Lê Thị Hoa"]

    def test_a_title_has_one_holder_a_name_is_needed_and_nobody_leaves_with_it(self, world):
        hoa, binh = world.person("Lê Thị Hoa"), world.person("Đỗ Văn Bình")
        assert refused(holding.issue, world.justice, MailboxKind.TITLE, person=hoa, cause=CAUSE) == [
            ("mailbox.title", "Đ5.2-1")
        ]
        mailbox = self.issue(world, hoa).mailbox
        assert refused(holding.appoint_custodian, mailbox, to=binh, cause=CAUSE) == [
            ("custody.handover", "Đ10.2.d")
        ]
        assert refused(holding.leave, mailbox, decided_on=NOW.date(), cause=CAUSE) == [
            ("custody.handover", "")
        ]
        holding.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert mailbox.state == "revoked"
