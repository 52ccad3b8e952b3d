"""Điều 10: đơn vị vận hành, người quản lý hộp thư."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import custody_passes_on, every_operation_stands_in_the_trail

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ10.1.g-3")
def test_each_operation_exists_and_stands_in_the_trail(province: Province, clock: Clock) -> None:
    every_operation_stands_in_the_trail(province, clock, ground="Đ8.2.b")


@pytest.mark.clause(REGULATION, "Đ10.2.d")
def test_a_new_custodian_gets_the_mailbox_the_old_one_loses_it(province: Province) -> None:
    custody_passes_on(province)
