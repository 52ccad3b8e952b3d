"""Quyết định ban hành: hiệu lực."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import time_counts_from_the_first_day

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "QĐ.Đ2")
def test_nobody_is_held_to_it_before_its_first_day(province: Province, clock: Clock) -> None:
    before, first, still_open, over = "2025-12-19", "2025-12-20", "2026-02-02", "2026-02-05"
    for day, holds in ((before, False), (first, True)):
        told = province.run(f"regulation try {REGULATION} day {day}")
        assert told["in_force"] is holds
    time_counts_from_the_first_day(
        province, clock, used_on="2025-10-01", still_open=still_open, over=over, ground="Đ9.3.a"
    )
    province.staff("operator").browser.get("quy-che/").must_say("Có hiệu lực từ", "20/12/2025")
