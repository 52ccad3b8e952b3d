"""Why is nothing here, and what can I do about it?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class EmptyState(Component):
    """*verb* and *href* are the one thing to do next; left out where there is nothing to do."""

    title: str
    words: str
    icon: str = "done"
    verb: str = ""
    href: str = ""
