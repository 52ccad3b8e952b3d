import os
import pwd

import pytest

from congthu.engines.process import (
    ProgramFailed,
    ProgramMissing,
    ProgramTimedOut,
    make_directory,
    replace_file,
    run,
    stream,
    switch_link,
    write_tree,
)
from congthu.engines.program import RenderedFile

ME = pwd.getpwuid(os.geteuid()).pw_name
MY_GROUP = "root" if ME == "root" else ME


def test_what_a_program_says_comes_back_with_its_code():
    done = run(("/bin/sh", "-c", "cat; echo err >&2; exit 3"), input="vào", timeout=5, expect=(0, 3))
    assert (done.code, done.stdout, done.stderr) == (3, "vào", "err\n")


def test_an_unexpected_code_is_an_error_with_the_end_of_what_was_said():
    with pytest.raises(ProgramFailed, match="mã 4: hỏng") as failed:
        run(("/bin/sh", "-c", "echo hỏng >&2; exit 4"), timeout=5)
    assert failed.value.completed.code == 4


def test_a_program_that_does_not_end_is_ended():
    with pytest.raises(ProgramTimedOut, match="không kết thúc"):
        run(("/bin/sleep", "60"), timeout=0.2)


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(ProgramMissing, match="/usr/sbin/no-such-program"):
        run(("/usr/sbin/no-such-program",), timeout=5)


def test_the_environment_of_the_caller_is_not_passed_on(monkeypatch):
    monkeypatch.setenv("A_SECRET", "x")
    said = run(("/usr/bin/env",), timeout=5, env={"GIVEN": "1"}).stdout.splitlines()
    assert "GIVEN=1" in said
    assert not [line for line in said if line.startswith("A_SECRET")]


def test_the_user_is_dropped_to_with_its_own_groups():
    done = run(("/usr/bin/id", "-un"), timeout=5, as_user="nobody" if os.geteuid() == 0 else ME)
    assert done.stdout.strip() == ("nobody" if os.geteuid() == 0 else ME)


def test_lines_are_told_as_they_are_said_and_a_failure_holds_the_last():
    heard = []
    stream(("/bin/sh", "-c", "echo một; echo hai"), heard=heard.append, timeout=5)
    assert heard == ["một", "hai"]
    with pytest.raises(ProgramFailed, match="ba"):
        stream(("/bin/sh", "-c", "echo ba; exit 1"), heard=heard.append, timeout=5)
    with pytest.raises(ProgramTimedOut):
        stream(("/bin/sleep", "60"), heard=heard.append, timeout=0.2)
    with pytest.raises(ProgramMissing):
        stream(("/usr/sbin/no-such-program",), heard=heard.append, timeout=5)


def test_a_file_is_replaced_whole_with_its_mode(tmp_path):
    there = tmp_path / "a.conf"
    there.write_text("cũ")
    reader = there.open()
    replace_file(there, "mới", mode=0o600, owner=ME)
    assert there.read_text() == "mới"
    assert there.stat().st_mode & 0o777 == 0o600
    assert reader.read() == "cũ"
    assert list(tmp_path.iterdir()) == [there]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(tmp_path):
    there = tmp_path / "a.conf"
    there.write_text("cũ")
    with pytest.raises(KeyError):
        replace_file(there, "mới", owner="no-such-user")
    assert there.read_text() == "cũ"
    assert list(tmp_path.iterdir()) == [there]


def test_a_tree_is_there_whole_or_not_at_all(tmp_path):
    good = RenderedFile("etc/a/b.conf", "x", mode=0o640, owner=ME, group=MY_GROUP)
    write_tree(tmp_path / "1", [good])
    assert (tmp_path / "1/etc/a/b.conf").stat().st_mode & 0o777 == 0o640
    with pytest.raises(KeyError):
        write_tree(tmp_path / "2", [good, RenderedFile("etc/c.conf", "x", owner="no-such-user")])
    with pytest.raises(FileExistsError):
        write_tree(tmp_path / "1", [good])
    assert [path.name for path in tmp_path.iterdir()] == ["1"]


def test_a_link_is_switched_whether_or_not_it_was_there(tmp_path):
    link = tmp_path / "current"
    for target in ("releases/1", "releases/2"):
        switch_link(link, target)
        assert str(link.readlink()) == target
    assert list(tmp_path.iterdir()) == [link]


def test_a_directory_that_is_there_is_given_its_mode(tmp_path):
    (tmp_path / "data").mkdir(mode=0o777)
    make_directory(tmp_path / "data", mode=0o700, owner=ME)
    make_directory(tmp_path / "a/b", mode=0o750)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o750
