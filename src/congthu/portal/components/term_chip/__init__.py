"""How much time is left, until which day, by which clause?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from congthu.portal.components.base import Component
from congthu.portal.components.clause_reference import ClauseReference

Unit = Literal["ngày", "ngày làm việc"]


@dataclass(frozen=True)
class TermChip(Component):
    """*left* counts *unit* until *due*: 0 on the last day, below 0 once it has passed."""

    due: date
    left: int
    unit: Unit = "ngày"
    clause: str = ""
    met: bool = False
    hour: str = ""
    """Until which hour of the last day, where the term is one of hours."""

    @property
    def words(self) -> str:
        """What is left of an open term; whether a met one was kept."""
        if self.met:
            return "đúng hạn" if self.left >= 0 else f"trễ {-self.left} {self.unit}"
        if self.left < 0:
            return f"quá hạn {-self.left} {self.unit}"
        if self.left == 0:
            return f"hết hạn lúc {self.hour} hôm nay" if self.hour else "hết hạn hôm nay"
        return f"còn {self.left} {self.unit}{f', đến {self.hour}' if self.hour else ''}"

    @property
    def tone(self) -> str:
        """Warning on the last two days, danger once the day has passed."""
        if self.left < 0:
            return "danger"
        return "warning" if self.left <= 1 and not self.met else "plain"

    @property
    def icon(self) -> str:
        """A clock, or a warning sign once the day has passed."""
        return "warning" if self.left < 0 else "clock"

    @property
    def reference(self) -> ClauseReference | None:
        """The clause that sets the term."""
        return ClauseReference(self.clause, linked=True) if self.clause else None
