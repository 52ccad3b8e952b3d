"""Does something answer at an address, and with what?

Every probe is bounded in time and size, and turns what went wrong into words instead of an exception: a program that
is ill is an answer, not a fault of whoever asks.
"""

import http.client
import socket
from collections.abc import Callable

from congthu.engines.address import Address, UnixSocket
from congthu.engines.program import Health

SECONDS = 5.0
LONGEST = 4096


def conversation(address: Address, *, say: bytes = b"", until: bytes = b"\n") -> bytes:
    """Connect, say something, and return what comes back up to *until*; raise OSError."""
    with _connect(address) as link:
        if say:
            link.sendall(say)
        heard = b""
        while until not in heard and len(heard) < LONGEST:
            more = link.recv(1024)
            if not more:
                break
            heard += more
    return heard


def greets(address: Address, *, expect: bytes, say: bytes = b"", until: bytes = b"\n") -> Health:
    """Say whether the answer begins with *expect*; the answer's first line is the detail."""
    return _asked(lambda: _compare(conversation(address, say=say, until=until), expect))


def page(address: Address, path: str, *, host: str = "localhost") -> Health:
    """Say whether an HTTP server gives a page that is no fault of its own (below 500)."""

    def ask() -> Health:
        link = http.client.HTTPConnection(host, timeout=SECONDS)
        link.sock = _connect(address)
        try:
            link.request("GET", path, headers={"Host": host})
            status = link.getresponse().status
        finally:
            link.close()
        return Health(ok=status < http.HTTPStatus.INTERNAL_SERVER_ERROR, detail=f"HTTP {status}")

    return _asked(ask)


def all_of(*answers: Health) -> Health:
    """Join several answers of one program: well if all are."""
    ill = [one for one in answers if not one.ok]
    return ill[0] if ill else answers[0]


def _compare(heard: bytes, expect: bytes) -> Health:
    first = heard.split(b"\n")[0].strip(b"\r\0 ").decode("utf-8", "replace")
    return Health(ok=heard.startswith(expect), detail=first[:80] or "không nói gì")


def _asked(ask: Callable[[], Health]) -> Health:
    try:
        return ask()
    except (OSError, http.client.HTTPException) as wrong:
        return Health(ok=False, detail=f"không kết nối được: {wrong}")


def _connect(address: Address) -> socket.socket:
    if isinstance(address, UnixSocket):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(address.path)
        except OSError:
            link.close()
            raise
        return link
    return socket.create_connection((address.host, address.port), timeout=SECONDS)
