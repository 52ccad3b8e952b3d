"""What time is it in this installation? The only module that reads the machine's clock.

A real installation has the machine's time. One that was made for trials (``init --test-clock``) may be ahead of it or
behind it: its file ``clock.json`` holds by how much since when, ``./congthu clock`` writes it, and every program of
ours reads it at each question, so that none has to be started again. Time goes on flowing.

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

# How many moves are remembered: the use that mail programs report is a minute old at most.
REMEMBERED = 500
# Logs write whole seconds. Whoever moves the clock waits until what was logged before has been read, so that a line of
# the very second of a move, read after it, is from after it.
PRECISION = 1.0

Moves = tuple[tuple[float, timedelta], ...]
"""Since which second of the machine's time this installation was how much ahead, the newest last; never empty."""

_followed: list[Path] = []
# What the file said when it was last read, under what tells one file from another; replacing makes a new inode.
_known: dict[tuple[int, int, int], Moves] = {}


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
    return of_the_machine() + ahead()


def shifted(moment: datetime) -> datetime:
    """What a moment of the machine was in this installation's time: by what its clock was ahead at that moment."""
    if not _followed:
        return moment
    moves = _moves()
    passed = [ahead_then for since, ahead_then in moves if since < moment.timestamp() + PRECISION]
    return moment + (passed[-1] if passed else moves[0][1])


def ahead() -> timedelta:
    """How much this installation's time is ahead of the machine's; negative when it is behind.

    Raises:
        NoTestClock: the file of a trial installation is gone. Time is not guessed.
    """
    return _moves()[-1][1] if _followed else ON_TIME


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
    _replace(_followed[0], (*_moves(), (of_the_machine().timestamp(), ahead_by))[-REMEMBERED:])


def read(directory: Path) -> timedelta:
    """By how much the trial installation in *directory* is ahead."""
    return _read(directory / FILE)[-1][1]


def write(directory: Path, ahead_by: timedelta) -> None:
    """Give the trial installation in *directory* a clock that is, and always was, *ahead_by* ahead."""
    _replace(directory / FILE, ((0.0, ahead_by),))


def _moves() -> Moves:
    path = _followed[0]
    try:
        key = _identity(path.stat())
        if key not in _known:
            found = _read(path)
            _known.clear()
            _known[key] = found
        return _known[key]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as wrong:
        raise NoTestClock(
            f"Hệ thống thử này không đọc được đồng hồ của nó ở {path} ({wrong}). "
            "Đồng hồ thử chỉ có khi khởi tạo bằng: ./congthu init --test-clock"
        ) from wrong


def _read(path: Path) -> Moves:
    told = json.loads(path.read_text("ascii"))
    earlier = (_moved(since, ahead_then) for since, ahead_then in told.get("before", ()))
    return (*earlier, _moved(told.get("since", 0), told["ahead_seconds"]))


def _moved(since: float, ahead_seconds: float) -> tuple[float, timedelta]:
    return float(since), timedelta(seconds=float(ahead_seconds))


def _replace(path: Path, moves: Moves) -> None:
    """Write the file whole or not at all, for every user to read."""
    *before, (since, ahead_by) = moves
    told = {
        "ahead_seconds": ahead_by.total_seconds(),
        "since": since,
        "before": [[then, ahead_then.total_seconds()] for then, ahead_then in before],
    }
    text = json.dumps(told) + "\n"
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{FILE}.", delete=False, encoding="ascii") as new:
        new.write(text)
    made = Path(new.name)
    made.chmod(0o644)
    made.replace(path)


def _identity(found: stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_mtime_ns, found.st_size
