import imaplib
import socket
import ssl

import pytest
from tests.engines.daemon import running
from tests.engines.samples import Instance, password

from congthu.engines.address import TcpAddress
from congthu.engines.dovecot import config, control


@pytest.fixture
def doors():
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
        socket.create_server(("127.0.0.1", 0)) as three,
    ):
        ports = [taken.getsockname()[1] for taken in (one, two, three)]
    return {
        name: TcpAddress(host="127.0.0.1", port=port)
        for name, port in zip(("imap", "imaps", "sieve"), ports, strict=True)
    }


def test_without_its_database_it_answers_lets_nobody_in_and_calls_no_password_wrong(
    laid, place, doors, certificate
):
    doors |= {"filling": None}
    rendered = laid("dovecot", dovecot=doors)
    wants = Instance(root=str(place)).wants(dovecot=doors)["dovecot"]
    assert not control.health(wants).ok
    with running(rendered.programs[0], lambda: control.health(wants)) as health:
        assert health.detail.startswith("* OK")
        trusting = ssl.create_default_context(cafile=str(certificate / "mail.crt"))
        trusting.check_hostname = False
        client = imaplib.IMAP4_SSL("127.0.0.1", doors["imaps"].port, ssl_context=trusting)
        with pytest.raises(imaplib.IMAP4.error, match=r"\[UNAVAILABLE\] Temporary"):
            client.login("an@tinh.example", password("an"))
        client.shutdown()


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
