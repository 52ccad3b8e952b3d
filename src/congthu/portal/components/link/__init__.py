"""Where does this lead?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Link(Component):
    """A link as the value of a cell; *detail* is a second, softer line below it."""

    words: str
    href: str
    detail: str = ""
