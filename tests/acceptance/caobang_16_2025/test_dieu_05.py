"""Điều 5: đặt tên hộp thư."""

import pytest
from tests.acceptance.outside.people import a_name, an_applicant, run_together
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ5.2")
@pytest.mark.clause(REGULATION, "Đ5.3-2")
def test_a_person_gets_the_name_the_initials_and_the_code_and_the_second_a_number(province: Province) -> None:
    given = run_together(a_name() + a_name())
    name, same_letters = f"Đàm Văn {given.capitalize()}", f"Đặng Vũ {given.capitalize()}"
    first, second = province.holder(name), province.holder(same_letters)
    code = province.agency.code
    assert first.address == f"{given}dv.{code}@caobang.gov.vn"
    assert second.address == f"{given}dv1.{code}@caobang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.3-1")
def test_where_two_meet_people_choose_a_short_name_that_holds_the_person_and_the_agency(
    province: Province,
) -> None:
    given = run_together(a_name() + a_name())
    names = [
        f"Đàm Văn {given.capitalize()}",
        f"Đặng Vũ {given.capitalize()}",
        f"Đỗ Viết {given.capitalize()}",
    ]
    code = province.agency.code
    province.holder(names[0])
    nameless = province.hand_in(province.form([an_applicant(names[1])]))
    [refused] = province.execute(nameless, "--choose", f"1=x9k.{code}")
    assert not refused["done"]
    assert "Đ5.3-1" in [one["clause"] for one in refused["refused"]]
    [chosen] = province.execute(
        province.hand_in(province.form([an_applicant(names[2])])), "--choose", f"1={given}.{code}"
    )
    assert chosen["address"] == f"{given}.{code}@caobang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.1.a")
@pytest.mark.clause(REGULATION, "Đ5.1.c")
def test_an_agency_gets_its_name_and_a_unit_its_own_and_that_of_the_agency(province: Province) -> None:
    own, short = a_code(), a_code()
    agency = province.new_agency(own=own, unit_suffix=short)
    unit = agency.unit("Phòng Chuyển đổi số", "phongcds")
    assert province.issue("agency", agency)["address"] == f"{own}@caobang.gov.vn"
    assert province.issue("department", unit)["address"] == f"phongcds.{short}@caobang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.1.b")
def test_a_commune_gets_ubnd_and_its_name(province: Province) -> None:
    name = f"{a_name()} {a_name()}"
    own = f"ubnd{run_together(name)}"
    commune = province.new_agency(f"UBND xã {name}", a_code(), "locality", own=own)
    assert province.issue("locality", commune)["address"] == f"{own}@caobang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.1.d")
def test_another_body_gets_its_name_and_its_unit_a_dot_between(province: Province) -> None:
    body = province.new_agency("Hội Nông dân tỉnh", a_code(), "other_body")
    unit = body.unit("Ban Tổ chức", "bantochuc", "other_body_unit")
    assert province.issue("other_body", body)["address"] == f"{body.code}@caobang.gov.vn"
    assert province.issue("other_body_unit", unit)["address"] == f"bantochuc.{body.code}@caobang.gov.vn"
