"""Which lines of a log have not been read yet, whatever happened to the file meanwhile?

A log is one stream of bytes that lies in several files: the supervisor, or a program for rotating logs, moves or copies
the full one aside, may compress it, and goes on in a new one, even in the middle of a line. So a place in it is
remembered as how its file begins and how far in it is, and is found again by that under whatever name and number the
file has now.
"""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

# Enough to tell two files apart: the first line of a log has a time, a process and more.
BEGINNING = 256
CHUNK = 1 << 20
# No program of ours writes such a line; what is longer is damage, and must not fill the memory.
LONGEST_LINE = 1 << 18


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where a log has been read: *offset* bytes of the file whose first *length* bytes have this *digest*."""

    length: int
    digest: str
    offset: int

    def as_json(self) -> dict[str, Any]:
        """As it is kept on disk."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Place":
        """Read what `as_json` wrote; raises KeyError, TypeError or ValueError where it is damaged."""
        return cls(int(kept["length"]), str(kept["digest"]), int(kept["offset"]))


class Tail:
    """Reads one log from where it was left; from the oldest file that there is where nobody has read it yet."""

    def __init__(self, path: Path, place: Place | None = None) -> None:
        """Follow *path* from *place* on."""
        self.path = path
        # Up to where whole lines have been given out.
        self.place = place
        self._file: IO[bytes] | None = None
        self._beginning = b""
        self._rest = b""
        self._waiting: list[Path] = []
        self._begun = False

    def lines(self) -> Iterator[bytes]:
        """Give out every whole line that has not been given out, without its end; `place` follows."""
        if not self._begun:
            self._begin()
        while True:
            if self._file is None:
                if not self._waiting:
                    return
                self._open(self._waiting.pop(0), 0)
            yield from self._rest_of_file()
            if self._waiting:
                self._close()
            elif self._moved_on():
                # What was written between the last look and the move.
                yield from self._rest_of_file()
                self._close()
                self._begin()
                if not self._waiting and self._file is None:
                    return
            else:
                return

    def close(self) -> None:
        """Let go of the file; whoever reads on starts at `place`."""
        self._close()
        self._rest, self._begun, self._waiting = b"", False, []

    def _begin(self) -> None:
        """Find the file of `place` among those of the log, and line up what came after it."""
        files, self._rest = self._files(), b""
        self._begun = bool(files)
        start = next((number for number, file in enumerate(files) if self._holds(file)), None)
        if start is None:
            self._waiting = files
        else:
            self._waiting = files[start + 1 :]
            self._open(files[start], self.place.offset if self.place else 0)

    def _files(self) -> list[Path]:
        """The files of the log, the oldest first, the one that is written to last."""
        aside = [file for file in self.path.parent.glob(f"{self.path.name}.*") if file.is_file()]
        aside.sort(key=lambda file: file.stat().st_mtime_ns)
        return [*aside, self.path] if self.path.exists() else aside

    def _holds(self, file: Path) -> bool:
        if self.place is None or not self.place.length:
            return False
        try:
            with _reading(file) as opened:
                return _digest(opened.read(self.place.length)) == self.place.digest
        except (OSError, EOFError):
            return False

    def _open(self, file: Path, offset: int) -> None:
        try:
            self._file = _reading(file)
            self._beginning = self._file.read(BEGINNING)
            self._file.seek(offset)
        except (OSError, EOFError):
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _rest_of_file(self) -> Iterator[bytes]:
        while self._file is not None:
            try:
                read = self._file.read(CHUNK)
            except (OSError, EOFError):
                return
            if not read:
                return
            *whole, self._rest = (self._rest + read).split(b"\n")
            yield from whole
            if len(self._rest) > LONGEST_LINE:
                self._rest = b""
            self._remember()

    def _remember(self) -> None:
        """Set `place` to the end of the last whole line, unless that lies in the file before this one."""
        if self._file is None:
            return
        here = self._file.tell()
        if len(self._rest) > here:
            return
        if len(self._beginning) < BEGINNING:
            self._file.seek(0)
            self._beginning = self._file.read(BEGINNING)
            self._file.seek(here)
        self.place = Place(len(self._beginning), _digest(self._beginning), here - len(self._rest))

    def _moved_on(self) -> bool:
        """Say whether the log goes on in another file, or was cut off."""
        if self._file is None:
            return True
        try:
            now = self.path.stat()
        except FileNotFoundError:
            # Moved aside, and nothing new is written yet.
            return False
        opened = Path(f"/proc/self/fd/{self._file.fileno()}").stat()
        return (now.st_dev, now.st_ino) != (opened.st_dev, opened.st_ino) or now.st_size < self._file.tell()


def _reading(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb"))


def _digest(beginning: bytes) -> str:
    return hashlib.sha256(beginning).hexdigest()
