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

    *words* are its parts, one line each. *readings* are those on which the value rests, each with its number; *before*
    is what the regulation itself says where a decision moved it.
    """

    description: str
    words: tuple[str, ...]
    gist: str = ""
    bound: str = ""
    origin: str = ""
    readings: tuple[tuple[str, Reading], ...] = ()
    before: str = ""

    @property
    def direction(self) -> tuple[str, str] | None:
        """The bound in a word, and what it leaves to the operator."""
        return BOUNDS.get(self.bound)

    @property
    def text(self) -> str:
        """Everything that a search through the page looks at."""
        read = (part for number, one in self.readings for part in (number, one.unclear, one.chosen))
        return " ".join((self.description, *self.words, self.gist, self.origin, *read))
