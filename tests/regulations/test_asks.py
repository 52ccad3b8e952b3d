import pytest

from congthu.regulations.asks import BOXES, Action, Ask, Box, Subject, actions_of
from congthu.regulations.schema import NamingSection


@pytest.mark.parametrize("kind", ["person.issue", "organisation.restore"])
def test_an_ask_is_read_and_written_alike(kind):
    assert Ask.parse(kind).kind == kind


@pytest.mark.parametrize("kind", ["", "person", "person.", "either.issue", "person.destroy", "issue"])
def test_what_does_not_say_whose_and_what_is_no_ask(kind):
    assert Ask.parse(kind) is None


def test_a_box_is_named_beside_what_is_asked():
    ask = Ask.parse("organisation.issue", "van_thu")
    assert ask == Ask(Subject.ORGANISATION, Action.ISSUE, Box.VAN_THU)
    assert ask.in_words() == "Cấp mới (hộp thư văn thư)"
    assert ask.instead(Action.REVOKE).in_words() == "Thu hồi (hộp thư văn thư)"


def test_a_request_asks_for_what_its_lines_ask():
    assert actions_of(["person.issue", "organisation.issue", "person.lock", ""]) == {
        Action.ISSUE,
        Action.LOCK,
    }


@pytest.mark.parametrize("box", BOXES)
def test_every_box_is_a_kind_that_a_regulation_can_name(box):
    assert box in NamingSection.model_fields
