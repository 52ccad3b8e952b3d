from datetime import date, datetime

import pytest
from tests.portal.people import Province, ask

from congthu.portal.requests_in_words import term_of
from congthu.regulations.duties import HANOI
from congthu.requests.models import Request, RequestState


@pytest.fixture
def due(elsewhere: Province) -> Request:
    """A request under a regulation that counts working days, due on Monday 23/11/2026."""
    one = ask(elsewhere, "Nông Văn Dũng")
    one.complete_at = datetime(2026, 11, 16, 9, tzinfo=HANOI)
    one.due_on = date(2026, 11, 23)
    return one


@pytest.mark.enforces("request.fulfil")
@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 19), "còn 2 ngày làm việc"),
        (date(2026, 11, 21), "còn 1 ngày làm việc"),
        (date(2026, 11, 23), "hết hạn hôm nay"),
        (date(2026, 11, 25), "quá hạn 1 ngày làm việc"),
    ],
)
def test_what_is_left_is_counted_as_the_regulation_counts(due: Request, today: date, words: str) -> None:
    term = term_of(due, today=today)
    assert term is not None
    assert term.words == words


def test_a_returned_request_has_no_term_running(due: Request) -> None:
    due.state = RequestState.RETURNED
    assert term_of(due, today=date(2026, 11, 23)) is None


def test_a_finished_request_says_whether_it_was_in_time(due: Request) -> None:
    due.executed_at = datetime(2026, 11, 20, 9, tzinfo=HANOI)
    term = term_of(due, today=date(2027, 1, 5))
    assert term is not None
    assert term.words == "đúng hạn"
