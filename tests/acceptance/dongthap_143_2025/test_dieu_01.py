"""Điều 1: phạm vi và đối tượng."""

import pytest
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ1.3")
def test_who_works_at_a_public_school_gets_none_the_school_and_a_civil_servant_do(province: Province) -> None:
    school = province.new_agency(sector="giáo dục công lập")
    where = f"--organisation {school.code} --authority {province.code} --document 3/QĐ --reason x"
    for employment, refused in (("viên chức", True), ("người lao động", True), ("công chức", False)):
        person = province.new_person(an_applicant(), school, employment=employment)
        line = f"mailbox issue --kind person --person {person} {where}"
        if refused:
            assert province.refused(line).clauses == ["Đ1.3"], employment
        else:
            province.run(line)
    province.issue("agency", school)


@pytest.mark.clause(REGULATION, "Đ1.3")
def test_a_form_that_names_a_school_as_the_place_of_work_says_enough(province: Province) -> None:
    people = [
        an_applicant(position="Viên chức", unit="Trường THPT Số 1"),
        an_applicant(position="Viên chức", unit="Phòng Hành chính"),
    ]
    teacher, other = province.execute(province.hand_in(province.form(people)))
    assert (teacher["done"], [one["clause"] for one in teacher["refused"]]) == (False, ["Đ1.3"])
    assert other["done"]


@pytest.mark.clause(REGULATION, "Đ1.2")
def test_the_three_categories_are_inside_and_another_is_refused(province: Province) -> None:
    for category in (
        "cơ quan nhà nước",
        "tổ chức chính trị, chính trị – xã hội",
        "cơ quan, tổ chức khác có liên quan",
    ):
        province.new_agency(category=category)
    refused = province.refused(
        f"directory add {a_code()} --authority {province.code} --name 'Công ty X' --kind agency "
        "--category 'doanh nghiệp tư nhân'"
    )
    assert refused.clauses == ["Đ1.2"]
