"""Enter, correct and move people: three acts, so that a form for one can never do another.

Nobody is overwritten: entering somebody whose id number is held is refused with who that is. Finding is a question
(:func:`congthu.directory.queries.find_person`).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from congthu.audit.actions import Entry, record, record_all
from congthu.audit.acts import NO_CAUSE, Acting, Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.audit.sealed import digest, masked
from congthu.directory.acts.grounds import (
    demand_decision,
    demand_ground,
    demand_past,
    refused,
    where_of_organisation,
    where_of_person,
)
from congthu.directory.corrections import NAME_PARTS, in_text, masked_changes, with_parts
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Appointment, Authority, Organisation, Person
from congthu.directory.permission import require
from congthu.directory.queries import person_by_national_id
from congthu.directory.ranks import rank_of
from congthu.directory.roles import Actor, Role
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank
from congthu.vietnamese.names import fold, normalise


class PersonCorrection(TypedDict, total=False):
    """What may be corrected, by name: what is named is set, also to nothing; what is not named stays."""

    full_name: str
    family_name: str
    middle_name: str
    given_name: str
    unit_name: str
    position: str
    rank: str
    birth_date: date | None
    national_id: str
    phone: str
    otp_phone: str
    employment: str


@kept_if_refused("person.entered", where_of_organisation)
def enter_person(
    organisation: Organisation, facts: PersonFacts, *, acting: Actor, now: datetime, cause: Cause = NO_CAUSE
) -> Person:
    """Enter somebody who is not in the directory.

    Raises:
        RefusedByRule: somebody with this id number is there, the agency has ended, or the name or rank is none.
    """
    authority = organisation.authority
    require(acting, Role.OPERATOR, authority=authority, to="ghi người dùng vào danh bạ")
    if organisation.valid_to is not None:
        raise refused("person.organisation", f"{organisation.name} đã kết thúc: hãy chọn cơ quan hiện nay.")
    person = Person(authority=authority, organisation=organisation, **columns_of(facts, authority))
    _check(person)
    with transaction.atomic():
        _refuse_known(authority, facts.national_id)
        person.save(force_insert=True)
        told: dict[str, object] = {"organisation": organisation.name}
        _record("person.entered", person, acting=acting, now=now, cause=cause, details=told)
    return person


@kept_if_refused("person.corrected", where_of_person)
def correct_person(
    person: Person, *, acting: Actor, now: datetime, cause: Cause, **facts: Unpack[PersonCorrection]
) -> Person:
    """Change the facts that are named, and nothing else; what stood before is in the trail, private facts masked.

    A new name is taken apart anew unless its parts are named too.

    Raises:
        RefusedByRule: there is no ground, the id number is somebody else's, or the name or rank is none.
    """
    authority = person.authority
    require(acting, Role.OPERATOR, authority=authority, to="sửa thông tin người dùng")
    demand_ground(cause)
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        wanted: dict[str, object] = {
            name: normalise(value) if isinstance(value, str) else value for name, value in facts.items()
        }
        if wanted.get("full_name") and not any(part in wanted for part in NAME_PARTS):
            usual = with_parts(PersonFacts(str(wanted["full_name"])))
            wanted |= {part: getattr(usual, part) for part in NAME_PARTS}
        if wanted.get("position", row.position) != row.position and "rank" not in wanted:
            wanted["rank"] = rank_by_post(str(wanted["position"]), authority)
        before = {name: getattr(row, name) for name in wanted}
        changed = {name: value for name, value in wanted.items() if before[name] != value}
        for name, value in changed.items():
            setattr(row, name, value)
        row.folded, row.national_id_digest = fold(row.full_name), digest(row.national_id)
        _check(row)
        if changed.get("national_id"):
            _refuse_known(authority, row.national_id, but=row.pk)
        if changed:
            row.save(update_fields=[*changed, "folded", "national_id_digest"])
            pairs = {name: (in_text(before[name]), in_text(value)) for name, value in changed.items()}
            told: dict[str, object] = {"changed": masked_changes(pairs, masked)}
            _record("person.corrected", row, acting=acting, now=now, cause=cause, details=told)
    person.refresh_from_db()
    return person


@kept_if_refused("person.moved", where_of_person)
def move_person(
    person: Person,
    *,
    to: Organisation,
    decided_on: date,
    acting: Actor,
    now: datetime,
    cause: Cause,
    unit_name: str = "",
    position: str | None = None,
) -> Person:
    """Put somebody into another agency on the ground of a decision; their roles in the former one end.

    The mailbox that they hold is not touched: what becomes of it is a request of its own.

    Raises:
        RefusedByRule: there is no decision, its day has not come, or *to* is the same, has ended or is elsewhere.
    """
    authority = person.authority
    require(acting, Role.OPERATOR, authority=authority, to="chuyển người dùng sang cơ quan khác")
    demand_decision(cause, "điều động, tiếp nhận")
    demand_past(decided_on, now=now)
    if to.authority_id != person.authority_id or to.valid_to is not None:
        raise refused(
            "person.organisation", f"{to.name} không nhận được: thuộc địa phương khác hoặc đã kết thúc."
        )
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
        before = row.organisation
        if before.pk == to.pk:
            raise refused("person.organisation", f"{row.full_name} đã ở {to.name}.")
        row.organisation, row.unit_name = to, normalise(unit_name)
        if position is not None:
            row.position = normalise(position)
            row.rank = rank_by_post(row.position, authority)
        row.save(update_fields=["organisation", "unit_name", "position", "rank"])
        note_moves(
            [row.pk],
            authority=authority,
            before=before.name,
            after=to.name,
            decided_on=decided_on,
            acting=acting,
            now=now,
            cause=cause,
        )
    person.refresh_from_db()
    return person


def note_moves(
    people: Iterable[int],
    *,
    authority: Authority,
    before: str,
    after: str,
    decided_on: date,
    acting: Acting,
    now: datetime,
    cause: Cause,
) -> None:
    """End the roles in agencies of those who moved, and record each move; for the acts that have moved them."""
    moved = list(people)
    Appointment.objects.filter(person__in=moved, organisation__isnull=False, until=None).update(until=now)
    told = {"from": before, "to": after, "decided_on": decided_on.isoformat()}
    record_all(
        [Entry("person.moved", Subject("person", str(pk)), cause, told) for pk in moved],
        authority=authority.code,
        acting=acting,
        at=now,
    )


def columns_of(facts: PersonFacts, authority: Authority) -> dict[str, object]:
    """The columns of somebody with these facts; the rank is that of the post where it is not told outright."""
    name = normalise(facts.full_name)
    whole = with_parts(facts)
    return {
        "full_name": name,
        "family_name": normalise(whole.family_name),
        "middle_name": normalise(whole.middle_name),
        "given_name": normalise(whole.given_name),
        "folded": fold(name),
        "unit_name": normalise(facts.unit_name),
        "position": normalise(facts.position),
        "rank": facts.rank or rank_by_post(facts.position, authority),
        "birth_date": facts.birth_date,
        "national_id": facts.national_id,
        "national_id_digest": digest(facts.national_id),
        "phone": facts.phone,
        "otp_phone": facts.otp_phone,
        "employment": normalise(facts.employment),
    }


def rank_by_post(position: str, authority: Authority) -> str:
    """The rank of a post by the words of the authority's regulation, "" where they do not say."""
    found = rank_of(position, words=policy_for(authority.regulation).words)
    return found.value if found else ""


def _check(person: Person) -> None:
    if not person.full_name or not person.given_name:
        raise refused("person.name", "Hãy ghi đủ họ và tên.")
    if person.rank and person.rank not in set(Rank):
        raise refused("person.rank", f"Không có cấp bậc “{person.rank}”; có: {', '.join(Rank)}.")


def _refuse_known(authority: Authority, national_id: str, *, but: int | None = None) -> None:
    known = person_by_national_id(authority, national_id)
    if known is not None and known.pk != but:
        raise refused(
            "person.national_id",
            f"Số CCCD này là của {known.full_name}, {known.organisation.name} (người số {known.pk}). Nếu là một người: "
            "hãy sửa hoặc chuyển người đã ghi; nếu không: hãy kiểm tra lại số.",
        )


def _record(
    event: str,
    person: Person,
    *,
    acting: Acting,
    now: datetime,
    cause: Cause,
    details: Mapping[str, object],
) -> None:
    subject, authority = Subject("person", str(person.pk)), person.authority.code
    record(event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details)
