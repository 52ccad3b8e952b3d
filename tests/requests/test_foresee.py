"""What is said of a line when it comes in is what becomes of it, or what stands against it until the end."""

from datetime import date, timedelta

import pytest
from tests.requests.letters import person_row, row, stands_against
from tests.world import CAUSE, CONSOLE, NOW, PASSWORD, agency

from congthu.audit.acts import Cause
from congthu.directory.models import Person
from congthu.identity import holding
from congthu.identity.actions import change_password, sign_in
from congthu.identity.queries import account_by_login
from congthu.mailboxes.acts.evidence import Shown
from congthu.mailboxes.models import Custody, Mailbox
from congthu.requests.acts.complete import complete_line
from congthu.requests.acts.execute import execute
from congthu.requests.models import Request, RowState
from congthu.requests.queries import lines_of

HANOI, CAOBANG, DONGTHAP, DRAFT = (
    "hanoi-1643-2023",
    "caobang-16-2025",
    "dongthap-143-2025",
    "soctrang-draft-2024",
)


def locked(mailbox):
    """A mailbox whose holder had chosen a password, locked."""
    account = account_by_login(mailbox.address)
    if not account.password_changed_at:
        issued = holding.reissue_password(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW).password
        change_password(account, old=issued, new=PASSWORD, now=NOW)
    mailbox.refresh_from_db()
    holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    mailbox.refresh_from_db()
    return mailbox


class TestWhatStandsAgainstALine:
    @pytest.fixture
    def place(self, province):
        return province(CAOBANG)

    def the_same(self, place, asked, rule, clause=""):
        """The same stands against the line at receipt and at execution."""
        [line] = place.foreseen(asked)
        assert stands_against(line) == [(rule, clause)]
        [result] = place.carry_out(asked)
        assert [(one.rule, one.clause) for one in result.refused] == [(rule, clause)]
        return line.foreseen["refused"][0]["message"]

    def test_who_has_a_mailbox_gets_no_second_one(self, place):
        holder = place.holder(national_id="001174022272")
        asked = person_row(name="Nguyễn Văn An", national_id="001174022272")
        assert holder.address in self.the_same(place, asked, "mailbox.second")

    def test_an_organisation_that_has_one_gets_no_second_one(self, place):
        box = place.issue("agency")
        asked = row("organisation.issue", org_name="Sở Tư pháp")
        assert box.address in self.the_same(place, asked, "mailbox.second")

    def test_an_address_that_is_not_there(self, place):
        self.the_same(
            place, row("person.revoke", full_name="Lê Hoa", address="ai@caobang.gov.vn"), "form.address"
        )

    @pytest.mark.enforces("request.own_subtree")
    def test_the_mailbox_of_another_agency(self, place):
        other = place.holder("Lê Hoa", place.other)
        asked = row("person.revoke", full_name="Lê Hoa", address=other.address)
        self.the_same(place, asked, "request.own_subtree", "Đ11.2-2")

    def test_a_state_from_which_the_act_does_not_lead(self, place):
        holder = place.holder()
        asked = row("person.restore", full_name="Nguyễn Văn An", address=holder.address)
        assert "khôi phục" in self.the_same(place, asked, "states.restore", "Đ8.3")

    def test_a_revoked_mailbox_is_not_changed_any_more(self, place):
        holder = place.holder()
        holding.revoke(holder, cause=CAUSE, acting=CONSOLE, now=NOW)
        asked = row("person.change", address=holder.address, old_value="Chức vụ", new_value="Trưởng phòng")
        assert "thu hồi" in self.the_same(place, asked, "form.address")

    def test_the_mailbox_of_somebody_else_than_the_line_names(self, place):
        holder = place.holder()
        asked = row("person.lock", full_name="Lê Hoa", address=holder.address)
        assert "không phải của Lê Hoa" in self.the_same(place, asked, "form.address")

    def test_a_personal_mailbox_on_the_form_of_organisations(self, place):
        holder = place.holder()
        asked = row("organisation.lock", org_name="Sở Tư pháp", address=holder.address)
        assert "cá nhân" in self.the_same(place, asked, "request.kind")

    def test_a_body_that_the_directory_does_not_know(self, place):
        self.the_same(place, row("organisation.issue", org_name="Phòng Lạ"), "organisation.code")

    def test_a_line_of_which_nobody_knows_what_it_asks(self, place):
        [line] = place.foreseen(row(None, full_name="Lê Hoa"))
        assert stands_against(line) == [("request.kind", "")]

    def test_whoever_comes_from_another_agency_needs_a_decision(self, place):
        person = place.world.person("Lê Thị Hoa", organisation=place.other, national_id="001188000001")
        asked = {"name": "Lê Thị Hoa", "national_id": "001188000001"}
        assert "Sở Nội vụ" in self.the_same(place, person_row(**asked, decision_no=""), "person.organisation")
        [done] = place.carry_out(person_row(**asked, decision_no="7/QĐ"))
        person.refresh_from_db()
        assert (done.done, person.organisation_id) == (True, place.office.pk)

    def test_naming_too(self, place):
        asked = person_row(name="Nguyễn 123")
        assert "chữ số" in self.the_same(place, asked, "naming.needs_name", "Đ5.2")


