"""Điều 6: thông tin phải cung cấp."""

import pytest
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ6.3")
@pytest.mark.parametrize("missing", ["phone", "national_id"])
def test_a_person_gives_name_agency_id_and_phone_and_may_leave_the_title_out(
    province: Province, missing: str
) -> None:
    number = province.hand_in(province.form([an_applicant(**{missing: ""}), an_applicant(position="")]))
    problems = province.run(f"request show {number}")["problems"]
    assert [one["line"] for one in problems] == [1]
    assert "khoản 3 Điều 6" in problems[0]["message"]
    lacking, titleless = province.execute(number)
    assert (lacking["done"], titleless["done"]) == (False, True)
    assert "khoản 3 Điều 6" in lacking["refused"][0]["message"]
