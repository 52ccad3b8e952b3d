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
    known,
    law_named,
    unreadable_law,
)
from congthu.cli.impact import regulation_impact
from congthu.cli.prove import prove
from congthu.cli.trial import try_app
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.asks import Action
from congthu.regulations.coverage import coverage
from congthu.regulations.load import DATA, catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.proofs import CARRIED, Status
from congthu.regulations.schema import NamingRule
from congthu.regulations.values import Ruled, Varied, value_told
from congthu.regulations.vocabulary import AccountClass, Occasion, Rank, Severity
from congthu.trial import casefiles, skeleton, verdicts
from congthu.trial.answers import cannot_open
from congthu.trial.casefiles import Judged
from congthu.trial.review import review, unread
from congthu.trial.verdicts import DUTIES, Verdict

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

RegulationId = Annotated[
    str, typer.Option("--regulation", help="Mã quy chế, ví dụ hanoi-1643-2023, hoặc thư mục của nó.")
]
LawArgument = Annotated[
    str, typer.Argument(metavar="ID|DIR", help="Mã quy chế, ví dụ hanoi-1643-2023, hoặc thư mục của nó.")
]
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
    table = Table("Mã", "Quy chế", "Số", "Hiệu lực", box=None, pad_edge=False)
    for one in policies:
        table.add_row(one.id, one.identity.title, one.identity.number, one.identity.held_in_words())
    console.print(table)


@regulation_app.command("show")
def show_regulation(regulation: LawArgument, as_json: Json = False) -> None:
    """Mọi giá trị của một quy chế, mỗi giá trị với điều khoản của nó."""
    policy = law_named(regulation)
    if as_json:
        identity = policy.identity.model_dump(mode="json")
        document(
            {
                "id": policy.id,
                "identity": identity,
                "parameters": [_parameter(*one) for one in policy.values()],
                "states": [
                    {
                        "name": name,
                        "label": rule.label,
                        "phase": rule.phase,
                        "effects": sorted(rule.effects),
                        "clause": str(rule.clause or ""),
                    }
                    for name, rule in policy.states.state.items()
                ],
                "steps": [
                    {
                        "on": one.on,
                        "from": list(one.sources),
                        "to": one.target,
                        "after": str(one.timer.after) if one.timer else None,
                        "clause": one.cited,
                    }
                    for one in policy.states.transition
                ],
                "illegible": {name: one.model_dump(mode="json") for name, one in policy.illegible.items()},
                "planned": unread(frozenset(name for name, _, ruled in policy.values() if ruled)),
            }
        )
        return
    console.print(f"[bold]{escape(policy.identity.title)}[/bold]")
    table = Table("Tham số", "Giá trị", "Căn cứ", "Nội dung", box=None, pad_edge=False)
    planned = set(unread(frozenset(name for name, _, ruled in policy.values() if ruled)))
    for name, description, ruled in policy.values():
        if name in policy.illegible:
            lost = policy.illegible[name]
            table.add_row(name, "[dim]không đọc được[/dim]", lost.clause.in_words(), escape(lost.gist))
        elif ruled is None:
            table.add_row(name, "[dim]không quy định[/dim]", "", f"[dim]{escape(description)}[/dim]")
        else:
            mark = " [dim](chưa thực hiện)[/dim]" if name in planned else ""
            table.add_row(name, _value(ruled) + mark, escape(_origin(ruled)), escape(ruled.gist))
    console.print(table)


@regulation_app.command("new")
def new_regulation(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Thư mục chưa có, ví dụ regulations/binhan-7-2026.")
    ],
    as_json: Json = False,
) -> None:
    """Tạo các tệp để bắt đầu viết một quy chế: chưa có giá trị nào, mọi tham số đều ghi là chưa quy định."""
    try:
        written = skeleton.write(folder)
    except FileExistsError:
        raise Unreadable(f"{folder} đã có; hãy chọn tên khác, hoặc sửa các tệp trong đó.") from None
    except OSError as error:
        raise cannot_open(folder, error) from None
    if as_json:
        document({"folder": str(folder), "files": [str(one) for one in written]})
        return
    for one in written:
        console.print(escape(str(one)))
    console.print(
        f"Tiếp theo: ghi điều khoản vào clauses.toml, rồi ./congthu regulation check {escape(str(folder))}"
    )


