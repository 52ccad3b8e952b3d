"""What is told of an organisation or a person when they are entered? Values, as forms and files carry them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

# Kinds whose people are named in addresses by the agency above.
UNITS: Final = frozenset({"department", "locality_department", "other_body_unit"})
CODES: Final = ("code", "own_local_part", "unit_suffix", "person_suffix")


@dataclass(frozen=True, slots=True)
class Codes:
    """How an organisation is called in addresses; what is left empty is the code itself."""

    code: str
    own_local_part: str = ""
    unit_suffix: str = ""
    person_suffix: str = ""

    def completed(self, *, people: str = "") -> "Codes":
        """The four codes, none empty; *people* stands for the agency above in the addresses of a unit's people."""
        return Codes(
            self.code,
            self.own_local_part or self.code,
            self.unit_suffix or self.code,
            self.person_suffix or people or self.code,
        )


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What a decision says of an organisation. *kind* is a value of ``OrganisationKind``."""

    name: str
    kind: str
    codes: Codes
    valid_from: date
    valid_to: date | None = None
    identifier: str = ""
    category: str = ""
    sector: str = ""
    seat: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a form says of a person. Name parts only where the registrar knows better than the usual split."""

    full_name: str
    unit_name: str = ""
    position: str = ""
    rank: str = ""
    birth_date: date | None = None
    national_id: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    otp_phone: str = field(default="", repr=False)
    employment: str = ""
    family_name: str = ""
    middle_name: str = ""
    given_name: str = ""
