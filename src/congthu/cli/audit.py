"""The commands on the audit trail: prove it, list it, and say why something was done."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.markup import escape

from congthu.audit.explain import who_in_words
from congthu.audit.models import AuditEntry
from congthu.audit.queries import explanation, head, kept_rulings, text_of_law, trail, verify
from congthu.audit.words import event_in_words
from congthu.cli.acting import As, acting_as, authority_named
from congthu.cli.answers import (
    REFUSED,
    Json,
    Unreadable,
    console,
    document,
    law_named,
    unreadable_law,
)
from congthu.cli.options import Limit
from congthu.directory.models import Authority
from congthu.mailboxes.queries import names_before
from congthu.oversight.trail import access_entry, readable_authorities
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy, policy_under
from congthu.trial.again import Again, again
from congthu.trial.casefiles import day_written

NOTHING: frozenset[str] = frozenset()
DIGEST = re.compile(r"[0-9a-f]{8,64}")

audit_app = typer.Typer(help="Nhật ký hệ thống.", no_args_is_help=True)


@audit_app.callback()
def family() -> None:
    """Nhật ký hệ thống."""


@audit_app.command("verify")
def verify_audit(as_json: Json = False) -> None:
    """Kiểm tra chuỗi băm của nhật ký: có ai sửa, xóa dòng nào không."""
    found, newest = verify(), head()
    told = {
        "ok": found.ok,
        "count": found.count,
        "first_bad": found.first_bad,
        "head": {"number": newest.number, "hash": newest.hash} if newest else None,
    }
    if as_json:
        document(told)
    elif found.ok:
        console.print(f"Nhật ký nguyên vẹn: {found.count} dòng.")
    else:
        console.print(
            f"Nhật ký đã bị sửa: dòng đầu tiên không khớp là dòng {found.first_bad} trong {found.count} dòng."
        )
    if not found.ok:
        raise typer.Exit(REFUSED)


@audit_app.command("list")
def list_entries(
    *,
    subject: Annotated[
        str, typer.Option(metavar="KEY", help="Địa chỉ hộp thư, số yêu cầu, hoặc LOẠI:TÊN như request:12.")
    ] = "",
    actor: Annotated[str, typer.Option(metavar="KEY", help="Ai làm: địa chỉ, console:…, system:….")] = "",
    event: Annotated[str, typer.Option(help="Việc, ví dụ mailbox.lock, hoặc phần đầu: mailbox.")] = "",
    authority: Annotated[str, typer.Option(metavar="ID", help="Địa phương, ví dụ hanoi.")] = "",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="Từ ngày.")] = "",
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="Đến hết ngày.")] = "",
    limit: Limit = 100,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Các dòng của nhật ký, mới nhất trước; số ở cột đầu dùng cho «audit explain»."""
    acting = acting_as(as_)
    readable = readable_authorities(acting)
    where = [authority_named(authority, acting)] if authority else readable
    unlimited = acting.trusted and not authority
    found = trail(
        authorities=None if unlimited else [one.code for one in where if one in readable],
        subject=subject,
        actor=actor,
        event=event,
        since=_day(since),
        until=_day(until),
    )[:limit]
    if as_json:
        document({"entries": [_json(one) for one in found]})
        return
    for one in found:
        at = f"{one.at.astimezone(HANOI):%H:%M %d/%m/%Y}"
        told = (str(one.pk), at, event_in_words(one.event), one.subject_key, who_in_words(one.actor))
        console.print(escape("  ".join(told)))


@audit_app.command("explain")
def explain_entry(
    number: Annotated[int, typer.Argument(metavar="N", help="Số của dòng: xem «audit list».")],
    *,
    under: Annotated[
        str,
        typer.Option(
            metavar="DIR|ID", help="Hỏi lại theo văn bản khác: thư mục, mã quy chế, hoặc dấu của một bản cũ."
        ),
    ] = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Vì sao: quy chế được hỏi gì, với dữ kiện nào, trả lời gì, theo giá trị nào và bản quy chế nào."""
    entry = _entry(number, as_)
    told = explanation(entry)
    if not under:
        if as_json:
            document(told.as_json())
        else:
            _print(told.lines())
        return
    with _text(under) as policy:
        answers = ask_again(entry, policy)
    if as_json:
        document({**told.as_json(), "under": _under(policy), **_answers_json(answers)})
        return
    _print(told.lines())
    console.print(escape(f"Nếu theo {policy.identity.title} ({policy.id}, dấu {policy.revision.short}):"))
    _print(line for one in answers for line in one.in_words())


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        console.print(escape(line))


@contextmanager
def _text(given: str) -> Iterator[Policy]:
    """The text that *given* names; one that was kept is written out for as long as it is asked."""
    kept = text_of_law(given) if DIGEST.fullmatch(given) else None
    if kept is None:
        yield law_named(given)
        return
    with TemporaryDirectory() as directory, unreadable_law():
        yield policy_under(kept.content, Path(directory))


def ask_again(entry: AuditEntry, policy: Policy) -> list[Again]:
    """Put every question that was asked for *entry* to *policy*, with what had been issued at the time."""
    authority = Authority.objects.filter(code=entry.authority).first()
    taken = names_before(entry.at, authority) if authority else NOTHING.__contains__
    return [
        again(one.question, one.facts, one.answer, policy=policy, taken=taken)
        for one in kept_rulings(entry.pk)
    ]


def _under(policy: Policy) -> dict[str, object]:
    return {
        "regulation": policy.id,
        "revision": policy.revision.digest,
        "standing": policy.identity.standing,
        "in_force_from": policy.identity.in_force_from,
    }


def _answers_json(answers: Sequence[Again]) -> dict[str, object]:
    return {
        "again": [one.as_json() for one in answers],
        "differs": any(one.differs for one in answers),
    }


def _entry(number: int, as_: str) -> AuditEntry:
    try:
        return access_entry(number, acting=acting_as(as_))
    except AuditEntry.DoesNotExist:
        newest = head()
        known = f" Nhật ký có các dòng từ 1 đến {newest.number}." if newest else " Nhật ký còn trống."
        raise Unreadable(f"Không có dòng số {number}, hoặc bạn không được xem.{known}") from None


def _day(written: str) -> date | None:
    day = day_written(written) if written else None
    if written and day is None:
        raise Unreadable(f"«{written}» không phải là ngày; hãy ghi như 2026-03-08 hoặc 08/03/2026.")
    return day


def _json(one: AuditEntry) -> dict[str, object]:
    return {
        "number": one.pk,
        "at": one.at.isoformat(),
        "authority": one.authority,
        "actor": one.actor,
        "event": one.event,
        "subject": {"kind": one.subject_kind, "key": one.subject_key},
        "clause": one.clause,
        "document": one.document,
        "reason": one.reason,
        "details": one.details,
        "explained": one.rulings is not None,
    }
