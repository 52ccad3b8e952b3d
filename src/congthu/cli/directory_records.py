"""How do organisations, people, roles and an import look as JSON? The names are promised: add, never rename."""

from collections.abc import Iterable
from typing import Any

from congthu.audit.sealed import masked
from congthu.directory.corrections import masked_changes
from congthu.directory.importing.columns import Sheet, heading_of
from congthu.directory.importing.planning.values import Plan, Told, Verdict
from congthu.directory.models import Appointment, Organisation, Person
from congthu.directory.queries import code_path


def organisation_json(one: Organisation) -> dict[str, Any]:
    """An organisation with its codes."""
    return {
        "id": one.pk,
        "authority": one.authority.code,
        "code": code_path(one),
        "name": one.name,
        "kind": one.kind,
        "kind_label": one.get_kind_display(),
        "parent": code_path(one.parent) if one.parent else None,
        "focal": code_path(one.focal) if one.focal else None,
        "own_local_part": one.own_local_part,
        "unit_suffix": one.unit_suffix,
        "person_suffix": one.person_suffix,
        "identifier": one.identifier or None,
        "category": one.category or None,
        "sector": one.sector or None,
        "seat": one.seat or None,
        "phone": one.phone or None,
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "successor": code_path(one.successor) if one.successor else None,
    }


def person_json(one: Person) -> dict[str, Any]:
    """A person; the id number and phones are masked."""
    return {
        "id": one.pk,
        "authority": one.authority.code,
        "organisation": code_path(one.organisation),
        "organisation_name": one.organisation.name,
        "full_name": one.full_name,
        "family_name": one.family_name,
        "middle_name": one.middle_name or None,
        "given_name": one.given_name,
        "unit": one.unit_name or None,
        "position": one.position or None,
        "rank": one.rank,
        "employment": one.employment or None,
        "birth_date": one.birth_date.isoformat() if one.birth_date else None,
        "national_id": masked(one.national_id) or None,
        "phone": masked(one.phone) or None,
        "otp_phone": masked(one.otp_phone) or None,
    }


def appointment_json(one: Appointment) -> dict[str, Any]:
    """A role with its document."""
    return {
        "id": one.pk,
        "person": one.person_id,
        "full_name": one.person.full_name,
        "role": one.role,
        "over": code_path(one.organisation) if one.organisation else None,
        "document": one.document,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """Every line with its verdict, and beside that, as with every command, what was refused."""
    told: dict[Sheet, list[dict[str, Any]]] = {}
    for one in plan.told:
        told.setdefault(one.line.sheet, []).append(line_json(one))
    return {
        "counts": {
            sheet.value: {verdict.value: number for verdict, number in of_sheet.items()}
            for sheet, of_sheet in plan.counted().items()
        },
        "sheets": [{"sheet": sheet.value, "lines": lines} for sheet, lines in told.items()],
        "refused": [
            {
                "rule": "directory.import",
                "clause": problem.clause,
                "message": in_words(one, problem.column, problem.message),
            }
            for one in plan.refused
            for problem in one.line.problems
            if problem.severity == "error"
        ],
    }


def line_json(one: Told) -> dict[str, Any]:
    """A line with its verdict; changes are under the headings of their columns."""
    line = one.line
    changes = masked_changes(one.changes, masked) if line.sheet is Sheet.PEOPLE else one.changes
    return {
        "line": line.number,
        "subject": one.subject,
        "verdict": one.verdict.value,
        "problems": [problem.as_json() for problem in line.problems],
        "changes": {heading_of(line.sheet, name): list(pair) for name, pair in changes.items()},
    }


def in_words(one: Told, column: str, message: str) -> str:
    """A problem with its place."""
    return f"Tờ {one.line.sheet}, dòng {one.line.number}, cột {column}: {message}"


VERDICTS = {
    Verdict.NEW: "mới",
    Verdict.CHANGED: "sửa",
    Verdict.SAME: "không đổi",
    Verdict.REFUSED: "chưa vào",
}


def counted_in_words(plan: Plan) -> Iterable[str]:
    """Cơ quan: 3 mới, 1 chưa vào"""
    for sheet, of_sheet in plan.counted().items():
        parts = [f"{number} {VERDICTS[verdict]}" for verdict, number in of_sheet.items() if number]
        yield f"{sheet}: {', '.join(parts)}"
