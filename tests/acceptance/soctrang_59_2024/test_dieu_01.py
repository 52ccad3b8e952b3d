"""Điều 1: phạm vi và đối tượng."""

import pytest
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "soctrang-59-2024"


@pytest.mark.clause(REGULATION, "Đ1.2.a–e")
def test_six_categories_are_inside_and_a_state_enterprise_is_not(province: Province) -> None:
    for category in (
        "sở, ngành và đơn vị trực thuộc",
        "đơn vị sự nghiệp thuộc UBND tỉnh",
        "UBND cấp huyện, cấp xã và đơn vị trực thuộc",
        "cơ quan Đảng, Mặt trận, tổ chức chính trị – xã hội các cấp",
        "cơ quan của HĐND các cấp",
        "cơ quan trung ương trên địa bàn",
    ):
        province.new_agency(category=category)
    refused = province.refused(
        f"directory add {a_code()} --authority {province.code} --name 'Công ty X' --kind agency "
        "--category 'doanh nghiệp nhà nước thuộc UBND tỉnh'"
    )
    assert refused.clauses == ["Đ1.2"]
