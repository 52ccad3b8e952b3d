"""``python -m congthu.mailflow.gate SOCKET``: the gate of the installation that the environment names."""

import asyncio
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from congthu.mailflow.gate.milter import Judge, serve

WAITING_AT_MOST = 512


async def gate(listening: socket.socket, judge: Judge) -> None:
    """Serve who knocks at *listening* until told to stop."""
    server = await asyncio.start_unix_server(partial(serve, judge=judge), sock=listening)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with server:
        await stop.wait()


def listen(path: Path) -> socket.socket:
    """Open the socket at *path*, over that of a killed incarnation, for the group of the process."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    path.chmod(0o660)
    listening.listen(WAITING_AT_MOST)
    return listening


def main() -> None:
    """Run the gate on the socket that is named."""
    # Before anything that takes its time: whoever knocks meanwhile waits instead of being turned away.
    listening = listen(Path(sys.argv[1]))
    import django  # noqa: PLC0415

    django.setup()
    from django.db import Error, close_old_connections, connection  # noqa: PLC0415

    from congthu.mailflow.gate.limits import Limits, NotKnown, limits_of_authorities  # noqa: PLC0415
    from congthu.mailflow.gate.rules import check_attachments  # noqa: PLC0415
    from congthu.regulations.terms import Size  # noqa: PLC0415
    from congthu.regulations.values import Ruled  # noqa: PLC0415

    def read() -> dict[str, Ruled[Size]]:
        close_old_connections()
        try:
            return limits_of_authorities()
        except Error as wrong:
            connection.close()
            raise NotKnown(str(wrong).strip()) from wrong

    limits = Limits(read, time.monotonic)
    # One thread, one connection to the database; the conversations go on meanwhile.
    records = ThreadPoolExecutor(1)

    async def judge(login: str, attachments: int) -> str:
        try:
            limit = await asyncio.get_running_loop().run_in_executor(records, limits.of, login)
        except NotKnown:
            return "451 4.3.5 Chua hoi duoc gioi han cua hop thu nay, hay thu lai sau"
        refused = check_attachments(attachments, limit=limit)
        return refused.reply if refused else ""

    asyncio.run(gate(listening, judge))


if __name__ == "__main__":
    main()
