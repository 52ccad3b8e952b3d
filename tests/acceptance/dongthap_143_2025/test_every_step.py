"""Every state, every way out of it and every timer of the regulation, seen on the running system."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.lives import Lives
from tests.acceptance.outside.provinces import Province


@pytest.mark.clause("dongthap-143-2025")
def test_every_step_of_the_regulation_is_seen_to_happen(province: Province, clock: Clock) -> None:
    # An issued password is changed within five days, or the mailbox is locked long before it is idle.
    overtaken = frozenset({("idle", "issued_default")})
    lives = Lives(province, clock, overtaken=overtaken, ground="Đ9.3.b")
    lives.every_act()
    lives.every_timer()
    assert lives.unseen() == []
