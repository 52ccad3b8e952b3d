"""Điều 12: trách nhiệm của cơ quan."""

import pytest
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import an_agency_asks_for_its_own

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "Đ12.1")
def test_an_agency_asks_for_its_own_people_and_for_nobody_elses(province: Province) -> None:
    an_agency_asks_for_its_own(province)
