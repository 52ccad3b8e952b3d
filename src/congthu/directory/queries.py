"""Who and what is in the directory, as far as the one who asks may see it?

``access_…`` functions raise the model's DoesNotExist alike for what is not there and for what may not be seen.
"""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from congthu.audit.acts import Subject
from congthu.audit.sealed import digest
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Appointment, Authority, Organisation, Person
from congthu.directory.roles import AUTHORITY_ROLES, Actor, Role
from congthu.directory.scope import named_by_sector, sector_told
from congthu.regulations.words import Words
from congthu.vietnamese.names import fold, normalise

# Below an organisation stands also what was merged into it.
SUBTREES = """
    WITH RECURSIVE below(root, id) AS (
        SELECT id, id FROM directory_organisation WHERE id = ANY(%s)
        UNION
        SELECT below.root, o.id FROM directory_organisation o
            JOIN below ON o.parent_id = below.id OR o.successor_id = below.id
    ) SELECT root, id FROM below
"""


def actor_for(person: Person, *, key: str, now: datetime) -> Actor:
    """Resolve what *person* may do at *now*; *key* is the name under which the acts will be recorded."""
    over_authority: dict[str, frozenset[Role]] = {}
    granted: dict[int, frozenset[Role]] = {}
    current = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), person=person, since__lte=now
    )
    for role, code, organisation in current.values_list("role", "authority__code", "organisation_id"):
        if organisation is None:
            over_authority[code] = over_authority.get(code, frozenset()) | {Role(role)}
        else:
            granted[organisation] = granted.get(organisation, frozenset()) | {Role(role)}
    return Actor(
        key=key,
        name=person.full_name,
        person_id=person.pk,
        home=person.authority.code,
        over_authority=over_authority,
        over_agency=_with_subtrees(granted),
    )


def _with_subtrees(granted: dict[int, frozenset[Role]]) -> dict[int, frozenset[Role]]:
    if not granted:
        return {}
    spread: dict[int, frozenset[Role]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SUBTREES, [list(granted)])
        for root, organisation in cursor.fetchall():
            spread[organisation] = spread.get(organisation, frozenset()) | granted[root]
    return spread


def visible_authorities(acting: Actor) -> QuerySet[Authority]:
    """The authorities in which *acting* has anything to do."""
    if acting.trusted:
        return Authority.objects.all()
    return Authority.objects.filter(code__in={acting.home, *acting.over_authority})


def access_authority(code: str, *, acting: Actor) -> Authority:
    """Return the authority; raises Authority.DoesNotExist."""
    return visible_authorities(acting).get(code=code)


def within_reach(acting: Actor, *, authority: str, organisation: str) -> Q:
    """The rows that *acting* has a role over; the two arguments are look-up paths from the model that is filtered."""
    if acting.trusted:
        return Q()
    everywhere = {code for code, roles in acting.over_authority.items() if roles & AUTHORITY_ROLES}
    return Q(**{f"{authority}__code__in": everywhere}) | Q(
        **{f"{organisation}_id__in": set(acting.over_agency)}
    )


def visible_organisations(acting: Actor) -> QuerySet[Organisation]:
    """The organisations that *acting* has a role over."""
    if acting.trusted:
        return Organisation.objects.all()
    everywhere = {code for code, roles in acting.over_authority.items() if roles & AUTHORITY_ROLES}
    return Organisation.objects.filter(Q(authority__code__in=everywhere) | Q(pk__in=set(acting.over_agency)))


def access_organisation(pk: int, *, acting: Actor) -> Organisation:
    """Return the organisation; raises Organisation.DoesNotExist."""
    return visible_organisations(acting).select_related("authority", "parent").get(pk=pk)


def visible_people(acting: Actor) -> QuerySet[Person]:
    """The people of the organisations that *acting* has a role over, and *acting* themselves."""
    reach = within_reach(acting, authority="authority", organisation="organisation")
    return Person.objects.filter(reach | Q(pk=acting.person_id) if acting.person_id else reach)


def access_person(pk: int, *, acting: Actor) -> Person:
    """Return the person; raises Person.DoesNotExist."""
    return visible_people(acting).select_related("authority", "organisation").get(pk=pk)


def search_people(
    text: str, *, acting: Actor, authority: Authority | None = None, within: Organisation | None = None
) -> QuerySet[Person]:
    """People whose name contains *text*, accents or not, in Vietnamese order; *within* an organisation and below it."""
    found = visible_people(acting).filter(folded__contains=fold(normalise(text)))
    if authority is not None:
        found = found.filter(authority=authority)
    if within is not None:
        found = found.filter(organisation__in=subtree(within))
    return found.select_related("authority", "organisation__parent")


def search_organisations(
    authority: Authority,
    *,
    acting: Actor,
    text: str = "",
    under: Organisation | None = None,
    ended: bool = False,
) -> QuerySet[Organisation]:
    """Organisations whose name, code or identifier contains *text*, accents or not; *under* one, itself included."""
    found = visible_organisations(acting).filter(authority=authority)
    if not ended:
        found = found.filter(valid_to=None)
    if under is not None:
        found = found.filter(pk__in=subtree(under))
    if wanted := fold(normalise(text)):
        found = found.filter(
            Q(folded__contains=wanted)
            | Q(code__contains=wanted)
            | Q(own_local_part__contains=wanted)
            | Q(identifier__icontains=wanted)
        )
    return found.select_related("authority", "parent", "focal", "successor")


def roles_held(organisation: Organisation, *, now: datetime) -> QuerySet[Appointment]:
    """The roles in force over *organisation*: its own, and those over what stands above it."""
    above: list[int] = []
    here: Organisation | None = organisation
    while here is not None:
        above.append(here.pk)
        here = here.parent
    held = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=now), organisation__in=above)
    return held.select_related("person", "organisation__parent").order_by("-organisation_id", "role", "pk")


