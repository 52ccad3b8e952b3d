"""What are the parts of a Vietnamese name, and how does it read without accents?

Folding: NFC, lower case, đ and its look-alikes become d, combining marks (the horn too) are dropped. Words are what
stands between white space of any kind; inside a word everything but a-z and 0-9 is dropped, so that H'Hen is one word.
"""

import unicodedata
from dataclasses import dataclass
from typing import Self

STROKED_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})


def normalise(text: str) -> str:
    """Write *text* as it is kept: NFC, no invisible characters, single spaces, none at the ends."""
    visible = (
        character
        for character in text
        if unicodedata.category(character) not in {"Cf", "Cc"} or character.isspace()
    )
    return " ".join(unicodedata.normalize("NFC", "".join(visible)).split())


def fold(text: str) -> str:
    """Lower-case *text* and take its accents off, leaving everything else in place."""
    lower = unicodedata.normalize("NFC", text).lower().translate(STROKED_D)
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def words(text: str) -> tuple[str, ...]:
    """The words of *text* in the letters of an address."""
    kept = ("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(text).split())
    return tuple(word for word in kept if word)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name by its parts: họ, tên lót, tên. Each may hold several words or none."""

    family: str
    middle: str
    given: str

    @classmethod
    def split(cls, full_name: str) -> Self:
        """Split at the usual places: first word họ, last word tên. A registrar may know better."""
        parts = normalise(full_name).split(" ")
        if len(parts) == 1:
            return cls("", "", parts[0])
        return cls(parts[0], " ".join(parts[1:-1]), parts[-1])

    @property
    def full(self) -> str:
        """The name in reading order."""
        return normalise(f"{self.family} {self.middle} {self.given}")
