"""Wrong passwords: in a row, within some time, and with a door that is shut for some minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.regulations.saying import saying

from congthu.identity.lockout import Failures, after_failure, reached, shut_until

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def failing(values, *minutes):
    """The failures after a wrong password at each of these minutes, and the rules under which they were counted."""
    rules = saying("hanoi-1643-2023", values).sign_in
    failures = Failures()
    for minute in minutes:
        failures = after_failure(failures, rules=rules, now=NOW + minute * MINUTE)
    return failures, rules


@pytest.mark.enforces("sign_in.failures_before_lock")
@pytest.mark.parametrize(("times", "locked"), [(4, False), (5, True)])
def test_so_many_in_a_row_have_their_consequence_however_far_apart(times, locked):
    failures, rules = failing({}, *(60 * 24 * n for n in range(times)))
    assert reached(failures, rules=rules) is locked
    assert shut_until(failures, rules=rules) is None


@pytest.mark.enforces("sign_in.failures_within")
def test_only_those_within_the_time_that_the_regulation_sets_count_together():
    within = {"sign_in.failures_within": {"value": "15 minutes"}}
    together, rules = failing(within, 0, 3, 6, 9, 15)
    assert reached(together, rules=rules)
    apart, rules = failing(within, 0, 3, 6, 9, 16)
    assert (apart.count, reached(apart, rules=rules)) == (1, False)


@pytest.mark.enforces("sign_in.locked_for")
def test_the_door_may_be_shut_for_some_minutes_and_open_again_by_itself():
    shut = {"sign_in.locked_for": {"value": "30 minutes"}}
    four, rules = failing(shut, 0, 1, 2, 3)
    assert shut_until(four, rules=rules) is None
    five, rules = failing(shut, 0, 1, 2, 3, 4)
    assert shut_until(five, rules=rules) == NOW + 34 * MINUTE
    after, rules = failing(shut, 0, 1, 2, 3, 4, 40)
    assert (after.count, shut_until(after, rules=rules)) == (1, None)
