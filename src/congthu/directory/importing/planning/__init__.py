"""What would each line of a directory file do: enter, correct, change nothing, or stay out, and why?

Pure: what is held comes as values. A line that is wrong stays out with whatever leans on it, and takes nothing else
along. An empty cell never clears what is held; another name of an organisation and another agency of a person need
their decision.
"""

from collections.abc import Iterable, Mapping

from congthu.directory.importing.columns import Sheet
from congthu.directory.importing.parsing import Line
from congthu.directory.importing.planning.organisations import hold, plan_organisations
from congthu.directory.importing.planning.people import Known, homes_of, plan_people
from congthu.directory.importing.planning.roles import plan_roles
from congthu.directory.importing.planning.values import Ground, HeldOrganisation, Plan

__all__ = ["make_plan"]


def make_plan(
    ground: Ground, lines: Mapping[Sheet, list[Line]], organisations: Iterable[HeldOrganisation]
) -> Plan:
    """Plan a whole file, organisations first: people lean on them, and roles on people."""
    people, roles = lines.get(Sheet.PEOPLE, []), lines.get(Sheet.ROLES, [])
    hold(ground, organisations)
    plan_organisations(ground, lines.get(Sheet.ORGANISATIONS, []))
    homes = homes_of(ground, [*people, *roles])
    known = Known(ground, homes, [*people, *roles])
    plan_people(ground, people, homes, known)
    plan_roles(ground, roles, homes, known)
    return ground.plan
