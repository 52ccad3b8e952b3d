"""What happened to this mailbox or request, when, by whom, by which clause?"""

from dataclasses import dataclass
from datetime import datetime

from congthu.portal.components.base import Component
from congthu.portal.components.clause_reference import ClauseReference


@dataclass(frozen=True)
class Moment:
    """*why* is the ground in words, *clause* as in the data; *explained* is the page that says what the rules said."""

    at: datetime
    what: str
    who: str = ""
    why: str = ""
    clause: str = ""
    explained: str = ""

    @property
    def reference(self) -> ClauseReference | None:
        """The clause it was done under."""
        return ClauseReference(self.clause, linked=True) if self.clause else None


@dataclass(frozen=True)
class Timeline(Component):
    """The newest first."""

    moments: tuple[Moment, ...]
