"""Add to a line what its form does not say: the day of a decision, a rank, a birth date, the address of a mailbox."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from congthu.audit.refused import kept_if_refused
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.regulations.fields import FIELDS, PRIVATE
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.route import ENDED, STAGES, Stage
from congthu.requests.acts.foreseeing import foresee_rows
from congthu.requests.acts.steps import locked, record_act, refused, set_due, where
from congthu.requests.lacking import lacks_information
from congthu.requests.models import Request, RequestRow, RowState
from congthu.requests.typed import read_typed

SHUT = frozenset({*ENDED, Stage.RETURNED})
"""Where nothing is added to a line any more: what was returned is sent again as a whole."""


@kept_if_refused("request.line_completed", where)
def complete_line(
    request: Request, line: int, said: Mapping[str, str], *, acting: Actor, now: datetime
) -> RequestRow:
    """Add to line *line* what is *said*, by field; where nothing is missing any more, the term of the request starts.

    Raises:
        RefusedByRule: there is no such line or field, a value is not what its field must be, or the line is done.
    """
    require(
        acting,
        Role.OPERATOR,
        Role.FOCAL,
        Role.HEAD,
        Role.CLERK,
        authority=request.authority,
        organisation=request.agency_id,
        to="bổ sung yêu cầu này",
    )
    if unknown := sorted(set(said) - set(FIELDS)):
        raise refused("request.field", f"Không có thông tin “{', '.join(unknown)}”; có: {', '.join(FIELDS)}.")
    values, wrong = read_typed(said)
    if wrong:
        raise RefusedByRule(*wrong)
    with transaction.atomic():
        row = locked(request)
        if (stage := Stage(row.state)) in SHUT:
            message = f"Yêu cầu số {row.pk} đang ở bước “{STAGES[stage]}” nên không bổ sung được."
            raise refused("request.complete", message)
        found = row.rows.select_for_update().filter(line=line).first()
        if found is None:
            raise refused("request.row", f"Yêu cầu số {row.pk} không có dòng {line}.")
        if found.state == RowState.DONE:
            raise refused("request.row", f"Dòng {line} đã được thực hiện.")
        _write(found, values)
        lines = list(row.rows.all())
        foresee_rows(row, lines, now=now)
        asked = []
        if row.complete_at is None and not lacks_information(row.problems, lines):
            row.complete_at = now
            asked = set_due(row)
            row.save(update_fields=["complete_at", "due_on", "due_clause"])
        # Values may be private: the trail names what was added, the line holds it under seal.
        told = {"line": line, "fields": sorted(values)}
        record_act("request.line_completed", row, acting=acting, now=now, details=told, asked=asked)
    request.refresh_from_db()
    return row.rows.get(line=line)


def _write(row: RequestRow, values: Mapping[str, str]) -> None:
    private = {**(json.loads(row.private) if row.private else {})}
    private |= {name: value for name, value in values.items() if name in PRIVATE}
    row.fields = {**row.fields, **{name: value for name, value in values.items() if name not in PRIVATE}}
    row.private = json.dumps(private, ensure_ascii=False) if private else ""
    row.problems = [one for one in row.problems if one.get("field") not in values]
    row.save(update_fields=["fields", "private", "problems"])
