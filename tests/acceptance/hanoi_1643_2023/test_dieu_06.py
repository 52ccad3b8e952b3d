"""Điều 6: thông tin phải cung cấp."""

import pytest
from tests.acceptance.outside.forms import hanoi_mau_01
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


@pytest.mark.clause(REGULATION, "Đ6.2")
@pytest.mark.parametrize("missing", ["decision_no", "representative", "national_id", "position", "phone"])
def test_an_organisation_gives_its_decision_and_who_answers_for_the_mailbox(
    province: Province, missing: str
) -> None:
    whole = {
        "decision_no": "12/QĐ-UBND",
        "representative": "Vũ Thị Bích Thảo",
        "national_id": an_applicant().national_id,
        "position": "Chánh Văn phòng",
        "phone": "0945127466",
    }
    names = [f"{province.agency.name} {part}" for part in ("một", "hai")]
    form = hanoi_mau_01(province.agency.name, [(names[0], {**whole, missing: ""}), (names[1], whole)])
    problems = province.run(f"request show {province.hand_in(form)}")["problems"]
    assert {one["line"] for one in problems if "khoản 2 Điều 6" in one["message"]} == {1}
