"""How is load made: 20 connections that send mail, 20 that sign in.

asyncio in one process, which must not take the cores that it measures. Every message differs from every other
in text and attachment, because Rspamd remembers what ClamAV said about an attachment.
"""

import asyncio
import base64
import itertools
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

CONNECTIONS = 20
SENDER = "nguoi.gui@bench.example"
MARK = b"X-Congthu-Bench: 1"
LINE = 76
PATIENCE = 180.0


class LoadError(Exception):
    """A server refused what the load asked of it, or mail did not arrive."""


class Connection:
    """One connection that says a line and hears a reply."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def smtp(self, data: bytes, code: bytes) -> None:
        """Send *data* and hear a reply to its last line; raise `LoadError` unless it begins with *code*."""
        if data:
            self.writer.write(data)
            await self.writer.drain()
        while (line := await self.reader.readline())[3:4] == b"-":
            pass
        if not line.startswith(code):
            raise LoadError(f"{data[:60]!r} was answered {line.decode(errors='replace').strip()!r}")

    async def imap(self, tag: bytes, command: bytes) -> None:
        self.writer.write(tag + b" " + command + b"\r\n")
        while (line := await self.reader.readline()) and not line.startswith(tag + b" "):
            pass
        if not line.startswith(tag + b" OK"):
            raise LoadError(
                f"{command.split()[0].decode()} was answered {line.decode(errors='replace').strip()!r}"
            )


def messages(size: int, count: int, recipients: Sequence[str], *, seed: int) -> list[tuple[str, bytes]]:
    """Return *count* messages of about *size* bytes on the wire, each with its recipient, by turns."""
    dice = random.Random(seed)  # noqa: S311  # load, not secrets
    return [
        (recipient, _message(size, recipient, number, dice))
        for number, recipient in zip(range(count), itertools.cycle(recipients), strict=False)
    ]


def _message(size: int, recipient: str, number: int, dice: random.Random) -> bytes:
    unique = f"{dice.getrandbits(64):016x}"
    text = f"Kính gửi anh chị,\r\n\r\nGửi tài liệu số {number} ({unique}) để xem xét.\r\n\r\nTrân trọng.\r\n"
    head = (
        f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S +0000', time.gmtime())}\r\n"
        f"From: =?utf-8?Q?Ng=C6=B0=E1=BB=9Di_g=E1=BB=ADi?= <{SENDER}>\r\nTo: <{recipient}>\r\n"
        f"Subject: Tai lieu so {number}\r\nMessage-ID: <{unique}.{number}@bench.example>\r\n"
        f"MIME-Version: 1.0\r\n{MARK.decode()}\r\n"
        f'Content-Type: multipart/mixed; boundary="{unique}"\r\n\r\n'
        f"--{unique}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
        f'--{unique}\r\nContent-Type: application/octet-stream; name="tai-lieu-{number}.bin"\r\n'
        f"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n"
    ).encode()
    tail = f"--{unique}--\r\n".encode()
    room = max(size - len(head) - len(tail), 0)
    encoded = base64.b64encode(dice.randbytes(room * 3 // 4))
    lines = b"\r\n".join(encoded[start : start + LINE] for start in range(0, room * LINE // (LINE + 2), LINE))
    return head + lines + b"\r\n" + tail


async def send(
    host: str, port: int, mail: Sequence[tuple[str, bytes]], *, connections: int = CONNECTIONS
) -> None:
    """Send every message over *connections* that stay open; raise `LoadError` at the first refusal."""
    waiting = iter(mail)

    async def one() -> None:
        connection = Connection(*await asyncio.open_connection(host, port))
        await connection.smtp(b"", b"220")
        await connection.smtp(b"EHLO bench.example\r\n", b"250")
        for recipient, message in waiting:
            await connection.smtp(f"MAIL FROM:<{SENDER}>\r\n".encode(), b"250")
            await connection.smtp(f"RCPT TO:<{recipient}>\r\n".encode(), b"250")
            await connection.smtp(b"DATA\r\n", b"354")
            # No line of ours begins with a dot: base64 has none, the text has none.
            await connection.smtp(message + b".\r\n", b"250")
        connection.writer.write(b"QUIT\r\n")
        connection.writer.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(one())


async def sign_in(
    host: str, port: int, logins: Sequence[tuple[str, str]], *, count: int, connections: int = CONNECTIONS
) -> None:
    """Sign in *count* times, each on a connection of its own, *connections* at a time."""
    waiting = iter(zip(range(count), itertools.cycle(logins), strict=False))

    async def one() -> None:
        for _, (address, password) in waiting:
            connection = Connection(*await asyncio.open_connection(host, port))
            await connection.reader.readline()
            await connection.imap(b"a", f'LOGIN "{address}" "{password}"'.encode())
            await connection.imap(b"b", b"LOGOUT")
            connection.writer.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(one())


def delivered(maildirs: Sequence[Path]) -> Iterator[Path]:
    """Yield the files of the mailboxes, of their folder for spam, too.

    A message that Dovecot marks while it delivers (that it has attachments) goes into ``cur`` at once.
    """
    for maildir in maildirs:
        for place in ("new", "cur", ".Junk/new", ".Junk/cur"):
            if (folder := maildir / place).is_dir():
                yield from (Path(entry.path) for entry in os.scandir(folder))


def remove_ours(maildirs: Sequence[Path]) -> int:
    """Remove what this benchmark delivered, and nothing else; return how many messages that were."""
    removed = 0
    for path in list(delivered(maildirs)):
        with path.open("rb") as file:
            ours = MARK in file.read(8192)
        if ours:
            path.unlink()
            removed += 1
    return removed


def rate_of_delivery(
    address: tuple[str, int], mail: Sequence[tuple[str, bytes]], maildirs: Sequence[Path]
) -> float:
    """Send *mail*; return how many messages a second, from the first byte to the last file."""
    remove_ours(maildirs)
    before = sum(1 for _ in delivered(maildirs))
    started = time.perf_counter()
    asyncio.run(send(*address, mail))
    while (arrived := sum(1 for _ in delivered(maildirs)) - before) < len(mail):
        if time.perf_counter() - started > PATIENCE:
            raise LoadError(f"{arrived} of {len(mail)} messages arrived in {PATIENCE:.0f} seconds")
        time.sleep(0.02)
    rate = len(mail) / (time.perf_counter() - started)
    remove_ours(maildirs)
    return rate


def rate_of_sign_in(address: tuple[str, int], logins: Sequence[tuple[str, str]], *, count: int) -> float:
    """Sign in *count* times and return how many a second."""
    started = time.perf_counter()
    asyncio.run(sign_in(*address, logins, count=count))
    return count / (time.perf_counter() - started)
