"""Điều 12: mật khẩu."""

import pytest
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import nothing_opens_before_the_first_change, password_is_judged

REGULATION = "hanoi-1643-2023"
COMPLEXITY = "khoản 2 Điều 12"


@pytest.mark.clause(REGULATION, "Đ12.1")
def test_nothing_is_open_before_the_issued_password_is_changed(province: Province) -> None:
    nothing_opens_before_the_first_change(province)


@pytest.mark.clause(REGULATION, "Đ12.2")
@pytest.mark.parametrize(
    ("password", "refused_by"),
    [
        ("ABCDEF1!", ""),
        ("Abcdefg1", COMPLEXITY),
        ("ABCDEF1*", COMPLEXITY),
        ("ABCDE1!", COMPLEXITY),
        ("abcdef1!", COMPLEXITY),
    ],
)
def test_a_password_needs_the_named_kinds_of_characters(
    province: Province, password: str, refused_by: str
) -> None:
    password_is_judged(province, password, refused_by)
