"""Quyết định ban hành: hiệu lực."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-59-2024"


@pytest.mark.clause(REGULATION, "QĐ.Đ2")
def test_nobody_is_held_to_it_before_the_first_of_january(province: Province, clock: Clock) -> None:
    clock.set("2024-06-01T09:00")
    holder = province.holder().choose_password()
    # Six months of a password are over by then, and the rule of six months is not in force yet.
    clock.set("2024-12-31T09:00")
    holder.sign_in().must_say(holder.address)
    assert holder.state == "active"
    clock.set("2025-01-01T09:00")
    assert (holder.shown["state"], holder.shown["ground"]) == ("password_expired", "Đ8.2.c")
    page = holder.sign_in()
    page.form("old", "new", "again")
    page = province.staff("managing").browser.get("quy-che/")
    page.must_say("01/01/2025", "17/2014/QĐ-UBND")
