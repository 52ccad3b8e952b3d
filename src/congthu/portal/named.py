"""Whom and which organisation does somebody mean who typed a name or a code into a page?"""

from congthu.directory.facts import PersonFacts
from congthu.directory.models import Organisation, Person
from congthu.directory.queries import (
    namesakes,
    organisation_by_code,
    organisation_by_name,
    subtree,
    visible_organisations,
    visible_people,
)
from congthu.portal.visits import Visit
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.vietnamese.names import fold, normalise

SHOWN = 5


def organisation_meant(visit: Visit, given: str) -> Organisation:
    """The organisation of that code, path of codes or name.

    Raises:
        RefusedByRule: there is none that this person sees, or there are several.
    """
    found = organisation_by_code(visit.authority, given.strip().lower())
    found = found or organisation_by_name(visit.authority, given)
    if found is None or not visible_organisations(visit.actor).filter(pk=found.pk).exists():
        message = f"Danh bạ không có (hoặc có nhiều) tổ chức “{given}”. Hãy ghi mã, hoặc đường dẫn như sotp/vanphong."
        raise RefusedByRule(Refusal("organisation.code", "", message))
    return found


def person_meant(visit: Visit, given: str, *, within: Organisation) -> Person:
    """The person of that number in the directory, or the only one of that name in *within*.

    Raises:
        RefusedByRule: there is none that this person sees, or there are several; they are listed with their numbers.
    """
    given = given.strip().removeprefix("#")
    seen = visible_people(visit.actor).select_related("authority", "organisation")
    if given.isdecimal():
        found = list(seen.filter(pk=int(given)))
    else:
        exact = [one.pk for one in namesakes(within, PersonFacts(given))]
        # Accents tell people apart where they were typed; where they were not, the bare name must do.
        bare = seen.filter(organisation__in=subtree(within), folded=fold(normalise(given)))
        found = list(seen.filter(pk__in=exact) if exact else bare)
    if len(found) == 1:
        return found[0]
    if not found:
        message = f"{within.name} không có người “{given}” trong danh bạ. Hãy ghi người đó vào danh bạ trước."
        raise RefusedByRule(Refusal("person.name", "", message))
    listed = "; ".join(f"{one.pk}: {one.full_name}, {one.position or one.unit_name}" for one in found[:SHOWN])
    message = f"{within.name} có nhiều người tên “{given}” ({listed}). Hãy ghi số đứng trước tên."
    raise RefusedByRule(Refusal("person.name", "", message))
