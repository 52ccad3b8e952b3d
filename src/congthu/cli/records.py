"""How do records look as JSON? The names are promised to other programs: add, never rename."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from congthu.clock import now
from congthu.decisions.queries import policy_of
from congthu.mailboxes.acts.groups import described
from congthu.mailboxes.grounds import act_in_words
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.outlook import coming, proposed_destruction, waits_for
from congthu.mailboxes.queries import state_rule
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI
from congthu.regulations.states import Effect, StateRule
from congthu.requests.acts.lines import RowResult
from congthu.requests.due import due_by_kind, last_day_of
from congthu.requests.intake import ImportedRequest
from congthu.requests.models import Request, RequestRow, RowState
from congthu.requests.queries import pending_of
from congthu.requests.way import where

# What mail programs and the portal have reported; null means that they have reported none.
USES = ("last_login_at", "last_sent_at", "last_received_at")
DATES = (
    "issued_at",
    "notified_at",
    "password_changed_at",
    *USES,
    "locked_at",
    "decision_on",
    "restored_at",
    "excused_until",
    "agency_notified_at",
)


def preview_json(imported: ImportedRequest, foreseen: Sequence[RequestRow]) -> dict[str, Any]:
    """What a form says, with the address that each line would get today and what would become of it."""
    told = imported.to_json()
    rows: list[dict[str, Any]] = told["rows"]  # type: ignore[assignment]
    for row, line in zip(rows, foreseen, strict=True):
        if line.proposed_address:
            row["proposed_address"] = line.proposed_address
        row["foreseen"] = line.foreseen
    return told


def request_json(request: Request, rows: Sequence[RequestRow] | None = None) -> dict[str, Any]:
    """A stored request, with its lines where they are given; id numbers and phones are masked."""
    told: dict[str, Any] = {
        "number": request.pk,
        "authority": request.authority.code,
        "state": request.state,
        "form": request.form,
        "kinds": request.kinds,
        "agency": request.agency_name,
        "agency_code": request.agency.code if request.agency else None,
        "document": {"number": request.document_number or None, "date": _iso(request.document_date)},
        "requester": request.requester,
        "channel": request.channel,
        "sender": request.sender or None,
        "corrects": request.corrects_id,
        "received_at": _iso(request.received_at),
        "complete_at": _iso(request.complete_at),
        "due_on": _iso(request.due_on),
        "due_clause": request.due_clause,
        "signed_by": request.signed_by or None,
        "forwarded_by": request.forwarded_by or None,
        "approved_by": request.approved_by or None,
        "return_reason": request.return_reason or None,
        "executed_at": _iso(request.executed_at),
        "replied_at": _iso(request.replied_at),
        "reply_document": request.reply_document or None,
        "file": {"name": request.file_name, "sha256": request.file_sha256},
    }
    awaited = where(request).awaited
    told["waits_for"] = (
        {"step": awaited.act.value, "by": [party.value for party in awaited.by], "clause": awaited.cited}
        if awaited
        else None
    )
    if rows is not None:
        terms = due_by_kind(request.kinds, request.complete_at, policy=policy_of(request.authority))
        told["due_by_kind"] = {
            kind: {"due_on": _iso(last_day_of(due)), "due_clause": due.clause} for kind, due in terms.items()
        }
        told["lines"] = {"total": len(rows), "done": sum(row.state == RowState.DONE for row in rows)}
        told["rows"] = [_row_json(row) for row in rows]
        told["problems"] = [*request.problems, *(problem for row in rows for problem in row.problems)]
    return told


def _row_json(row: RequestRow) -> dict[str, Any]:
    told = {"line": row.line, "kind": row.kind, **row.shown, "state": row.state, "refused": row.refused}
    told |= {"box": row.box} if row.box else {}
    if row.state != RowState.DONE and row.foreseen:
        told["foreseen"] = row.foreseen
    for name in ("proposed_address", "assigned_address"):
        if getattr(row, name):
            told[name] = getattr(row, name)
    return told


def result_json(result: RowResult) -> dict[str, Any]:
    """What became of a line; the password stands here once."""
    return {
        "line": result.line,
        "kind": result.kind,
        "subject": result.subject,
        "done": result.done,
        "address": result.address,
        "password": result.password or None,
        "refused": [refusal.as_json() for refusal in result.refused],
    }


def mailbox_json(mailbox: Mailbox) -> dict[str, Any]:
    """A mailbox; nothing of it is secret, and nothing of its holder but name and office."""
    rule = state_rule(mailbox)
    return {
        "address": mailbox.address,
        "authority": mailbox.authority.code,
        "kind": mailbox.kind,
        "holder": mailbox.holder,
        "organisation": mailbox.organisation.name,
        "state": mailbox.state,
        "state_label": rule.label,
        "phase": mailbox.phase,
        "effects": _effects(rule),
        "since": _iso(mailbox.since),
        "ground": mailbox.ground,
        "document": mailbox.ground_document,
        "reason": mailbox.ground_reason,
        "ground_words": _ground_words(mailbox),
        "request": mailbox.request_number,
        "issued_under": mailbox.issued_under,
        "grandfathered": mailbox.grandfathered,
        "quota_bytes": mailbox.quota_bytes,
        **{name: _iso(getattr(mailbox, name)) for name in DATES},
    }


def whole_mailbox_json(mailbox: Mailbox) -> dict[str, Any]:
    """A mailbox with everything around it: who keeps it, how else it is reached, and what the law will do next."""
    pending = pending_of(mailbox)
    return mailbox_json(mailbox) | {
        "next": [
            {
                "event": one.event,
                "state": one.state,
                "label": one.label,
                "on": one.on.isoformat(),
                "clause": one.clause,
            }
            for one in coming(mailbox, today=now().astimezone(HANOI).date(), pending=pending)
        ],
        "waits_for": [one.value for one in waits_for(mailbox, pending=pending)],
        "handover": {"asked": mailbox.handover_asked, "done": mailbox.handover_done},
        "destruction": _destruction(mailbox),
        "custodians": list(
            mailbox.custodies.filter(until=None).order_by("since").values_list("person__full_name", flat=True)
        ),
        "aliases": list(mailbox.aliases.filter(until=None).order_by("pk").values_list("pk", flat=True)),
        "successor": mailbox.successor.address if mailbox.successor else None,
        "evidence": [
            {"number": one.pk, "name": one.name, "sha256": one.sha256, "size": one.size, "at": _iso(one.at)}
            for one in mailbox.evidence.defer("content")
        ],
        "members": [described(one) for one in mailbox.members.select_related("member", "within")],
    }


def _destruction(mailbox: Mailbox) -> dict[str, Any] | None:
    """The destroying that somebody has asked for and nobody approved yet."""
    wanted = proposed_destruction(mailbox)
    if wanted is None:
        return None
    return {
        "proposed_by": wanted.proposed_by.full_name,
        "proposed_at": _iso(wanted.proposed_at),
        "document": wanted.document,
    }


def _effects(rule: StateRule) -> list[str]:
    """What the state allows and demands, under names that stay."""
    return [effect.value for effect in Effect if rule.has(effect)]


def _ground_words(mailbox: Mailbox) -> str:
    """On which ground the mailbox is in its state: clause, forbidden act, document and reason, as people read them."""
    clause = in_words(mailbox.ground)
    act = f"hành vi tại {act_in_words(mailbox.ground_act)}" if mailbox.ground_act else ""
    parts = (clause, act, mailbox.ground_reason.rstrip(". "), mailbox.ground_document)
    return ". ".join(part for part in parts if part)


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
