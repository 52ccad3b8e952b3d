"""The milter protocol, as far as the gate needs it: what Postfix sends about a message, and what it is answered.

Version 6, over a stream: each packet is a length of four bytes, a letter and its data. Postfix is asked to leave out
what nobody looks at and to wait for an answer only at the sender and at the end. Anything unexpected ends in "try again
later": a fault of ours is never the sender's.
"""

import asyncio
import logging
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from congthu.mailflow.gate.attachments import Attachments

log = logging.getLogger(__name__)

VERSION = 6
LONGEST_PACKET = 1 << 20
# What Postfix may leave out: connection, greeting, recipients, the start of the data, unknown commands…
LEFT_OUT = 0x01 | 0x02 | 0x08 | 0x100 | 0x200
# …and what it sends without waiting for an answer: headers, their end, pieces of the body.
UNANSWERED = 0x80 | 0x40000 | 0x80000
CONTINUE, ACCEPT, TRY_LATER = b"c", b"a", b"t"

Judge = Callable[[str, int], Awaitable[str]]
"""Asked with the login and the size of the attachments; the reply that refuses the message, "" where it may leave."""


class Hangup(Exception):
    """The other side has ended, or does not speak the protocol."""


@dataclass(slots=True)
class _Message:
    """One message of somebody who has signed in."""

    login: str
    attachments: Attachments = field(default_factory=Attachments)


class Conversation:
    """One connection of Postfix, over which several messages may come one after another."""

    def __init__(self, judge: Judge) -> None:
        """Ask *judge* at the end of each message."""
        self._judge = judge
        self._macros: dict[bytes, bytes] = {}
        self._message: _Message | None = None
        self._answers_pieces = False

    async def hear(self, command: bytes, data: bytes) -> bytes:
        """Take one packet in and return the answer, b"" for none. Raise `Hangup` where it is the last."""
        answer = b""
        match command:
            case b"O":
                answer = self._agree(data)
            case b"D":
                self._note_macros(data)
            case b"M":
                answer = packet(self._begin())
            case b"L" | b"N" | b"B":
                self._take(command, data)
                answer = packet(CONTINUE) if self._answers_pieces else b""
            case b"E":
                self._take(b"B", data)
                answer = packet(*await self._end())
            case b"A":
                self._message = None
            case b"K":
                self._message, self._macros = None, {}
            case b"Q":
                raise Hangup
            case _:
                answer = packet(CONTINUE)
        return answer

    def _agree(self, data: bytes) -> bytes:
        if len(data) < struct.calcsize("!III"):
            raise Hangup
        version, _, offered = struct.unpack_from("!III", data)
        self._answers_pieces = (offered & UNANSWERED) != UNANSWERED
        wanted = LEFT_OUT | (0 if self._answers_pieces else UNANSWERED)
        return packet(b"O", struct.pack("!III", min(version, VERSION), 0, offered & wanted))

    def _note_macros(self, data: bytes) -> None:
        """Macros come before the command that they belong to, names and values in turn."""
        told = data[1:].split(b"\0")
        if data[:1] == b"M":
            self._macros = {}
        self._macros.update(zip(told[::2], told[1::2], strict=False))

    def _begin(self) -> bytes:
        login = self._macros.get(b"{auth_authen}", b"").decode("utf-8", "replace")
        self._message = _Message(login) if login else None
        # Only who signs in sends in the name of an authority; everything else is not the gate's affair.
        return CONTINUE if self._message else ACCEPT

    def _take(self, command: bytes, data: bytes) -> None:
        if self._message is None:
            return
        match command:
            case b"L":
                name, _, value = data.rstrip(b"\0").partition(b"\0")
                self._message.attachments.header(name, value)
            case b"N":
                self._message.attachments.end_of_headers()
            case _:
                self._message.attachments.body(data)

    async def _end(self) -> tuple[bytes, bytes]:
        message, self._message = self._message, None
        if message is None:
            return ACCEPT, b""
        reply = await self._judge(message.login, message.attachments.end())
        return (b"y", reply.encode("ascii") + b"\0") if reply else (ACCEPT, b"")


def packet(command: bytes, data: bytes = b"") -> bytes:
    """Return one packet."""
    return struct.pack("!I", 1 + len(data)) + command + data


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, judge: Judge) -> None:
    """Hold one conversation to its end."""
    conversation = Conversation(judge)
    try:
        while True:
            command, data = await _received(reader)
            if answer := await _answer(conversation, command, data):
                writer.write(answer)
                await writer.drain()
    except (Hangup, asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _received(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    (length,) = struct.unpack("!I", await reader.readexactly(4))
    if not 0 < length <= LONGEST_PACKET:
        raise Hangup
    received = await reader.readexactly(length)
    return received[:1], received[1:]


async def _answer(conversation: Conversation, command: bytes, data: bytes) -> bytes:
    try:
        return await conversation.hear(command, data)
    except Hangup:
        raise
    except Exception:
        # Whatever is wrong with us, the message waits at the sender's.
        log.exception("the gate failed at %r", command)
        return packet(TRY_LATER)
