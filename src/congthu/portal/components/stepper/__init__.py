"""Where am I on a way of several steps?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Stepper(Component):
    """*current* counts from 1; the steps before it are done."""

    steps: tuple[str, ...]
    current: int
    label: str = "Các bước"
