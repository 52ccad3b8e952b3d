"""How large are the attachments of a message together, as the files that they are?

The message passes by in pieces and is not kept: of an attachment of 50 MB only its length is. What a mail program would
show as the text of the letter is none; every other part is one, with or without a name, pictures inside the letter too.
In a message that is attached everything counts, because all of it is sent along.

Sizes are of the decoded files (RFC 2045): base64 and quoted-printable are longer on the wire than what they carry.
"""

import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser

# Enough for any header that a mail program writes; the rest of a longer one is not looked at.
LONGEST_HEADERS = 1 << 16
DEEPEST = 60
BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NOT_BASE64 = bytes(set(range(256)) - set(BASE64))
ENCODED = frozenset({"base64", "quoted-printable"})
DASHES = re.compile(rb"^--", re.MULTILINE)
PARSER = BytesHeaderParser()


@dataclass(slots=True)
class _Part:
    """One part while it passes by. *counts*: it is an attachment, or lies in an attached message."""

    headers: bytearray = field(default_factory=bytearray)
    reading_headers: bool = True
    boundary: bytes = b""
    counts: bool = False
    encoding: str = ""
    letters: int = 0
    escapes: int = 0
    # The line end before a boundary belongs to the boundary, so the last one is not counted until more follows.
    line_end: int = 0

    @property
    def size(self) -> int:
        """How long the decoded content is."""
        if self.encoding == "base64":
            return self.letters * 3 // 4
        return max(0, self.letters - self.escapes)


class Attachments:
    """Fed with a message, piece by piece; `total` is known after `end`."""

    def __init__(self) -> None:
        """Begin with the headers of the message."""
        self.total = 0
        self._parts = [_Part()]
        self._rest = b""

    def header(self, name: bytes, value: bytes) -> None:
        """Take one header of the message itself."""
        self._header_line(self._parts[0], name + b": " + value.strip() + b"\n")

    def end_of_headers(self) -> None:
        """Take in that the body follows."""
        self._open(self._parts[0])

    def body(self, piece: bytes) -> None:
        """Take a piece of the body, cut anywhere."""
        data = self._rest + piece
        whole = data.rfind(b"\n") + 1
        self._rest = data[whole:]
        self._lines(data[:whole])
        # A line without end is content: no boundary is as long.
        if len(self._rest) > LONGEST_HEADERS:
            self._content(self._rest)
            self._rest = b""

    def end(self) -> int:
        """Close every part and return the total."""
        self._lines(self._rest)
        self._rest = b""
        while self._parts:
            self._close()
        return self.total

    def _lines(self, lines: bytes) -> None:
        """Whole lines: those between two that may be boundaries are content of one part, or its headers."""
        start = 0
        while start < len(lines):
            part = self._parts[-1]
            if part.reading_headers:
                start = self._headers(part, lines, start)
                continue
            dashes = DASHES.search(lines, start) if self._bounded() else None
            if dashes is None:
                self._content(lines[start:])
                return
            self._content(lines[start : dashes.start()])
            end = lines.find(b"\n", dashes.start()) + 1 or len(lines)
            line = lines[dashes.start() : end]
            if not self._boundary(line.rstrip()):
                self._content(line)
            start = end

    def _headers(self, part: _Part, lines: bytes, start: int) -> int:
        end = lines.find(b"\n", start) + 1 or len(lines)
        line = lines[start:end]
        if not line.strip():
            self._open(part)
        elif line.startswith(b"--") and self._boundary(line.rstrip()):
            pass
        else:
            self._header_line(part, line)
        return end

    @staticmethod
    def _header_line(part: _Part, line: bytes) -> None:
        if len(part.headers) < LONGEST_HEADERS:
            part.headers += line

    def _open(self, part: _Part) -> None:
        """The headers of *part* are read: what is it?"""
        told = PARSER.parsebytes(bytes(part.headers))
        part.headers.clear()
        part.reading_headers = False
        part.encoding = str(told.get("Content-Transfer-Encoding", "")).strip().lower()
        if len(self._parts) < DEEPEST:
            part.boundary = _boundary_of(told)
            if part.boundary:
                return
            if told.get_content_type() == "message/rfc822" and part.encoding not in ENCODED:
                self._parts.append(_Part(counts=True))
                return
        part.counts = part.counts or _is_file(told)

    def _bounded(self) -> bool:
        return any(part.boundary for part in self._parts)

    def _boundary(self, line: bytes) -> bool:
        """Say whether *line* is a boundary of a part that is open; the parts inside that one end with it."""
        for place in range(len(self._parts) - 1, -1, -1):
            boundary = self._parts[place].boundary
            if not boundary or line not in {b"--" + boundary, b"--" + boundary + b"--"}:
                continue
            while len(self._parts) > place + 1:
                self._close()
            if line == b"--" + boundary:
                inside = any(part.counts for part in self._parts)
                self._parts.append(_Part(counts=inside))
            return True
        return False

    def _content(self, lines: bytes) -> None:
        part = self._parts[-1]
        if not lines or not part.counts or part.boundary:
            return
        if part.encoding == "base64":
            part.letters += len(lines.translate(None, NOT_BASE64))
            return
        if part.encoding == "quoted-printable":
            # "=" before a line end joins two lines; elsewhere three letters stand for one.
            joins = lines.count(b"=\r\n") * 3 + lines.count(b"=\n") * 2
            joined = lines.count(b"=\r\n") + lines.count(b"=\n")
            part.escapes += joins + 2 * (lines.count(b"=") - joined)
        part.letters += len(lines)
        part.line_end = 2 if lines.endswith(b"\r\n") else int(lines.endswith(b"\n"))

    def _close(self) -> None:
        part = self._parts.pop()
        if part.counts and not part.reading_headers:
            self.total += max(0, part.size - (part.line_end if part.encoding != "base64" else 0))


def _boundary_of(told: Message) -> bytes:
    """What separates the parts of this one; b"" where it has none."""
    if told.get_content_maintype() != "multipart":
        return b""
    try:
        return (told.get_boundary() or "").encode("utf-8", "surrogateescape")
    except ValueError:
        return b""


def _is_file(told: Message) -> bool:
    """The letter is text without a name that is not called an attachment; every other part is a file."""
    try:
        called = told.get_content_disposition() == "attachment" or bool(told.get_filename())
    except (ValueError, LookupError):
        return True
    return called or told.get_content_maintype() != "text"
