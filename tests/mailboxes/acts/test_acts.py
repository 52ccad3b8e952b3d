from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, agency, establish, small_world

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.audit.queries import verify
from congthu.directory.acts.people import enter_person
from congthu.directory.facts import PersonFacts
from congthu.directory.models import OrganisationKind
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.mailboxes.acts import addresses, custody, law, use
from congthu.mailboxes.acts import issue as issuing
from congthu.mailboxes.acts import leave as leaving
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.acts import quota as quotas
from congthu.mailboxes.models import Custody, IssuedAddress, Mailbox, Purpose, StatePermission
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.outlook import Waiting, coming, waits_for
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.terms import Size

GIB = 1024**3
LATER = NOW + timedelta(days=1)


def refused(raised):
    return [(one.rule, one.clause) for one in raised.value.refusals]


class TestIssue:
    def test_a_mailbox_gets_its_name_state_quota_and_history(self, world):
        mailbox = world.mailbox("Nguyễn Văn An")
        assert mailbox.address == "nguyenvanan_sotp@hanoi.gov.vn"
        assert mailbox.state == "issued_default"
        assert mailbox.quota_bytes == 2 * GIB
        assert mailbox.issued_under == "Đ5.2-1"
        assert IssuedAddress.objects.get(mailbox=mailbox).purpose == Purpose.ISSUED
        entry = AuditEntry.objects.get(event="mailbox.issued")
        assert (entry.authority, entry.actor, entry.document) == ("hanoi", "console:root", "12/STP-VP")

    def test_a_namesake_gets_another_name(self, world):
        world.mailbox("Nguyễn Văn An")
        assert world.mailbox("Nguyễn Văn An").address == "nguyenvanan1_sotp@hanoi.gov.vn"

    def test_a_namesake_of_another_unit_gets_the_unit_in_the_name(self, world):
        agency(
            world.hanoi, "Phòng Hành chính", "phonghc", parent=world.justice, kind=OrganisationKind.DEPARTMENT
        )
        world.mailbox("Nguyễn Văn An")
        person = world.person("Nguyễn Văn An", unit_name="Phòng Hành chính")
        mailbox = issuing.issue(
            world.justice, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE
        )
        assert mailbox.address == "nguyenvanan_phonghc_sotp@hanoi.gov.vn"

    def test_an_address_is_never_given_to_another_person(self, world):
        first = world.mailbox("Nguyễn Văn An")
        leaving.revoke(first, cause=CAUSE, acting=CONSOLE, now=NOW, decision_on=date(2026, 3, 1))
        assert world.mailbox("Nguyễn Văn An").address != first.address

    def test_a_second_mailbox_for_the_same_person_is_refused(self, world):
        mailbox = world.mailbox()
        with pytest.raises(RefusedByRule) as raised:
            issuing.issue(
                world.justice, MailboxKind.PERSON, person=mailbox.person, acting=CONSOLE, now=NOW, cause=CAUSE
            )
        assert refused(raised) == [("mailbox.second", "")]

    def test_a_person_yields_to_the_clerks_mailbox_of_the_agency(self, world):
        assert world.mailbox("Văn Thư").address == "vanthu1_sotp@hanoi.gov.vn"

    def test_an_agency_has_one_clerks_mailbox(self, world):
        mailbox = issuing.issue(world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE)
        assert (mailbox.address, mailbox.quota_bytes) == ("vanthu_sotp@hanoi.gov.vn", 10 * GIB)
        with pytest.raises(RefusedByRule):
            issuing.issue(world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE)

    @pytest.mark.django_db
    @pytest.mark.enforces(
        "naming.agency",
        "naming.department",
        "naming.locality",
        "naming.locality_unit",
        "naming.locality_department",
        "naming.van_thu",
        "naming.ky_thuat",
    )
    @pytest.mark.parametrize(
        ("regulation", "kind", "clause"),
        [
            ("hanoi-1643-2023", "van_thu", "Đ2.2.c"),
            ("hanoi-1643-2023", "ky_thuat", "Đ2.2.d"),
            ("hanoi-1643-2023", "agency", ""),
            ("caobang-16-2025", "agency", ""),
            *(
                (regulation, kind, clause)
                for regulation in ("soctrang-59-2024", "soctrang-draft-2024")
                for kind, clause in (
                    ("agency", "Đ3.1-1"),
                    ("department", "Đ3.1-1"),
                    ("locality", "Đ3.2-1"),
                    ("locality_unit", "Đ3.2-1"),
                    ("locality_department", "Đ3.2-1"),
                )
            ),
        ],
    )
    def test_an_organisation_has_one_of_a_kind_and_the_refusal_cites_who_says_so(
        self, regulation, kind, clause
    ):
        authority = establish("tinh", regulation)
        parent = agency(authority, "UBND huyện Kế Sách", "kesach", kind=OrganisationKind.LOCALITY)
        body = kind if kind in set(OrganisationKind) else OrganisationKind.AGENCY
        office = agency(authority, "Phòng Kinh tế", "phongkt", parent=parent, kind=body)
        named = {"acting": CONSOLE, "now": NOW, "cause": CAUSE}
        issuing.issue(office, MailboxKind(kind), **named)
        with pytest.raises(RefusedByRule) as raised:
            issuing.issue(office, MailboxKind(kind), **named)
        assert refused(raised) == [("mailbox.second", clause)]

    def test_only_an_operator_issues(self, world):
        person = world.person()
        head = world.actor(Role.HEAD, organisation=world.justice)
        with pytest.raises(RefusedByRule) as raised:
            issuing.issue(world.justice, MailboxKind.PERSON, person=person, acting=head, now=NOW, cause=CAUSE)
        assert refused(raised) == [("role.required", "Đ10.1.g-1")]
        operator = world.actor(Role.OPERATOR, name="Lê Văn Cường")
        assert issuing.issue(
            world.justice, MailboxKind.PERSON, person=person, acting=operator, now=NOW, cause=CAUSE
        )


