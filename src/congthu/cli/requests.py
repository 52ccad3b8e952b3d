"""The commands on requests of agencies. Who acts, and when, is `congthu.cli.acting`'s to say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from rich.markup import escape
from rich.table import Table

from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock
from congthu.cli.answers import REFUSED, Json, Unreadable, console, document
from congthu.cli.options import Limit, Paper, Reason
from congthu.cli.papers import write_private
from congthu.cli.records import preview_json, request_json, result_json
from congthu.directory.roles import Actor
from congthu.mailboxes.queries import access_mailbox
from congthu.requests.acts import execute as executing
from congthu.requests.acts import receive as receiving
from congthu.requests.acts import route
from congthu.requests.documents.credentials import credentials_sheet
from congthu.requests.documents.sheets import sheet_for
from congthu.requests.intake import UnreadableFile
from congthu.requests.models import Request, RequestState
from congthu.requests.queries import access_request, rows_of
from congthu.requests.queries import search as search_requests
from congthu.requests.receiving import agency_of, check_sender, read_file

request_app = typer.Typer(help="Yêu cầu cấp, thay đổi, thu hồi hộp thư.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="N", help="Số của yêu cầu.")]


def _request(number: int, acting: Actor) -> Request:
    try:
        return access_request(number, acting=acting)
    except Request.DoesNotExist:
        raise Unreadable(f"Không có yêu cầu số {number}.") from None


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnreadableFile as unreadable:
        raise Unreadable(unreadable.message) from None


@request_app.command("import")
def import_request(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Phiếu .docx, .xlsx, .odt, .ods, .doc.")
    ],
    *,
    authority: AuthorityCode,
    agency: Annotated[
        str, typer.Option(metavar="CODE", help="Mã cơ quan gửi; mặc định theo tên trong phiếu.")
    ] = "",
    sender: Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Hộp thư đã gửi phiếu đến.")] = "",
    as_: As = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ đọc và đề xuất, không lưu gì.")] = False,
    as_json: Json = False,
) -> None:
    """Đọc phiếu đề nghị và ghi thành yêu cầu."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    told = []
    for path in files:
        with _readable():
            if dry_run:
                imported = read_file(path, authority=where)
                office = agency_of(imported, authority=where, code=agency)
                check_sender(sender, authority=where)
                told.append(preview_json(imported, office))
                continue
            received = receiving.receive_file(
                path,
                authority=where,
                agency_code=agency,
                channel="email" if sender else "console",
                sender=sender,
                acting=acting,
                now=clock(),
            )
        told.append(request_json(received, list(rows_of(received))))
    if as_json:
        document(told[0] if len(told) == 1 else told)
        return
    for one in told:
        _print_request(one)


