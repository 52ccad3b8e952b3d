"""Which address would this line get, by which rule?"""

from dataclasses import dataclass

from congthu.portal.components.base import Component
from congthu.portal.components.clause_reference import ClauseReference


@dataclass(frozen=True)
class ProposedAddress(Component):
    """An address that is not issued yet."""

    address: str
    clause: str

    @property
    def reference(self) -> ClauseReference:
        """The clause that gives the name."""
        return ClauseReference(self.clause, linked=True)
