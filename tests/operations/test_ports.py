"""Ports are found free, differ from each other, and a busy one is named."""

import socket

import pytest

from congthu.operations import ports


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_chosen_ports_are_free_and_differ(tmp_path):
    chosen = ports.choose(["smtp", "imap", "portal"], host="127.0.0.1", for_directory=tmp_path)
    assert len(set(chosen.values())) == 3
    assert not ports.busy("127.0.0.1", chosen)


def test_a_taken_port_is_passed_over_and_reported_as_busy(tmp_path, monkeypatch, taken):
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken + 40)
    chosen = ports.choose(["smtp"], host="127.0.0.1", for_directory=tmp_path)
    assert chosen["smtp"] != taken
    assert ports.busy("127.0.0.1", {"smtp": taken}) == {"smtp": taken}


def test_two_installations_begin_their_search_at_different_places(tmp_path):
    one = ports.choose(["a"], host="127.0.0.1", for_directory=tmp_path / "one")
    two = ports.choose(["a"], host="127.0.0.1", for_directory=tmp_path / "two")
    assert one != two


def test_no_port_left_says_what_to_do(tmp_path, monkeypatch, taken):
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken + 20)
    monkeypatch.setattr(ports, "is_free", lambda _host, _port: False)
    with pytest.raises(ports.NoFreePorts, match="Không còn cổng trống"):
        ports.choose(["a"], host="127.0.0.1", for_directory=tmp_path)