def issued(regulation, kind=MailboxKind.PERSON):
    """A mailbox of an agency under *regulation*."""
    authority = establish("tinh", regulation)
    office = agency(authority, "Sở Xây dựng", "soxd")
    person = None
    if kind is MailboxKind.PERSON:
        person = enter_person(office, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
    return issuing.issue(office, kind, person=person, acting=CONSOLE, now=NOW, cause=CAUSE)


CAO_BANG, DONG_THAP, HANOI = "caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"
SOC_TRANG, DRAFT = "soctrang-59-2024", "soctrang-draft-2024"


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "grounds"),
    [
        (HANOI, {"Đ8.2.b", "Đ8.2.c"}),
        (CAO_BANG, {"Đ8.2.b", "Đ8.2.c", "Đ7.2-0"}),
        (DONG_THAP, {"Đ9.3.b", "Đ9.3.c", "Đ8.2.a-1"}),
    ],
)
def test_the_grounds_of_each_regulation_lock_and_those_of_others_do_not(db, regulation, grounds):
    mailbox = issued(regulation)
    for clause in ("Đ7.2-0", "Đ8.2.a-1", "Đ8.2.b", "Đ8.2.c", "Đ9.3.b", "Đ9.3.c"):
        cause = Cause(clause=clause, reason="Theo cảnh báo")
        if clause not in grounds:
            with pytest.raises(RefusedByRule, match="không phải là căn cứ"):
                locking.lock(mailbox, cause=cause, acting=CONSOLE, now=NOW, evidence=EVIDENCE)
            continue
        locking.lock(mailbox, cause=cause, acting=CONSOLE, now=NOW, evidence=EVIDENCE)
        locking.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, cleaned=True)


