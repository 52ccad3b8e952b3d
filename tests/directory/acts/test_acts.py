from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.directory.acts.organisations import (
    correct_organisation,
    dissolve_organisation,
    merge_organisation,
    move_organisation,
    rename_organisation,
)
from congthu.directory.acts.people import correct_person, enter_person, move_person
from congthu.directory.acts.roles import appoint, dismiss
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Appointment, Organisation, Person
from congthu.directory.queries import (
    SeveralPeople,
    actor_for,
    find_person,
    organisation_by_code,
    organisation_by_name,
    person_by_national_id,
    search_people,
    visible_authorities,
)
from congthu.directory.roles import Role
from congthu.regulations.refusals import RefusedByRule


def rule(raised):
    return raised.value.refusals[0].rule


class TestOrganisations:
    def test_one_is_found_by_code_and_by_any_spelling_of_its_name(self, world):
        assert organisation_by_code(world.hanoi, "sotp") == world.justice
        assert organisation_by_name(world.hanoi, "SỞ TƯ PHÁP") == world.justice
        assert organisation_by_name(world.hanoi, "Sở Xây dựng") is None

    def test_two_of_one_code_side_by_side_are_refused(self, world):
        with pytest.raises(RefusedByRule) as raised:
            agency(world.hanoi, "Sở Tài phán", "sotp")
        assert rule(raised) == "organisation.code"
        assert agency(world.hanoi, "Phòng Tổ chức", "sotp", parent=world.interior)

    @pytest.mark.parametrize("code", ["Sở", "SOTP", "so tp", "-sotp", ""])
    def test_a_code_that_no_address_could_hold_is_refused(self, world, code):
        with pytest.raises(RefusedByRule) as raised:
            agency(world.hanoi, "Sở Tài chính", code)
        assert rule(raised) == "organisation.code"

    def test_a_parent_in_another_authority_is_refused(self, world):
        other = establish("haiphong", name="Thành phố khác")
        with pytest.raises(RefusedByRule):
            agency(other, "Phòng", "phong", parent=world.justice)

    @pytest.mark.parametrize(
        ("constraint", "bad"),
        [
            ("organisation_ends_after_it_began", {"valid_to": "2001-01-01"}),
            ("organisation_codes_are_local_parts", {"unit_suffix": "Sở"}),
        ],
    )
    def test_bad_rows_are_refused(self, world, constraint, bad):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Organisation.objects.filter(pk=world.justice.pk).update(**bad)

    def test_nobody_is_their_own_parent(self, world):
        with pytest.raises(IntegrityError, match="organisation_not_its_own_parent"), transaction.atomic():
            Organisation.objects.filter(pk=world.justice.pk).update(parent_id=world.justice.pk)


