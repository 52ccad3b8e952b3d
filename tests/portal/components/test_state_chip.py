import pytest

from congthu.mailboxes.lifecycle.machine import State
from congthu.portal.components.state_chip import StateChip
from congthu.requests.models import RequestState


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_mailbox_has_words_and_a_sign(state: State) -> None:
    chip = StateChip.of_mailbox(state)
    assert chip.words in str(chip)
    assert f"#{chip.icon}" in str(chip)


@pytest.mark.parametrize("state", RequestState)
def test_every_state_of_a_request_has_words_and_a_sign(state: str) -> None:
    assert "<svg" in str(StateChip.of_request(state))
