"""Điều 12: hộp thư của cơ quan."""

import pytest
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-59-2024"


@pytest.mark.clause(REGULATION, "Đ12.2")
def test_two_people_may_look_after_the_mailbox_of_an_agency(province: Province) -> None:
    first, second = province.holders(2)
    box = province.issue("agency")["address"]
    line = f"mailbox handover {box} --document 3/QĐ --reason 'Giao quản lý' --to"
    province.run(f"{line} {first.person}")
    province.run(f"{line} {second.person} --beside")
    shown = str(province.run(f"mailbox show {box}"))
    assert first.name in shown
    assert second.name in shown