@regulation_app.command("check")
def check_regulation(
    regulation: LawArgument,
    strict: Annotated[
        bool, typer.Option("--strict", help="Thiếu trường hợp mẫu cho một con số cũng là không đạt.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tìm mọi điều sai trong một quy chế cùng một lúc; mỗi điều với tệp, dòng và cách sửa.

    Con số nào ghi nhầm một đơn vị mà không trường hợp mẫu nào nhận ra thì được hỏi; giá trị nào hệ thống chưa thực
    hiện thì được kể ra.
    """
    folder = folder_of(regulation)
    told = review(folder)
    if as_json:
        lists = {name: [asdict(one) for one in getattr(told, name)] for name in ("faults", "asks", "notes")}
        document({"folder": str(folder), **lists})
    else:
        for one in told.faults:
            console.print(escape(str(one)))
        for one in told.asks:
            console.print(escape(f"Cần trường hợp mẫu: {one}"))
        for one in told.notes:
            console.print(escape(f"Chú ý: {one}"))
        if not told.faults:
            lacking = f" Còn {len(told.asks)} con số chưa có trường hợp mẫu." if told.asks else ""
            console.print(f"Quy chế dùng được.{lacking}")
    raise typer.Exit(REFUSED if told.faults or (strict and told.asks) else 0)


@regulation_app.command("coverage")
def cover(
    regulation: Annotated[
        str, typer.Argument(metavar="[ID|DIR]", help="Mã quy chế hoặc thư mục của nó; trống: mọi quy chế.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Từng điều khoản: loại, tình trạng, mã và kiểm thử đứng sau nó.

    Buộc thực hiện, hỗ trợ, phát hiện: có bài thử riêng của điều khoản trên hệ thống đang chạy.
    """
    policies = [law_named(one) for one in ([regulation] if regulation else catalogue())]
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
    *,
    regulation: RegulationId,
    duty: Annotated[str, typer.Option(help=DUTIES)],
    start: Annotated[
        str,
        typer.Option(
            "--from",
            help="Lúc bắt đầu tính: 13/10/2025, 13/10/2025 09:00, 2025-10-13T09:00; với báo cáo là kỳ: 2026, 2026-H1, "
            "2026-Q2, 2026-06.",
        ),
    ],
    rank: Annotated[str, typer.Option(help=f"Cấp bậc, khi thời hạn tùy cấp bậc: {', '.join(Rank)}.")] = "",
    action: Annotated[
        str, typer.Option(help=f"Việc được đề nghị, khi thời hạn tùy việc: {', '.join(Action)}.")
    ] = "",
    occasion: Annotated[
        str, typer.Option(help=f"Sự việc, khi thời hạn tùy sự việc: {', '.join(Occasion)}.")
    ] = "",
    severity: Annotated[
        str, typer.Option(help=f"Mức độ sự cố, khi thời hạn tùy mức độ: {', '.join(Severity)}.")
    ] = "",
    account: Annotated[
        str, typer.Option(help=f"Loại tài khoản, khi thời hạn tùy loại: {', '.join(AccountClass)}.")
    ] = "",
    subject: Annotated[
        str, typer.Option(help="Đề nghị cho ai, khi thời hạn tùy việc đó: person, organisation.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Hạn cuối của một việc, với điều khoản và cách tính."""
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
    _tell(verdicts.deadline(law_named(regulation), duty, start, matter), as_json=as_json)


@deadline_app.command("check")
def check_deadlines(file: CaseFile, as_json: Json = False) -> None:
    """Đối chiếu một tệp thời hạn; in từng dòng khác.

    Các cột: regulation, duty, from, rank, expected (ngày hoặc lúc cuối cùng còn đúng hạn; trống: không có thời hạn); có
    thể thêm action, occasion, severity, account, subject. Cột khác để người đọc.
    """
    needs = ("regulation", "duty", "from", "rank", "expected")
    _report(list(casefiles.judge(file, needs=needs, answer=casefiles.due_date)), as_json=as_json)


@lifecycle_app.command("check")
def check_lifecycle(file: CaseFile, as_json: Json = False) -> None:
    """Đối chiếu một tệp mốc tự động của hộp thư; in từng dòng khác.

    Các cột: regulation, state, expected_to, expected_on, và các ngày của hộp thư (issued_on, last_login_on…), rank,
    agency_notified_on, handover_done. Cột khác để người đọc.
    """
    needs = ("regulation", "state", "expected_to", "expected_on")
    _report(list(casefiles.judge(file, needs=needs, answer=casefiles.passing)), as_json=as_json)


@naming_app.command("propose")
def propose_address(
    regulation: RegulationId,
    kind: Annotated[
        str,
        typer.Option(help=f"Loại hộp thư: {', '.join(MailboxKind)}; person_batch: nhiều người cùng đề nghị."),
    ],
    as_json: Json = False,
) -> None:
    """Đề xuất địa chỉ; dữ kiện là đối tượng JSON trên đầu vào chuẩn.

    Người: full_name (hoặc ho, ten_lot, ten), dob, national_id, phone, title, org_code, org_name, dept_code, employment,
    org_sector, contract. Tổ chức: name, code, parent_code, parent_name, place_code, proposer. Chung: domain,
    existing_addresses (các địa chỉ đã cấp); chuyển vào: import_existing, issued_at. Với person_batch: batch là danh
    sách dữ kiện, mỗi người thêm rank (nhỏ hơn là cao hơn) và received_at.
    """
    policy = law_named(regulation)
    known((*MailboxKind, verdicts.BATCH), kind, "loại hộp thư")  # before somebody types facts for nothing
    _tell(verdicts.name(policy, kind, facts_from_input()), as_json=as_json)


@naming_app.command("check")
def check_naming(file: CaseFile, as_json: Json = False) -> None:
    """Đối chiếu một tệp trường hợp đặt tên; in từng dòng khác.

    Các cột: regulation, mailbox_type (loại hộp thư, hoặc person_batch), inputs (dữ kiện, JSON), existing_addresses
    (danh sách JSON các địa chỉ đã cấp), expected_address (địa chỉ, nhiều thì cách bằng " | ", hoặc !LÝ_DO). Cột khác
    để người đọc.
    """
    needs = ("regulation", "mailbox_type", "inputs", "existing_addresses", "expected_address")
    _report(list(casefiles.judge(file, needs=needs, answer=casefiles.address)), as_json=as_json)


@password_app.command("check")
def check_password(regulation: RegulationId, as_json: Json = False) -> None:
    """Những quy định mà mật khẩu vi phạm.

    JSON trên đầu vào chuẩn: password, và nếu có full_name, dob, phone, otp_phone, national_id, address, account
    (administrator, person, organisation), used_before (1: là mật khẩu gần nhất).
    """
    _tell(verdicts.password(law_named(regulation), facts_from_input()), as_json=as_json)


def folder_of(regulation: str) -> Path:
    """The folder of the regulation of that id, or that folder itself.

    Raises:
        Unreadable: it is neither.
    """
    if (folder := Path(regulation)).is_dir():
        return folder.resolve()
    if regulation in catalogue():
        return DATA / regulation
    raise Unreadable(
        f"«{regulation}» không phải thư mục, cũng không phải mã quy chế; có: {', '.join(catalogue())}."
    )


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


def _value(ruled: Ruled[Any] | NamingRule) -> str:
    """The value, and below it what some classes have of their own."""
    own = ruled.own().items() if isinstance(ruled, Varied) else ()
    lines = [] if ruled.value is None else [value_told(ruled.value)]
    return escape("\n".join([*lines, *(f"riêng {key}: {value_told(one)}" for key, one in own)]))


def _origin(ruled: Ruled[Any] | NamingRule) -> str:
    return ruled.clause.in_words() if isinstance(ruled, NamingRule) else ruled.origin()
