"""What does the directory hold of what a file names? The database's answers, as the values that planning works on."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from congthu.audit.sealed import digest
from congthu.directory.facts import Codes, OrganisationFacts, PersonFacts
from congthu.directory.importing.planning.values import HeldOrganisation, HeldPerson, HeldRole
from congthu.directory.models import Appointment, Authority, Organisation, Person
from congthu.directory.roles import Role

AT_ONCE = 10_000
Item = TypeVar("Item", int, bytes)


def held_organisations(authority: Authority) -> Iterator[HeldOrganisation]:
    """Every organisation of *authority*, those that have ended too."""
    for one in Organisation.objects.filter(authority=authority).order_by("pk").iterator():
        yield HeldOrganisation(one.pk, one.parent_id, one.focal_id, facts_of_organisation(one))


def facts_of_organisation(one: Organisation) -> OrganisationFacts:
    """The facts of an organisation as it is held."""
    return OrganisationFacts(
        name=one.name,
        kind=one.kind,
        codes=Codes(one.code, one.own_local_part, one.unit_suffix, one.person_suffix),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        identifier=one.identifier,
        category=one.category,
        sector=one.sector,
        seat=one.seat,
        phone=one.phone,
    )


def facts_of_person(one: Person) -> PersonFacts:
    """The facts of a person as they are held, private ones in plain."""
    return PersonFacts(
        full_name=one.full_name,
        unit_name=one.unit_name,
        position=one.position,
        rank=one.rank,
        birth_date=one.birth_date,
        national_id=one.national_id,
        phone=one.phone,
        otp_phone=one.otp_phone,
        employment=one.employment,
        family_name=one.family_name,
        middle_name=one.middle_name,
        given_name=one.given_name,
    )


def people_of(authority: Authority) -> Callable[[set[int], set[str]], Iterable[HeldPerson]]:
    """The question for the people of organisations (by pk) and for those with one of the id numbers."""

    def ask(organisations: set[int], numbers: set[str]) -> Iterator[HeldPerson]:
        seen: set[int] = set()
        everyone = Person.objects.filter(authority=authority)
        digests = [digest(number) for number in numbers]
        for found in (
            *_in_parts(organisations, lambda part: everyone.filter(organisation__in=part)),
            *_in_parts(digests, lambda part: everyone.filter(national_id_digest__in=part)),
        ):
            if found.pk not in seen:
                seen.add(found.pk)
                yield HeldPerson(found.pk, found.organisation_id, facts_of_person(found))

    return ask


def roles_of(people: set[int]) -> Iterator[HeldRole]:
    """The roles in force of *people*."""
    for part in _parts(people):
        held = Appointment.objects.filter(person__in=part, until=None)
        for person, role, over in held.values_list("person_id", "role", "organisation_id"):
            yield HeldRole(person, Role(role), over)


def _in_parts(wanted: Iterable[Item], ask: Callable[[list[Item]], Iterable[Person]]) -> Iterator[Person]:
    for part in _parts(wanted):
        yield from ask(part)


def _parts(wanted: Iterable[Item]) -> Iterator[list[Item]]:
    everything = list(wanted)
    for start in range(0, len(everything), AT_ONCE):
        yield everything[start : start + AT_ONCE]
