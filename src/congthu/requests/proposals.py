"""Which addresses would the lines of a request get? Lines of one request never propose the same one."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation, OrganisationKind
from congthu.directory.queries import organisation_below, sector_of
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import facts_of, numbers_wanted, propose_for, unit_code


class Line(Protocol):
    """A line whose proposal can be written down."""

    kind: str
    proposed_address: str
    proposal_clause: str

    @property
    def everything(self) -> Mapping[str, str]:
        """All fields of the line."""


def propose_rows(agency: Organisation, rows: Iterable[Line]) -> None:
    """Write the address that each line asking for a mailbox would get today; none where a fact is missing."""
    given: frozenset[str] = frozenset()
    for row in rows:
        row.proposed_address, row.proposal_clause = propose_row(
            agency, row.kind, row.everything, also_taken=given
        )
        given |= {row.proposed_address}


def propose_row(
    agency: Organisation, kind: str, fields: Mapping[str, str], *, also_taken: frozenset[str]
) -> tuple[str, str]:
    """Return the address for one line and the clause of its form, empty where there is none."""
    match kind:
        case "person.issue":
            subject, facts = agency, person_facts(agency, fields)
            mailbox_kind = MailboxKind.PERSON
        case "organisation.issue":
            found = organisation_below(agency, fields.get("org_name", ""))
            if found is None:
                return "", ""
            subject, mailbox_kind = found, MailboxKind(OrganisationKind(found.kind).value)
            facts = facts_of(found, mailbox_kind)
        case _:
            return "", ""
    proposal = propose_for(subject, mailbox_kind, facts, also_taken=also_taken)
    return proposal.address or "", proposal.clause if proposal.address else ""


def person_facts(agency: Organisation, fields: Mapping[str, str]) -> dict[str, object]:
    """Return what naming asks about somebody who is not in the directory yet."""
    return {
        "full_name": fields.get("full_name", ""),
        "dob": fields.get("birth_date", ""),
        "org_code": agency.person_suffix,
        "org_name": agency.name,
        "dept_code": unit_code(agency, fields.get("unit", "")),
        "employment": fields.get("employment", ""),
        "org_sector": sector_of(agency),
        **{
            key: fields.get(key, "")
            for key in numbers_wanted(MailboxKind.PERSON, policy_of(agency.authority))
        },
    }
