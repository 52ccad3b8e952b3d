"""What would a text do to the real mailboxes? The one command on regulations that needs records; they load late."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from congthu.cli.answers import Json, Unreadable, console, document, law_named
from congthu.cli.context import use_django
from congthu.trial.casefiles import day_written

if TYPE_CHECKING:
    from datetime import date

    from congthu.oversight.impact.effects import Impact

As = Annotated[str, typer.Option("--as", metavar="ADDRESS", help="Làm với quyền của tài khoản này.")]


def regulation_impact(
    text: Annotated[str, typer.Argument(metavar="ID|DIR", help="Mã quy chế, hoặc thư mục đang soạn.")],
    *,
    authority: Annotated[str, typer.Option(metavar="ID", help="Địa phương, ví dụ hanoi.")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="Xét đến ngày.")],
    since: Annotated[
        str,
        typer.Option(
            "--in-force-from",
            metavar="DATE",
            help="Coi như có hiệu lực từ ngày này; mặc định: ngày ghi trong văn bản, dự thảo thì hôm nay.",
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE.xlsx", help="Ghi bảng tính vào đây.")] = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Áp dụng văn bản này thì hộp thư thật nào bị gì: không thay đổi gì, chỉ đo."""
    policy = law_named(text)
    day, commencement = _day(as_of), _day(since) if since else None
    if out is not None and out.suffix.lower() != ".xlsx":
        raise Unreadable(f"{out}: tên tệp phải kết thúc bằng .xlsx.")
    use_django()
    from congthu.cli.acting import acting_as, authority_named, clock
    from congthu.oversight.impact.measure import impact
    from congthu.oversight.impact.sheets import workbook
    from congthu.regulations.duties import HANOI

    acting = acting_as(as_)
    found = impact(
        authority_named(authority, acting),
        policy,
        as_of=day,
        acting=acting,
        today=clock().astimezone(HANOI).date(),
        in_force_from=commencement,
    )
    if out is not None:
        out.write_bytes(workbook(found))
    if as_json:
        document(found.as_json())
    else:
        _print(found, out)


def _print(found: "Impact", out: Path | None) -> None:
    from congthu.oversight.impact.sheets import (
        clause_in_words,
        count_in_words,
        parameter_in_words,
        side_in_words,
    )

    console.print(
        escape(
            f"{found.after.identity.title}: nếu có hiệu lực từ {found.in_force_from:%d/%m/%Y}, "
            f"đến {found.as_of:%d/%m/%Y}, với {found.mailboxes} hộp thư."
        )
    )
    if not found.effects:
        console.print("Không có tác động nào đến hộp thư, yêu cầu, báo cáo hiện có.")
    for one in found.effects:
        change = f"{side_in_words(one.before)} → {side_in_words(one.after)}"
        said = f"{one.kind.in_words()}: {count_in_words(one.count)}"
        law = f"{parameter_in_words(one.parameter)}, {change}, {clause_in_words(one.clause)}"
        console.print(escape(f"{said}. {law}."))
    for note in dict.fromkeys(one.note for one in found.effects if one.note):
        console.print(escape(note))
    console.print(f"{len(found.changes)} giá trị khác nhau. Danh sách hộp thư: --json, hoặc --out TỆP.xlsx.")
    if out is not None:
        console.print(escape(f"Đã ghi {out}."))


def _day(written: str) -> "date":
    day = day_written(written)
    if day is None:
        raise Unreadable(f"«{written}» không phải là ngày; hãy ghi như 2026-03-08 hoặc 08/03/2026.")
    return day