class TestLockAndRestore:
    @pytest.mark.enforces("lock.grounds")
    def test_a_lock_has_a_ground_of_the_regulation(self, world):
        mailbox = world.mailbox()
        cause = Cause(clause="Đ8.2.b", reason="Cảnh báo lộ mật khẩu")
        locking.lock(mailbox, cause=cause, acting=CONSOLE, now=LATER, evidence=EVIDENCE)
        assert (mailbox.state, mailbox.locked_at, mailbox.ground) == ("locked", LATER, "Đ8.2.b")

    @pytest.mark.enforces("lock.grounds")
    @pytest.mark.parametrize("clause", ["Đ4.6", "Đ8.2.z", ""])
    def test_a_lock_on_another_ground_is_refused(self, world, clause):
        mailbox = world.mailbox()
        with pytest.raises(RefusedByRule) as raised:
            locking.lock(mailbox, cause=Cause(clause=clause, reason="Lý do"), acting=CONSOLE, now=NOW)
        assert refused(raised) == [("lock.grounds", "Đ8.2")]
        assert Mailbox.objects.get().state == "issued_default"

    def test_a_lock_without_a_reason_is_refused(self, world):
        with pytest.raises(RefusedByRule) as raised:
            locking.lock(world.mailbox(), cause=Cause(clause="Đ8.2.b"), acting=CONSOLE, now=NOW)
        assert refused(raised) == [("cause.reason", "")]

    def test_locking_a_locked_mailbox_is_refused(self, world):
        mailbox = world.mailbox()
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert refused(raised) == [("states.lock", "Đ8.2")]

    def test_a_restored_mailbox_waits_for_a_new_password(self, world):
        mailbox = world.mailbox()
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        locking.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert (mailbox.state, mailbox.locked_at) == ("restored_must_change", None)

    @pytest.mark.enforces("lock.grounds")
    def test_a_compromised_mailbox_is_restored_only_when_cleaned(self, world):
        mailbox = world.mailbox()
        ground = Cause(clause="Đ8.2.b", reason="Mã độc")
        locking.lock(mailbox, cause=ground, acting=CONSOLE, now=NOW, evidence=EVIDENCE)
        with pytest.raises(RefusedByRule) as raised:
            locking.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("lock.grounds", "Đ8.2.b")]
        locking.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=LATER, cleaned=True)
        assert mailbox.state == "restored_must_change"

    def test_restoring_needs_the_document_that_asks_for_it(self, world):
        mailbox = world.mailbox()
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            locking.restore(mailbox, cause=Cause(reason="Đã xử lý"), acting=CONSOLE, now=LATER)
        assert refused(raised) == [("cause.document", "Đ8.3.a")]

    def test_restoring_what_is_not_locked_is_refused(self, world):
        with pytest.raises(RefusedByRule) as raised:
            locking.restore(world.mailbox(), cause=CAUSE, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("states.restore", "Đ8.3")]


class TestRevoke:
    def test_a_persons_mailbox_is_held_from_the_day_of_the_decision(self, world):
        mailbox = world.mailbox()
        leaving.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=LATER, decision_on=date(2026, 2, 27))
        assert (mailbox.state, mailbox.decision_on) == ("revoked_hold", date(2026, 2, 27))

    def test_without_the_day_of_the_decision_it_is_refused(self, world):
        with pytest.raises(RefusedByRule) as raised:
            leaving.revoke(world.mailbox(), cause=CAUSE, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("leaving.kept", "Đ7.4.d")]

    def test_an_organisations_mailbox_ends_at_once(self, world):
        mailbox = issuing.issue(world.justice, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE)
        leaving.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert mailbox.state == "revoked"


