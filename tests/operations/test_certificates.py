"""Mail programs that know the installation's authority trust its servers; a province's own certificate stays."""

import contextlib
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from congthu.operations import certificates

NOW = datetime.now(UTC)


def handshake(directory: Path, name: str) -> str | None:
    """Speak TLS once with the certificate in *directory*, verifying it as a mail program does."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(directory / "cert.pem", directory / "key.pem")
    client = ssl.create_default_context(cafile=str(directory / "ca.pem"))
    here, there = socket.socketpair()

    def serve() -> None:
        # What the client thinks of the certificate is the client's to say.
        with contextlib.suppress(ssl.SSLError):
            server.wrap_socket(there, server_side=True).close()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        with client.wrap_socket(here, server_hostname=name) as link:
            return link.version()
    finally:
        serving.join(5)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    assert certificates.ensure(tmp_path, hostname="mail.tinh.example", address="127.0.0.1", now=NOW)
    return tmp_path


@pytest.mark.parametrize("name", ["mail.tinh.example", "127.0.0.1", "localhost"])
def test_the_certificate_is_good_for_the_host_and_for_loopback(made, name):
    assert handshake(made, name) == "TLSv1.3"


def test_the_certificate_is_good_for_no_other_name(made):
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(made, "mail.khac.example")


def test_only_root_reads_the_key(made):
    assert (made / "key.pem").stat().st_mode & 0o077 == 0


def test_a_good_certificate_is_kept_and_one_about_to_end_is_renewed(made):
    arguments = {"hostname": "mail.tinh.example", "address": "127.0.0.1"}
    assert not certificates.ensure(made, **arguments, now=NOW + timedelta(days=700))
    assert certificates.ensure(made, **arguments, now=NOW + timedelta(days=800))


def test_the_certificate_of_another_authority_is_never_replaced(made):
    kept = (made / "cert.pem").read_bytes()
    assert not certificates.ensure(
        made, hostname="thu.tinh.example", address="127.0.0.1", now=NOW + timedelta(days=5000)
    )
    assert (made / "cert.pem").read_bytes() == kept


def test_a_signing_key_is_made_once_with_the_record_to_publish(tmp_path):
    key = tmp_path / "dkim" / "tinh.example.key"
    assert certificates.ensure_signing_key(key, user="root")
    first = key.read_text()
    assert not certificates.ensure_signing_key(key, user="root")
    assert key.read_text() == first
    assert key.stat().st_mode & 0o077 == 0
    assert key.with_suffix(".txt").read_text().startswith("v=DKIM1; k=rsa; p=MII")
