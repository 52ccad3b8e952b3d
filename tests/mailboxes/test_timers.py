"""For thousands of mailboxes of every regulation the database answers what the pure rules answer for each."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.decisions.queries import policy_of
from congthu.directory.acts.people import enter_person
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import PersonFacts
from congthu.directory.roles import Role
from congthu.mailboxes.acts.night import forecast
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.timers import trail_of, with_pending
from congthu.regulations.calendar import vietnam
from congthu.regulations.load import catalogue
from congthu.regulations.schema import Rank
from congthu.regulations.states import LIVE, Effect, Phase

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
    appoint(people[-1], Role.OPERATOR, acting=CONSOLE, now=NOW, cause=CAUSE)
    table = policy_of(authority).states
    states, leaving = table.in_phase(*LIVE), table.in_phase(Phase.LEAVING)
    grounds = sorted({one.cited for one in table.transition})
    made = []
    for number in range(count):
        state, issued = dice.choice(states), FIRST + timedelta(days=dice.randrange(900))
        rule = table.state[state]
        locked = rule.phase is Phase.LOCKED
        own_password = rule.phase is Phase.OPEN and not rule.has(Effect.MUST_CHANGE)
        made.append(
            Mailbox(
                authority=authority,
                address=f"m{number}@{authority.domain}",
                domain=authority.domain,
                kind=dice.choice(["person", "person", "title", "agency", "group_agency"]),
                organisation=office,
                person=dice.choice([*people, None]),
                state=state,
                phase=rule.phase.value,
                must_change=rule.has(Effect.MUST_CHANGE),
                leaving=state if state in leaving else dice.choice([*leaving, "", ""]) if locked else "",
                since=issued + timedelta(days=dice.randrange(300)),
                ground=dice.choice(grounds),
                issued_under="Đ5",
                issued_at=issued,
                notified_at=some(dice, issued + timedelta(hours=dice.randrange(100))),
                password_changed_at=moments(dice) if own_password else some(dice, moments(dice)),
                last_login_at=some(dice, moments(dice)),
                last_sent_at=some(dice, moments(dice)),
                last_received_at=some(dice, moments(dice)),
                use_recorded_since=moments(dice) if dice.random() < 0.2 else None,
                restored_at=some(dice, moments(dice)),
                locked_at=moments(dice) if locked else None,
                agency_notified_at=some(dice, moments(dice)) if locked else None,
                decision_on=moments(dice).date(),
                left_on=some(dice, moments(dice).date()),
                handover_asked=dice.random() < 0.5,
                handover_done=dice.random() < 0.5,
                excused_until=some(dice, moments(dice).date()) if dice.random() < 0.3 else None,
                quota_bytes=1,
            )
        )
    return Mailbox.objects.bulk_create(made)


def pending_among(mailboxes: list[Mailbox]) -> dict[str, set[str]]:
    """Requests that wait for an answer about every seventh mailbox, of one kind or another."""
    asked = [one.address for one in mailboxes[::7]]
    return {"restore": set(asked[::2]), "revoke": set(asked[1::2])}


def first_by_the_rules(mailbox: Mailbox, policy, pending):
    trail = with_pending(trail_of(mailbox), mailbox.address, pending)
    for one in passings(mailbox.state, trail, policy=policy, calendar=vietnam()):
        return (one.event, one.target, one.on, one.clause)
    return None


def both(authority, mailboxes):
    """What the database says comes first for each of *mailboxes*, and what the rules say."""
    pending, policy, told = pending_among(mailboxes), policy_of(authority), {}
    for one in forecast(authority, as_of=NEVER, acting=CONSOLE, pending=pending):
        told.setdefault(one.address, (one.event, one.target, one.on, one.clause))
    rules = {one.address: found for one in mailboxes if (found := first_by_the_rules(one, policy, pending))}
    return told, rules


@pytest.mark.enforces("transition.timer", "inactivity.excused", "time.timers_roll")
@pytest.mark.parametrize("regulation", catalogue())
@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_and_the_rules_agree_on_what_comes_first(regulation, seed):
    authority = establish("tinh", regulation)
    told, rules = both(authority, random_mailboxes(authority, seed=seed))
    assert rules
    assert told == rules


@pytest.mark.parametrize("seed", [3, 4])
def test_they_agree_on_every_condition_that_a_regulation_can_make(made_up, seed):
    told, rules = both(made_up, random_mailboxes(made_up, seed=seed))
    assert {one[0] for one in rules.values()} >= {
        step.on for step in policy_of(made_up).states.transition if step.timer
    }
    assert told == rules
