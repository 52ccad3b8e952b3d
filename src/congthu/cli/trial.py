"""What would a regulation answer, were it in force? Any document can be asked, a draft too; nothing is activated."""

from typing import Annotated, Any

import typer
from rich.markup import escape

from congthu.cli.answers import Json, Unreadable, console, document, facts_from_input, law_named
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.asks import Action
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Standing
from congthu.regulations.vocabulary import AccountClass, Occasion, Rank, Severity
from congthu.trial import casefiles, verdicts
from congthu.trial.casefiles import day_written
from congthu.trial.verdicts import DUTIES, Verdict

try_app = typer.Typer(help="Thử một quy chế, kể cả dự thảo, mà không kích hoạt nó.", no_args_is_help=True)
STANDING = {
    Standing.DRAFT: "DỰ THẢO, KHÔNG CÓ HIỆU LỰC: chỉ để thử, không kích hoạt được.",
    Standing.HISTORICAL: "Văn bản của một tỉnh đã sắp xếp lại: nay chỉ để đối chiếu.",
}


@try_app.callback()
def choose(
    context: typer.Context,
    regulation: Annotated[
        str, typer.Argument(metavar="ID", help="Mã quy chế, ví dụ soctrang-draft-2024, hoặc thư mục của nó.")
    ],
) -> None:
    """Find the regulation to try: one of ours, or a folder that is being written."""
    context.obj = law_named(regulation)


@try_app.command("naming")
def try_naming(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help=f"Loại hộp thư: {', '.join(MailboxKind)}.")],
    as_json: Json = False,
) -> None:
    """Địa chỉ sẽ được đề xuất; dữ kiện là đối tượng JSON trên đầu vào chuẩn."""
    _tell(context.obj, verdicts.name(context.obj, kind, facts_from_input()), as_json=as_json)


@try_app.command("password")
def try_password(context: typer.Context, as_json: Json = False) -> None:
    """Những quy định mà mật khẩu sẽ vi phạm; JSON trên đầu vào chuẩn."""
    _tell(context.obj, verdicts.password(context.obj, facts_from_input()), as_json=as_json)


@try_app.command("deadline")
def try_deadline(
    context: typer.Context,
    *,
    duty: Annotated[str, typer.Argument(help=DUTIES)],
    start: Annotated[
        str,
        typer.Option("--from", help="Lúc bắt đầu tính; với báo cáo là kỳ: 2026, 2026-H1, 2026-Q2, 2026-06."),
    ],
    rank: Annotated[str, typer.Option(help=f"Cấp bậc: {', '.join(Rank)}.")] = "",
    action: Annotated[str, typer.Option(help=f"Việc được đề nghị: {', '.join(Action)}.")] = "",
    occasion: Annotated[str, typer.Option(help=f"Sự việc: {', '.join(Occasion)}.")] = "",
    severity: Annotated[str, typer.Option(help=f"Mức độ sự cố: {', '.join(Severity)}.")] = "",
    account: Annotated[str, typer.Option(help=f"Loại tài khoản: {', '.join(AccountClass)}.")] = "",
    subject: Annotated[str, typer.Option(help="Đề nghị cho ai: person, organisation.")] = "",
    as_json: Json = False,
) -> None:
    """Hạn cuối của một việc."""
    matter = casefiles.matter_of(
        {
            "rank": rank,
            "action": action,
            "occasion": occasion,
            "severity": severity,
            "account": account,
            "subject": subject,
        }
    )
    _tell(context.obj, verdicts.deadline(context.obj, duty, start, matter), as_json=as_json)


@try_app.command("day")
def try_day(
    context: typer.Context,
    on: Annotated[str, typer.Argument(metavar="NGÀY", help="dd/mm/yyyy hoặc yyyy-mm-dd.")],
    as_json: Json = False,
) -> None:
    """Ngày ấy quy chế có hiệu lực không, có làm việc không, báo cáo nào sắp đến hạn."""
    wanted = day_written(on)
    if wanted is None:
        raise Unreadable("Hãy ghi ngày: dd/mm/yyyy.")
    _tell(context.obj, verdicts.day(context.obj, wanted), as_json=as_json)


def _tell(policy: Policy, verdict: Verdict, *, as_json: bool) -> None:
    """Answer, and say first what kind of document answers."""
    held = policy.identity
    if as_json:
        tried: dict[str, Any] = {
            "id": policy.id,
            "standing": held.standing,
            "in_force_from": held.in_force_from,
        }
        document({"tried": tried, **verdict.told})
    else:
        console.print(escape(f"{held.title} ({held.number or 'chưa có số'})"))
        if held.standing in STANDING:
            console.print(f"[bold]{STANDING[held.standing]}[/bold]")
        for line in verdict.lines:
            console.print(line)
    raise typer.Exit(verdict.code)
