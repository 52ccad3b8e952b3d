import pytest

from congthu.portal.components.state_chip import StateChip
from congthu.regulations.states import Effect, Phase, StateRule
from congthu.requests.models import RequestState


@pytest.mark.parametrize("phase", Phase)
def test_every_state_of_a_mailbox_has_the_words_of_its_regulation_and_a_sign(phase: Phase) -> None:
    chip = StateChip.of_mailbox(StateRule(label="Đang đông cứng", phase=phase, effects=frozenset()))
    assert "Đang đông cứng" in str(chip)
    assert f"#{chip.icon}" in str(chip)


def test_a_password_that_must_be_changed_shows_as_a_key() -> None:
    effects = frozenset({Effect.SIGN_IN, Effect.MUST_CHANGE})
    assert StateChip.of_mailbox(StateRule(label="x", phase=Phase.OPEN, effects=effects)).icon == "key"


@pytest.mark.parametrize("state", RequestState)
def test_every_state_of_a_request_has_words_and_a_sign(state: str) -> None:
    assert "<svg" in str(StateChip.of_request(state))
