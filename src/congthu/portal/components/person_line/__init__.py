"""Who is it? Name in reading order, below it the post and the unit."""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class PersonLine(Component):
    """Post and unit are left out where they are not known."""

    full_name: str
    position: str = ""
    unit: str = ""

    @property
    def post(self) -> str:
        """Position and unit on one line."""
        return ", ".join(part for part in (self.position, self.unit) if part)