class TestPeople:
    def test_a_name_is_normalised_and_taken_apart(self, world):
        person = world.person("  Nguyễn   Thị Kim  Chi ")
        assert person.full_name == "Nguyễn Thị Kim Chi"
        assert (person.family_name, person.middle_name, person.given_name) == ("Nguyễn", "Thị Kim", "Chi")

    def test_somebody_is_entered_once_and_never_overwritten(self, world):
        first = world.person("Nguyễn Văn An", national_id="001174022272", position="Chuyên viên")
        with pytest.raises(RefusedByRule, match="là của Nguyễn Văn An, Sở Tư pháp"):
            world.person("Nguyễn Văn An", national_id="001174022272", position="Phó Trưởng phòng")
        assert Person.objects.get().position == "Chuyên viên"
        assert person_by_national_id(world.hanoi, "001174022272") == first
        assert world.person("Nguyễn Văn An", national_id="001174022273") != first

    def test_people_come_in_vietnamese_order_by_given_name(self, world):
        for name in ("Lê Đạt", "Lê Ân", "Lê Dũng", "Lê Ăn", "Lê An", "Đỗ An"):
            world.person(name)
        found = search_people("", acting=CONSOLE).values_list("full_name", flat=True)
        assert list(found) == ["Đỗ An", "Lê An", "Lê Ăn", "Lê Ân", "Lê Dũng", "Lê Đạt"]

    def test_only_an_operator_enters_people(self, world):
        head = world.actor(Role.HEAD, organisation=world.justice)
        with pytest.raises(RefusedByRule):
            enter_person(world.justice, PersonFacts("Lê Thị Hoa"), acting=head, now=NOW)

    def test_a_correction_changes_what_it_names_and_nothing_else(self, world):
        person = world.person(position="Chuyên viên", otp_phone="0912345678")
        correct_person(person, position="Trưởng phòng", acting=CONSOLE, now=NOW, cause=CAUSE)
        person.refresh_from_db()
        assert (person.position, person.otp_phone) == ("Trưởng phòng", "0912345678")
        [entry] = AuditEntry.objects.filter(event="person.corrected")
        assert entry.details == {
            "changed": {"position": ["Chuyên viên", "Trưởng phòng"], "rank": ["staff", "unit-leader"]}
        }

    def test_the_trail_of_a_correction_masks_what_is_private(self, world):
        person = world.person(national_id="001174022272")
        told = {"national_id": "001174022999", "otp_phone": "0912345678"}
        correct_person(person, **told, acting=CONSOLE, now=NOW, cause=CAUSE)
        [entry] = AuditEntry.objects.filter(event="person.corrected")
        assert entry.details["changed"]["national_id"] == ["•••••••••272", "•••••••••999"]
        assert person_by_national_id(world.hanoi, "001174022999") == person
        assert person_by_national_id(world.hanoi, "001174022272") is None

    def test_an_id_number_of_somebody_else_is_refused(self, world):
        world.person("Nguyễn Văn An", national_id="001174022272")
        other = world.person("Lê Thị Hoa")
        with pytest.raises(RefusedByRule, match="là của Nguyễn Văn An"):
            correct_person(other, national_id="001174022272", acting=CONSOLE, now=NOW, cause=CAUSE)

    def test_the_parts_of_a_name_can_be_corrected(self, world):
        person = world.person("H'Hen Niê")
        correct_person(person, family_name="Niê", given_name="H'Hen", acting=CONSOLE, now=NOW, cause=CAUSE)
        assert (person.family_name, person.middle_name, person.given_name) == ("Niê", "", "H'Hen")
        correct_person(person, full_name="Lê Thị Hoa", acting=CONSOLE, now=NOW, cause=CAUSE)
        assert (person.family_name, person.middle_name, person.given_name) == ("Lê", "Thị", "Hoa")
        assert list(search_people("le thi", acting=CONSOLE)) == [person]

    def test_a_rank_that_no_regulation_knows_is_refused(self, world):
        assert world.person(rank="agency-head").rank == "agency-head"
        with pytest.raises(RefusedByRule, match="Không có cấp bậc"):
            world.person("Lê Thị Hoa", rank="king")

    def test_a_correction_needs_a_ground(self, world):
        person = world.person()
        with pytest.raises(RefusedByRule) as raised:
            correct_person(person, position="Trưởng phòng", acting=CONSOLE, now=NOW, cause=Cause())
        assert rule(raised) == "cause.reason"

    def test_a_move_takes_the_person_over_and_ends_the_roles_in_the_former_agency(self, world):
        person = world.person()
        appoint(person, Role.FOCAL, organisation=world.justice, acting=CONSOLE, now=NOW, cause=CAUSE)
        day = date(2026, 3, 1)
        move_person(person, to=world.interior, decided_on=day, acting=CONSOLE, now=NOW, cause=CAUSE)
        assert person.organisation == world.interior
        assert actor_for(person, key="an@hanoi.gov.vn", now=NOW).over_agency == {}
        [entry] = AuditEntry.objects.filter(event="person.moved")
        assert entry.document == CAUSE.document
        assert entry.details == {"from": "Sở Tư pháp", "to": "Sở Nội vụ", "decided_on": "2026-03-01"}

    @pytest.mark.parametrize(
        ("cause", "day", "why"),
        [
            (Cause(reason="Điều động"), date(2026, 3, 1), "quyết định"),
            (CAUSE, date(2026, 3, 3), "chưa đến"),
        ],
    )
    def test_a_move_without_its_decision_is_refused(self, world, cause, day, why):
        person = world.person()
        with pytest.raises(RefusedByRule, match=why):
            move_person(person, to=world.interior, decided_on=day, acting=CONSOLE, now=NOW, cause=cause)
        assert Person.objects.get().organisation == world.justice

    def test_a_person_is_found_by_number_or_by_name_within_the_agency(self, world):
        an = world.person("Nguyễn Văn An", national_id="001174022272")
        assert find_person(world.hanoi, national_id="001174022272") == an
        assert find_person(world.hanoi, name="nguyễn văn an", within=world.justice) == an
        assert find_person(world.hanoi, name="Nguyễn Văn An", within=world.interior) is None
        other = {"national_id": "001174022999", "name": "Nguyễn Văn An", "within": world.justice}
        assert find_person(world.hanoi, **other) is None
        world.person("Nguyễn Văn An")
        with pytest.raises(SeveralPeople):
            find_person(world.hanoi, name="Nguyễn Văn An", within=world.justice)


