"""The commands that bring a directory in from a file, and give the file to fill in."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock
from congthu.cli.answers import REFUSED, Json, Unreadable, console, document
from congthu.cli.directory_records import counted_in_words, in_words, line_json, plan_json
from congthu.cli.papers import Sheets, write_sheet
from congthu.decisions.queries import policy_of
from congthu.directory.acts.importing import import_directory, preview_directory
from congthu.directory.importing.planning.values import Plan, Verdict
from congthu.directory.importing.reading import read_sheets
from congthu.directory.importing.template import write_template
from congthu.directory.importing.words import vocabulary
from congthu.hostile import UnreadableFile
from congthu.identity.offices import Equipped, equip_appointed, waiting_for_a_mailbox

file_app = typer.Typer()


@file_app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .xlsx hoặc .csv theo tệp mẫu.")],
    *,
    authority: AuthorityCode,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ xem trước từng dòng, không ghi gì.")
    ] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Có dòng sai thì không nhập dòng nào.")] = False,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Cấp hộp thư cho người được giao vai trò mà chưa có.")
    ] = False,
    sheets: Sheets = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Nhập cơ quan, người, vai trò. Dòng sai được nêu rõ, không chặn dòng đúng; tệp đã sửa nhập lại được."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    try:
        read = read_sheets(file)
        told: dict[str, Any] = {"policy": policy_of(where), "acting": acting, "now": clock()}
        plan = (
            preview_directory(where, read, **told)
            if dry_run
            else import_directory(where, read, name=file.name, whole=whole, **told)
        )
    except UnreadableFile as unreadable:
        raise Unreadable(unreadable.message) from None
    equipped = (
        equip_appointed(where, acting=acting, now=clock())
        if (accounts or sheets) and not dry_run and not (whole and plan.refused)
        else []
    )
    papers = _papers(equipped, sheets)
    waiting = waiting_for_a_mailbox(where, acting=acting, now=clock()).count()
    if as_json:
        answer = {"authority": where.code, "file": file.name, "dry_run": dry_run, **plan_json(plan)}
        document(
            answer
            | {"accounts": [_equipped_json(one, papers) for one in equipped], "without_mailbox": waiting}
        )
    else:
        _print_plan(plan, dry_run=dry_run)
        _print_equipped(equipped, papers, waiting)
    if plan.refused and not dry_run:
        raise typer.Exit(REFUSED)


def _papers(equipped: list[Equipped], sheets: Path | None) -> dict[int, Path]:
    return {
        one.person.pk: write_sheet(sheets, one.handed, document=one.document)
        for one in equipped
        if sheets is not None and one.handed is not None
    }


def _equipped_json(one: Equipped, papers: dict[int, Path]) -> dict[str, Any]:
    paper = papers.get(one.person.pk)
    return {
        "full_name": one.person.full_name,
        "address": one.handed.mailbox.address if one.handed else None,
        "password": one.handed.password if one.handed and paper is None else None,
        "sheet": str(paper) if paper else None,
        "refused": [refusal.as_json() for refusal in one.refused],
    }


def _print_plan(plan: Plan, *, dry_run: bool) -> None:
    console.print("[bold]Xem trước, chưa ghi gì[/bold]" if dry_run else "[bold]Đã nhập[/bold]")
    for line in counted_in_words(plan):
        console.print(f"  {escape(line)}")
    for one in plan.told:
        if one.verdict is Verdict.CHANGED:
            changes = line_json(one)["changes"].items()
            words = "; ".join(f"{name}: “{before}” → “{after}”" for name, (before, after) in changes)
            console.print(escape(f"Tờ {one.line.sheet}, dòng {one.line.number}, {one.subject}: {words}"))
        for problem in one.line.problems:
            mark = "[red]Sai[/red]" if problem.severity == "error" else "Lưu ý"
            console.print(f"{mark} {escape(in_words(one, problem.column, problem.message))}")


def _print_equipped(equipped: list[Equipped], papers: dict[int, Path], waiting: int) -> None:
    for one in equipped:
        if one.handed is None:
            console.print(escape(f"{one.person.full_name}: {one.refused[0].message}"))
            continue
        paper = papers.get(one.person.pk)
        secret = f"phiếu {paper}" if paper else f"mật khẩu cấp (chỉ hiện lần này) {one.handed.password}"
        console.print(escape(f"{one.person.full_name}: {one.handed.mailbox.address}, {secret}"))
    if waiting:
        console.print(
            f"{waiting} người được giao vai trò chưa có hộp thư để đăng nhập cổng: "
            "chạy lại lệnh này với --sheets DIR để cấp và in phiếu giao tài khoản."
        )


@file_app.command("template")
def template(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="Ghi tệp mẫu vào đây.")],
    *,
    authority: AuthorityCode,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi tệp mẫu có chú thích và danh sách chọn theo quy chế của địa phương."""
    where = authority_named(authority, acting_as(as_))
    out.write_bytes(write_template(vocabulary(policy_of(where))))
    if as_json:
        document({"file": str(out)})
    else:
        console.print(f"Đã ghi tệp mẫu {out}", markup=False)
