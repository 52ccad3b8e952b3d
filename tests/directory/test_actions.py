import pytest
from django.db import IntegrityError, transaction
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.directory.actions import PersonFacts, appoint, correct_person, dismiss, enter_person
from congthu.directory.models import Appointment, Organisation, Person
from congthu.directory.queries import (
    actor_for,
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

    def test_the_same_id_number_is_the_same_person(self, world):
        first = world.person("Nguyễn Văn An", national_id="001174022272", position="Chuyên viên")
        again = world.person("Nguyễn Văn An", national_id="001174022272", position="Phó Trưởng phòng")
        assert again == first
        assert Person.objects.get().position == "Phó Trưởng phòng"
        assert person_by_national_id(world.hanoi, "001174022272") == first

    def test_people_come_in_vietnamese_order_by_given_name(self, world):
        for name in ("Lê Đạt", "Lê Ân", "Lê Dũng", "Lê Ăn", "Lê An", "Đỗ An"):
            world.person(name)
        found = search_people("", acting=CONSOLE).values_list("full_name", flat=True)
        assert list(found) == ["Đỗ An", "Lê An", "Lê Ăn", "Lê Ân", "Lê Dũng", "Lê Đạt"]

    def test_only_an_operator_enters_people(self, world):
        head = world.actor(Role.HEAD, organisation=world.justice)
        with pytest.raises(RefusedByRule):
            enter_person(world.justice, PersonFacts("Lê Thị Hoa"), acting=head, now=NOW)

    def test_a_correction_changes_what_it_names(self, world):
        person = world.person(position="Chuyên viên", otp_phone="0912345678")
        correct_person(person, position="Trưởng phòng", acting=CONSOLE, now=NOW, cause=CAUSE)
        person.refresh_from_db()
        assert (person.position, person.otp_phone) == ("Trưởng phòng", "0912345678")


class TestAppointments:
    def test_a_role_over_an_agency_reaches_what_is_below_it(self, world):
        below = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice)
        deeper = agency(world.hanoi, "Tổ Một", "to1", parent=below)
        head = world.actor(Role.HEAD, organisation=world.justice)
        assert set(head.over_agency) == {world.justice.pk, below.pk, deeper.pk}

    def test_an_ended_role_is_no_role(self, world):
        person = world.person()
        appointment = appoint(person, Role.OPERATOR, acting=CONSOLE, now=NOW)
        dismiss(appointment, acting=CONSOLE, now=NOW)
        assert actor_for(person, key="an@hanoi.gov.vn", now=NOW).over_authority == {}

    @pytest.mark.parametrize(("role", "over"), [(Role.OPERATOR, True), (Role.HEAD, False)])
    def test_a_role_in_the_wrong_scope_is_refused(self, world, role, over):
        organisation = world.justice if over else None
        with pytest.raises(RefusedByRule):
            appoint(world.person(), role, organisation=organisation, acting=CONSOLE, now=NOW)
        assert not Appointment.objects.exists()

    def test_whoever_operates_does_not_inspect(self, world):
        person = world.person()
        appointment = appoint(person, Role.OPERATOR, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule, match="không đồng thời là người kiểm tra"):
            appoint(person, Role.INSPECTOR, acting=CONSOLE, now=NOW)
        dismiss(appointment, acting=CONSOLE, now=NOW)
        assert appoint(person, Role.INSPECTOR, acting=CONSOLE, now=NOW)

    def test_a_role_is_held_once_at_a_time(self, world):
        person = world.person()
        appoint(person, Role.FOCAL, organisation=world.justice, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule, match="đang giữ vai trò"):
            appoint(person, Role.FOCAL, organisation=world.justice, acting=CONSOLE, now=NOW)

    def test_authorities_are_seen_by_those_who_belong_to_them(self, world):
        establish("haiphong", name="Thành phố khác")
        operator = world.actor(Role.OPERATOR)
        assert list(visible_authorities(operator)) == [world.hanoi]
