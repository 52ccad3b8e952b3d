"""Điều 1: phạm vi và đối tượng."""

import pytest
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "Đ1.2")
def test_seven_categories_are_inside_and_an_agency_of_none_is_not_entered(province: Province) -> None:
    for category in (
        "sở, ban, ngành và đơn vị sự nghiệp thuộc UBND tỉnh",
        "đơn vị thuộc sở",
        "UBND cấp huyện, cấp xã và đơn vị trực thuộc",
        "cơ quan Đảng, Mặt trận, tổ chức chính trị – xã hội thuộc Tỉnh ủy",
        "cơ quan của HĐND tỉnh",
        "doanh nghiệp nhà nước thuộc UBND tỉnh",
        "cơ quan trung ương, doanh nghiệp nhà nước trên địa bàn",
    ):
        province.new_agency(category=category)
    code = a_code()
    add = f"directory add {code} --authority {province.code} --name 'Ban Quản lý cảng' --kind agency"
    for category in ("", "--category 'doanh nghiệp tư nhân'"):
        refused = province.refused(f"{add} {category}")
        assert refused.clauses == ["Đ1.2"]
    file = province.scratch / f"{code}.csv"
    file.write_text(f"Mã,Tên,Loại\n{code},Ban Quản lý cảng,cơ quan\n", "utf-8")
    read = province.answer(f"directory import {file} --authority {province.code}")
    assert "Đ1.2" in str(read.output)
    assert province.answer(f"directory show {code} --authority {province.code}").exit != 0
