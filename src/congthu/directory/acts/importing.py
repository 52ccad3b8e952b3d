"""Bring a file of organisations, people and roles in: shown first, then written as one act, set by set.

Lines that are right go in; lines that are wrong stay out and say why, so that the corrected file can be brought in
again: what is there already changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from congthu.audit.actions import Entry, record, record_all
from congthu.audit.acts import Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.audit.sealed import masked
from congthu.directory.acts.grounds import local_day, refused, where_of_authority
from congthu.directory.acts.people import columns_of
from congthu.directory.corrections import Changes, masked_changes
from congthu.directory.importing.holding import held_organisations, people_of, roles_of
from congthu.directory.importing.parsing import parse
from congthu.directory.importing.planning import make_plan
from congthu.directory.importing.planning.values import (
    Ground,
    HeldPerson,
    OrganisationEntry,
    PersonEntry,
    Plan,
    RoleEntry,
)
from congthu.directory.importing.reading import Cells
from congthu.directory.importing.tree import Node
from congthu.directory.importing.words import vocabulary
from congthu.directory.models import Appointment, Authority, Organisation, Person
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role, grantors
from congthu.regulations.policy import Policy
from congthu.vietnamese.names import fold, normalise

AT_ONCE = 2_000
Sheets = Sequence[tuple[str, list[Cells]]]


def preview_directory(
    authority: Authority, sheets: Sheets, *, policy: Policy, acting: Actor, now: datetime
) -> Plan:
    """Say what :func:`import_directory` would do with every line; writes nothing.

    Raises:
        UnreadableFile: no sheet is one of ours, or one lacks a column that every line needs.
        RefusedByRule: whoever asks may not import.
    """
    require(acting, Role.OPERATOR, Role.MANAGING, authority=authority, to="nhập danh bạ")
    today = local_day(now)
    grants = frozenset(role for role in Role if acting.has(*grantors(role), authority=authority.code))
    ground = Ground(policy.scope, today, grants, people_of(authority), roles_of, spoken=policy.words)
    lines = parse(sheets, vocabulary=vocabulary(policy), today=today)
    return make_plan(ground, lines, held_organisations(authority))


@kept_if_refused("directory.imported", where_of_authority)
def import_directory(
    authority: Authority,
    sheets: Sheets,
    *,
    name: str,
    policy: Policy,
    acting: Actor,
    now: datetime,
    whole: bool = False,
) -> Plan:
    """Carry out every line that is right; *whole*: nothing where any is wrong. *name* is the file's.

    Raises:
        UnreadableFile, RefusedByRule: as :func:`preview_directory`; or the directory changed meanwhile.
    """
    require(acting, Role.OPERATOR, authority=authority, to="nhập danh bạ")
    try:
        with transaction.atomic():
            _one_at_a_time(authority)
            plan = preview_directory(authority, sheets, policy=policy, acting=acting, now=now)
            if not (whole and plan.refused):
                _Writer(authority, name, acting, now).write(plan)
    except IntegrityError as wrong:
        message = "Danh bạ vừa được người khác thay đổi nên chưa nhập gì: hãy chạy lại."
        raise refused("directory.import", message) from wrong
    return plan


def _one_at_a_time(authority: Authority) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('congthu.directory'), hashtext(%s))", [authority.code]
        )


class _Writer:
    """Writes a plan: organisations from the top down, then people, then roles, each with its entry in the trail."""

    def __init__(self, authority: Authority, name: str, acting: Actor, now: datetime) -> None:
        self.authority, self.name, self.acting, self.now = authority, name, acting, now
        self.entries: list[Entry] = []

    def write(self, plan: Plan) -> None:
        """Write everything; one entry more says how much it was."""
        self._organisations(plan.organisations)
        self._people(plan.people)
        self._roles(plan.roles)
        if not self.entries:
            return
        record_all(self.entries, authority=self.authority.code, acting=self.acting, at=self.now)
        counts = {
            sheet.name.lower(): {verdict.value: number for verdict, number in of_sheet.items()}
            for sheet, of_sheet in plan.counted().items()
        }
        record(
            "directory.imported",
            Subject("authority", self.authority.code),
            authority=self.authority.code,
            acting=self.acting,
            at=self.now,
            details={"file": self.name, "lines": counts},
        )

    # --- organisations -------------------------------------------------------------------------------------------

    def _organisations(self, entries: Sequence[OrganisationEntry]) -> None:
        for depth in sorted({entry.node.depth for entry in entries}):
            new = [entry for entry in entries if entry.held is None and entry.node.depth == depth]
            made = Organisation.objects.bulk_create(
                (self._organisation(entry) for entry in new), batch_size=AT_ONCE
            )
            for entry, organisation in zip(new, made, strict=True):
                entry.node.pk = organisation.pk
        self._change_organisations(entries)
        for entry in entries:
            event, told = (
                "organisation.established",
                {"name": entry.facts.name, "code": entry.facts.codes.code},
            )
            if entry.held is not None:
                event = "organisation.renamed" if "name" in entry.changes else "organisation.corrected"
                told = {"changed": entry.changes}  # type: ignore[dict-item]
            key = f"{self.authority.code}/{entry.node.pk}"
            self._note(
                event, Subject("organisation", key), entry.line.number, entry.line.get("document"), told
            )

    def _organisation(self, entry: OrganisationEntry) -> Organisation:
        row = Organisation(authority=self.authority, parent_id=_pk(entry.node.parent))
        _fill(row, entry)
        return row

    def _change_organisations(self, entries: Iterable[OrganisationEntry]) -> None:
        """Correct those held, and point to focal organisations now that all are there."""
        entries = [entry for entry in entries if entry.held is not None or entry.focal is not None]
        rows = Organisation.objects.in_bulk([entry.node.pk for entry in entries])
        for entry in entries:
            row = rows[entry.node.pk]
            _fill(row, entry)
            if entry.focal is not None:
                row.focal_id = entry.focal.pk
        columns = ["name", "folded", "kind", "own_local_part", "unit_suffix", "person_suffix", "identifier"]
        columns += ["category", "sector", "seat", "phone", "valid_from", "focal"]
        if rows:
            Organisation.objects.bulk_update(rows.values(), columns, batch_size=AT_ONCE)

    # --- people --------------------------------------------------------------------------------------------------

    def _people(self, entries: Sequence[PersonEntry]) -> None:
        new = [entry for entry in entries if entry.held is None]
        for start in range(0, len(new), AT_ONCE):
            part = new[start : start + AT_ONCE]
            made = Person.objects.bulk_create(
                Person(
                    authority=self.authority,
                    organisation_id=_pk(entry.organisation),  # type: ignore[misc]  # made before its people
                    **columns_of(entry.facts, self.authority),
                )
                for entry in part
            )
            for entry, person in zip(part, made, strict=True):
                entry.pk = person.pk
                told = {"organisation": entry.organisation.name}
                self._note_person("person.entered", entry, told)
        held = [entry for entry in entries if entry.held is not None]
        for start in range(0, len(held), AT_ONCE):
            self._change_people(held[start : start + AT_ONCE])

    def _change_people(self, entries: Sequence[PersonEntry]) -> None:
        rows = Person.objects.in_bulk([entry.pk for entry in entries])
        moved: list[int] = []
        columns: set[str] = {"organisation"}
        for entry in entries:
            row = rows[entry.pk]
            values = columns_of(entry.facts, self.authority)
            columns |= values.keys()
            for name, value in values.items():
                setattr(row, name, value)
            changes = dict(entry.changes)
            if place := changes.pop("organisation", None):
                row.organisation_id = entry.organisation.pk  # type: ignore[assignment]
                moved.append(row.pk)
                day = entry.moved_on.isoformat() if entry.moved_on else ""
                told: dict[str, object] = {"from": place[0], "to": place[1], "decided_on": day}
                self._note_person("person.moved", entry, told)
            if changes:
                self._note_person("person.corrected", entry, {"changed": _masked(changes)})
        Person.objects.bulk_update(rows.values(), sorted(columns))
        Appointment.objects.filter(person__in=moved, organisation__isnull=False, until=None).update(
            until=self.now
        )

    # --- roles ---------------------------------------------------------------------------------------------------

    def _roles(self, entries: Sequence[RoleEntry]) -> None:
        Appointment.objects.bulk_create(
            (
                Appointment(
                    person_id=_person_pk(entry.person),
                    authority=self.authority,
                    organisation_id=_pk(entry.over),
                    role=entry.role,
                    document=entry.line.get("document"),
                    since=self.now,
                )
                for entry in entries
            ),
            batch_size=AT_ONCE,
        )
        for entry in entries:
            over = entry.over.name if entry.over else self.authority.name
            subject = Subject("person", str(_person_pk(entry.person)))
            told = {"role": entry.role.value, "over": over}
            self._note("role.granted", subject, entry.line.number, entry.line.get("document"), told)

    def _note_person(self, event: str, entry: PersonEntry, told: Mapping[str, object]) -> None:
        subject = Subject("person", str(entry.pk))
        self._note(event, subject, entry.line.number, entry.line.get("document"), told)

    def _note(
        self, event: str, subject: Subject, line: int, document: str, told: Mapping[str, object]
    ) -> None:
        cause = Cause(document=document, reason=f"Nhập danh bạ từ tệp {self.name}, dòng {line}")
        self.entries.append(Entry(event, subject, cause, {**told}))


def _fill(row: Organisation, entry: OrganisationEntry) -> None:
    facts = entry.facts
    row.name = normalise(facts.name)
    row.folded = fold(row.name)
    row.kind = facts.kind
    row.code, row.own_local_part = facts.codes.code, facts.codes.own_local_part
    row.unit_suffix, row.person_suffix = facts.codes.unit_suffix, facts.codes.person_suffix
    row.identifier, row.category, row.sector = facts.identifier, facts.category, facts.sector
    row.seat, row.phone = facts.seat, facts.phone
    row.valid_from, row.valid_to = facts.valid_from, facts.valid_to


def _pk(node: Node | None) -> int | None:
    return node.pk if node is not None else None


def _person_pk(person: PersonEntry | HeldPerson) -> int:
    assert person.pk is not None  # noqa: S101  # people are written before roles
    return person.pk


def _masked(changes: Changes) -> Changes:
    return masked_changes(changes, masked)
