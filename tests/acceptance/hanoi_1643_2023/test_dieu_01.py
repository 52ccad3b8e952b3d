"""Điều 1: phạm vi và đối tượng."""

import pytest
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ1.2")
@pytest.mark.clause(REGULATION, "Đ22.2-1")
def test_a_body_from_outside_comes_in_only_by_the_decision_of_the_office_of_the_committee(
    province: Province,
) -> None:
    inside = province.new_agency(category="cơ quan, tổ chức, đơn vị thuộc hệ thống chính trị thành phố")
    assert province.issue("agency", inside)["address"] == f"{inside.code}@hanoi.gov.vn"
    code = a_code()
    line = (
        f"directory add {code} --authority {province.code} --name 'Công ty nước sạch' --kind agency "
        "--category 'doanh nghiệp nhà nước'"
    )
    refused = province.refused(line)
    assert refused.clauses == ["Đ1.2"]
    assert "Văn phòng UBND thành phố" in refused.refused[0]["message"]
    allowed = province.run(f"{line} --document '15/QĐ-VP của Văn phòng UBND thành phố'")
    assert allowed["category"] == "doanh nghiệp nhà nước"
    assert province.answer(f"directory show {code} --authority {province.code}").exit == 0
