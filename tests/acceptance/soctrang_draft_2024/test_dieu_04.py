"""Điều 4: cấp, thu hồi."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "Đ4.4-1")
def test_six_months_without_access_revoke_the_mailbox_and_no_lock_comes_before(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-08-31T09:00")
    idle, used, untouched = province.holders(3)
    for one in (idle, used):
        one.choose_password().sign_in()
    clock.set("2026-02-27T09:00")
    assert idle.state != "revoked"
    used.sign_in()
    clock.set("2026-03-01T09:00")
    assert (idle.shown["state"], idle.shown["ground"]) == ("revoked", "Đ4.4-1")
    assert untouched.state == "revoked"
    assert used.state != "revoked"
