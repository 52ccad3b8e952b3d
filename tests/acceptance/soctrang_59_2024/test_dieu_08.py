"""Điều 8: mật khẩu."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import (
    nothing_opens_before_the_first_change,
    one_password_for_one_mailbox,
    password_is_judged,
)

REGULATION = "soctrang-59-2024"
COMPLEXITY = "điểm b khoản 1 Điều 8"
PERSONAL = "điểm c khoản 1 Điều 8"


@pytest.mark.clause(REGULATION, "Đ8.1.a")
def test_the_issued_password_is_changed_after_the_first_access(province: Province) -> None:
    nothing_opens_before_the_first_change(province)


@pytest.mark.clause(REGULATION, "Đ8.1.b")
@pytest.mark.parametrize(
    ("password", "refused_by"),
    [
        ("Abcdef1!", ""),
        ("abcdef1!", COMPLEXITY),
        ("ABCDEF1!", COMPLEXITY),
        ("Abcdefg!", COMPLEXITY),
        ("Abcdefg1", COMPLEXITY),
        ("Abc1!xy", COMPLEXITY),
    ],
)
def test_a_password_has_four_kinds_of_characters(province: Province, password: str, refused_by: str) -> None:
    password_is_judged(province, password, refused_by)


@pytest.mark.clause(REGULATION, "Đ8.1.c")
@pytest.mark.parametrize("password", ["Nguyen@1985", "15081985Aa!", "Aa!0912345678"])
def test_a_password_holds_nothing_of_the_person(province: Province, password: str) -> None:
    who = {"name": "Dương Chí Nguyễn", "birth_date": "15/08/1985", "phone": "0912345678"}
    password_is_judged(province, password, PERSONAL, **who)
    password_is_judged(province, "Hoa!sen#2031", **who)


@pytest.mark.clause(REGULATION, "Đ8.2.c")
def test_a_password_is_changed_after_six_months(province: Province, clock: Clock) -> None:
    clock.set("2025-01-15T09:00")
    holder = province.holder().choose_password()
    for day in ("2025-05-01T09:00", "2025-07-15T09:00"):
        clock.set(day)
        holder.sign_in().must_say(holder.address)
    clock.set("2025-07-16T09:00")
    holder.sign_in().form("old", "new", "again")


@pytest.mark.clause(REGULATION, "Đ8.2.a")
def test_a_password_is_that_of_one_mailbox_only(province: Province) -> None:
    one_password_for_one_mailbox(province, "điểm a khoản 2 Điều 8")
