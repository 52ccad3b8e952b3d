"""What time is it in this installation? The only module that reads the machine's clock.

A real installation has the machine's time. One that was made for trials (``init --test-clock``) may be ahead of it or
behind it: its file ``clock.json`` holds by how much, ``./congthu clock`` writes it, and every program of ours reads it
at each question, so that none has to be started again. Time goes on flowing.

The programs that carry the mail live in the machine's time. A moment that they report passes through `shifted` before
it is written down beside ours.
"""

import json
from datetime import UTC, datetime, timedelta
from os import stat_result
from pathlib import Path
from tempfile import NamedTemporaryFile

FILE = "clock.json"
ON_TIME = timedelta(0)

_followed: list[Path] = []
# What the file said when it was last read, under what tells one file from another; replacing makes a new inode.
_known: dict[tuple[int, int, int], timedelta] = {}


class NoTestClock(Exception):
    """This installation has the machine's time, and nobody can move it."""

    unfit = True


def follow(directory: Path | None) -> None:
    """From now on read the time of the trial installation in *directory*; None means the machine's own."""
    _known.clear()
    _followed[:] = [directory / FILE] if directory else []


def is_test() -> bool:
    """Say whether this installation has a clock that can be moved."""
    return bool(_followed)


def of_the_machine() -> datetime:
    """The time that certificates and the programs of others live in."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time of this installation."""
    return shifted(of_the_machine())


def shifted(moment: datetime) -> datetime:
    """What a moment of the machine is in this installation's time."""
    return moment + ahead()


def ahead() -> timedelta:
    """How much this installation's time is ahead of the machine's; negative when it is behind.

    Raises:
        NoTestClock: the file of a trial installation is gone. Time is not guessed.
    """
    if not _followed:
        return ON_TIME
    try:
        key = _identity(_followed[0].stat())
        if key not in _known:
            found = read(_followed[0].parent)
            _known.clear()
            _known[key] = found
        return _known[key]
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise NoTestClock(
            f"Hệ thống thử này không đọc được đồng hồ của nó ở {_followed[0]} ({wrong}). "
            "Đồng hồ thử chỉ có khi khởi tạo bằng: ./congthu init --test-clock"
        ) from wrong


def move(ahead_by: timedelta) -> None:
    """Let this installation's time be *ahead_by* ahead of the machine's.

    Raises:
        NoTestClock: it has none that can be moved.
    """
    if not _followed:
        raise NoTestClock(
            "Hệ thống này dùng giờ thật của máy, không ai đổi được. Chỉ hệ thống thử, khởi tạo bằng "
            "./congthu init --test-clock (hệ thống mẫu cũng vậy), mới có đồng hồ đặt được."
        )
    write(_followed[0].parent, ahead_by)


def read(directory: Path) -> timedelta:
    """What the clock of the trial installation in *directory* says."""
    return timedelta(seconds=float(json.loads((directory / FILE).read_text("ascii"))["ahead_seconds"]))


def write(directory: Path, ahead_by: timedelta) -> None:
    """Write the clock of the trial installation in *directory*: whole or not at all, for every user to read."""
    text = json.dumps({"ahead_seconds": ahead_by.total_seconds()}) + "\n"
    with NamedTemporaryFile("w", dir=directory, prefix=f".{FILE}.", delete=False, encoding="ascii") as new:
        new.write(text)
    path = Path(new.name)
    path.chmod(0o644)
    path.replace(directory / FILE)


def _identity(found: stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_mtime_ns, found.st_size