@pytest.mark.enforces("scope.excluded")
@pytest.mark.enforces("scope.excluded")
class TestLocking:
    @pytest.mark.parametrize(
        ("regulation", "against"), [("soctrang-59-2024", [("states.lock", "")]), (CAOBANG, [])]
    )
    def test_what_an_agency_asks_for_where_the_regulation_knows_no_lock(self, province, regulation, against):
        place = province(regulation)
        [line] = place.foreseen(row("person.lock", address=place.holder().address, reason="Nghỉ ốm"))
        assert stands_against(line) == against


class TestOutOfScope:
    """Đồng Tháp leaves out public employees of schools and hospitals; only who works in one has to say what as."""

    @pytest.fixture
    def school(self, province):
        place = province(DONGTHAP)
        place.office.sector = "Cơ sở giáo dục công lập"
        place.office.save()
        return place

    @pytest.mark.parametrize(
        ("said", "rule"),
        [
            ({"position": "Giáo viên Toán"}, "scope.excluded"),
            ({"position": "Nhân viên", "remarks": "Hợp đồng lao động 12 tháng"}, "scope.excluded"),
            ({"position": "Văn thư", "employment": "viên chức"}, "scope.excluded"),
            ({"position": "Văn thư"}, "scope.unclear"),
            ({"position": "Công chức phụ trách"}, None),
            ({"position": "Văn thư", "employment": "công chức"}, None),
        ],
    )
    def test_at_receipt_and_at_the_end(self, school, said, rule):
        [line] = school.foreseen(person_row(**said))
        assert stands_against(line) == ([(rule, "Đ1.3")] if rule else [])
        [result] = school.carry_out(person_row(**said))
        assert result.done is (rule is None)

    def test_who_works_in_an_office_need_not_say(self, province):
        [line] = province(DONGTHAP).foreseen(person_row(position="Phó phòng Lao động"))
        assert stands_against(line) == []

    @pytest.mark.parametrize(
        ("unit", "rule"),
        [
            ("Trường THPT Cao Lãnh", "scope.excluded"),
            ("Bệnh viện Đa khoa tỉnh", "scope.excluded"),
            ("Trường Mầm non tư thục Hoa Mai", None),
            ("Phòng Giáo dục và Đào tạo", None),
            ("Phòng Kế hoạch y tế", None),
        ],
    )
    def test_the_unit_on_the_line_is_where_somebody_works(self, province, unit, rule):
        [line] = province(DONGTHAP).foreseen(person_row(position="Viên chức", unit=unit))
        assert stands_against(line) == ([(rule, "Đ1.3")] if rule else [])

    def test_what_the_directory_says_of_a_unit_stands_above_its_name(self, province):
        place = province(DONGTHAP)
        agency(place.authority, "Trường Chính trị", "truong", parent=place.office, kind="unit", sector="khác")
        [line] = place.foreseen(person_row(position="Viên chức", unit="Trường Chính trị"))
        assert stands_against(line) == []

    def test_what_was_unclear_is_added_to_the_line_and_the_term_starts(self, school):
        request = school.receive(person_row(position="Văn thư"))
        assert (request.complete_at, request.due_on) == (None, None)
        line = complete_line(request, 1, {"employment": "công chức"}, acting=CONSOLE, now=NOW)
        assert (line.foreseen["refused"], request.due_on) == ([], date(2026, 3, 9))


