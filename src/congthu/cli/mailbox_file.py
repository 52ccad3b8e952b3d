"""The command that brings in mailboxes issued before this system; one run, so that no page offers it."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from congthu.audit.acts import Cause
from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock
from congthu.cli.answers import REFUSED, Json, Unreadable, console, document
from congthu.cli.options import Paper, Reason
from congthu.directory.importing.reading import read_sheets
from congthu.hostile import UnreadableFile
from congthu.identity.moving_in import MovedIn, Outcome, import_mailboxes
from congthu.mailboxes.earlier import NotOurs

IN_WORDS = {Outcome.NEW: "mới", Outcome.SAME: "đã có", Outcome.REFUSED: "chưa vào"}


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Tệp .xlsx hoặc .csv; cột: docs/directory.md.")
    ],
    *,
    authority: AuthorityCode,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ xem trước từng dòng, không ghi gì.")
    ] = False,
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Nhập hộp thư đã cấp trước, giữ địa chỉ, ngày, trạng thái và mật khẩu băm."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    try:
        done = import_mailboxes(
            where,
            read_sheets(file),
            acting=acting,
            now=clock(),
            cause=Cause(document=paper, reason=reason),
            dry_run=dry_run,
        )
    except (UnreadableFile, NotOurs) as unreadable:
        raise Unreadable(str(unreadable)) from None
    refused = [one for one in done if one.outcome is Outcome.REFUSED]
    if as_json:
        document(
            {
                "authority": where.code,
                "file": file.name,
                "dry_run": dry_run,
                "counts": dict(Counter(one.outcome.value for one in done)),
                "lines": [_line_json(one) for one in done],
                "refused": [told for one in refused for told in _refusals(one)],
            }
        )
    else:
        console.print("[bold]Xem trước, chưa ghi gì[/bold]" if dry_run else "[bold]Đã nhập[/bold]")
        counts = Counter(one.outcome for one in done)
        console.print(", ".join(f"{counts[outcome]} {words}" for outcome, words in IN_WORDS.items()))
        for one in refused:
            for told in _refusals(one):
                console.print(escape(told["message"]) + (f" ({told['clause']})" if told["clause"] else ""))
    if refused and not dry_run:
        raise typer.Exit(REFUSED)


def _line_json(one: MovedIn) -> dict[str, Any]:
    return {
        "line": one.line.number,
        "address": one.line.get("address"),
        "verdict": one.outcome.value,
        "clause": one.clause,
        "problems": [{"column": column, "message": message} for column, message in one.line.problems],
        "refused": [refusal.as_json() for refusal in one.refused],
    }


def _refusals(one: MovedIn) -> list[dict[str, str]]:
    where = f"Dòng {one.line.number}"
    wrong = [
        {"rule": "mailbox.import", "clause": "", "message": f"{where}, cột {column}: {message}"}
        for column, message in one.line.problems
    ]
    ruled = [{**refusal.as_json(), "message": f"{where}: {refusal.message}"} for refusal in one.refused]
    return wrong + ruled
