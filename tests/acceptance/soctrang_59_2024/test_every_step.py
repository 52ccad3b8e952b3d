"""Every state, every way out of it and every timer of the regulation, seen on the running system."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.lives import Lives
from tests.acceptance.outside.provinces import Province


@pytest.mark.clause("soctrang-59-2024")
def test_every_step_of_the_regulation_is_seen_to_happen(province: Province, clock: Clock) -> None:
    lives = Lives(province, clock)
    lives.every_act()
    lives.every_timer()
    assert lives.unseen() == []