class TestRestoringAndPasswords:
    @pytest.mark.parametrize("regulation", [HANOI, CAOBANG, DONGTHAP])
    def test_a_lock_that_the_agency_asked_for_is_lifted_on_its_request(self, province, regulation):
        place = province(regulation)
        mailbox = locked(place.holder())
        asked = row("person.restore", full_name="Nguyễn Văn An", address=mailbox.address)
        [line] = place.foreseen(asked)
        assert (line.foreseen["does"], line.foreseen["mailbox"]) == ("restore", mailbox.address)
        [result] = place.carry_out(asked)
        assert sign_in(mailbox.address, result.password, now=NOW + timedelta(hours=2)).must_change

    @pytest.mark.parametrize("shut", [True, False])
    def test_mau_03_restores_what_is_locked_and_gives_a_new_password_to_what_is_not(self, province, shut):
        place = province(DONGTHAP)
        mailbox = place.holder()
        if shut:
            locked(mailbox)
        asked = row(
            "person.password", full_name="Nguyễn Văn An", address=mailbox.address, when_locked="restore"
        )
        [line] = place.foreseen(asked)
        assert line.foreseen["does"] == ("restore" if shut else "password")
        assert line.foreseen["asks"] == ("person.restore" if shut else "person.password")
        [result] = place.carry_out(asked)
        assert result.password

    def test_a_form_for_forgotten_passwords_alone_opens_no_locked_mailbox(self, province):
        place = province(CAOBANG)
        mailbox = locked(place.holder())
        [line] = place.foreseen(row("person.password", full_name="Nguyễn Văn An", address=mailbox.address))
        assert [rule for rule, _ in stands_against(line)] == ["states.reissue_password"]
        assert "hãy đề nghị khôi phục" in line.foreseen["refused"][0]["message"]


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "clause", "rule"),
    [
        (CAOBANG, "Đ7.2-0", ""),
        (DONGTHAP, "Đ8.2.a-1", ""),
        (HANOI, "", "lock.grounds"),
        (DRAFT, "", "states.lock"),  # it knows no lock at all
    ],
)
def test_an_agency_locks_where_the_regulation_lets_it(province, regulation, clause, rule):
    place = province(regulation)
    mailbox = place.holder()
    [result] = place.carry_out(row("person.lock", full_name="Nguyễn Văn An", address=mailbox.address))
    mailbox.refresh_from_db()
    if clause:
        assert (result.done, mailbox.phase, mailbox.ground) == (True, "locked", clause)
    else:
        assert [one.rule for one in result.refused] == [rule]
        assert mailbox.phase == "open"


@pytest.mark.enforces("lock.grounds")
def test_what_was_locked_as_unsafe_is_told_to_want_cleaning_first(province):
    place = province(HANOI)
    mailbox = place.holder()
    evidence = Shown("canh-bao.txt", b"400 thu rac")
    cause = Cause(clause="Đ8.2.b", document="2/TTCB", reason="Phát tán thư rác")
    holding.lock(mailbox, cause=cause, evidence=evidence, acting=CONSOLE, now=NOW)
    asked = row("person.restore", full_name="Nguyễn Văn An", address=mailbox.address)
    [line] = place.foreseen(asked)
    assert (stands_against(line), len(line.foreseen["told"])) == ([], 1)
    assert "xác nhận việc xử lý" in line.foreseen["told"][0]
    [unclean] = place.carry_out(asked)
    assert [one.rule for one in unclean.refused] == ["lock.grounds"]
    [clean] = place.carry_out(asked, cleaned=[1])
    assert clean.done


