"""What does the law say here: which value, in which direction may it be moved, on whose word does it stand?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component
from congthu.regulations.readings import Reading

BOUNDS = {
    "minimum": ("tối thiểu", "đơn vị vận hành chỉ được tăng"),
    "maximum": ("tối đa", "đơn vị vận hành chỉ được giảm"),
    "exact": ("đúng mức này", "đơn vị vận hành không được thay đổi"),
}


@dataclass(frozen=True)
class RuledValue(Component):
    """One value in words.

    *words* are its parts, one line each. *number* is that of the *reading* on which the value rests; *before* is
    what the regulation itself says where a decision moved it.
    """

    description: str
    words: tuple[str, ...]
    gist: str = ""
    bound: str = ""
    origin: str = ""
    number: str = ""
    reading: Reading | None = None
    before: str = ""

    @property
    def direction(self) -> tuple[str, str] | None:
        """The bound in a word, and what it leaves to the operator."""
        return BOUNDS.get(self.bound)

    @property
    def text(self) -> str:
        """Everything that a search through the page looks at."""
        read = (self.reading.unclear, self.reading.chosen) if self.reading else ()
        return " ".join((self.description, *self.words, self.gist, self.origin, self.number, *read))
