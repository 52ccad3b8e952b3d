"""Điều 10: đơn vị vận hành, người quản lý hộp thư."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import custody_passes_on, every_operation_stands_in_the_trail

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ10.1.g-3")
def test_each_operation_exists_and_stands_in_the_trail(province: Province, clock: Clock) -> None:
    every_operation_stands_in_the_trail(province, clock, ground="Đ8.2.b")


@pytest.mark.clause(REGULATION, "Đ10.2.d")
def test_a_new_custodian_gets_the_mailbox_the_old_one_loses_it(province: Province) -> None:
    custody_passes_on(province)


@pytest.mark.clause(REGULATION, "Đ10.1.e-1")
def test_an_agency_looks_up_the_directory_within_its_own_scope(province: Province) -> None:
    focal, unit, other = province.staff("focal"), province.agency.unit("Phòng Bổ trợ"), province.new_agency()
    told = province.run(f"directory list --authority {province.code} --as {focal.address}")
    assert {one["code"] for one in told["organisations"]} == {province.agency.code, unit.code}
    own, strange = (
        province.run(f"directory show {one.code} --authority {province.code}")["id"]
        for one in (province.agency, other)
    )
    assert focal.browser.get("/danh-ba/").rows()
    page = focal.browser.get(f"/danh-ba/?q={other.short}")
    page.must_not_say(other.name)
    focal.browser.get(f"/danh-ba/{own}/").must_say(unit.name)
    focal.browser.get(f"/danh-ba/{strange}/").must_say("Không có trang này")
