"""Which ports are free?"""

import hashlib
import os
import socket
from collections.abc import Iterable
from pathlib import Path

# Below Linux's range for outgoing connections (32768 and up), so that none of them is taken by chance.
FIRST, LAST, STRIDE = 20000, 32000, 20


class NoFreePorts(Exception):
    """Every candidate is taken; the text says what to do."""


def is_free(host: str, port: int) -> bool:
    """Say whether nothing is bound to *host*:*port* now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
        return True


def choose(names: Iterable[str], *, host: str, for_directory: Path) -> dict[str, int]:
    """Choose a free port for each name.

    The search starts at a place derived from the directory, so that two installations seldom meet even while one
    of them is down.

    Raises:
        NoFreePorts: fewer free ports than names in the whole range.
    """
    digest = int.from_bytes(hashlib.sha256(os.fsencode(for_directory)).digest()[:4], "big")
    blocks = (LAST - FIRST) // STRIDE
    start = FIRST + digest % blocks * STRIDE
    candidates = iter([*range(start, LAST), *range(FIRST, start)])
    chosen: dict[str, int] = {}
    for name in names:
        port = next((port for port in candidates if is_free(host, port)), None)
        if port is None:
            raise NoFreePorts(
                f"Không còn cổng trống trên {host} từ {FIRST} đến {LAST}. Dừng bớt dịch vụ rồi chạy lại."
            )
        chosen[name] = port
    return chosen


def busy(host: str, ports: dict[str, int]) -> dict[str, int]:
    """Return those of *ports* that something is bound to now."""
    return {name: port for name, port in ports.items() if not is_free(host, port)}
