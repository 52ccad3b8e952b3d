"""For thousands of mailboxes of every regulation the database answers what the pure rules answer for each."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.world import CONSOLE, NOW, agency, establish

from congthu.directory.acts.people import enter_person
from congthu.directory.facts import PersonFacts
from congthu.mailboxes.acts.night import forecast
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import LIVE, Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank
from congthu.regulations.states import State

pytestmark = pytest.mark.django_db
COUNT = 1500
NEVER = date(2200, 1, 1)
# Around the days on which the regulations came into force, and the ends of months of every length.
FIRST = datetime(2022, 10, 1, tzinfo=UTC)
DAYS = 1400


def moments(dice: random.Random) -> datetime:
    return FIRST + timedelta(days=dice.randrange(DAYS), seconds=dice.randrange(86400))


def some(dice: random.Random, value):
    return value if dice.random() < 0.6 else None


def random_mailboxes(authority, *, seed: int, count: int = COUNT) -> list[Mailbox]:
    dice = random.Random(seed)  # noqa: S311  # cases, not secrets
    office = agency(authority, "Sở Tư pháp", "sotp")
    people = [
        enter_person(office, PersonFacts(full_name=f"Người {rank}", rank=rank), acting=CONSOLE, now=NOW)
        for rank in Rank
    ]
    policy = policy_for(authority.regulation)
    states = [state for state in policy.states.state if state in LIVE]
    made = []
    for number in range(count):
        state, issued = dice.choice(states), FIRST + timedelta(days=dice.randrange(900))
        made.append(
            Mailbox(
                authority=authority,
                address=f"m{number}@{authority.domain}",
                domain=authority.domain,
                kind="person",
                organisation=office,
                person=dice.choice([*people, None]),
                state=state,
                since=issued,
                issued_under="Đ5",
                issued_at=issued,
                notified_at=some(dice, issued + timedelta(hours=dice.randrange(100))),
                password_changed_at=moments(dice) if state == State.ACTIVE else some(dice, moments(dice)),
                last_login_at=some(dice, moments(dice)),
                last_sent_at=some(dice, moments(dice)),
                last_received_at=some(dice, moments(dice)),
                restored_at=some(dice, moments(dice)),
                locked_at=moments(dice) if state == State.LOCKED else None,
                agency_notified_at=some(dice, moments(dice)) if state == State.LOCKED else None,
                decision_on=moments(dice).date(),
                handover_done=dice.random() < 0.5,
                excused_until=some(dice, moments(dice).date()) if dice.random() < 0.3 else None,
                quota_bytes=1,
            )
        )
    return Mailbox.objects.bulk_create(made)


def first_by_the_rules(mailbox: Mailbox, policy):
    for one in passings(State(mailbox.state), trail_of(mailbox), policy=policy):
        return (one.event, one.target, one.on, one.clause)
    return None


@pytest.mark.enforces("transition.*", "inactivity.excused")
@pytest.mark.parametrize("regulation", catalogue())
@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_and_the_rules_agree_on_what_comes_first(regulation, seed):
    authority, policy = establish("tinh", regulation), policy_for(regulation)
    mailboxes = random_mailboxes(authority, seed=seed)
    told = {}
    for one in forecast(authority, as_of=NEVER, acting=CONSOLE):
        told.setdefault(one.address, (one.event, one.target, one.on, one.clause))
    expected = {one.address: found for one in mailboxes if (found := first_by_the_rules(one, policy))}
    assert expected
    assert told == expected
