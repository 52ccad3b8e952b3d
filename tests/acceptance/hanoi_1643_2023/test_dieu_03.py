"""Điều 3: hệ thống."""

import pytest
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ3.3.a–c")
def test_organisations_stand_on_three_levels(province: Province) -> None:
    city = province.new_agency()
    district = city.unit("UBND quận Hoàng Mai", a_code(), "locality")
    ward = district.unit("UBND phường Đại Kim", a_code(), "locality_unit")
    shown = province.run(f"directory show {ward.code} --authority {province.code}")
    assert shown["parent"] == district.code
    above = province.run(f"directory show {district.code} --authority {province.code}")
    assert above["parent"] == city.code
    assert province.holder(agency=ward).address.endswith(f"_{ward.short}@hanoi.gov.vn")