def roles_over_authority(authority: Authority, *, acting: Actor, now: datetime) -> QuerySet[Appointment]:
    """The roles in force over the whole authority, to those who have one themselves."""
    held = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), authority=authority, organisation=None
    )
    if not acting.trusted and not acting.over_authority.get(authority.code):
        return held.none()
    return held.select_related("person", "organisation").order_by("role", "pk")


def held_by(person: Person, *, now: datetime) -> QuerySet[Appointment]:
    """The roles that *person* holds."""
    held = person.appointments.filter(Q(until__isnull=True) | Q(until__gt=now))
    return held.select_related("person", "organisation__parent").order_by("role", "pk")


def access_appointment(pk: int, *, acting: Actor) -> Appointment:
    """Return the role, if *acting* has a role over its authority or agency; raises Appointment.DoesNotExist."""
    reach = within_reach(acting, authority="authority", organisation="organisation")
    found = Appointment.objects.filter(reach).select_related(
        "person__authority", "authority", "organisation__parent"
    )
    return found.get(pk=pk)


def organisation_by_code(authority: Authority, code: str) -> Organisation | None:
    """The agency of that code or code path (``sotp/vanphong``); None if there is none or if several share it."""
    *above, last = [part.strip() for part in code.strip("/ ").split("/")]
    here = Organisation.objects.filter(authority=authority, valid_to=None, code=last).select_related(
        "authority"
    )
    anchored, up = here, "parent"
    for part in reversed(above):
        anchored = anchored.filter(**{f"{up}__code": part})
        up += "__parent"
    found = list(anchored.order_by("pk")[:2])
    whole = anchored.filter(**{up: None}).first()
    return whole or (found[0] if len(found) == 1 else None)


def organisation_by_name(authority: Authority, name: str) -> Organisation | None:
    """The organisation that a letter calls *name*, accents and capitals aside; None unless exactly one."""
    found = Organisation.objects.filter(authority=authority, valid_to=None, folded=fold(normalise(name)))[:2]
    return found[0] if len(found) == 1 else None


def person_by_national_id(authority: Authority, national_id: str) -> Person | None:
    """The person of that id number in *authority*."""
    if not national_id:
        return None
    known = Person.objects.select_related("authority", "organisation")
    return known.filter(authority=authority, national_id_digest=digest(national_id)).first()


class SeveralPeople(Exception):
    """More than one person is meant; *people* are those."""

    def __init__(self, people: list[Person]) -> None:
        super().__init__(f"{len(people)} người tên {people[0].full_name}")
        self.people = people


def find_person(
    authority: Authority, *, national_id: str = "", name: str = "", within: Organisation | None = None
) -> Person | None:
    """The one person who is meant: by the id number if it is held, or else by the name, accents and all, in *within*.

    A name is no answer to an id number: whoever bears another number is another person.

    Raises:
        SeveralPeople: the name is not enough; ask for the id number.
    """
    if found := person_by_national_id(authority, national_id):
        return found
    if not name or within is None:
        return None
    people = namesakes(within, PersonFacts(name, national_id=national_id))
    if len(people) > 1:
        raise SeveralPeople(people)
    return people[0] if people else None


def namesakes(within: Organisation, facts: PersonFacts) -> list[Person]:
    """The people of *within* who bear this name, accents and all, and whom nothing tells apart from *facts*."""
    name = normalise(facts.full_name)
    found = Person.objects.select_related("authority", "organisation").filter(
        organisation__in=subtree(within), folded=fold(name)
    )
    return [
        one
        for one in found
        # Thảo and Thao are two names; only capitals are no difference.
        if one.full_name.lower() == name.lower()
        and (not one.national_id or not facts.national_id or one.national_id == facts.national_id)
        and (not one.birth_date or not facts.birth_date or one.birth_date == facts.birth_date)
    ]


def subject_of(organisation: Organisation) -> Subject:
    """Under which key the trail tells of an organisation."""
    return Subject("organisation", f"{organisation.authority.code}/{organisation.pk}")


def sector_of(organisation: Organisation, unit_name: str = "", *, spoken: Words) -> str:
    """What is told of the sector in which the people of an organisation work, or those of its unit *unit_name*."""
    places: list[tuple[str, str]] = []
    here: Organisation | None = organisation
    if unit_name and named_by_sector(unit_name, spoken=spoken):
        unit = organisation_below(organisation, unit_name)
        places, here = ([], unit) if unit else ([("", unit_name)], organisation)
    while here is not None:
        places.append((here.sector, here.name))
        here = here.parent
    return sector_told(places, spoken=spoken)


def code_path(organisation: Organisation) -> str:
    """The codes from the province down: ``sotp/vanphong``."""
    above, codes = organisation.parent, [organisation.code]
    while above is not None:
        codes.insert(0, above.code)
        above = above.parent
    return "/".join(codes)


def subtree(organisation: Organisation) -> frozenset[int]:
    """The ids of *organisation* and everything below it."""
    with connection.cursor() as cursor:
        cursor.execute(SUBTREES, [[organisation.pk]])
        return frozenset(found for _, found in cursor.fetchall())


def organisation_below(agency: Organisation, name: str) -> Organisation | None:
    """The unit of *agency*, or *agency* itself, that a letter calls *name*; None unless exactly one."""
    found = Organisation.objects.select_related("authority", "parent").filter(
        pk__in=subtree(agency), valid_to=None, folded=fold(normalise(name))
    )[:2]
    return found[0] if len(found) == 1 else None
