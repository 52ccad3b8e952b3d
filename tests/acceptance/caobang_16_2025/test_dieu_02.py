"""Điều 2: hai loại hộp thư."""

import pytest
from tests.acceptance.outside.provinces import Province

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ2.4")
@pytest.mark.clause(REGULATION, "Đ2.5")
def test_there_are_mailboxes_of_people_and_of_organisations_and_no_others(province: Province) -> None:
    holder = province.holder()
    box = province.issue("agency")
    assert (holder.shown["kind"], box["kind"]) == ("person", "agency")
    where = f"--organisation {province.agency.code} --authority {province.code}"
    for kind in ("van_thu", "ky_thuat", "group_agency"):
        refused = province.answer(f"mailbox issue --kind {kind} --title 'Lãnh đạo' {where} --document 3/QĐ")
        assert refused.exit == 1, kind