class TestLeaving:
    @pytest.fixture
    def place(self, province):
        return province(HANOI)

    def leave(self, place, **said):
        mailbox = place.holder(position=said.pop("was", "Chuyên viên"))
        asked = row("person.revoke", full_name="Nguyễn Văn An", address=mailbox.address, **said)
        request = place.receive(asked)
        return mailbox, request, request.rows.get()

    @pytest.mark.enforces("leaving.kept")
    @pytest.mark.parametrize(
        ("was", "said", "rank"),
        [
            ("Chuyên viên", {}, "staff"),
            ("Chuyên viên", {"position": "Giám đốc Sở"}, "agency-head"),
            ("Chuyên viên", {"rank": "thủ trưởng cơ quan"}, "agency-head"),
        ],
    )
    def test_the_rank_is_that_of_the_request_before_that_of_the_directory(self, place, was, said, rank):
        mailbox, request, _ = self.leave(place, was=was, **said)
        place.accept(request)
        [result] = execute(request, acting=CONSOLE, now=NOW)
        mailbox.refresh_from_db()
        assert (result.done, mailbox.person.rank) == (True, rank)

    @pytest.mark.enforces("leaving.kept")
    def test_an_unknown_post_is_kept_the_longest_and_told(self, place):
        _, _, line = self.leave(place, was="Người giữ kho", decision_on="2026-02-26")
        [told] = line.foreseen["told"]
        assert "60 ngày" in told
        assert "Người giữ kho" in told

    def test_the_day_is_that_of_the_decision_on_the_line(self, place):
        mailbox, request, line = self.leave(place, decision_on="2026-02-26")
        assert line.foreseen["told"] == []
        place.accept(request)
        execute(request, acting=CONSOLE, now=NOW)
        mailbox.refresh_from_db()
        assert mailbox.decision_on == date(2026, 2, 26)

    def test_without_one_it_is_that_of_the_letter_and_is_told(self, place):
        _, _, line = self.leave(place)
        assert line.foreseen["told"] == [
            "Phiếu không ghi ngày quyết định: tính từ ngày của văn bản, 27/02/2026."
        ]

    def test_the_day_can_be_added_to_the_line(self, place):
        _, request, _ = self.leave(place)
        line = complete_line(request, 1, {"decision_on": "26/02/2026"}, acting=CONSOLE, now=NOW)
        assert (line.fields["decision_on"], line.foreseen["told"]) == ("2026-02-26", [])

    def test_a_decision_of_tomorrow_is_a_mistake(self, place):
        _, _, line = self.leave(place, decision_on="2026-03-03")
        assert stands_against(line) == [("form.decision_on", "")]

    @pytest.mark.enforces("leaving.kept")
    def test_a_term_that_is_over_is_told_at_receipt_and_wants_to_be_known(self, place):
        mailbox, request, line = self.leave(place, decision_on="2026-01-02")
        assert any("đã qua (02/02/2026)" in told for told in line.foreseen["told"])
        place.accept(request)
        [result] = execute(request, acting=CONSOLE, now=NOW)
        assert [one.rule for one in result.refused] == ["leaving.kept.late"]
        [result] = execute(request, acting=CONSOLE, now=NOW, late=[1])
        mailbox.refresh_from_db()
        assert (result.done, mailbox.phase) == (True, "leaving")

    @pytest.mark.enforces("custody.handover")
    def test_who_still_keeps_an_organisations_mailbox_hands_it_over_first(self, place):
        mailbox, request, _ = self.leave(place)
        box = place.issue("agency")
        holding.appoint_custodian(box, to=mailbox.person, cause=CAUSE, acting=CONSOLE, now=NOW)
        place.accept(request)
        assert stands_against(request.rows.get()) == [("custody.handover", "Đ10.2.d")]
        assert box.address in request.rows.get().foreseen["refused"][0]["message"]


