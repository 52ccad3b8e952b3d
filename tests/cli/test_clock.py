import json
from datetime import datetime, timedelta

import pytest
from tests.world import NOW
from typer.testing import CliRunner

from congthu import clock
from congthu.cli.answers import Unreadable
from congthu.cli.clock import clock_app


@pytest.fixture
def trial(tmp_path):
    clock.write(tmp_path, NOW - clock.of_the_machine())
    clock.follow(tmp_path)
    yield tmp_path
    clock.follow(None)


def call(*arguments):
    return CliRunner().invoke(clock_app, [*arguments])


def told(*arguments):
    result = call(*arguments, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def test_a_real_installation_shows_the_machines_time_and_moves_it_for_nobody():
    clock.follow(None)
    found = told("show")
    assert (found["test_clock"], found["ahead_seconds"], found["now"]) == (False, 0, found["machine"])
    for command in (["set", "2027-03-01"], ["advance", "3 days"], ["real"]):
        refused = call(*command).exception
        assert isinstance(refused, clock.NoTestClock)
        assert refused.unfit


@pytest.mark.usefixtures("trial", "world")
class TestTrial:
    def test_it_is_set_to_a_moment(self):
        found = told("set", "01/04/2026", "09:30")
        assert datetime.fromisoformat(found["now"]) - datetime.fromisoformat(
            "2026-04-01T09:30+07:00"
        ) < timedelta(seconds=5)
        assert (found["went_back"], found["happened"]) == (False, [])

    def test_it_advances_by_a_term_and_tells_what_happened(self, world):
        mailbox = world.mailbox()
        assert told("advance", "5 days")["happened"] == []
        [happened] = told("advance", "1", "day")["happened"]
        assert (happened["subject"], happened["on"], happened["to"]) == (
            mailbox.address,
            "2026-03-08",
            "locked",
        )
        assert (happened["authority"], happened["clause"]) == ("hanoi", "Đ8.2.d")

    def test_people_read_it_in_words(self, world):
        world.mailbox()
        assert "08/03/2026" in call("advance", "30 days").stdout
        assert "lùi lại" in call("set", "2026-03-02").stdout
        assert "không có gì" in call("advance", "1 hour").stdout
        assert "giờ thử" in call("show").stdout

    def test_real_is_the_machines_time_exactly(self):
        assert told("real")["ahead_seconds"] == 0
        assert clock.ahead() == clock.ON_TIME

    @pytest.mark.parametrize("wrong", [("set", "mai"), ("advance", "soon"), ("advance", "2", "fortnights")])
    def test_what_makes_no_sense_is_told_and_moves_nothing(self, wrong):
        before = clock.ahead()
        assert isinstance(call(*wrong).exception, Unreadable)
        assert clock.ahead() == before