@pytest.mark.enforces("quota.person", "quota.organisation")
@pytest.mark.parametrize(
    ("regulation", "kind", "quota", "may_grow"),
    [
        (HANOI, "person", "2 GB", True),
        (HANOI, "agency", "10 GB", True),
        (CAO_BANG, "person", "2 GB", True),
        (CAO_BANG, "agency", "5 GB", True),
        (DONG_THAP, "person", "500 MB", True),
        (DONG_THAP, "agency", "2 GB", True),
        (SOC_TRANG, "person", "2 GB", False),
        (SOC_TRANG, "agency", "2 GB", False),
        (DRAFT, "person", "2 GB", False),
        (DRAFT, "agency", "2 GB", False),
    ],
)
def test_a_mailbox_begins_with_its_regulations_quota_and_never_has_less(
    db, regulation, kind, quota, may_grow
):
    mailbox, size = issued(regulation, MailboxKind(kind)), Size.parse(quota)
    assert mailbox.quota_bytes == size
    rule = "quota.person" if kind == "person" else "quota.organisation"
    for new, allowed in ((size - 1, False), (size + 1, may_grow)):
        if allowed:
            quotas.change_quota(mailbox, quota=Size(new), cause=CAUSE, acting=CONSOLE, now=LATER)
            assert mailbox.quota_bytes == new
            continue
        with pytest.raises(RefusedByRule) as raised:
            quotas.change_quota(mailbox, quota=Size(new), cause=CAUSE, acting=CONSOLE, now=LATER)
        assert [one.rule for one in raised.value.refusals] == [rule]


class TestQuota:
    @pytest.mark.enforces("quota.person")
    @pytest.mark.parametrize(("size", "allowed"), [(2 * GIB, True), (5 * GIB, True), (2 * GIB - 1, False)])
    def test_a_persons_quota_is_no_less_than_the_regulation_says(self, world, size, allowed):
        mailbox = world.mailbox()
        if allowed:
            quotas.change_quota(mailbox, quota=Size(size), cause=CAUSE, acting=CONSOLE, now=LATER)
            assert mailbox.quota_bytes == size
            return
        with pytest.raises(RefusedByRule) as raised:
            quotas.change_quota(mailbox, quota=Size(size), cause=CAUSE, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("quota.person", "Đ9.3.b")]

    @pytest.mark.enforces("quota.organisation")
    def test_an_organisations_quota_is_no_less_than_the_regulation_says(self, world):
        mailbox = issuing.issue(world.justice, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE)
        with pytest.raises(RefusedByRule) as raised:
            quotas.change_quota(mailbox, quota=Size(9 * GIB), cause=CAUSE, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("quota.organisation", "Đ9.3.b")]


