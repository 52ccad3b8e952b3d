"""Who is acting, and what may they do where?

Six roles are granted: three over a whole authority, three over an agency and everything below it. Holding a mailbox
is no grant. An :class:`Actor` is a value with its grants already resolved, so that a rule can be asked without the
database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person has been appointed to."""

    OPERATOR = "operator"
    MANAGING = "managing"
    INSPECTOR = "inspector"
    FOCAL = "focal"
    HEAD = "head"
    CLERK = "clerk"


AUTHORITY_ROLES = frozenset({Role.OPERATOR, Role.MANAGING, Role.INSPECTOR})
AGENCY_ROLES = frozenset({Role.FOCAL, Role.HEAD, Role.CLERK})
NAMES = {
    Role.OPERATOR: "đơn vị vận hành",
    Role.MANAGING: "cơ quan quản lý",
    Role.INSPECTOR: "người kiểm tra",
    Role.FOCAL: "cán bộ đầu mối",
    Role.HEAD: "thủ trưởng cơ quan",
    Role.CLERK: "văn thư",
}


def grantors(role: Role) -> tuple[Role, ...]:
    """Who gives and ends *role*: the managing department, and for the roles of an agency the operator too."""
    return (Role.MANAGING,) if role in AUTHORITY_ROLES else (Role.OPERATOR, Role.MANAGING)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts. ``trusted`` is the machine's own console or scheduler, which no grant limits.

    ``over_authority`` maps an authority's code to roles there; ``over_agency`` an organisation's id, with all its
    descendants, to roles there.
    """

    key: str
    name: str
    person_id: int | None = None
    home: str = ""
    trusted: bool = False
    over_authority: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    over_agency: Mapping[int, frozenset[Role]] = field(default_factory=dict)

    @classmethod
    def console(cls, user: str) -> "Actor":
        """Whoever types commands on the machine itself."""
        return cls(key=f"console:{user}", name=user, trusted=True)

    @classmethod
    def system(cls, program: str) -> "Actor":
        """One of our own programs, acting by the regulation alone."""
        return cls(key=f"system:{program}", name=program, trusted=True)

    def has(self, *roles: Role, authority: str, organisation: int | None = None) -> bool:
        """Whether one of *roles* is held over *authority* or over *organisation*."""
        held = self.over_authority.get(authority, frozenset())
        if organisation is not None:
            held |= self.over_agency.get(organisation, frozenset())
        return self.trusted or not held.isdisjoint(roles)
