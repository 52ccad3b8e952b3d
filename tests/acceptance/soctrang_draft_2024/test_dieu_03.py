"""Điều 3: đặt tên hộp thư."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.people import a_name, run_together
from tests.acceptance.outside.provinces import Province, a_code
from tests.acceptance.outside.scenes import the_higher_post_of_a_day_keeps_the_name

REGULATION = "soctrang-draft-2024"


def a_given_name() -> str:
    """A given name that nobody bears."""
    return run_together(f"{a_name()} {a_name()}").capitalize()


@pytest.mark.clause(REGULATION, "Đ2.1")
def test_every_address_is_of_the_one_domain(province: Province) -> None:
    holder = province.holder()
    assert holder.address.endswith("@soctrang.gov.vn")
    other = f"{a_code()}@gmail.com"
    province.refused(f"mailbox alias {holder.address} {other} --document 3/QĐ --reason 'x'")


@pytest.mark.clause(REGULATION, "Đ3.1-2")
@pytest.mark.clause(REGULATION, "Đ3.1-3")
def test_an_agency_gets_its_short_name_and_its_department_a_dot_between(province: Province) -> None:
    agency = province.agency
    department = agency.unit("Phòng Chuyển đổi số", "phongcds")
    assert province.issue("agency")["address"] == f"{agency.code}@soctrang.gov.vn"
    assert province.issue("department", department)["address"] == f"phongcds.{agency.code}@soctrang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ3.1-1")
def test_an_agency_and_each_department_have_one_mailbox(province: Province) -> None:
    department = province.agency.unit("Phòng Chuyển đổi số", "phongcds")
    for kind, where in (("agency", province.agency), ("department", department)):
        province.issue(kind, where)
        options = f"--organisation {where.code} --authority {province.code} --document 3/QĐ --reason x"
        second = province.refused(f"mailbox issue --kind {kind} {options}")
        assert second.clauses == ["Đ3.1-1"]


@pytest.mark.clause(REGULATION, "Đ3.2-1")
@pytest.mark.clause(REGULATION, "Đ3.2-2")
@pytest.mark.clause(REGULATION, "Đ3.2-3")
@pytest.mark.clause(REGULATION, "Đ3.2-4")
def test_a_locality_gets_its_name_and_what_is_below_it_a_dot_between(province: Province) -> None:
    locality = province.new_agency("UBND huyện Mỹ Xuyên", a_code(), "locality")
    below = locality.unit("UBND xã Thạnh Phú", "xathanhphu", "locality_unit")
    department = locality.unit("Phòng Văn hóa và Thông tin", "phongvhtt", "locality_department")
    expected = (
        ("locality", locality, locality.code),
        ("locality_unit", below, f"xathanhphu.{locality.code}"),
        ("locality_department", department, f"phongvhtt.{locality.code}"),
    )
    for kind, where, local_part in expected:
        assert province.issue(kind, where)["address"] == f"{local_part}@soctrang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ3.3")
@pytest.mark.clause(REGULATION, "Đ3.4.a")
def test_a_person_gets_the_initials_and_the_name_and_who_comes_later_a_number(province: Province) -> None:
    given = a_given_name()
    holders = [province.holder(f"{before} {given}") for before in ("Dương Chí", "Dương Cao", "Đào Công")]
    base = f"dc{given.lower()}"
    assert [one.address.partition("@")[0] for one in holders] == [base, f"{base}1", f"{base}2"]


@pytest.mark.clause(REGULATION, "Đ3.4.b")
def test_of_those_who_ask_on_one_day_the_higher_post_keeps_the_name(province: Province, clock: Clock) -> None:
    the_higher_post_of_a_day_keeps_the_name(province, clock)
