"""The machines of the five regulations: what stands in them, and what does not."""

import pytest

from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.states import Act, Effect


@pytest.mark.parametrize(
    ("regulation", "has"),
    [
        ("caobang-16-2025", True),
        ("dongthap-143-2025", True),
        ("hanoi-1643-2023", True),
        ("soctrang-59-2024", False),
        ("soctrang-draft-2024", False),
    ],
)
def test_locking_exists_only_where_the_regulation_knows_it(regulation, has):
    table = policy_for(regulation).states
    assert ("locked" in table.state) is has
    assert any(step.on == Act.LOCK for step in table.transition) is has


@pytest.mark.parametrize("regulation", catalogue())
def test_only_the_revoked_and_those_not_yet_issued_cannot_receive(regulation):
    closed = {
        state for state, rule in policy_for(regulation).states.state.items() if not rule.has(Effect.RECEIVE)
    }
    assert closed == {"requested", "revoked", "destroyed"}


@pytest.mark.parametrize("regulation", catalogue())
def test_only_an_active_mailbox_sends(regulation):
    assert [
        state for state, rule in policy_for(regulation).states.state.items() if rule.has(Effect.SEND)
    ] == ["active"]


@pytest.mark.parametrize("regulation", catalogue())
def test_a_destroyed_mailbox_never_comes_back(regulation):
    assert not any("destroyed" in step.sources for step in policy_for(regulation).states.transition)
