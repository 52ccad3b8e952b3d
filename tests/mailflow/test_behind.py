"""Whoever moves the clock waits for what people did before."""

import json

import pytest

from congthu.mailflow.collector.behind import caught_up, lengths


@pytest.fixture
def instance(tmp_path):
    for name in ("log", "data/collector"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "log/dovecot.log").write_text("x" * 100)
    (tmp_path / "log/rspamd.log").write_text("x" * 7)
    return tmp_path


def state(instance, *, dovecot=100, rspamd=7, marks=None):
    places = {"dovecot": {"offset": dovecot}, "rspamd": {"offset": rspamd}}
    told = {"places": places, "tally": {"marks": marks or {}, "keys": []}}
    (instance / "data/collector/state.json").write_text(json.dumps(told))


def test_what_was_logged_has_arrived_when_it_was_read_and_written_down(instance):
    wanted = lengths(instance)
    assert wanted == {"dovecot": 100, "rspamd": 7}
    state(instance)
    assert caught_up(instance, wanted)
    state(instance, dovecot=99)
    assert not caught_up(instance, wanted)
    state(instance, marks={"an@hanoi.gov.vn": {"signed_in": "2026-03-02"}})
    assert not caught_up(instance, wanted)


def test_lines_that_came_later_are_not_waited_for(instance):
    wanted = lengths(instance)
    (instance / "log/dovecot.log").write_text("x" * 200)
    state(instance)
    assert caught_up(instance, wanted)


@pytest.mark.parametrize("broken", [None, "", "{}", '{"places": {}, "tally": []}'])
def test_where_nobody_collects_nothing_has_arrived(instance, broken):
    if broken is not None:
        (instance / "data/collector/state.json").write_text(broken)
    assert not caught_up(instance, lengths(instance))
