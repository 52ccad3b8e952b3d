"""Điều 12: đơn vị vận hành."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import every_operation_stands_in_the_trail

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ12.4")
def test_each_operation_exists_and_stands_in_the_trail(province: Province, clock: Clock) -> None:
    every_operation_stands_in_the_trail(province, clock, ground="Đ9.3.b")
