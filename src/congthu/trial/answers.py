"""What ends a question that cannot be answered?"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from congthu.regulations.faults import closest

Name = TypeVar("Name", bound=StrEnum)

REFUSED = 1


class Unreadable(Exception):
    """Input that cannot be understood; the message says what to do."""


def one_of(names: type[Name], given: str, what: str, *, also: Sequence[str] = ()) -> Name:
    """Read the name of a *what*; raise `Unreadable` with the names there are, and those that somebody else reads."""
    try:
        return names(given)
    except ValueError:
        there_are = [*names, *also]
        raise Unreadable(
            f"Không có {what} «{given}»{closest(given, there_are)}; có: {', '.join(there_are)}."
        ) from None


def known(names: Iterable[str], given: str, what: str) -> str:
    """Return *given* if it is one of *names*, which data give; raise `Unreadable` with those that there are."""
    there_are = list(dict.fromkeys(names))
    if given not in there_are:
        raise Unreadable(f"Không có {what} «{given}»{closest(given, there_are)}; có: {', '.join(there_are)}.")
    return given
