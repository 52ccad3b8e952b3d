"""How much of each is there? Counts, each leading to what it counts."""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Figure:
    """*late* turns a count above zero into a warning."""

    label: str
    value: int
    href: str = ""
    late: bool = False


@dataclass(frozen=True)
class Figures(Component):
    """Counts side by side, the most urgent first."""

    figures: tuple[Figure, ...]
