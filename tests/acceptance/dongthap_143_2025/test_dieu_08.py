"""Điều 8: cấp, thay đổi, thu hồi."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import only_an_operator_carries_out

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ8.2.a-2")
def test_five_working_days_from_receipt(province: Province, clock: Clock) -> None:
    clock.set("2025-12-29T09:00")
    number = province.hand_in(province.form([an_applicant()]))
    for step in ("confirm", "forward", "accept"):
        province.answer(f"request {step} {number}")
    shown = province.run(f"request show {number}")
    assert (shown["due_on"], shown["due_clause"]) == ("2026-01-07", "Đ8.2.a-2")


@pytest.mark.clause(REGULATION, "Đ8.2.e")
def test_only_the_operator_carries_requests_out(province: Province) -> None:
    only_an_operator_carries_out(province)
