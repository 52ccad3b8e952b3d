"""The commands on requests of agencies. Who acts, and when, is `congthu.cli.acting`'s to say."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from rich.markup import escape
from rich.table import Table

from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock
from congthu.cli.answers import REFUSED, Json, Unreadable, console, document, one_of
from congthu.cli.options import Limit, Paper, Reason
from congthu.cli.papers import write_private
from congthu.cli.records import preview_json, request_json, result_json
from congthu.directory.roles import Actor
from congthu.mailboxes.queries import access_mailbox
from congthu.regulations.asks import Ask, Box, work_in_words
from congthu.regulations.fields import RowField
from congthu.regulations.route import Channel, Party, Stage, Step
from congthu.requests.acts import execute as executing
from congthu.requests.acts import receive as receiving
from congthu.requests.acts import route
from congthu.requests.acts.complete import complete_line
from congthu.requests.channels import Arrival
from congthu.requests.documents.credentials import credentials_sheet
from congthu.requests.documents.sheets import sheet_for
from congthu.requests.intake import UnreadableFile
from congthu.requests.models import Request, RequestState
from congthu.requests.queries import Lines, access_request, lines_of, rows_of
from congthu.requests.queries import search as search_requests
from congthu.requests.receiving import agency_of, read_file
from congthu.requests.typed import TypedLetter, TypedLine

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


Agency = Annotated[str, typer.Option(metavar="CODE", help="Mã cơ quan gửi; mặc định theo tên trong phiếu.")]
Came = Annotated[
    str,
    typer.Option(
        "--channel", help=f"Văn bản đến qua kênh nào: {', '.join(Channel)}; mặc định: nhập tại đây."
    ),
]
Sender = Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Hộp thư đã gửi phiếu đến.")]
Into = Annotated[str, typer.Option("--to", metavar="ADDRESS", help="Hộp thư đã nhận phiếu.")]
Corrects = Annotated[int, typer.Option(metavar="N", help="Số của yêu cầu bị trả lại mà phiếu này gửi lại.")]


def _arrival(channel: str, sender: str, into: str) -> Arrival:
    came = one_of(Channel, channel, "kênh") if channel else None
    if came is None:
        came = Channel.EMAIL if sender or into else Channel.CONSOLE
    return Arrival(came, sender, into)


@request_app.command("import")
def import_request(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Phiếu .docx, .xlsx, .odt, .ods, .doc.")
    ],
    *,
    authority: AuthorityCode,
    agency: Agency = "",
    channel: Came = "",
    sender: Sender = "",
    into: Into = "",
    corrects: Corrects = 0,
    as_: As = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ đọc và đề xuất, không lưu gì.")] = False,
    as_json: Json = False,
) -> None:
    """Đọc phiếu đề nghị và ghi thành yêu cầu."""
    acting, arrival = acting_as(as_), _arrival(channel, sender, into)
    where = authority_named(authority, acting)
    earlier = _request(corrects, acting) if corrects else None
    told = []
    for path in files:
        with _readable():
            if dry_run:
                imported = read_file(path, authority=where)
                office = agency_of(imported, authority=where, acting=acting, code=agency)
                lines = receiving.preview(
                    imported, authority=where, agency=office, arrival=arrival, now=clock()
                )
                told.append(preview_json(imported, lines))
                continue
            received = receiving.receive_file(
                path,
                authority=where,
                agency_code=agency,
                arrival=arrival,
                corrects=earlier,
                acting=acting,
                now=clock(),
            )
        told.append(request_json(received, list(rows_of(received))))
    if as_json:
        document(told[0] if len(told) == 1 else told)
        return
    for one in told:
        _print_request(one)


@request_app.command("enter")
def enter_request(
    lines: Annotated[
        list[str],
        typer.Argument(
            metavar="LINE…",
            help="Mỗi dòng trong dấu nháy: «person.restore address=a@tinh.gov.vn reason='Hết nghỉ ốm'»; "
            "box=van_thu cho hộp thư văn thư.",
        ),
    ],
    *,
    authority: AuthorityCode,
    agency: Agency,
    paper: Paper = "",
    day: Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD", help="Ngày của văn bản.")] = "",
    requester: Annotated[str, typer.Option(help="Họ tên người đề nghị.")] = "",
    channel: Came = "",
    sender: Sender = "",
    into: Into = "",
    corrects: Corrects = 0,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi một văn bản đề nghị không theo mẫu thành yêu cầu, từng dòng một."""
    acting, now = acting_as(as_), clock()
    where = authority_named(authority, acting)
    received = receiving.receive_typed(
        [_typed(line) for line in lines],
        letter=TypedLetter(paper, _day(day), requester),
        authority=where,
        agency_code=agency,
        arrival=_arrival(channel, sender, into),
        corrects=_request(corrects, acting) if corrects else None,
        acting=acting,
        now=now,
    )
    _tell(received, as_json=as_json)


def _typed(line: str) -> TypedLine:
    try:
        kind, *told = shlex.split(line)
        fields = dict(part.split("=", 1) for part in told)
    except ValueError:
        raise Unreadable(f"Không đọc được dòng «{line}»: hãy ghi việc, rồi từng thông tin=giá trị.") from None
    box = fields.pop("box", "")
    return TypedLine(kind, _known_fields(fields), one_of(Box, box, "loại hộp thư").value if box else "")


def _known_fields(fields: dict[str, str]) -> dict[str, str]:
    for name in fields:
        one_of(RowField, name, "thông tin")
    return fields


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise Unreadable(f"--date {text}: hãy ghi năm-tháng-ngày, ví dụ 2026-03-02.") from None


