"""Điều 16: người dùng."""

import pytest
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import nothing_opens_before_the_first_change, password_is_judged

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ16.2")
def test_the_issued_password_is_changed_at_once_and_what_is_not_said_is_said_to_be_ours(
    province: Province,
) -> None:
    nothing_opens_before_the_first_change(province)
    password_is_judged(province, "ngan", refused_by="mặc định của hệ thống")
