import socket

import pytest
from tests.engines.answering import answering
from tests.engines.answering import port as answering_port

from congthu.engines.address import UnixSocket
from congthu.engines.probe import ask, ask_http, first_fault
from congthu.engines.program import Health


@pytest.fixture
def port():
    with answering_port() as both:
        yield both


def test_a_greeting_that_was_expected_is_well_and_shown(port):
    listener, address = port
    with answering(listener, b"220 mail.tinh.example ESMTP\r\nmore"):
        assert ask(address, expect=b"220 ", timeout=5) == Health(
            ok=True, detail="220 mail.tinh.example ESMTP"
        )


@pytest.mark.parametrize("answer", [b"451 later\r\n", b""])
def test_another_greeting_or_none_is_a_fault(port, answer):
    listener, address = port
    with answering(listener, answer):
        health = ask(address, expect=b"220 ", timeout=5)
    assert not health.ok
    assert str(address) in health.detail


def test_a_question_is_asked_over_a_socket_file(place):
    heard = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place / "s"))
        listener.listen()
        with answering(listener, b"PONG\0", heard):
            assert ask(UnixSocket(path=str(place / "s")), say=b"zPING\0", expect=b"PONG", timeout=5).ok
    assert heard == [b"zPING\0"]


def test_nobody_there_is_a_fault_not_an_exception(place):
    health = ask(UnixSocket(path=str(place / "none")), expect=b"", timeout=1)
    assert not health.ok
    assert "No such file" in health.detail


@pytest.mark.parametrize(("status", "ok"), [(200, True), (302, True), (404, False), (502, False)])
def test_a_page_is_well_below_the_status_that_is_a_fault(port, status, ok):
    listener, address = port
    heard = []
    with answering(listener, f"HTTP/1.1 {status} X\r\n\r\n".encode(), heard):
        assert ask_http(address, path="/a", host="cong.tinh.example", timeout=5).ok is ok
    assert heard[0].startswith(b"GET /a HTTP/1.1\r\nHost: cong.tinh.example\r\n")


def test_the_first_fault_is_what_is_told():
    well, ill = Health(ok=True, detail="a"), Health(ok=False, detail="b")
    assert first_fault(well, ill) == ill
    assert first_fault(well, well) == well
