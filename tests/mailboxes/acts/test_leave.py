"""Somebody leaves, or moves to another agency: the days count from the decision, and nothing ends unseen."""

from datetime import date, timedelta

import pytest
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.directory.acts.people import enter_person
from congthu.directory.facts import PersonFacts
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.actions import change_password, create_app_password, sign_in
from congthu.mailboxes.acts import night
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.outlook import coming
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.schema import Rank

TODAY = NOW.date()  # 02/03/2026
LATER = NOW + timedelta(days=1)
ASK, RECORD = Cause(document="9/STP-VP"), Cause(document="Biên bản 3/BB-STP")
PASSWORD = "Hoa-Sen$2026"  # a test's
HANOI, CAO_BANG = "hanoi-1643-2023", "caobang-16-2025"


def refused(act, *args, acting=CONSOLE, now=NOW, **named):
    with pytest.raises(RefusedByRule) as raised:
        act(*args, acting=acting, now=now, **named)
    return [(one.rule, one.clause) for one in raised.value.refusals]


def leave(mailbox, decided_on=TODAY, **named):
    return holding.leave(mailbox, decided_on=decided_on, cause=CAUSE, acting=CONSOLE, now=NOW, **named)


def box_of(account):
    return Mailbox.objects.get(address=account.login)


@pytest.mark.enforces("leaving.kept")
class TestLeaving:
    @pytest.mark.parametrize(
        ("rank", "ends"),
        [(None, date(2026, 4, 2)), (Rank.STAFF, date(2026, 4, 2)), (Rank.AGENCY_HEAD, date(2026, 5, 2))],
    )
    def test_the_rank_of_the_decision_says_how_long_the_mailbox_is_kept(self, world, rank, ends):
        mailbox = world.mailbox()
        leave(mailbox, rank=rank)
        assert (mailbox.state, mailbox.decision_on) == ("revoked_hold", TODAY)
        assert [(one.event, one.on) for one in coming(mailbox, today=NOW.date())] == [("hold_ended", ends)]
        mailbox.person.refresh_from_db()
        assert mailbox.person.rank == (rank or Rank.STAFF)

    @pytest.mark.parametrize(
        ("decided_on", "seen_needed"),
        [
            (date(2026, 1, 30), True),  # over since 02/03, today
            (date(2026, 2, 1), True),  # destroyed on 04/03, in less than three days
            (date(2026, 2, 2), False),
        ],
    )
    def test_a_term_that_is_nearly_over_is_confirmed_first(self, world, decided_on, seen_needed):
        mailbox = world.mailbox()
        if seen_needed:
            named = {"decided_on": decided_on, "cause": CAUSE}
            assert refused(holding.leave, mailbox, **named) == [("leaving.kept.late", "Đ7.4.d")]
            mailbox.refresh_from_db()
            assert mailbox.decision_on is None
        leave(mailbox, decided_on, late=seen_needed)
        assert mailbox.decision_on == decided_on
        assert AuditEntry.objects.get(event="mailbox.leave").details.get("late", False) is seen_needed

    def test_a_decision_of_tomorrow_is_a_slip(self, world):
        tomorrow = TODAY + timedelta(days=1)
        assert refused(holding.leave, world.mailbox(), decided_on=tomorrow, cause=CAUSE) == [
            ("cause.decided_on", "Đ7.4.d")
        ]

    @pytest.mark.enforces("custody.handover")
    def test_whoever_keeps_an_agencys_mailbox_hands_it_over_first(self, world):
        mailbox = world.mailbox()
        office = holding.issue(
            world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE
        ).mailbox
        holding.appoint_custodian(office, to=mailbox.person, cause=CAUSE, acting=CONSOLE, now=NOW)
        named = {"decided_on": TODAY, "cause": CAUSE}
        assert refused(holding.leave, mailbox, **named) == [("custody.handover", "Đ10.2.d")]
        transfer = {**named, "to": world.interior}
        assert refused(holding.transfer, mailbox, **transfer) == [("custody.handover", "Đ10.2.d")]
        mailbox.person.refresh_from_db()
        assert mailbox.person.organisation == world.justice
        holding.hand_over(office, to=world.person("Đỗ Văn Bình"), cause=CAUSE, acting=CONSOLE, now=NOW)
        leave(mailbox)

    @pytest.mark.django_db
    def test_a_regulation_that_keeps_nothing_says_to_revoke(self):
        office = agency(establish("tinh", CAO_BANG), "Sở Xây dựng", "soxd")
        person = enter_person(office, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
        named = {"acting": CONSOLE, "now": NOW, "cause": CAUSE}
        mailbox = holding.issue(office, MailboxKind.PERSON, person=person, **named).mailbox
        assert refused(holding.leave, mailbox, decided_on=TODAY, cause=CAUSE) == [("leaving.kept", "")]
        holding.revoke(mailbox, **named)
        assert mailbox.state == "revoked"

    @pytest.mark.enforces("password.change_after_restore")
    def test_what_is_kept_of_a_locked_mailbox_opens_with_another_password_only(self, world):
        account = world.active()
        create_app_password(account, label="Outlook", now=NOW)
        mailbox = box_of(account)
        holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        handed = leave(mailbox)
        assert not account.app_passwords.filter(revoked_at=None).exists()
        with pytest.raises(RefusedByRule):
            sign_in(account.login, PASSWORD, now=LATER)
        account = sign_in(account.login, handed.password, now=LATER)
        change_password(account, old=handed.password, new="Sen-Hong#2027", now=LATER)
        mailbox.refresh_from_db()
        assert (mailbox.state, mailbox.password_changed_at) == ("revoked_hold", LATER)

    def test_what_was_open_is_read_on_with_the_own_password(self, world):
        account = world.active()
        assert leave(box_of(account)).password == ""
        assert sign_in(account.login, PASSWORD, now=LATER)


class TestHandingOverContent:
    DAY_AFTER = date(2026, 4, 2)

    @pytest.mark.enforces("leaving.kept")
    def test_nobody_asked_so_the_mailbox_ends_with_its_term(self, world):
        mailbox = world.mailbox()
        leave(mailbox)
        assert [(one.event, one.on) for one in coming(mailbox, today=NOW.date())] == [
            ("hold_ended", self.DAY_AFTER)
        ]
        self.night(world)
        mailbox.refresh_from_db()
        assert mailbox.state == "destroyed"

    @pytest.mark.enforces("leaving.kept")
    def test_asked_for_the_end_waits_until_it_was_handed_over(self, world):
        mailbox = world.mailbox()
        leave(mailbox)
        holding.ask_handover(mailbox, cause=ASK, acting=CONSOLE, now=NOW)
        self.night(world)
        mailbox.refresh_from_db()
        assert (mailbox.state, coming(mailbox, today=NOW.date())) == ("revoked_hold", [])
        late = NOW + timedelta(days=40)
        told = {"to": "Đỗ Văn Bình", "what": "Hồ sơ và thư từ 2025", "cause": RECORD}
        assert refused(holding.record_handover, mailbox, now=late, **told) == [
            ("leaving.kept.late", "Đ7.4.d")
        ]
        holding.record_handover(mailbox, late=True, acting=CONSOLE, now=late, **told)
        assert coming(mailbox, today=NOW.date())[0].on == self.DAY_AFTER
        self.night(world)
        mailbox.refresh_from_db()
        assert mailbox.state == "destroyed"
        assert AuditEntry.objects.get(event="mailbox.handover_recorded").details == {
            "to": "Đỗ Văn Bình",
            "what": "Hồ sơ và thư từ 2025",
        }

    def test_a_record_names_its_document_the_receiver_and_what_was_given(self, world):
        mailbox = world.mailbox()
        told = {"to": "Đỗ Văn Bình", "what": "Hồ sơ"}
        assert refused(holding.record_handover, mailbox, **told, cause=Cause()) == [
            ("cause.document", "Đ7.4.d")
        ]
        assert refused(holding.record_handover, mailbox, to="", what="Hồ sơ", cause=RECORD) == [
            ("custody.handover", "Đ7.4.d")
        ]
        holding.record_handover(mailbox, **told, cause=RECORD, acting=CONSOLE, now=NOW)
        assert mailbox.handover_done

    def test_the_own_agency_asks_and_another_does_not(self, world):
        mailbox = world.mailbox()
        other = world.actor(Role.FOCAL, organisation=world.interior, name="Vũ Thị Lan")
        assert refused(holding.ask_handover, mailbox, cause=ASK, acting=other) == [
            ("role.required", "Đ10.1.g-1")
        ]
        focal = world.actor(Role.FOCAL, organisation=world.justice, name="Lý Văn Sơn")
        holding.ask_handover(mailbox, cause=ASK, acting=focal, now=NOW)
        assert mailbox.handover_asked

    def test_a_mailbox_of_the_agency_is_handed_over_to_its_next_keeper_instead(self, world):
        office = holding.issue(
            world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE
        ).mailbox
        assert refused(holding.ask_handover, office, cause=ASK) == [("custody.handover", "")]

    def night(self, world):
        night.run(world.hanoi, as_of=self.DAY_AFTER, acting=CONSOLE, now=NOW, ahead=True)


@pytest.mark.enforces("leaving.transfer_kept")
class TestTransfer:
    def transfer(self, mailbox, to, decided_on=TODAY, **named):
        return holding.transfer(
            mailbox, to=to, decided_on=decided_on, cause=CAUSE, acting=CONSOLE, now=NOW, **named
        )

    def test_the_person_gets_a_mailbox_there_and_reads_the_old_one_for_its_term(self, world):
        account = world.active()
        old = box_of(account)
        handed = self.transfer(old, world.interior, position="Phó Trưởng phòng")
        assert handed.mailbox.address == "nguyenvanan_sonv@hanoi.gov.vn"
        assert (handed.former, old.successor) == (old, handed.mailbox)
        assert sign_in(handed.mailbox.address, handed.password, now=LATER)
        assert sign_in(old.address, PASSWORD, now=LATER)
        assert [(one.event, one.on) for one in coming(old, today=NOW.date())] == [
            ("transfer_ended", date(2026, 3, 18))
        ]
        old.person.refresh_from_db()
        assert (old.person.organisation, old.person.position) == (world.interior, "Phó Trưởng phòng")

    @pytest.mark.parametrize("place", ["issued_default", "active", "locked", "restored_must_change"])
    def test_it_works_from_every_live_state(self, world, place):
        account = world.account()[0] if place == "issued_default" else world.active()
        old = box_of(account)
        if place in {"locked", "restored_must_change"}:
            holding.lock(old, cause=CAUSE, acting=CONSOLE, now=NOW)
        if place == "restored_must_change":
            holding.restore(old, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert old.state == place
        self.transfer(old, world.interior)
        assert old.state == "transfer_grace"

    def test_what_opened_a_locked_mailbox_does_not_open_what_is_kept_of_it(self, world):
        account = world.active()
        create_app_password(account, label="Outlook", now=NOW)
        old = box_of(account)
        holding.lock(old, cause=CAUSE, acting=CONSOLE, now=NOW)
        self.transfer(old, world.interior)
        assert not account.app_passwords.filter(revoked_at=None).exists()
        with pytest.raises(RefusedByRule):
            sign_in(account.login, PASSWORD, now=LATER)

    @pytest.mark.enforces("request.transfer_filed_by_receiver")
    def test_the_receiving_agency_asks(self, world):
        old = world.mailbox()
        named = {"to": world.interior, "decided_on": TODAY, "cause": CAUSE}
        assert refused(holding.transfer, old, asked_by=world.justice, **named) == [
            ("request.transfer_filed_by_receiver", "Đ7.4.c-1")
        ]
        self.transfer(old, world.interior, asked_by=world.interior)

    def test_a_term_that_is_over_is_confirmed_first(self, world):
        old = world.mailbox()
        named = {"to": world.interior, "decided_on": date(2026, 2, 1), "cause": CAUSE}
        assert refused(holding.transfer, old, **named) == [("leaving.transfer_kept.late", "Đ7.4.c-2")]
        assert Mailbox.objects.count() == 1
        self.transfer(old, world.interior, date(2026, 2, 1), late=True)

    def test_to_the_same_agency_or_another_province_is_no_transfer(self, world):
        old = world.mailbox()
        elsewhere = agency(establish("tinh", CAO_BANG), "Sở Xây dựng", "soxd")
        for to in (world.justice, elsewhere):
            assert refused(holding.transfer, old, to=to, decided_on=TODAY, cause=CAUSE) == [
                ("leaving.transfer_kept", "Đ7.4.c-2")
            ]

    @pytest.mark.django_db
    def test_where_no_address_names_the_agency_the_mailbox_moves_along(self):
        province = establish("tinh", "soctrang-59-2024")
        one, other = agency(province, "Sở Xây dựng", "soxd"), agency(province, "Sở Nội vụ", "sonv")
        person = enter_person(one, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
        mailbox = holding.issue(
            one, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE
        ).mailbox
        before = (mailbox.address, mailbox.state)
        handed = self.transfer(mailbox, other)
        assert (handed.password, Mailbox.objects.count()) == ("", 1)
        assert (mailbox.address, mailbox.state, mailbox.organisation) == (*before, other)
        assert AuditEntry.objects.get(event="mailbox.moved").details["to_organisation"] == "Sở Nội vụ"

    @pytest.mark.django_db
    def test_where_the_law_is_silent_the_old_one_is_kept_for_a_time_that_is_no_clauses(self):
        province = establish("tinh", CAO_BANG)
        one, other = agency(province, "Sở Xây dựng", "soxd"), agency(province, "Sở Nội vụ", "sonv")
        person = enter_person(one, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
        old = holding.issue(
            one, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE
        ).mailbox
        handed = self.transfer(old, other)
        assert handed.mailbox.address == "xuanbt.sonv@caobang.gov.vn"
        [ends] = coming(old, today=NOW.date())
        assert (ends.event, ends.on, ends.clause) == ("transfer_ended", date(2026, 3, 18), "")
        holding.lock(old, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert coming(old, today=NOW.date())[0].event == "transfer_ended"