@pytest.mark.django_db
@pytest.mark.enforces("quota.raised_by")
class TestWhoRaises:
    MORE = Size.parse("9 GB")

    def test_another_body_decides_and_its_document_is_asked_for(self):
        mailbox, bare = issued(DONG_THAP), Cause(reason="Nhiều tệp lớn")
        with pytest.raises(RefusedByRule, match="Sở Khoa học và Công nghệ quyết định") as raised:
            quotas.change_quota(mailbox, quota=self.MORE, cause=bare, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("quota.raised_by", "Đ7.2")]
        quotas.change_quota(mailbox, quota=self.MORE, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert mailbox.quota_bytes == self.MORE

    @pytest.mark.parametrize("regulation", [HANOI, CAO_BANG])
    def test_where_the_operator_decides_or_nobody_is_named_a_reason_is_enough(self, regulation):
        mailbox, bare = issued(regulation), Cause(reason="Nhiều tệp lớn")
        quotas.change_quota(mailbox, quota=self.MORE, cause=bare, acting=CONSOLE, now=LATER)
        assert mailbox.quota_bytes == self.MORE

    @pytest.mark.parametrize(("regulation", "clause"), [(HANOI, "Đ9.3.a"), (CAO_BANG, "")])
    def test_less_than_there_was_is_given_on_purpose_only(self, regulation, clause):
        mailbox, less = issued(regulation), Size.parse("3 GB")
        quotas.change_quota(mailbox, quota=self.MORE, cause=CAUSE, acting=CONSOLE, now=LATER)
        with pytest.raises(RefusedByRule) as raised:
            quotas.change_quota(mailbox, quota=less, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("quota.lowered", clause)]
        quotas.change_quota(mailbox, quota=less, lowering=True, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert mailbox.quota_bytes == less


class TestCustody:
    def test_handing_over_ends_the_former_custody(self, world):
        mailbox = issuing.issue(world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE)
        first, second = world.person("Lê Thị Hoa"), world.person("Đỗ Văn Bình")
        custody.hand_over(mailbox, to=first, cause=CAUSE, acting=CONSOLE, now=NOW)
        custody.hand_over(mailbox, to=second, cause=CAUSE, acting=CONSOLE, now=LATER)
        assert list(Custody.objects.order_by("since").values_list("person", "until")) == [
            (first.pk, LATER),
            (second.pk, None),
        ]

    def test_a_persons_mailbox_is_not_handed_over(self, world):
        with pytest.raises(RefusedByRule) as raised:
            custody.hand_over(
                world.mailbox(), to=world.person("Lê Thị Hoa"), cause=CAUSE, acting=CONSOLE, now=NOW
            )
        assert refused(raised) == [("custody.handover", "Đ10.2.d")]

    @pytest.mark.django_db
    @pytest.mark.enforces("custody.handover")
    @pytest.mark.parametrize(
        ("regulation", "clause"),
        [(HANOI, "Đ10.2.d"), (DONG_THAP, "Đ10.1.c"), (CAO_BANG, "")],
    )
    def test_handing_over_needs_its_document_and_cites_the_regulation(self, regulation, clause):
        mailbox = issued(regulation, MailboxKind.AGENCY)
        custodian = enter_person(
            mailbox.organisation, PersonFacts(full_name="Lê Thị Hoa"), acting=CONSOLE, now=NOW
        )
        with pytest.raises(RefusedByRule) as raised:
            custody.hand_over(mailbox, to=custodian, cause=Cause(reason="Nghỉ hưu"), acting=CONSOLE, now=NOW)
        assert refused(raised) == [("cause.document", clause)]
        assert (
            custody.hand_over(mailbox, to=custodian, cause=CAUSE, acting=CONSOLE, now=NOW).person == custodian
        )


class TestAlias:
    def test_an_alias_is_a_new_address_of_the_authority(self, world):
        mailbox = world.mailbox()
        addresses.add_alias(mailbox, address="An.NV@hanoi.gov.vn", cause=CAUSE, acting=CONSOLE, now=NOW)
        assert IssuedAddress.objects.get(address="an.nv@hanoi.gov.vn").purpose == Purpose.ALIAS

    @pytest.mark.parametrize(
        ("address", "rule"),
        [
            ("nguyenvanan_sotp@hanoi.gov.vn", "naming.unique"),
            ("an@gmail.com", "domain.mail"),
            ("a b@hanoi.gov.vn", "naming.unique"),
        ],
    )
    def test_a_used_foreign_or_malformed_address_is_refused(self, world, address, rule):
        mailbox = world.mailbox()
        with pytest.raises(RefusedByRule) as raised:
            addresses.add_alias(mailbox, address=address, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert refused(raised) == [(rule, "")]

    def test_a_reserved_address_is_not_given_to_a_person(self, world):
        addresses.reserve(
            "nguyenvanan_sotp@hanoi.gov.vn",
            purpose=Purpose.RESERVED,
            reason="Dành riêng",
            acting=CONSOLE,
            now=NOW,
            authority=world.hanoi,
        )
        assert world.mailbox("Nguyễn Văn An").address == "nguyenvanan1_sotp@hanoi.gov.vn"


class TestUse:
    def test_marks_never_go_back_and_telling_twice_changes_nothing(self, world):
        mailbox = world.mailbox()
        for marks in (
            use.Marks(signed_in=LATER, sent=NOW),
            use.Marks(signed_in=NOW),
            use.Marks(signed_in=LATER),
        ):
            assert use.note_use({mailbox.address: marks}, wait=False) == set()
            mailbox.refresh_from_db()
            assert (mailbox.last_login_at, mailbox.last_sent_at, mailbox.last_received_at) == (
                LATER,
                NOW,
                None,
            )

    def test_many_are_noted_at_once_and_an_unknown_address_harms_none(self, world):
        one, other = world.mailbox("Nguyễn Văn An"), world.mailbox("Trần Thị Bình")
        told = {
            one.address: use.Marks(received=NOW),
            other.address: use.Marks(signed_in=NOW),
            "khong-co@hanoi.gov.vn": use.Marks(signed_in=NOW),
        }
        assert use.note_use(told, wait=False) == set()
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.last_received_at, one.last_login_at) == (NOW, None)
        assert (other.last_received_at, other.last_login_at) == (None, NOW)

    def test_another_address_of_a_mailbox_stands_for_it(self, world):
        mailbox = world.mailbox()
        addresses.add_alias(mailbox, address="tuphap@hanoi.gov.vn", cause=CAUSE, acting=CONSOLE, now=NOW)
        told = {
            "tuphap@hanoi.gov.vn": use.Marks(received=LATER),
            mailbox.address: use.Marks(received=NOW, sent=NOW),
        }
        use.note_use(told, wait=False)
        mailbox.refresh_from_db()
        assert (mailbox.last_received_at, mailbox.last_sent_at) == (LATER, NOW)

    def test_use_is_no_act_and_leaves_the_trail_alone(self, world):
        mailbox, entries = world.mailbox(), AuditEntry.objects.count()
        use.note_use({mailbox.address: use.Marks(sent=NOW)}, wait=False)
        assert AuditEntry.objects.count() == entries


@pytest.mark.usefixtures("transactional_db")
def test_a_mailbox_that_an_act_holds_is_not_waited_for_and_is_told_again():
    world = small_world()
    held, free = world.mailbox("Nguyễn Văn An"), world.mailbox("Trần Thị Bình")

    def elsewhere(told):
        try:
            return use.note_use(told, wait=False)
        finally:
            connection.close()

    told = {box.address: use.Marks(sent=LATER) for box in (held, free)}
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        Mailbox.objects.select_for_update().get(pk=held.pk)
        assert pool.submit(elsewhere, told).result(timeout=20) == {held.address}
    free.refresh_from_db()
    held.refresh_from_db()
    assert (free.last_sent_at, held.last_sent_at) == (LATER, None)
    assert use.note_use(told, wait=False) == set()
    held.refresh_from_db()
    assert held.last_sent_at == LATER


def test_a_lock_remembers_that_the_agency_was_told(world):
    mailbox = world.mailbox()
    locking.agency_notified(mailbox, acting=CONSOLE, now=NOW)
    assert mailbox.agency_notified_at is None
    locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    locking.agency_notified(mailbox, acting=CONSOLE, now=LATER)
    assert mailbox.agency_notified_at == LATER


def test_what_waits_is_told_and_nothing_is_announced_for_the_past(world):
    mailbox = world.mailbox()
    holding.leave(mailbox, decided_on=NOW.date(), cause=CAUSE, acting=CONSOLE, now=NOW)
    holding.ask_handover(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    later = NOW + timedelta(days=90)
    assert waits_for(mailbox) == [Waiting.HANDOVER]
    assert coming(mailbox, today=later.date()) == []
    holding.record_handover(
        mailbox, to="Lê Hoa", what="Hồ sơ", late=True, cause=CAUSE, acting=CONSOLE, now=later
    )
    assert waits_for(mailbox) == []
    assert [one.on for one in coming(mailbox, today=later.date())] == [later.date()]


def test_loading_a_regulation_twice_is_recorded_once(world):
    policy = policy_for("hanoi-1643-2023")
    assert law.load_regulation(policy, acting=CONSOLE, now=LATER) == len(policy.states.state)
    assert AuditEntry.objects.filter(event="regulation.loaded").count() == 1
    StatePermission.objects.filter(state="locked").update(receive=False)
    law.load_regulation(policy, acting=CONSOLE, now=LATER)
    assert StatePermission.objects.get(state="locked").receive
    assert AuditEntry.objects.filter(event="regulation.loaded").count() == 2


@pytest.mark.usefixtures("transactional_db")
def test_namesakes_issued_at_the_same_moment_get_different_addresses():
    world = small_world()
    people = [world.person("Nguyễn Văn An") for _ in range(6)]

    def issue(person):
        try:
            return issuing.issue(
                world.justice, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE
            ).address
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        addresses = list(pool.map(issue, people))
    assert len(set(addresses)) == len(people)
    assert verify().ok
