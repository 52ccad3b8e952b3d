"""Which sign stands beside the words? One stroke drawing of the sprite ``static/portal/icons.svg``."""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Icon(Component):
    """*name* is the id of a symbol in the sprite. An icon never stands without words, so readers skip it."""

    name: str
