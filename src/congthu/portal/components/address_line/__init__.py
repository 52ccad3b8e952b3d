"""Which address is it, and how do I take it with me?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class AddressLine(Component):
    """An address, or a *secret* to be copied exactly; *what* names it for those who hear the button."""

    text: str
    what: str = "địa chỉ"
    secret: bool = False
