"""What ends a question that cannot be answered?"""

from collections.abc import Sequence
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
        known = [*names, *also]
        raise Unreadable(
            f"Không có {what} «{given}»{closest(given, known)}; có: {', '.join(known)}."
        ) from None
