"""What does a form that was handed in become before it is stored, and may it come this way?"""

import json
from pathlib import Path

from congthu.audit.acts import Asked, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority, Organisation
from congthu.directory.queries import organisation_by_code, organisation_by_name
from congthu.enforces import enforces
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.regulations.load import forms_to_fill, load
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.intake import ImportedRequest, UnreadableFile, read_request
from congthu.requests.models import PRIVATE_FIELDS, Request, RequestRow
from congthu.requests.questions import ask
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


def agency_of(imported: ImportedRequest, *, authority: Authority, code: str = "") -> Organisation | None:
    """The agency that hands the form in: of that *code*, or else by its letterhead; None if the directory has none.

    Raises:
        RefusedByRule: there is no agency of that code.
    """
    if not code:
        return organisation_by_name(authority, imported.agency) if imported.agency else None
    found = organisation_by_code(authority, code)
    if found is None:
        message = f"Danh bạ của {authority.name} không có cơ quan mã “{code}”. Hãy kiểm tra lại mã."
        raise RefusedByRule(Refusal("request.agency", "", message))
    return found


@enforces("request.sender_kinds")
def check_sender(sender: str, *, authority: Authority) -> list[Asked]:
    """See that a form sent by mail comes from a kind of mailbox that may send one; return what was asked.

    *sender* "" came another way, and nothing is asked.

    Raises:
        RefusedByRule: it does not, with what to do.
    """
    if not sender:
        return []
    address = sender.strip().lower()
    live = Mailbox.objects.filter(authority=authority, address=address, phase__in=LIVE_PHASES)
    facts = {"sender": address, "sender_kind": live.values_list("kind", flat=True).first() or ""}
    return [demand(ask(Question.SENDER, facts, policy_of(authority)))]


def rows_of_form(imported: ImportedRequest) -> list[RequestRow]:
    """The lines of a form, not stored yet, each with its problems; what identifies a person goes under seal."""
    problems: dict[int, list[dict[str, object]]] = {}
    for problem in imported.problems:
        if problem.line is not None:
            problems.setdefault(problem.line, []).append(problem.model_dump())
    rows = []
    for row in imported.rows:
        values = {name: value for name, value in row.as_json().items() if name not in {"line", "kind"}}
        private = {name: value for name, value in values.items() if name in PRIVATE_FIELDS}
        rows.append(
            RequestRow(
                line=row.line,
                kind=row.kind or "",
                fields={name: value for name, value in values.items() if name not in PRIVATE_FIELDS},
                private=json.dumps(private, ensure_ascii=False) if private else "",
                problems=problems.get(row.line, []),
            )
        )
    return rows


def searched(request: Request, rows: list[RequestRow]) -> str:
    """Agency, letter and people, in the form in which they are searched."""
    names = " ".join(row.subject_name for row in rows)
    return fold(normalise(f"{request.agency_name} {request.document_number} {names}"))[:SEARCHED]
