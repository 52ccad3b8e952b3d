"""What has just been done? Stays until the next page: nobody is asked to read faster than they can."""

from dataclasses import dataclass
from typing import Literal

from congthu.portal.components.base import Component

Level = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True)
class Toast(Component):
    """One sentence; the level gives it sign and colour."""

    words: str
    level: Level = "success"

    @property
    def icon(self) -> str:
        """The sign of the level."""
        return {"success": "done", "info": "info", "warning": "warning", "error": "warning"}[self.level]

    @property
    def tone(self) -> str:
        """The class of the level's colours."""
        return {"success": "", "info": "", "warning": " notice-warning", "error": " notice-danger"}[
            self.level
        ]