@request_app.command("list")
def list_requests(
    *,
    authority: AuthorityCode = "",
    state: Annotated[str, typer.Option(help=f"Trạng thái: {', '.join(RequestState.values)}.")] = "",
    text: Annotated[str, typer.Option(help="Cơ quan, số văn bản hoặc tên người; không cần dấu.")] = "",
    limit: Limit = 100,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Các yêu cầu, mới nhất trước."""
    states = (state,) if state else ()
    found = search_requests(acting=acting_as(as_), authority=authority, states=states, text=text)[:limit]
    if as_json:
        document({"requests": [request_json(one) for one in found]})
        return
    table = Table("Số", "Cơ quan", "Văn bản", "Nhận", "Hạn", "Trạng thái", box=None, pad_edge=False)
    for one in found:
        due = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
        label = RequestState(one.state).label
        table.add_row(
            str(one.pk),
            escape(one.agency_name),
            escape(one.document_number),
            f"{one.received_at:%d/%m/%Y}",
            due,
            label,
        )
    console.print(table)


@request_app.command("show")
def show_request(number: Number, as_: As = "", as_json: Json = False) -> None:
    """Một yêu cầu với từng dòng."""
    one = _request(number, acting_as(as_))
    _tell(one, as_json=as_json)


def _step(number: int, as_: str, as_json: bool, step: Callable[[Request, Actor], object]) -> None:
    acting = acting_as(as_)
    one = _request(number, acting)
    step(one, acting)
    _tell(one, as_json=as_json)


@request_app.command("confirm")
def confirm_request(number: Number, as_: As = "", as_json: Json = False) -> None:
    """Ghi nhận thủ trưởng cơ quan đã ký."""
    _step(number, as_, as_json, lambda one, acting: route.confirm(one, acting=acting, now=clock()))


@request_app.command("forward")
def forward_request(number: Number, as_: As = "", as_json: Json = False) -> None:
    """Đầu mối chuyển yêu cầu đến đơn vị vận hành."""
    _step(number, as_, as_json, lambda one, acting: route.forward(one, acting=acting, now=clock()))


@request_app.command("accept")
def accept_request(number: Number, as_: As = "", as_json: Json = False) -> None:
    """Tiếp nhận yêu cầu để thực hiện."""
    _step(number, as_, as_json, lambda one, acting: route.accept(one, acting=acting, now=clock()))


@request_app.command("return")
def return_request(number: Number, reason: Reason = "", as_: As = "", as_json: Json = False) -> None:
    """Trả lại để cơ quan bổ sung."""

    def step(one: Request, acting: Actor) -> None:
        route.return_for_correction(one, reason=reason, acting=acting, now=clock())

    _step(number, as_, as_json, step)


@request_app.command("execute")
def execute_request(
    number: Number,
    sheets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Ghi phiếu giao tài khoản vào đây.")
    ] = None,
    choose: Annotated[
        list[str], typer.Option(metavar="LINE=NAME", help="Tên hộp thư chọn cho một dòng.")
    ] = [],  # noqa: B006  # typer's way
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thực hiện từng dòng. Mật khẩu cấp ra chỉ hiện một lần: ở đây, hoặc trong phiếu giao tài khoản."""
    acting, now = acting_as(as_), clock()
    one = _request(number, acting)
    results = executing.execute(one, acting=acting, now=now, chosen=_choices(choose))
    rows = []
    for result in results:
        row = result_json(result)
        if sheets is not None and result.password:
            paper = sheet_for(
                access_mailbox(result.address, acting=acting),
                password=result.password,
                document=one.document_number or f"Yêu cầu số {one.pk}",
                endpoints=settings.CONGTHU_ENDPOINTS,
                now=now,
            )
            written = write_private(sheets, f"{result.address}.pdf", credentials_sheet(paper))
            row |= {"sheet": str(written), "password": None}
        rows.append(row)
    refused = [refusal.as_json() for result in results for refusal in result.refused]
    if as_json:
        document({"number": one.pk, "state": one.state, "rows": rows, "refused": refused})
    else:
        _print_results(rows)
    if results and not any(result.done for result in results):
        raise typer.Exit(REFUSED)


def _choices(given: list[str]) -> dict[int, str]:
    chosen = {}
    for one in given:
        line, _, name = one.partition("=")
        if not line.isdecimal() or not name:
            raise Unreadable(f"--choose {one}: hãy ghi SỐ_DÒNG=TÊN, ví dụ 3=nguyenvanan2_sotp.")
        chosen[int(line)] = name
    return chosen


@request_app.command("reply")
def reply_request(number: Number, paper: Paper = "", as_: As = "", as_json: Json = False) -> None:
    """Ghi văn bản trả lời cơ quan."""
    _step(
        number,
        as_,
        as_json,
        lambda one, acting: route.reply(one, document=paper, acting=acting, now=clock()),
    )


def _tell(one: Request, *, as_json: bool) -> None:
    told = request_json(one, list(rows_of(one)))
    if as_json:
        document(told)
    else:
        _print_request(told)


def _print_request(told: dict[str, Any]) -> None:
    number = f"Yêu cầu số {told['number']}: " if "number" in told else "Chạy thử, không lưu: "
    letter = told["document"]
    console.print(f"[bold]{number}{escape(str(told['agency'] or 'chưa rõ cơ quan'))}[/bold]")
    console.print(
        escape(f"Mẫu {told['form']}, văn bản {letter['number'] or 'không số'} ngày {letter['date'] or '…'}")
    )
    if "state" in told:
        due = f", hạn {told['due_on']} ({told['due_clause']})" if told["due_on"] else ""
        console.print(f"Trạng thái: {RequestState(told['state']).label}{due}")
    table = Table("Dòng", "Việc", "Người, tổ chức", "Địa chỉ", "Kết quả", box=None, pad_edge=False)
    for row in told["rows"]:
        name = row.get("full_name") or row.get("org_name") or ""
        address = row.get("assigned_address") or row.get("proposed_address") or row.get("address") or ""
        result = "; ".join(one["message"] for one in row.get("refused", ())) or row.get("state", "")
        table.add_row(str(row["line"]), row.get("kind", ""), escape(name), address, escape(result))
    console.print(table)
    for problem in told["problems"]:
        line = f"Dòng {problem['line']}: " if problem["line"] else ""
        console.print(escape(f"{line}{problem['message']}"))


def _print_results(rows: list[dict[str, Any]]) -> None:
    table = Table("Dòng", "Người, tổ chức", "Địa chỉ", "Mật khẩu cấp", "Kết quả", box=None, pad_edge=False)
    for row in rows:
        result = "; ".join(one["message"] for one in row["refused"]) or "xong"
        secret = row.get("sheet") or row["password"] or ""
        table.add_row(
            str(row["line"]), escape(row["subject"]), row["address"], escape(secret), escape(result)
        )
    console.print(table)