class TestReorganising:
    DAY = date(2026, 3, 1)

    def told(self, **more):
        return {"acting": CONSOLE, "now": NOW, "cause": CAUSE, **more}

    def test_a_new_name_keeps_the_codes_and_needs_a_decision(self, world):
        rename_organisation(world.justice, name="Sở Tư pháp và Thi hành án", **self.told())
        assert (world.justice.name, world.justice.code) == ("Sở Tư pháp và Thi hành án", "sotp")
        assert organisation_by_name(world.hanoi, "so tu phap va thi hanh an") == world.justice
        with pytest.raises(RefusedByRule):
            rename_organisation(world.justice, name="Sở Khác", **self.told(cause=Cause(reason="Thích")))

    def test_an_organisation_is_not_put_below_itself(self, world):
        unit = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice)
        with pytest.raises(RefusedByRule, match="vòng"):
            move_organisation(world.justice, to=unit, **self.told())
        move_organisation(unit, to=world.interior, **self.told())
        assert unit.parent == world.interior

    def test_a_merger_takes_units_and_people_along_and_keeps_reach_over_what_is_left(self, world):
        unit = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice)
        person = world.person()
        appoint(person, Role.FOCAL, organisation=world.justice, **self.told())
        head = world.person("Lê Thị Hoa", organisation=world.interior)
        appoint(head, Role.HEAD, organisation=world.interior, **self.told())
        merge_organisation(world.justice, into=world.interior, decided_on=self.DAY, **self.told())
        unit.refresh_from_db()
        person.refresh_from_db()
        assert (unit.parent, person.organisation) == (world.interior, world.interior)
        assert (world.justice.valid_to, world.justice.successor) == (self.DAY, world.interior)
        assert actor_for(person, key="an", now=NOW).over_agency == {}
        assert world.justice.pk in actor_for(head, key="hoa", now=NOW).over_agency
        assert organisation_by_code(world.hanoi, "sotp") is None

    def test_a_code_that_ended_may_come_back(self, world):
        dissolve_organisation(world.justice, decided_on=self.DAY, **self.told())
        assert agency(world.hanoi, "Sở Tư pháp", "sotp").pk != world.justice.pk

    def test_what_still_has_units_is_not_dissolved(self, world):
        unit = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice)
        with pytest.raises(RefusedByRule, match="còn đơn vị trực thuộc"):
            dissolve_organisation(world.justice, decided_on=self.DAY, **self.told())
        dissolve_organisation(unit, decided_on=self.DAY, **self.told())
        dissolve_organisation(world.justice, decided_on=self.DAY, **self.told())
        with pytest.raises(RefusedByRule, match="đã kết thúc"):
            dissolve_organisation(world.justice, decided_on=self.DAY, **self.told())

    def test_a_correction_of_an_organisation_changes_what_it_names(self, world):
        correct_organisation(world.justice, seat="1 Trần Phú", person_suffix="stp", **self.told())
        assert (world.justice.seat, world.justice.person_suffix, world.justice.code) == (
            "1 Trần Phú",
            "stp",
            "sotp",
        )
        with pytest.raises(RefusedByRule, match="địa chỉ thư"):
            correct_organisation(world.justice, person_suffix="Sở", **self.told())

    @pytest.mark.enforces("scope.categories", "scope.exceptions_by")
    def test_a_category_outside_the_regulation_is_refused_with_the_clause(self, world):
        inside = "cơ quan, tổ chức, đơn vị thuộc hệ thống chính trị thành phố"
        assert agency(world.hanoi, "Sở Xây dựng", "soxd", category=inside)
        with pytest.raises(RefusedByRule) as raised:
            agency(world.hanoi, "Công ty Nước", "nuoc", category="doanh nghiệp")
        assert (rule(raised), raised.value.refusals[0].clause) == ("scope.categories", "Đ1.2")
        by = Cause(document="9/QĐ-VP của Văn phòng UBND thành phố")
        assert agency(world.hanoi, "Công ty Nước", "nuoc", category="doanh nghiệp", cause=by)

    @pytest.mark.enforces("scope.category_needed")
    @pytest.mark.usefixtures("db")
    def test_an_agency_without_a_category_is_refused_where_it_is_needed_and_keeps_the_one_it_has(self):
        draft = establish("soctrang", "soctrang-draft-2024")
        with pytest.raises(RefusedByRule) as raised:
            agency(draft, "Ban Quản lý cảng", "cang", category="")
        assert (rule(raised), raised.value.refusals[0].clause) == ("scope.category_needed", "Đ1.2")
        port = agency(draft, "Ban Quản lý cảng", "cang", category="đơn vị thuộc sở")
        assert agency(draft, "Văn phòng", "vp", parent=port).category == ""
        correct_organisation(port, seat="1 Trần Phú", **self.told())
        with pytest.raises(RefusedByRule, match="Phải ghi nhóm"):
            correct_organisation(port, category="", **self.told())
        port.refresh_from_db()
        assert (port.seat, port.category) == ("1 Trần Phú", "đơn vị thuộc sở")


