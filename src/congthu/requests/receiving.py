"""What does a form that was handed in become before it is stored, and whose is it?"""

import json
from pathlib import Path

from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority, Organisation
from congthu.directory.queries import organisation_by_code, organisation_by_name, visible_organisations
from congthu.directory.roles import Actor, Role
from congthu.regulations.fields import PRIVATE
from congthu.regulations.load import forms_to_fill, load
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.intake import ImportedRequest, UnreadableFile, read_request
from congthu.requests.models import Request, RequestRow
from congthu.vietnamese.names import fold, normalise

SEARCHED = 700


def read_file(path: Path, *, authority: Authority) -> ImportedRequest:
    """Read a form of the authority's regulation; nothing is stored.

    Raises:
        UnreadableFile: the file is no such form; the message is one sentence for its sender.
    """
    regulation = load(authority.regulation)
    forms = forms_to_fill(regulation)
    if forms is None:
        raise UnreadableFile(
            f"Quy chế của {authority.name} không kèm biểu mẫu nào nên không đọc được phiếu từ tệp."
        )
    return read_request(path, forms=forms, words=policy_of(authority).words)


def agency_of(
    imported: ImportedRequest, *, authority: Authority, acting: Actor, code: str = ""
) -> Organisation | None:
    """The agency that hands the form in: of that *code*, or by its letterhead, or else the only one *acting* asks for.

    None where the directory does not tell.

    Raises:
        RefusedByRule: there is no agency of that code.
    """
    if not code:
        named = organisation_by_name(authority, imported.agency) if imported.agency else None
        return named or _only_agency(authority, acting)
    return organisation_of(authority, code)


def organisation_of(authority: Authority, code: str) -> Organisation:
    """The organisation of that code.

    Raises:
        RefusedByRule: there is none.
    """
    found = organisation_by_code(authority, code)
    if found is None:
        message = f"Danh bạ của {authority.name} không có cơ quan mã “{code}”. Hãy kiểm tra lại mã."
        raise RefusedByRule(Refusal("request.agency", "", message))
    return found


def _only_agency(authority: Authority, acting: Actor) -> Organisation | None:
    if acting.has(Role.OPERATOR, authority=authority.code):
        return None
    own = list(visible_organisations(acting).filter(authority=authority, parent=None, valid_to=None)[:2])
    return own[0] if len(own) == 1 else None


def rows_of_form(imported: ImportedRequest) -> list[RequestRow]:
    """The lines of a form, not stored yet, each with its problems; what identifies a person goes under seal."""
    problems: dict[int, list[dict[str, object]]] = {}
    for problem in imported.problems:
        if problem.line is not None:
            problems.setdefault(problem.line, []).append(problem.model_dump())
    rows = []
    for row in imported.rows:
        values = {name: value for name, value in row.as_json().items() if name not in {"line", "kind", "box"}}
        private = {name: value for name, value in values.items() if name in PRIVATE}
        rows.append(
            RequestRow(
                line=row.line,
                kind=row.kind or "",
                box=str(row.box or ""),
                when_locked=str(row.when_locked or ""),
                fields={name: value for name, value in values.items() if name not in PRIVATE},
                private=json.dumps(private, ensure_ascii=False) if private else "",
                problems=problems.get(row.line, []),
            )
        )
    return rows


def searched(request: Request, rows: list[RequestRow]) -> str:
    """Agency, letter and people, in the form in which they are searched."""
    names = " ".join(row.subject_name for row in rows)
    return fold(normalise(f"{request.agency_name} {request.document_number} {names}"))[:SEARCHED]
