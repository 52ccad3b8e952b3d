"""What does a form change of what is held? Only what it says: an empty field never clears anything."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from congthu.directory.facts import CODES, OrganisationFacts, PersonFacts
from congthu.vietnamese.names import PersonName

Changes = dict[str, tuple[str, str]]
"""By field what stood before and what stands then, as text."""

PRIVATE: Final = frozenset({"national_id", "phone", "otp_phone", "birth_date"})
NAME_PARTS: Final = ("family_name", "middle_name", "given_name")


def with_parts(facts: PersonFacts) -> PersonFacts:
    """*facts* with the parts of the name: those that the registrar gave, or else the usual split."""
    if any(getattr(facts, part) for part in NAME_PARTS):
        return facts
    usual = PersonName.split(facts.full_name)
    return replace(facts, family_name=usual.family, middle_name=usual.middle, given_name=usual.given)


def corrected(held: PersonFacts, given: PersonFacts) -> tuple[PersonFacts, Changes]:
    """The facts of a person that hold then, and what changes.

    A new name is taken apart anew unless its parts come too.
    """
    said = {one.name: getattr(given, one.name) for one in fields(given) if getattr(given, one.name)}
    if said.get("full_name", held.full_name) != held.full_name or any(part in said for part in NAME_PARTS):
        whole = with_parts(replace(given, full_name=given.full_name or held.full_name))
        said |= {part: getattr(whole, part) for part in NAME_PARTS}
    changed = {name: value for name, value in said.items() if getattr(held, name) != value}
    return replace(held, **changed), _told(held, changed)


def changed_facts(held: object, given: PersonFacts) -> dict[str, Any]:
    """What of *given* is told and differs from the person *held*: what a form corrects, by name."""
    told = {one.name: getattr(given, one.name) for one in fields(given) if getattr(given, one.name)}
    return {name: value for name, value in told.items() if getattr(held, name) != value}


def completed(held: OrganisationFacts, given: Mapping[str, object]) -> tuple[OrganisationFacts, Changes]:
    """The facts of an organisation that hold then, and what changes; *given* are fields and codes by name."""
    said = {name: value for name, value in given.items() if value}
    codes: dict[str, str] = {name: str(said.pop(name)) for name in CODES if name in said}
    changed = {name: value for name, value in said.items() if getattr(held, name) != value}
    changed_codes = {name: value for name, value in codes.items() if getattr(held.codes, name) != value}
    after = replace(held, codes=replace(held.codes, **changed_codes), **changed)  # type: ignore[arg-type]
    return after, _told(held, changed) | _told(held.codes, changed_codes)


def masked_changes(changes: Changes, masked: Callable[[str], str]) -> Changes:
    """*changes* of a person as a trail or a screen may show them."""
    return {
        name: (masked(before), masked(after)) if name in PRIVATE else (before, after)
        for name, (before, after) in changes.items()
    }


def _told(held: object, changed: Mapping[str, object]) -> Changes:
    return {name: (in_text(getattr(held, name)), in_text(value)) for name, value in changed.items()}


def in_text(value: object) -> str:
    """A value as a change tells it."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