class TestAppointments:
    def test_a_role_over_an_agency_reaches_what_is_below_it(self, world):
        below = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice)
        deeper = agency(world.hanoi, "Tổ Một", "to1", parent=below)
        head = world.actor(Role.HEAD, organisation=world.justice)
        assert set(head.over_agency) == {world.justice.pk, below.pk, deeper.pk}

    def test_an_ended_role_is_no_role(self, world):
        person = world.person()
        appointment = appoint(person, Role.OPERATOR, acting=CONSOLE, now=NOW, cause=CAUSE)
        dismiss(appointment, acting=CONSOLE, now=NOW, cause=CAUSE)
        assert actor_for(person, key="an@hanoi.gov.vn", now=NOW).over_authority == {}

    @pytest.mark.parametrize(("role", "over"), [(Role.OPERATOR, True), (Role.HEAD, False)])
    def test_a_role_in_the_wrong_scope_is_refused(self, world, role, over):
        organisation = world.justice if over else None
        with pytest.raises(RefusedByRule):
            appoint(world.person(), role, organisation=organisation, acting=CONSOLE, now=NOW, cause=CAUSE)
        assert not Appointment.objects.exists()

    def test_whoever_operates_does_not_inspect(self, world):
        person = world.person()
        appointment = appoint(person, Role.OPERATOR, acting=CONSOLE, now=NOW, cause=CAUSE)
        with pytest.raises(RefusedByRule, match="không đồng thời là người kiểm tra"):
            appoint(person, Role.INSPECTOR, acting=CONSOLE, now=NOW, cause=CAUSE)
        dismiss(appointment, acting=CONSOLE, now=NOW, cause=CAUSE)
        assert appoint(person, Role.INSPECTOR, acting=CONSOLE, now=NOW, cause=CAUSE)

    def test_a_role_is_held_once_at_a_time(self, world):
        person = world.person()
        appoint(person, Role.FOCAL, organisation=world.justice, acting=CONSOLE, now=NOW, cause=CAUSE)
        with pytest.raises(RefusedByRule, match="đang giữ vai trò"):
            appoint(person, Role.FOCAL, organisation=world.justice, acting=CONSOLE, now=NOW, cause=CAUSE)

    def test_authorities_are_seen_by_those_who_belong_to_them(self, world):
        establish("haiphong", name="Thành phố khác")
        operator = world.actor(Role.OPERATOR)
        assert list(visible_authorities(operator)) == [world.hanoi]
