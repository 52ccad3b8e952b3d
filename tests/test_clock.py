import json
from datetime import UTC, datetime, timedelta

import pytest

from congthu import clock

MOMENT = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def trial(tmp_path):
    """The directory of a trial installation that this process follows."""
    clock.write(tmp_path, clock.ON_TIME)
    clock.follow(tmp_path)
    yield tmp_path
    clock.follow(None)


def test_a_real_installation_has_the_machines_time_whatever_a_file_says(tmp_path):
    clock.write(tmp_path, timedelta(days=90))
    clock.follow(None)
    assert not clock.is_test()
    assert abs(clock.now() - clock.of_the_machine()) < SECOND
    assert clock.shifted(MOMENT) == MOMENT


def test_a_real_installation_cannot_be_moved():
    clock.follow(None)
    with pytest.raises(clock.NoTestClock, match="giờ thật"):
        clock.move(timedelta(days=1))


def test_what_is_written_is_obeyed_at_the_next_question_and_time_goes_on(trial):
    assert abs(clock.now() - clock.of_the_machine()) < SECOND
    for days in (90, -90, 1):
        # As another process does: the file is replaced.
        clock.write(trial, timedelta(days=days))
        assert abs(clock.now() - clock.of_the_machine() - timedelta(days=days)) < SECOND
        assert clock.shifted(MOMENT) == MOMENT + timedelta(days=days)
    first = clock.now()
    assert clock.now() > first


def test_every_user_of_the_machine_may_read_the_clock_and_only_its_owner_write_it(trial):
    clock.move(timedelta(hours=8))
    assert oct((trial / clock.FILE).stat().st_mode & 0o777) == "0o644"
    told = json.loads((trial / clock.FILE).read_text())
    assert (told["ahead_seconds"], told["before"]) == (28800, [[0, 0]])
    assert [path.name for path in trial.iterdir()] == [clock.FILE]


@pytest.mark.parametrize(
    "broken", [None, "", "{}", '{"ahead_seconds": "mai"}', '{"ahead_seconds": 1, "before": [1]}', "[]"]
)
def test_a_clock_that_cannot_be_read_is_not_guessed(trial, broken):
    (trial / clock.FILE).unlink()
    if broken is not None:
        (trial / clock.FILE).write_text(broken)
    with pytest.raises(clock.NoTestClock, match=r"clock\.json"):
        clock.now()


def test_a_moment_is_shifted_by_what_the_clock_was_ahead_then_not_by_what_it_is_now(trial):
    first, second = datetime(2026, 11, 26, 8, 0, 0, 600000, UTC), datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    moves = [[0, 0], [first.timestamp(), 90 * 86400]]
    told = {"ahead_seconds": 365 * 86400, "since": second.timestamp(), "before": moves}
    (trial / clock.FILE).write_text(json.dumps(told))
    shifts = {
        moment: clock.shifted(moment) - moment for moment in (first - 2 * SECOND, first + SECOND, second)
    }
    assert [shift.days for shift in shifts.values()] == [0, 90, 365]
    # A log says 08:00:00 of what happened at 08:00:00.9.
    assert (clock.shifted(first.replace(microsecond=0)) - first.replace(microsecond=0)).days == 90


def test_the_file_does_not_grow_for_ever(trial):
    for day in range(clock.REMEMBERED + 50):
        clock.move(timedelta(days=day))
    assert len(json.loads((trial / clock.FILE).read_text())["before"]) == clock.REMEMBERED - 1
    assert clock.ahead() == timedelta(days=clock.REMEMBERED + 49)