@request_app.command("complete")
def complete_request(
    number: Number,
    line: Annotated[int, typer.Argument(metavar="LINE", help="Số của dòng.")],
    said: Annotated[
        list[str],
        typer.Argument(metavar="NAME=VALUE…", help=f"Thông tin bổ sung: {', '.join(RowField)}."),
    ],
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Bổ sung thông tin cho một dòng: ngày quyết định, cấp bậc, ngày sinh, địa chỉ hộp thư…"""
    fields = dict(part.partition("=")[::2] for part in said)
    _known_fields(fields)
    _step(
        number,
        as_,
        as_json,
        lambda one, acting: complete_line(one, line, fields, acting=acting, now=clock()),
    )


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
    states = (one_of(Stage, state, "trạng thái").value,) if state else ()
    found = list(
        search_requests(acting=acting_as(as_), authority=authority, states=states, text=text)[:limit]
    )
    lines = lines_of(found)
    if as_json:
        told = [request_json(one) | {"lines": asdict(lines.get(one.pk, Lines()))} for one in found]
        document({"requests": told})
        return
    table = Table("Số", "Cơ quan", "Việc", "Văn bản", "Nhận", "Hạn", "Trạng thái", box=None, pad_edge=False)
    for one in found:
        due = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
        table.add_row(
            str(one.pk),
            escape(one.agency_name),
            work_in_words(one.kinds),
            escape(one.document_number),
            f"{one.received_at:%d/%m/%Y}",
            due,
            _state(one.state, lines.get(one.pk, Lines())),
        )
    console.print(table)


def _state(state: str, lines: Lines) -> str:
    if state == RequestState.EXECUTED and lines.partly:
        return f"đã thực hiện một phần ({lines.done}/{lines.total} dòng)"
    return RequestState(state).label


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


@request_app.command("approve")
def approve_request(number: Number, paper: Paper = "", as_: As = "", as_json: Json = False) -> None:
    """Cơ quan quản lý duyệt yêu cầu, nơi quy chế quy định."""
    _step(
        number,
        as_,
        as_json,
        lambda one, acting: route.approve(one, document=paper, acting=acting, now=clock()),
    )


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


@request_app.command("withdraw")
def withdraw_request(number: Number, reason: Reason = "", as_: As = "", as_json: Json = False) -> None:
    """Cơ quan rút yêu cầu trước khi được thực hiện."""
    _step(
        number,
        as_,
        as_json,
        lambda one, acting: route.withdraw(one, reason=reason, acting=acting, now=clock()),
    )


@request_app.command("execute")
def execute_request(
    number: Number,
    *,
    sheets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Ghi phiếu giao tài khoản vào đây.")
    ] = None,
    choose: Annotated[
        list[str], typer.Option(metavar="LINE=NAME", help="Tên hộp thư chọn cho một dòng.")
    ] = [],  # noqa: B006  # typer's way
    cleaned: Annotated[
        list[int],
        typer.Option(metavar="LINE", help="Dòng khôi phục đã xử lý xong mã độc, lộ lọt."),
    ] = [],  # noqa: B006  # typer's way
    late: Annotated[
        list[int],
        typer.Option(
            metavar="LINE", help="Dòng mà thời hạn tính từ quyết định đã qua hoặc sắp hết, đã biết."
        ),
    ] = [],  # noqa: B006  # typer's way
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thực hiện từng dòng. Mật khẩu cấp ra chỉ hiện một lần: ở đây, hoặc trong phiếu giao tài khoản."""
    acting, now = acting_as(as_), clock()
    one = _request(number, acting)
    results = executing.execute(
        one, acting=acting, now=now, chosen=_choices(choose), cleaned=cleaned, late=late
    )
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
        lines = Lines(**told["lines"])
        awaited = told["waits_for"]
        waits = f"; chờ {_who(awaited['by'])} {Step(awaited['step']).in_words()}" if awaited else ""
        console.print(f"Trạng thái: {_state(told['state'], lines)}{waits}{due}")
    table = Table("Dòng", "Việc", "Người, tổ chức", "Địa chỉ", "Kết quả", box=None, pad_edge=False)
    for row in told["rows"]:
        name = row.get("full_name") or row.get("org_name") or ""
        address = row.get("assigned_address") or row.get("proposed_address") or row.get("address") or ""
        seen = row.get("foreseen", {})
        against = [one["message"] for one in (*row.get("refused", ()), *seen.get("refused", ()))]
        result = "; ".join(dict.fromkeys([*against, *seen.get("told", ())])) or row.get("state", "")
        ask = Ask.parse(seen.get("asks") or row.get("kind") or "", row.get("box", ""))
        table.add_row(
            str(row["line"]), ask.in_words() if ask else "Chưa rõ", escape(name), address, escape(result)
        )
    console.print(table)
    for problem in told["problems"]:
        line = f"Dòng {problem['line']}: " if problem["line"] else ""
        console.print(escape(f"{line}{problem['message']}"))


def _who(parties: list[str]) -> str:
    return " hoặc ".join(Party(one).in_words() for one in parties)


def _print_results(rows: list[dict[str, Any]]) -> None:
    table = Table("Dòng", "Người, tổ chức", "Địa chỉ", "Mật khẩu cấp", "Kết quả", box=None, pad_edge=False)
    for row in rows:
        result = "; ".join(one["message"] for one in row["refused"]) or "xong"
        secret = row.get("sheet") or row["password"] or ""
        table.add_row(
            str(row["line"]), escape(row["subject"]), row["address"], escape(secret), escape(result)
        )
    console.print(table)
