"""Phụ lục: biểu mẫu."""

import pytest
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "PL.all")
def test_nothing_goes_on_before_the_head_of_the_agency_has_signed(province: Province) -> None:
    number = province.hand_in(province.form([an_applicant()]))
    assert province.refused(f"request accept {number}").clauses == ["PL.all"]
    province.run(f"request confirm {number}")
    province.answer(f"request forward {number}")
    province.run(f"request accept {number}")
