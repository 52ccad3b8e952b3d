"""The commands that answer from the law alone: no database, no installation."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.cli.answers import (
    REFUSED,
    Json,
    Unreadable,
    console,
    document,
    facts_from_input,
    unreadable_law,
)
from congthu.cli.impact import regulation_impact
from congthu.cli.prove import prove
from congthu.cli.trial import try_app
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.coverage import coverage
from congthu.regulations.duties import Duty
from congthu.regulations.load import catalogue
from congthu.regulations.policy import Policy, policy_for
from congthu.regulations.proofs import CARRIED, Status
from congthu.regulations.schema import NamingRule, Rank
from congthu.regulations.values import Ruled
from congthu.trial import casefiles, verdicts
from congthu.trial.casefiles import Judged
from congthu.trial.checks import faults_in
from congthu.trial.verdicts import Verdict

regulation_app = typer.Typer(help="Quy chế dưới dạng dữ liệu.", no_args_is_help=True)
naming_app = typer.Typer(help="Địa chỉ hộp thư theo quy chế.", no_args_is_help=True)
deadline_app = typer.Typer(help="Thời hạn theo quy chế.", no_args_is_help=True)
lifecycle_app = typer.Typer(help="Mốc thời gian của hộp thư.", no_args_is_help=True)
password_app = typer.Typer(help="Mật khẩu theo quy chế.", no_args_is_help=True)
regulation_app.add_typer(try_app, name="try")
regulation_app.command("impact")(regulation_impact)
regulation_app.command("prove")(prove)


@password_app.callback()
@lifecycle_app.callback()
def family() -> None:
    """Keep the family a family: typer would make its only command the family itself."""


STATUS = {
    "enforced": "buộc thực hiện",
    "assisted": "hỗ trợ",
    "detected": "phát hiện",
    "planned": "chưa làm",
    "people": "con người",
}

RegulationId = Annotated[str, typer.Option("--regulation", help="Mã quy chế, ví dụ hanoi-1643-2023.")]
CaseFile = Annotated[Path, typer.Argument(help="Tệp CSV các trường hợp.")]


@regulation_app.command("list")
def list_regulations(as_json: Json = False) -> None:
    """Các quy chế hệ thống đang có."""
    with unreadable_law():
        policies = [policy_for(one) for one in catalogue()]
    if as_json:
        document(
            {"regulations": [{"id": one.id, **one.identity.model_dump(mode="json")} for one in policies]}
        )
        return
    table = Table("Mã", "Quy chế", "Số", "Hiệu lực từ", box=None, pad_edge=False)
    for one in policies:
        since = one.identity.in_force_from
        table.add_row(
            one.id, one.identity.title, one.identity.number, f"{since:%d/%m/%Y}" if since else "dự thảo"
        )
    console.print(table)


@regulation_app.command("show")
def show_regulation(regulation: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """Mọi giá trị của một quy chế, mỗi giá trị với điều khoản của nó."""
    with unreadable_law():
        policy = policy_for(regulation)
    if as_json:
        identity = policy.identity.model_dump(mode="json")
        document(
            {
                "id": policy.id,
                "identity": identity,
                "parameters": [_parameter(*one) for one in policy.values()],
            }
        )
        return
    console.print(f"[bold]{escape(policy.identity.title)}[/bold]")
    table = Table("Tham số", "Giá trị", "Căn cứ", "Nội dung", box=None, pad_edge=False)
    for name, description, ruled in policy.values():
        if ruled is None:
            table.add_row(name, "[dim]không quy định[/dim]", "", f"[dim]{escape(description)}[/dim]")
        else:
            table.add_row(name, escape(_in_words(ruled.value)), escape(_origin(ruled)), escape(ruled.gist))
    console.print(table)


@regulation_app.command("check")
def check_regulation(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục của một quy chế.")],
    as_json: Json = False,
) -> None:
    """Tìm mọi điều sai trong một quy chế; mỗi điều với tệp, dòng và cách sửa."""
    if not folder.is_dir():
        raise Unreadable(f"{folder} không phải là một thư mục.")
    faults = faults_in(folder.resolve())
    if as_json:
        document({"folder": str(folder), "faults": [asdict(one) for one in faults]})
    else:
        for one in faults:
            console.print(escape(str(one)))
        if not faults:
            console.print("Quy chế dùng được.")
    raise typer.Exit(REFUSED if faults else 0)


@regulation_app.command("coverage")
def cover(
    regulation: Annotated[str, typer.Argument(metavar="[ID]", help="Mã quy chế; trống: mọi quy chế.")] = "",
    as_json: Json = False,
) -> None:
    """Từng điều khoản: loại, tình trạng, mã và kiểm thử đứng sau nó.

    Buộc thực hiện, hỗ trợ, phát hiện: có bài thử riêng của điều khoản trên hệ thống đang chạy.
    """
    policies = [_policy(one) for one in ([regulation] if regulation else catalogue())]
    covered = {one.id: coverage(one) for one in policies}
    if as_json:
        document(
            {"regulations": [{"id": k, "clauses": [one.as_json() for one in v]} for k, v in covered.items()]}
        )
        return
    for name, clauses in covered.items():
        table = Table("Điều khoản", "Loại", "Tình trạng", "Mã", "Kiểm thử", "Nội dung", title=name, box=None)
        for one in clauses:
            counts = (str(len(one.code) or ""), str(len(one.tests) or ""))
            by = f" ({one.by})" if one.status == Status.PLANNED and one.by else ""
            table.add_row(one.clause, one.kind, STATUS[one.status] + by, *counts, escape(one.gist))
        console.print(table)
    everything = [one for clauses in covered.values() for one in clauses if one.by]
    carried = sum(one.status in CARRIED for one in everything)
    console.print(
        f"{carried} / {len(everything)} điều khoản thuộc về hệ thống đã có bài thử trên hệ thống đang chạy."
    )


@deadline_app.command("compute")
def compute_deadline(
    regulation: RegulationId,
    duty: Annotated[str, typer.Option(help=f"Việc có thời hạn: {', '.join(Duty)}.")],
    start: Annotated[str, typer.Option("--from", help="Lúc bắt đầu tính; với báo cáo là kỳ: 2026, 2026-H1.")],
    rank: Annotated[str, typer.Option(help=f"Cấp bậc: {', '.join(Rank)}.")] = "",
    as_json: Json = False,
) -> None:
    """Hạn cuối của một việc, với điều khoản và cách tính."""
    _tell(verdicts.deadline(_policy(regulation), duty, start, rank), as_json=as_json)


@deadline_app.command("check")
def check_deadlines(file: CaseFile, as_json: Json = False) -> None:
    """Đối chiếu một tệp thời hạn; in từng dòng khác."""
    needs = ("regulation", "duty", "from", "rank", "expected")
    _report(list(casefiles.judge(file, needs=needs, answer=casefiles.due_date)), as_json=as_json)


@lifecycle_app.command("check")
def check_lifecycle(file: CaseFile, as_json: Json = False) -> None:
    """Đối chiếu một tệp mốc tự động của hộp thư; in từng dòng khác."""
    needs = ("regulation", "state", "expected_to", "expected_on")
    _report(list(casefiles.judge(file, needs=needs, answer=casefiles.passing)), as_json=as_json)


@naming_app.command("propose")
def propose_address(
    regulation: RegulationId,
    kind: Annotated[str, typer.Option(help=f"Loại hộp thư: {', '.join(MailboxKind)}.")],
    as_json: Json = False,
) -> None:
    """Đề xuất địa chỉ; dữ kiện là đối tượng JSON trên đầu vào chuẩn, «existing_addresses» là các địa chỉ đã cấp."""
    _tell(verdicts.name(_policy(regulation), kind, facts_from_input()), as_json=as_json)


@naming_app.command("check")
def check_naming(file: CaseFile, as_json: Json = False) -> None:
    """Đối chiếu một tệp trường hợp đặt tên; in từng dòng khác."""
    needs = ("regulation", "mailbox_type", "inputs", "existing_addresses", "expected_address")
    _report(list(casefiles.judge(file, needs=needs, answer=casefiles.address)), as_json=as_json)


@password_app.command("check")
def check_password(regulation: RegulationId, as_json: Json = False) -> None:
    """Những quy định mà mật khẩu vi phạm.

    JSON trên đầu vào chuẩn: password, và nếu có full_name, dob, phone, otp_phone, national_id, address.
    """
    _tell(verdicts.password(_policy(regulation), facts_from_input()), as_json=as_json)


def _policy(regulation: str) -> Policy:
    with unreadable_law():
        return policy_for(regulation)


def _tell(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        document(verdict.told)
    else:
        for line in verdict.lines:
            console.print(line)
    raise typer.Exit(verdict.code)


def _report(judged: list[Judged], *, as_json: bool) -> None:
    """Print the rows that differ; end with 1 if there are any."""
    differing = [one for one in judged if one.differs]
    if as_json:
        rows = [
            {k: v for k, v in asdict(one).items() if k != "row"} | {"regulation": one.row["regulation"]}
            for one in differing
        ]
        document({"rows": len(judged), "differing": rows})
    else:
        for one in differing:
            console.print(
                f"Dòng {one.line} ({one.row['regulation']}): cần «{one.expected}», được «{one.got}»"
            )
        console.print(f"{len(judged)} dòng, {len(differing)} dòng khác.")
    raise typer.Exit(REFUSED if differing else 0)


def _parameter(name: str, description: str, ruled: Ruled[Any] | NamingRule | None) -> dict[str, object]:
    if ruled is None:
        return {"name": name, "description": description, "value": None, "clause": "", "source": None}
    return {"name": name, "description": description, **ruled.model_dump(mode="json"), "clause": ruled.cited}


def _origin(ruled: Ruled[Any] | NamingRule) -> str:
    return ruled.clause.in_words() if isinstance(ruled, NamingRule) else ruled.origin()


def _in_words(value: object) -> str:
    """Write a value for people."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "in_words"):
        return str(value.in_words())
    if isinstance(value, dict):
        return ", ".join(
            f"{key}: {_in_words(one)}" if hasattr(one, "in_words") else str(key) for key, one in value.items()
        )
    if isinstance(value, tuple | frozenset):
        return ", ".join(
            sorted(_in_words(one) for one in value) if isinstance(value, frozenset) else map(_in_words, value)
        )
    return str(getattr(value, "said", value))
