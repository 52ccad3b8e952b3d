import sys
import time
from pathlib import Path

import pytest

from congthu.engines.layout import Layout
from congthu.engines.process import replace_file
from congthu.engines.program import Program
from congthu.engines.supervisor.config import SupervisorConfig, render
from congthu.engines.supervisor.control import Supervisor, SupervisorDown

SUPERVISORD = str(Path(sys.executable).parent / "supervisord")
SLEEPER = Program(name="sleeper", command=("/bin/sleep", "300"), start_seconds=0)
OTHER = Program(name="other", command=("/bin/sleep", "301"), start_seconds=0)
BROKEN = Program(name="broken", command=("/no/such/program",))


@pytest.fixture
def installation(place):
    """A supervisor over programs that can be laid again; ended whatever the test does."""
    wants = SupervisorConfig(layout=Layout(root=str(place), tree="release"))

    def lay(*programs):
        for file in render(wants, programs, "4.3.0").files:
            there = place / "release/etc" / file.path
            there.parent.mkdir(parents=True, exist_ok=True)
            # supervisord itself is told to be root; here it stays who we are.
            replace_file(there, file.text.replace("user=root\n", ""), mode=file.mode)

    for name in ("run/supervisor", "log"):
        (place / name).mkdir(parents=True)
    supervisor = Supervisor(wants, SUPERVISORD)
    yield supervisor, lay
    supervisor.shutdown(timeout=30)


def settled(supervisor, **expected):
    """Wait until the programs are in these states and those that run have become what they are to be."""
    end = time.monotonic() + 20
    while True:
        rows = {row.name: row for row in supervisor.states()}
        states = {name: row.state for name, row in rows.items()}
        if states == expected and all(name_of(row.pid) == "sleep" for row in rows.values() if row.running):
            return rows
        assert time.monotonic() < end, rows
        time.sleep(0.02)


def name_of(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None


def test_it_starts_stops_and_tells_what_runs(installation):
    supervisor, lay = installation
    lay(SLEEPER)
    assert not supervisor.running()
    supervisor.launch()
    assert supervisor.running()
    first = settled(supervisor, sleeper="RUNNING")["sleeper"]
    assert first.running
    supervisor.restart("sleeper")
    second = settled(supervisor, sleeper="RUNNING")["sleeper"]
    assert second.pid != first.pid
    supervisor.stop("sleeper")
    supervisor.stop("sleeper")
    assert not settled(supervisor, sleeper="STOPPED")["sleeper"].running
    supervisor.start("sleeper")
    supervisor.start("sleeper")
    settled(supervisor, sleeper="RUNNING")
    assert supervisor.shutdown(timeout=30)
    assert not supervisor.running()
    assert supervisor.shutdown(timeout=30)


def test_a_signal_reaches_the_program_and_a_killed_one_comes_back(installation):
    supervisor, lay = installation
    lay(SLEEPER)
    supervisor.launch()
    first = settled(supervisor, sleeper="RUNNING")["sleeper"]
    supervisor.signal("sleeper", "KILL")
    end = time.monotonic() + 20
    while supervisor.states()[0].pid in {0, first.pid}:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert settled(supervisor, sleeper="RUNNING")


def test_only_what_changed_is_touched_by_an_update(installation):
    supervisor, lay = installation
    lay(SLEEPER, OTHER)
    supervisor.launch()
    before = settled(supervisor, sleeper="RUNNING", other="RUNNING")
    lay(SLEEPER, Program(name="third", command=("/bin/sleep", "302"), start_seconds=0))
    assert set(supervisor.update()) == {"other", "third"}
    after = settled(supervisor, sleeper="RUNNING", third="RUNNING")
    assert after["sleeper"].pid == before["sleeper"].pid


def test_a_program_that_cannot_start_does_not_run(installation):
    supervisor, lay = installation
    lay(BROKEN)
    supervisor.launch()
    end = time.monotonic() + 20
    while supervisor.states()[0].state != "BACKOFF":
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_supervisor_that_is_not_there_is_an_error_that_says_so(installation):
    supervisor, _ = installation
    with pytest.raises(SupervisorDown, match="chưa được khởi động"):
        supervisor.states()
