"""What is known about this one thing? Labels with their values."""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Facts(Component):
    """Pairs of label and value; a value may be another component, an empty one is shown as not known."""

    pairs: tuple[tuple[str, object], ...]
