import socket

import pytest
from tests.engines.daemon import running
from tests.engines.samples import Instance

from congthu.engines.address import TcpAddress
from congthu.engines.postfix import config, control
from congthu.engines.probe import ask

NAMES = ("mx", "submission", "submissions", "internal")


@pytest.fixture
def doors():
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in NAMES]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return {name: TcpAddress(host="127.0.0.1", port=port) for name, port in zip(NAMES, ports, strict=True)}


@pytest.mark.usefixtures("certificate")
def test_while_the_database_is_down_it_says_later_and_is_not_well(laid, place, doors):
    (place / "log").mkdir()
    doors |= {"filling": None}
    rendered = laid("postfix", postfix=doors)
    wants = Instance(root=str(place)).wants(postfix=doors)["postfix"]
    with running(rendered.programs[0], lambda: ask(wants.mx, expect=b"220 ", timeout=5)):
        letter = b"EHLO a.example\r\nMAIL FROM:<x@a.example>\r\n"
        refused = ask(wants.submission, say=letter, expect=b"451 4.3", timeout=30)
        health = control.health(wants)
    assert refused.ok, refused.detail
    assert not health.ok
    assert "451 4.3" in health.detail


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
