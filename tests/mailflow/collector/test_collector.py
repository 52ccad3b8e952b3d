"""What was heard reaches the database, whatever is killed or away meanwhile."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from tests.mailflow.collector.test_reports import DAT, OPENED, SENT, SIGNED_IN, STORED, at

from congthu.mailflow.collector.collector import CannotWrite, Collector, Source
from congthu.mailflow.collector.reports import Kind, read_dovecot, read_rspamd

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
ANH = "nguyenthihonganh_sotp@hanoi.gov.vn"


class Records:
    """A database that may be away, and in which somebody may hold a mailbox."""

    def __init__(self):
        self.marks, self.keys, self.asked = {}, {}, 0
        self.away, self.busy = False, set()

    def write(self, tally):
        self.asked += 1
        if self.away:
            raise CannotWrite("connection refused")
        free = {*tally.marks, *(login for login, _ in tally.keys)} - self.busy
        for address in free & tally.marks.keys():
            held = self.marks.setdefault(address, {})
            for kind, moment in tally.marks[address].items():
                held[kind] = max(moment, held.get(kind, moment))
        self.keys |= {key: moment for key, moment in tally.keys.items() if key[0] in free}
        return free


@pytest.fixture
def records():
    return Records()


@pytest.fixture
def start(tmp_path, records):
    def collector(shifted=lambda moment: moment):
        read = partial(read_dovecot, own_host="mail.congthu.test")
        sources = {
            "dovecot": Source(tmp_path / "dovecot.log", read),
            "rspamd": Source(tmp_path / "rspamd.log", read_rspamd),
        }
        return Collector(sources, tmp_path, write=records.write, shifted=shifted)

    return collector


def say(tmp_path, *lines, log="dovecot.log"):
    with (tmp_path / log).open("ab") as file:
        file.write(b"".join(line + b"\n" for line in lines))


def later(line, minutes):
    return line.replace(b":48:", b":%d:" % (48 + minutes))


def test_all_that_is_heard_is_written_down(tmp_path, start, records):
    say(tmp_path, SIGNED_IN, OPENED, STORED)
    say(tmp_path, SENT, log="rspamd.log")
    start().step(NOW)
    assert records.marks == {
        DAT: {Kind.SIGNED_IN: at(0, 48, 25, 263861), Kind.SENT: at(0, 57, 25, 765940)},
        ANH: {Kind.RECEIVED: at(0, 52, 22, 847632)},
    }
    assert records.keys == {(DAT, "6ba72fd4dd"): at(0, 52, 26, 458849)}


def test_moments_are_written_in_the_time_of_the_installation(tmp_path, start, records):
    say(tmp_path, SIGNED_IN)
    start(shifted=lambda moment: moment + timedelta(days=91)).step(NOW)
    assert records.marks[DAT][Kind.SIGNED_IN] == at(0, 48, 25, 263861) + timedelta(days=91)


def test_while_the_database_is_away_what_is_heard_is_kept(tmp_path, start, records):
    records.away = True
    collector = start()
    say(tmp_path, SIGNED_IN)
    collector.step(NOW)
    collector.step(NOW + timedelta(seconds=1))
    assert records.asked == 1, "an absent database is not asked all the time"
    # The log is rotated away and the collector killed: what it heard is in its state.
    (tmp_path / "dovecot.log").unlink()
    records.away = False
    start().step(NOW + timedelta(minutes=1))
    assert records.marks == {DAT: {Kind.SIGNED_IN: at(0, 48, 25, 263861)}}


def test_killed_between_writing_down_and_keeping_its_state_it_only_writes_again(tmp_path, start, records):
    say(tmp_path, SIGNED_IN)
    start().step(NOW)
    before = (tmp_path / "state.json").read_bytes()
    say(tmp_path, later(SIGNED_IN, 1), STORED)
    start().step(NOW)
    once = json.dumps([sorted(records.marks), str(records.marks)])
    (tmp_path / "state.json").write_bytes(before)
    start().step(NOW)
    assert json.dumps([sorted(records.marks), str(records.marks)]) == once


def test_a_mailbox_that_an_act_holds_is_told_again(tmp_path, start, records):
    say(tmp_path, SIGNED_IN, STORED)
    records.busy = {DAT}
    collector = start()
    collector.step(NOW)
    assert set(records.marks) == {ANH}
    records.busy = set()
    collector.step(NOW + timedelta(seconds=10))
    assert set(records.marks) == {ANH, DAT}
    asked = records.asked
    collector.step(NOW + timedelta(seconds=20))
    assert records.asked == asked, "nothing is left to be told"


@pytest.mark.parametrize("state", ["", "{", "[]", '{"places": {"dovecot": {}}, "tally": {}}', '{"tally": 1}'])
def test_a_damaged_state_costs_a_second_reading_and_nothing_else(tmp_path, start, records, state):
    say(tmp_path, SIGNED_IN)
    (tmp_path / "state.json").write_text(state)
    start().step(NOW)
    assert set(records.marks) == {DAT}


def test_its_state_says_that_it_is_alive_and_whether_the_database_takes_what_it_tells(
    tmp_path, start, records
):
    collector = start()
    collector.step(NOW)
    path = tmp_path / "state.json"
    assert json.loads(path.read_text())["failing"] is False
    path.unlink()
    collector.step(NOW + timedelta(seconds=11))
    assert path.exists(), "written though nothing happened"
    records.away = True
    say(tmp_path, SIGNED_IN)
    collector.step(NOW + timedelta(seconds=12))
    assert json.loads(path.read_text())["failing"] is True