class TestMovingOn:
    @pytest.mark.enforces("request.transfer_filed_by_receiver")
    @pytest.mark.parametrize(("regulation", "clause"), [(HANOI, "Đ7.4.c-1"), (DONGTHAP, "Đ8.2.d")])
    def test_the_receiving_agency_asks_not_the_one_that_is_left(self, province, regulation, clause):
        place = province(regulation)
        mailbox = place.holder()
        asked = row(
            "person.change",
            full_name="Nguyễn Văn An",
            address=mailbox.address,
            old_value="Đơn vị",
            new_value="Sở Nội vụ",
        )
        [line] = place.foreseen(asked)
        assert stands_against(line) == [("request.transfer_filed_by_receiver", clause)]
        assert "Sở Nội vụ" in line.foreseen["refused"][0]["message"]
        [line] = place.foreseen(asked, office=place.other)
        assert (line.foreseen["does"], stands_against(line)) == ("transfer", [])

    @pytest.mark.enforces("leaving.transfer_kept")
    def test_where_addresses_name_the_agency_there_is_a_new_mailbox(self, province):
        place = province(HANOI)
        old = place.holder()
        asked = row(
            "person.change",
            full_name="Nguyễn Văn An",
            address=old.address,
            old_value="Đơn vị",
            new_value="Sở Nội vụ",
            decision_on="2026-02-27",
        )
        [result] = place.carry_out(asked, office=place.other)
        old.refresh_from_db()
        assert result.address == "nguyenvanan_sonv@hanoi.gov.vn"
        assert result.password
        assert (old.phase, old.decision_on) == ("leaving", date(2026, 2, 27))
        assert old.person.organisation_id == place.other.pk

    def test_where_they_do_not_the_mailbox_goes_along(self, province):
        place = province(DONGTHAP)
        mailbox = place.holder()
        asked = row(
            "person.change",
            full_name="Nguyễn Văn An",
            address=mailbox.address,
            old_value="Đơn vị",
            new_value="Sở Nội vụ",
        )
        [result] = place.carry_out(asked, office=place.other)
        mailbox.refresh_from_db()
        assert (result.address, mailbox.organisation_id) == (mailbox.address, place.other.pk)

    def test_within_the_agency_it_is_a_fact_that_changes(self, province):
        place = province(HANOI)
        mailbox = place.holder()
        place.department("Phòng Bổ trợ tư pháp")
        asked = row(
            "person.change",
            full_name="Nguyễn Văn An",
            address=mailbox.address,
            old_value="Đơn vị công tác: Văn phòng",
            new_value="Phòng Bổ trợ tư pháp",
        )
        [line] = place.foreseen(asked)
        assert line.foreseen["does"] == "correct"
        place.carry_out(asked)
        assert Person.objects.get(pk=mailbox.person_id).unit_name == "Phòng Bổ trợ tư pháp"


class TestChanging:
    def test_a_form_erases_nothing(self, province):
        place = province(HANOI)
        mailbox = place.holder(otp_phone="0912345678", national_id="001188000001", unit_name="Văn phòng")
        asked = row(
            "person.change",
            full_name="Nguyễn Văn An",
            address=mailbox.address,
            old_value="Họ tên, ngày sinh",
            new_value="Họ tên: Nguyễn Văn Ân; ngày sinh: 09/04/1988",
            unit="",
            otp_phone="",
        )
        [result] = place.carry_out(asked)
        assert result.done, result.refused
        person = Person.objects.get(pk=mailbox.person_id)
        assert (person.full_name, person.birth_date) == ("Nguyễn Văn Ân", date(1988, 4, 9))
        assert (person.otp_phone, person.national_id, person.unit_name) == (
            "0912345678",
            "001188000001",
            "Văn phòng",
        )

    def test_an_organisations_mailbox_is_handed_over(self, province):
        place = province(HANOI)
        box = place.issue("agency")
        asked = row(
            "organisation.change",
            org_name="Sở Tư pháp",
            address=box.address,
            old_value="Người đại diện: Lê Thị Hoa",
            new_value="Bùi Thị Xuân",
        )
        [line] = place.foreseen(asked)
        assert line.foreseen["does"] == "hand_over"
        [result] = place.carry_out(asked)
        assert result.password
        assert Custody.objects.get(until=None).person.full_name == "Bùi Thị Xuân"

    def test_a_seat_is_kept_in_the_directory(self, province):
        place = province(HANOI)
        box = place.issue("agency")
        asked = row(
            "organisation.change",
            org_name="Sở Tư pháp",
            address=box.address,
            old_value="Trụ sở",
            new_value="12 Hùng Vương",
        )
        [result] = place.carry_out(asked)
        place.office.refresh_from_db()
        assert (result.done, place.office.seat) == (True, "12 Hùng Vương")


