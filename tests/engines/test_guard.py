import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from congthu.engines import guard

PYTHON = "/usr/bin/python3"


def until(condition, seconds=20):
    """Poll for a condition of another process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not come true"
        time.sleep(0.02)


@pytest.fixture
def started(tmp_path):
    """Start the guard as the supervisor does: in a group of its own."""
    children = []

    def start(**changes):
        spec = {
            "name": "sample",
            "record": str(tmp_path / "sample.record"),
            "command": ["/bin/sleep", "300"],
            "user": None,
            "group": None,
            "prepare": [],
            "waits_for": [],
            "wait_seconds": 5,
            "stop_signal": "TERM",
            "stop_seconds": 1,
            "environment": {},
            "umask": 0o022,
            **changes,
        }
        path = tmp_path / "sample.json"
        path.write_text(json.dumps(spec))
        child = subprocess.Popen(
            [PYTHON, "-I", "-S", guard.__file__, str(path)],
            process_group=0,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def name_of(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None


def test_it_becomes_the_program_under_the_same_process_id(started):
    child = started()
    until(lambda: name_of(child.pid) == "sleep")


def test_what_a_killed_incarnation_left_is_ended_first(started):
    # A shell that is killed leaves a child which ignores the polite signal, as a worker of nginx would be
    # left.
    first = started(command=["/bin/sh", "-c", "trap '' TERM; sleep 300 & wait"])
    until(lambda: len(guard.group_members(first.pid)) == 2)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert guard.group_members(first.pid)
    second = started()
    until(lambda: name_of(second.pid) == "sleep")
    assert guard.group_members(first.pid) == []


def test_an_incarnation_that_outlived_its_supervisor_is_ended_first(started):
    first = started()
    until(lambda: name_of(first.pid) == "sleep")
    second = started()
    assert first.wait(timeout=20) == -signal.SIGTERM
    until(lambda: name_of(second.pid) == "sleep")


@pytest.mark.parametrize("change", [{"started": 1}, {"boot": "another"}, {"pid": "x"}])
def test_a_process_that_only_bears_the_same_number_is_left_alone(started, tmp_path, change):
    first = started()
    until(lambda: name_of(first.pid) == "sleep")
    record = tmp_path / "sample.record"
    record.write_text(json.dumps({**json.loads(record.read_text()), **change}))
    second = started()
    until(lambda: name_of(second.pid) == "sleep")
    assert first.poll() is None


def test_a_broken_record_does_not_stop_the_start(started, tmp_path):
    (tmp_path / "sample.record").write_text("{")
    child = started()
    until(lambda: name_of(child.pid) == "sleep")


def test_it_waits_until_what_the_program_needs_answers(started, place):
    path = str(place / "s")
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as listener:
        child = started(waits_for=[f"tcp:127.0.0.1:{port.getsockname()[1]}", f"unix:{path}"], wait_seconds=60)
        port.accept()
        assert name_of(child.pid) == "python3"
        listener.bind(path)
        listener.listen()
        until(lambda: name_of(child.pid) == "sleep")


def test_it_gives_up_in_time_so_that_the_supervisor_tries_again(started):
    child = started(waits_for=["unix:/nowhere"], wait_seconds=0.2)
    assert child.wait(timeout=20) == 75
    assert "unix:/nowhere does not answer" in child.stderr.read()


def test_the_program_is_not_started_when_its_preparation_fails(started, tmp_path):
    made = tmp_path / "made"
    child = started(prepare=[["/usr/bin/touch", str(made)], ["/bin/false"]])
    assert child.wait(timeout=20) == 1
    assert made.exists()
    assert "/bin/false ended with 1" in child.stderr.read()


def test_the_environment_is_the_given_one_and_nothing_else(started, monkeypatch):
    monkeypatch.setenv("A_SECRET", "x")
    child = started(command=["/usr/bin/env"], environment={"TZ": "Asia/Ho_Chi_Minh"})
    said, _ = child.communicate(timeout=20)
    assert sorted(line.partition("=")[0] for line in said.splitlines()) == ["HOME", "LANG", "PATH", "TZ"]


def test_a_program_that_is_not_there_is_named(started):
    child = started(command=["/no/such/program"])
    assert child.wait(timeout=20) == 127
    assert "/no/such/program: No such file" in child.stderr.read()


def test_the_user_and_the_group_of_the_sockets_are_taken_on(started):
    if os.geteuid() == 0:
        child = started(command=["/usr/bin/id"], user="nobody", group="mail")
        said, _ = child.communicate(timeout=20)
        assert "(nobody) gid=8(mail)" in said
    else:
        child = started(command=["/usr/bin/id"], user="root")
        assert child.wait(timeout=20) != 0


def test_it_needs_nothing_but_the_standard_library():
    code = f"import runpy, sys; runpy.run_path({guard.__file__!r}); print('congthu' in sys.modules)"
    done = subprocess.run([PYTHON, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert sys.version_info >= (3, 11)
