"""Điều 6: mật khẩu."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import password_is_judged

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ6.1")
def test_the_issued_password_is_changed_at_once_and_every_password_after_three_months(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-11-30T09:00")
    holder = province.holder()
    assert holder.sign_in().form("old", "new", "again") is not None
    holder.must_enter_nowhere(holder.issued)
    holder.choose_password()
    holder.must_enter_everywhere()
    clock.set("2026-02-28T09:00")
    holder.sign_in().must_say(holder.address)
    assert holder.state == "active"
    clock.set("2026-03-01T00:00")
    assert holder.sign_in().form("old", "new", "again") is not None


@pytest.mark.clause(REGULATION, "Đ6.2")
@pytest.mark.parametrize(
    ("password", "refused_by"),
    [
        ("Abcdef1*", ""),
        ("Abcdef1-", "khoản 2 Điều 6"),
        ("abcdef1!", "khoản 2 Điều 6"),
        ("ABCDEF1!", "khoản 2 Điều 6"),
        ("Abcde1!", "khoản 2 Điều 6"),
    ],
)
def test_a_password_needs_the_four_kinds_of_characters(
    province: Province, password: str, refused_by: str
) -> None:
    password_is_judged(province, password, refused_by)
