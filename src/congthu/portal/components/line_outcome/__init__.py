"""What became of one line of a request, and what stands in its way?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component
from congthu.portal.components.problem_list import ProblemList
from congthu.portal.components.state_chip import StateChip


@dataclass(frozen=True)
class LineOutcome(Component):
    """A chip with the findings below it; *add* is the page where what the line lacks is added, "" where nobody may."""

    chip: StateChip
    problems: ProblemList
    add: str = ""
