"""Điều 1: phạm vi và đối tượng."""

import pytest
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ1.2")
def test_others_concerned_are_inside_and_a_category_that_nobody_named_is_not(province: Province) -> None:
    other = province.new_agency(
        "Hội Nông dân tỉnh", kind="other_body", category="cơ quan, tổ chức, cá nhân khác có liên quan"
    )
    assert province.issue("other_body", other)["address"] == f"{other.code}@caobang.gov.vn"
    refused = province.refused(
        f"directory add {a_code()} --authority {province.code} --name 'Công ty X' --kind other_body "
        "--category 'doanh nghiệp tư nhân'"
    )
    assert refused.clauses == ["Đ1.2"]
