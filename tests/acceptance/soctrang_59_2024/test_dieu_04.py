"""Điều 4: cấp, thu hồi."""

import pytest
from tests.acceptance.outside.people import Holder, an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-59-2024"


@pytest.mark.clause(REGULATION, "Đ4.1")
def test_an_agency_asks_by_a_letter_for_which_no_form_is_laid_down(province: Province) -> None:
    person = an_applicant()
    number = province.ask(
        f"person.issue full_name='{person.name}' position='Chuyên viên' phone={person.phone}"
    )
    shown = province.run(f"request show {number}")
    assert (shown["kinds"], shown["waits_for"]["by"]) == (["person.issue"], ["managing"])
    [done] = province.execute(number)
    assert done["address"].endswith("@soctrang.gov.vn")
    fresh = Holder(province, person.name, done["address"], done["password"])
    fresh.choose_password().must_enter_everywhere()
