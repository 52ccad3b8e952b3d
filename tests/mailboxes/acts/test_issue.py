"""Every kind of mailbox that a regulation names can be issued, and none that it does not."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.models import AuditEntry
from congthu.audit.outbox import Errand
from congthu.directory.acts.people import enter_person, move_person
from congthu.directory.facts import PersonFacts
from congthu.directory.models import OrganisationKind
from congthu.identity import holding
from congthu.identity.actions import change_password, sign_in
from congthu.identity.models import Account
from congthu.mailboxes.acts import groups, night
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.project import schedule
from congthu.regulations.refusals import RefusedByRule

LATER = NOW + timedelta(days=1)
HANOI, CAO_BANG, DONG_THAP = "hanoi-1643-2023", "caobang-16-2025", "dongthap-143-2025"
DRAFT = "soctrang-draft-2024"
GROUP_OF_CLERKS = ("vanthudonvi", MailboxKind.GROUP_CITY)


def issue(office, kind, **named):
    return holding.issue(office, MailboxKind(kind), acting=CONSOLE, now=NOW, cause=CAUSE, **named)


def refused(office, kind, **named):
    with pytest.raises(RefusedByRule) as raised:
        issue(office, kind, **named)
    return [(one.rule, one.clause) for one in raised.value.refusals]


def office_of(regulation, name="Văn phòng UBND thành phố", code="vpubnd", **more):
    return agency(establish("tinh", regulation), name, code, **more)


@pytest.mark.django_db
@pytest.mark.enforces("naming.van_thu", "naming.ky_thuat", "naming.agency", "naming.system")
@pytest.mark.parametrize(
    ("regulation", "kind", "title", "local_part"),
    [
        (HANOI, "van_thu", "", "vanthu_vpubnd"),
        (HANOI, "ky_thuat", "", "kythuat_vpubnd"),
        (HANOI, "agency", "", "vpubnd"),
        (HANOI, "system", "kythuat", "kythuat"),
        (CAO_BANG, "system", "hotromail", "hotromail"),
        (DRAFT, "system", "xulythurac.sotttt", "xulythurac.sotttt"),
    ],
)
def test_a_kind_of_the_regulation_gets_its_name_and_a_password(regulation, kind, title, local_part):
    handed = issue(office_of(regulation), kind, title=title)
    assert handed.mailbox.address.partition("@")[0] == local_part
    assert sign_in(handed.mailbox.address, handed.password, now=LATER).must_change


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("regulation", "kind"),
    [(CAO_BANG, "van_thu"), (DONG_THAP, "title"), (CAO_BANG, "group_city"), (DRAFT, "ky_thuat")],
)
def test_a_kind_that_the_regulation_lacks_is_refused_in_words(regulation, kind):
    office = office_of(regulation)
    person = enter_person(office, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
    with pytest.raises(RefusedByRule, match="không quy định loại hộp thư") as raised:
        issue(office, kind, title="giám đốc", person=person)
    assert [one.rule for one in raised.value.refusals] == ["naming.kind"]


@pytest.mark.enforces("naming.system_boxes")
@pytest.mark.parametrize("title", ["hotro", "kythuat2"])
def test_a_box_that_the_regulation_does_not_name_is_refused(world, title):
    assert refused(world.justice, "system", title=title) == [("naming.system_boxes", "Đ7.2-4")]


def test_what_needs_a_holder_a_name_or_the_own_kind_says_so(world):
    stranger = world.person("Lê Thị Hoa", organisation=world.interior)
    assert refused(world.justice, "person") == [("mailbox.holder", "Đ5.2-1")]
    assert refused(world.justice, "person", person=stranger) == [("mailbox.holder", "Đ5.2-1")]
    assert refused(world.justice, "group_agency") == [("mailbox.title", "Đ5.3-2")]
    unit = agency(
        world.hanoi, "Phòng Tài chính", "ptc", parent=world.justice, kind=OrganisationKind.DEPARTMENT
    )
    assert refused(unit, "agency") == [("mailbox.kind", "Đ5.1.c")]
    assert issue(unit, "department").mailbox.address == "ptc_sotp@hanoi.gov.vn"


class TestAgain:
    """Somebody whose mailbox was revoked gets the one that they had, and nobody else ever does."""

    def revoked(self, regulation, name="Dương Chí Nguyễn"):
        office = office_of(regulation, "Sở Xây dựng", "soxd")
        facts = PersonFacts(full_name=name, national_id="094085000123")
        person = enter_person(office, facts, acting=CONSOLE, now=NOW)
        handed = issue(office, "person", person=person)
        account = Account.objects.get(login=handed.mailbox.address)
        change_password(account, old=handed.password, new="Hoa-Sen$2026", now=NOW)
        holding.revoke(handed.mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        return office, person, handed.mailbox

    @pytest.mark.django_db
    @pytest.mark.parametrize("regulation", [DRAFT, CAO_BANG])
    def test_the_same_person_gets_the_same_address_and_a_new_password(self, regulation):
        office, person, mailbox = self.revoked(regulation)
        handed = issue(office, "person", person=person)
        assert (handed.mailbox, handed.mailbox.state) == (mailbox, "issued_default")
        with pytest.raises(RefusedByRule):
            sign_in(mailbox.address, "Hoa-Sen$2026", now=LATER)
        assert sign_in(mailbox.address, handed.password, now=LATER).must_change
        entry = AuditEntry.objects.get(event="mailbox.request_again")
        assert (entry.details["from"], entry.details["to"]) == ("revoked", "issued_default")

    @pytest.mark.django_db
    def test_an_organisation_gets_its_own_address_back_and_its_neighbour_never(self):
        office = office_of(CAO_BANG, "Sở Xây dựng", "soxd")
        mailbox = issue(office, "agency").mailbox
        holding.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        other = agency(office.authority, "Sở Nội vụ", "sonv")
        assert issue(other, "agency").mailbox.address != mailbox.address
        assert issue(office, "agency").mailbox == mailbox

    @pytest.mark.django_db
    def test_a_namesake_gets_another(self):
        office, _, mailbox = self.revoked(DRAFT)
        namesake = enter_person(
            office, PersonFacts("Dương Chí Nguyễn", national_id="094085000456"), acting=CONSOLE, now=NOW
        )
        assert issue(office, "person", person=namesake).mailbox.address != mailbox.address

    @pytest.mark.django_db
    def test_where_an_address_names_the_agency_another_agency_gives_another(self):
        office, person, mailbox = self.revoked(CAO_BANG)
        other = agency(office.authority, "Sở Nội vụ", "sonv")
        move_person(person, to=other, decided_on=NOW.date(), cause=CAUSE, acting=CONSOLE, now=NOW)
        assert issue(other, "person", person=person).mailbox.address != mailbox.address


@pytest.mark.enforces("naming.group_city", "naming.group_agency")
class TestGroups:
    @pytest.fixture
    def clerks(self, world):
        return [issue(office, "van_thu").mailbox for office in (world.justice, world.interior)]

    @pytest.fixture
    def group(self, world):
        office = agency(world.hanoi, "Văn phòng UBND thành phố", "vpubnd")
        return issue(office, "group_city", title="vanthudonvi").mailbox

    def test_only_the_office_that_the_regulation_names_proposes_one_for_all(self, world):
        assert refused(world.justice, "group_city", title="vanthudonvi2") == [("naming.proposers", "Đ5.3-1")]
        office = agency(world.hanoi, "Văn phòng UBND thành phố", "vpubnd")
        handed = issue(office, "group_city", title="Văn thư đơn vị")
        assert (handed.mailbox.address, handed.password) == ("vanthudonvi@hanoi.gov.vn", "")

    def test_an_agencys_group_has_its_code_and_there_are_no_two_of_a_name(self, world):
        mailbox = issue(world.justice, "group_agency", title="Lãnh đạo").mailbox
        assert mailbox.address == "lanhdao_sotp@hanoi.gov.vn"
        assert refused(world.justice, "group_agency", title="lanhdao") == [
            ("naming.needs_operator", "Đ5.3-2")
        ]

    def test_nobody_signs_in_to_a_group_and_no_night_locks_it(self, world, group):
        assert not Account.objects.filter(login=group.address).exists()
        night.run(world.hanoi, as_of=LATER.date() + timedelta(days=400), acting=CONSOLE, now=NOW, ahead=True)
        group.refresh_from_db()
        assert group.state == "active"

    def test_every_agency_is_told_of_a_new_one_once(self, group, clerks, mailoutbox):
        [job] = ProcrastinateJob.objects.filter(task_name=Errand.ANNOUNCE_GROUP.value)
        for clerk, password in ((one, "Hoa-Sen$2026") for one in clerks):
            account = Account.objects.get(login=clerk.address)
            handed = holding.reissue_password(clerk, cause=CAUSE, acting=CONSOLE, now=NOW)
            change_password(account, old=handed.password, new=password, now=NOW)
        schedule.announce_group(**job.args)
        schedule.announce_group(**job.args)
        [letter] = mailoutbox
        assert sorted(letter.bcc) == sorted(one.address for one in clerks)
        assert group.address in letter.body
        # Our own envelope: being told of a group is no use of a mailbox.
        sent_as = (letter.from_email, letter.extra_headers["From"])
        assert sent_as == ("postmaster@mail.congthu.test", "postmaster@hanoi.gov.vn")
        assert AuditEntry.objects.filter(event="mailbox.group_announced").count() == 1

    def test_members_are_mailboxes_or_every_one_of_a_kind_and_a_document_says_so(self, group, clerks):
        named = {"cause": CAUSE, "acting": CONSOLE, "now": NOW}
        one = groups.add_member(group, member=clerks[0], **named)
        rule = groups.add_member(group, every=MailboxKind.VAN_THU, **named)
        assert groups.described(one) == "vanthu_sotp@hanoi.gov.vn"
        assert groups.described(rule) == "mọi hộp thư “Văn thư của cơ quan” của mọi cơ quan"
        groups.add_member(group, every=MailboxKind.VAN_THU, **named)
        assert group.members.count() == 2
        groups.remove_member(one, **named)
        assert [row.every for row in group.members.all()] == ["van_thu"]

    def test_what_is_no_group_has_no_members_and_no_group_has_itself(self, group, clerks):
        for wrong in (
            {"group": clerks[0], "member": clerks[1]},
            {"group": group, "member": group},
            {"group": group},
            {"group": group, "member": clerks[0], "every": MailboxKind.VAN_THU},
            {"group": group, "every": MailboxKind.GROUP_AGENCY},
        ):
            with pytest.raises(RefusedByRule):
                groups.add_member(wrong.pop("group"), **wrong, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert not group.members.exists()

    def test_a_group_is_locked_and_restored_without_a_password(self, group):
        holding.lock(group, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert holding.restore(group, cause=CAUSE, acting=CONSOLE, now=NOW).password == ""
        assert Mailbox.objects.get(pk=group.pk).state == "active"