class TestEveryKindOfMailbox:
    @pytest.mark.parametrize(
        ("regulation", "named", "box", "address"),
        [
            (HANOI, "Hộp thư văn thư Sở Tư pháp", "van_thu", "vanthu_sotp@hanoi.gov.vn"),
            (HANOI, "Kỹ thuật", "ky_thuat", "kythuat_sotp@hanoi.gov.vn"),
            (HANOI, "Hộp thư nhóm Giao ban", "group_agency", "giaoban_sotp@hanoi.gov.vn"),
        ],
    )
    def test_a_line_asks_for_it_by_name(self, province, regulation, named, box, address):
        place = province(regulation)
        facts = {"representative": "Lê Thị Hoa", "position": "Trưởng phòng", "national_id": "001188000001"}
        asked = row(
            "organisation.issue",
            box=box,
            org_name=named,
            seat="12 Hùng Vương",
            phone="0912345678",
            decision_no="3/QĐ",
            **facts,
        )
        [line] = place.foreseen(asked)
        assert (stands_against(line), line.proposed_address) == ([], address)
        [result] = place.carry_out(asked)
        assert result.done, result.refused
        assert (result.address, Mailbox.objects.get(address=address).kind) == (address, box)

    @pytest.mark.enforces("naming.group_city")
    def test_a_group_of_the_whole_city_is_asked_for_by_whom_the_regulation_names(self, province):
        place = province(HANOI)
        asked = row(
            "organisation.issue",
            box="group_city",
            org_name="Nhóm toàn thành phố Giám đốc các sở",
            seat="12 Hùng Vương",
            phone="0912345678",
            decision_no="3/QĐ",
            representative="Lê Thị Hoa",
            position="Trưởng phòng",
            national_id="001188000001",
        )
        [line] = place.foreseen(asked)
        assert [rule for rule, _ in stands_against(line)] == ["naming.proposers"]


REPRESENTED = {
    "org_name": "Phòng Bổ trợ",
    "seat": "12 Hùng Vương",
    "decision_no": "33/QĐ",
    "representative": "Lê Thị Hoa",
    "position": "Trưởng phòng",
    "national_id": "001188000001",
    "phone": "0912345678",
}


class TestRepresentatives:
    @pytest.mark.parametrize("elsewhere", [True, False])
    def test_who_is_in_another_agency_comes_along_which_is_told(self, province, elsewhere):
        place = province(HANOI)
        place.department()
        home = place.other if elsewhere else place.office
        person = place.world.person("Lê Thị Hoa", organisation=home, national_id="001188000001")
        [line] = place.foreseen(row("organisation.issue", **REPRESENTED))
        assert any("Sở Nội vụ" in one for one in line.foreseen["told"]) is elsewhere
        [result] = place.carry_out(row("organisation.issue", **REPRESENTED))
        person.refresh_from_db()
        assert (result.done, person.organisation_id) == (True, place.office.pk)


class TestHowFar:
    def test_lines_done_and_not_done_are_counted(self, province):
        place = province(CAOBANG)
        place.carry_out(person_row(1), person_row(2, "Nguyễn 123"))
        request = Request.objects.get()
        counted = lines_of([request])[request.pk]
        assert (counted.total, counted.done, counted.partly) == (2, 1, True)
        assert [one.state for one in request.rows.order_by("line")] == [RowState.DONE, RowState.FAILED]
