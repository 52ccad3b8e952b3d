"""From which days each regulation counts, what holds a step off, and who hears of it: read from the texts once more."""

from datetime import date, timedelta

import pytest

from congthu.mailboxes.lifecycle.machine import Trail, passings
from congthu.mailboxes.lifecycle.notices import days_ahead, told_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for

CAO_BANG, DONG_THAP, HANOI = "caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"
DRAFT = "soctrang-draft-2024"
DAY = timedelta(days=1)
LONG_AGO, LATER = date(2026, 1, 5), date(2026, 2, 3)
WATCHED = [CAO_BANG, DONG_THAP, HANOI, DRAFT]
CONTESTED = [CAO_BANG, DONG_THAP]


def first_day(regulation, event, state, **trail):
    """The day on which time takes the step *event*; None where it does not."""
    found = passings(state, Trail(kind="person", **trail), policy=policy_for(regulation), calendar=vietnam())
    return next((one.on for one in found if one.event == event), None)


@pytest.mark.enforces("transition.timer", "inactivity.after")
@pytest.mark.parametrize("regulation", WATCHED)
def test_idle_time_begins_with_the_issue_and_anew_with_use_and_with_restoring(regulation):
    begun = first_day(regulation, "idle", "active", issued_on=LATER)
    assert begun is not None
    for later in ("last_login_on", "restored_on"):
        days = {"issued_on": LONG_AGO, later: LATER}
        assert first_day(regulation, "idle", "active", **days) == begun
    assert first_day(regulation, "idle", "active", issued_on=LONG_AGO) < begun


@pytest.mark.enforces("transition.timer", "inactivity.after")
@pytest.mark.parametrize("regulation", [CAO_BANG, DONG_THAP, HANOI])
def test_no_day_before_the_regulation_was_in_force_counts_as_not_used(regulation):
    commencement = policy_for(regulation).identity.in_force_from
    earlier, then = (
        first_day(regulation, "idle", "active", issued_on=day)
        for day in (commencement - 300 * DAY, commencement)
    )
    assert earlier == then


@pytest.mark.enforces("transition.timer", "lock.revoked_after")
@pytest.mark.parametrize("regulation", CONTESTED)
def test_a_lock_ends_in_revocation_unless_it_is_contested_or_the_agency_does_not_know_of_it(regulation):
    told = {"locked_on": LONG_AGO, "agency_notified_on": LONG_AGO}
    assert first_day(regulation, "lock_uncontested", "locked", **told)
    asked = {**told, "pending": frozenset({"restore"})}
    assert first_day(regulation, "lock_uncontested", "locked", **asked) is None
    assert first_day(regulation, "lock_uncontested", "locked", locked_on=LONG_AGO) is None


BOTH = "agency holder"
TOLD = {
    CAO_BANG: {"lock": BOTH, "idle": BOTH, "lock_uncontested": f"{BOTH} 7 1", "transfer_ended": "holder 3"},
    DONG_THAP: {"lock": BOTH, "default_kept": BOTH, "idle": BOTH, "lock_uncontested": f"{BOTH} 7 1"},
    HANOI: {
        "lock": BOTH,
        "too_many_failures": BOTH,
        "default_kept": BOTH,
        "idle": BOTH,
        "transfer_ended": "holder 3",
        "hold_ended": f"{BOTH} 7 1",
    },
}
"""Who hears of a step, and how many days before: of every lock those who can have it lifted; of an end whoever loses by
it, while something can still be done."""


@pytest.mark.enforces("transition.timer", "transition.lock", "transition.too_many_failures")
@pytest.mark.parametrize("regulation", catalogue())
def test_agency_and_holder_hear_of_each_step_that_takes_something_from_them(regulation):
    told = {
        one.on: " ".join([*told_of(one), *map(str, days_ahead(one))])
        for one in policy_for(regulation).states.transition
        if one.tell
    }
    assert told == TOLD.get(regulation, {})
