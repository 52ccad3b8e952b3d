"""Does a program answer, in the words of its own protocol?

A process that runs may still serve nobody, so health is asked at the socket that its users knock at. The
answer is a value, never an exception: whoever asks wants to show it.
"""

import socket

from congthu.engines.address import Address, TcpAddress, UnixSocket
from congthu.engines.program import Health

READ = 4096


def connect(address: Address, *, timeout: float) -> socket.socket:
    """Return a connection to *address*; raise `OSError`."""
    match address:
        case UnixSocket(path=path):
            client = socket.socket(socket.AF_UNIX)
            client.settimeout(timeout)
            try:
                client.connect(path)
            except OSError:
                client.close()
                raise
            return client
        case TcpAddress(host=host, port=port):
            return socket.create_connection((host, port), timeout=timeout)


def ask(address: Address, *, expect: bytes, say: bytes = b"", timeout: float) -> Health:
    """Connect, send *say*, and see whether the answer begins with *expect*."""
    try:
        with connect(address, timeout=timeout) as client:
            if say:
                client.sendall(say)
            answer = b""
            while len(answer) < len(expect) and (part := client.recv(READ)):
                answer += part
    except OSError as error:
        return Health(ok=False, detail=f"{address}: {error.strerror or error}")
    line = answer.decode(errors="replace").strip("\0 \r\n").partition("\n")[0].strip()
    if not answer.startswith(expect):
        return Health(ok=False, detail=f"{address}: {line or 'không trả lời'}")
    return Health(ok=True, detail=line)


def ask_http(address: Address, *, path: str, host: str, timeout: float, below: int = 400) -> Health:
    """Get *path* and see whether the status is *below* what would be a fault."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nUser-Agent: congthu-health\r\n\r\n"
    )
    health = ask(address, say=request.encode(), expect=b"HTTP/1.1 ", timeout=timeout)
    if not health.ok:
        return health
    status = health.detail.split()[1:2]
    return Health(ok=bool(status) and status[0].isdigit() and int(status[0]) < below, detail=health.detail)


def first_fault(*healths: Health) -> Health:
    """Return the first that is not well, or the first of all."""
    return next((health for health in healths if not health.ok), healths[0])
