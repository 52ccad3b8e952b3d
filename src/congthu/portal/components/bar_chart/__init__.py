"""How do a few counts compare? Bars drawn by the server, inside the table that says the same in numbers."""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Bar:
    """One count; *href* leads to what was counted, *soft* draws a paler bar, *current* marks what is shown."""

    label: str
    icon: str
    value: int
    href: str = ""
    soft: bool = False
    current: bool = False


@dataclass(frozen=True)
class BarChart(Component):
    """*heading* and *unit* name the columns of the table."""

    caption: str
    heading: str
    unit: str
    bars: tuple[Bar, ...]

    @property
    def lines(self) -> list[tuple[Bar, str, str]]:
        """Each bar with its length out of 100 and its share in words."""
        total = sum(bar.value for bar in self.bars) or 1
        most = max((bar.value for bar in self.bars), default=0) or 1
        return [
            (bar, f"{100 * bar.value / most:.1f}", f"{100 * bar.value / total:.0f} %") for bar in self.bars
        ]
