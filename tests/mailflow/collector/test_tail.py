"""A log is read whole and in order, however it is moved, copied, compressed or cut off meanwhile."""

import gzip
import os
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congthu.mailflow.collector.tail import LONGEST_LINE, Place, Tail


@pytest.fixture
def log(tmp_path):
    return tmp_path / "dovecot.log"


def put(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def read(tail):
    return [line.decode() for line in tail.lines()]


def aged(path, *, seconds_ago):
    """Give *path* an older time, as it has where writes are further apart than those of a test."""
    at = path.stat().st_mtime_ns - seconds_ago * 10**9
    os.utime(path, ns=(at, at))


def move_aside(path, *, keep=5):
    """As supervisord does it: .1 is the newest."""
    for number in range(keep, 0, -1):
        old = path.with_name(f"{path.name}.{number}")
        if old.exists():
            old.rename(path.with_name(f"{path.name}.{number + 1}"))
            aged(path.with_name(f"{path.name}.{number + 1}"), seconds_ago=5)
    path.rename(path.with_name(f"{path.name}.1"))
    aged(path.with_name(f"{path.name}.1"), seconds_ago=5)


def test_each_line_is_given_out_once(log):
    tail = Tail(log)
    assert read(tail) == []
    put(log, "một\nhai\n")
    assert read(tail) == ["một", "hai"]
    assert read(tail) == []
    put(log, "ba\n")
    assert read(tail) == ["ba"]


def test_half_a_line_waits_for_its_end(log):
    tail = Tail(log)
    put(log, "một\nh")
    assert read(tail) == ["một"]
    put(log, "ai\n")
    assert read(tail) == ["hai"]


def test_whoever_was_killed_goes_on_where_it_last_was(log):
    tail = Tail(log)
    put(log, "một\nhai\nb")
    read(tail)
    place = Place.from_json(tail.place.as_json())
    put(log, "a\nbốn\n")
    assert read(Tail(log, place)) == ["ba", "bốn"]


def test_a_log_that_is_moved_aside_is_read_to_its_end(log):
    tail = Tail(log)
    put(log, "một\n")
    assert read(tail) == ["một"]
    put(log, "hai\n")
    move_aside(log)
    assert read(tail) == ["hai"]
    put(log, "ba\n")
    assert read(tail) == ["ba"]


def test_a_line_may_begin_in_one_file_and_end_in_the_next(log):
    tail = Tail(log)
    put(log, "một\nha")
    read(tail)
    place = tail.place
    move_aside(log)
    put(log, "i\nba\n")
    assert read(Tail(log, place)) == ["hai", "ba"]
    assert read(tail) == ["hai", "ba"]


def test_several_moves_while_nobody_reads_lose_nothing(log):
    tail = Tail(log)
    put(log, "dòng 1\n")
    read(tail)
    place = tail.place
    for number in range(2, 6):
        put(log, f"dòng {number}\n")
        move_aside(log)
        put(log, f"dòng {number} nữa\n")
    expected = [word for number in range(2, 6) for word in (f"dòng {number}", f"dòng {number} nữa")]
    assert read(Tail(log, place)) == expected
    assert read(tail) == expected


def test_a_log_that_was_compressed_meanwhile_is_read_all_the_same(log):
    tail = Tail(log)
    put(log, "một\n")
    read(tail)
    tail.close()
    put(log, "hai\n")
    aside = log.with_name("dovecot.log.20261126-000000.gz")
    with log.open("rb") as plain, gzip.open(aside, "wb") as packed:
        shutil.copyfileobj(plain, packed)
    log.unlink()
    aged(aside, seconds_ago=5)
    put(log, "ba\n")
    assert read(tail) == ["hai", "ba"]


def test_a_log_that_is_copied_and_cut_off_is_read_all_the_same(log):
    tail = Tail(log)
    put(log, "một\n")
    read(tail)
    put(log, "hai\n")
    shutil.copy2(log, log.with_name("dovecot.log.1"))
    os.truncate(log, 0)
    aged(log.with_name("dovecot.log.1"), seconds_ago=5)
    put(log, "b\n")
    assert read(tail) == ["hai", "b"]


def test_nobody_has_read_yet_so_all_is_read(log):
    put(log, "một\n")
    move_aside(log)
    put(log, "hai\n")
    assert read(Tail(log)) == ["một", "hai"]


def test_a_place_that_no_file_has_any_more_means_all_there_is(log):
    put(log, "một\n")
    assert read(Tail(log, Place(10, "0" * 64, 5))) == ["một"]


def test_a_line_without_end_does_not_fill_the_memory(log):
    tail = Tail(log)
    put(log, "x" * (2 * LONGEST_LINE))
    assert read(tail) == []
    put(log, "\nmột\n")
    assert read(tail) == ["", "một"]


@settings(max_examples=60)
@given(
    steps=st.lists(
        st.sampled_from(["write", "write half", "move", "read", "begin anew"]), min_size=1, max_size=25
    )
)
def test_whatever_happens_in_whatever_order_every_line_is_read_in_order(steps, tmp_path_factory):
    log = tmp_path_factory.mktemp("log") / "dovecot.log"
    tail, written, got, half = Tail(log), [], [], ""
    for number, step in enumerate(steps):
        if step.startswith("write"):
            line = f"dòng {number}\n"
            whole = step == "write"
            put(log, half + (line if whole else line[:3]))
            half = "" if whole else line[3:]
            written.append(line.strip())
        elif step == "move" and log.exists():
            move_aside(log, keep=30)
        elif step == "read":
            got += read(tail)
        elif step == "begin anew":
            tail = Tail(log, tail.place)
    put(log, half or "hết\n")
    if not half:
        written.append("hết")
    got += read(tail)
    assert list(dict.fromkeys(got)) == written
