"""What ends a question that cannot be answered?"""

from enum import StrEnum
from typing import TypeVar

Name = TypeVar("Name", bound=StrEnum)

REFUSED = 1


class Unreadable(Exception):
    """Input that cannot be understood; the message says what to do."""


def one_of(names: type[Name], given: str, what: str) -> Name:
    """Read the name of a *what*; raise `Unreadable` with the names there are."""
    try:
        return names(given)
    except ValueError:
        raise Unreadable(f"Không có {what} «{given}»; có: {', '.join(names)}.") from None
