"""Điều 13: hộp thư của cơ quan."""

import pytest
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "Đ13.1")
def test_one_person_looks_after_the_mailbox_of_an_agency_and_a_second_only_instead(
    province: Province,
) -> None:
    first, second = province.holders(2)
    box = province.issue("agency")["address"]
    line = f"mailbox handover {box} --document 3/QĐ --reason 'Giao quản lý' --to"
    province.run(f"{line} {first.person}")
    assert "Đ13.1" in province.refused(f"{line} {second.person} --beside").clauses
    province.run(f"{line} {second.person}")
