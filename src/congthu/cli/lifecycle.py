"""The commands that tell, and do, what time does to mailboxes. `check` needs no installation, so records load late."""

import sys
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.cli.answers import Json, Unreadable, console, document
from congthu.cli.context import use_django
from congthu.cli.law import check_lifecycle
from congthu.trial.casefiles import day_written

if TYPE_CHECKING:
    from congthu.directory.models import Authority
    from congthu.directory.roles import Actor
    from congthu.mailboxes.acts.night import Passage

lifecycle_app = typer.Typer(help="Mốc thời gian của hộp thư.", no_args_is_help=True)
lifecycle_app.command("check")(check_lifecycle)

AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Ngày, ví dụ 2026-03-08 hoặc 08/03/2026.")]
AuthorityCode = Annotated[
    str, typer.Option("--authority", metavar="ID", help="Địa phương, ví dụ hanoi; mặc định: mọi địa phương.")
]
As = Annotated[str, typer.Option("--as", metavar="ADDRESS", help="Làm với quyền của tài khoản này.")]
Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="Địa chỉ hộp thư.")]
SHOWN = 40
BEHIND = "Nhật ký thư chưa đọc hết: lần này không khóa hộp thư nào vì lâu không dùng; hãy chạy lại sau."


@lifecycle_app.command("forecast")
def forecast(*, as_of: AsOf, authority: AuthorityCode = "", as_: As = "", as_json: Json = False) -> None:
    """Những gì thời gian sẽ làm với hộp thư cho đến ngày đó nếu không có việc gì khác; không thay đổi gì."""
    day = _day(as_of)
    use_django()
    from congthu.cli.acting import acting_as, clock
    from congthu.mailboxes.acts import night
    from congthu.regulations.duties import HANOI
    from congthu.requests.queries import pending_for

    acting, today = acting_as(as_), clock().astimezone(HANOI).date()
    passages = [
        (one.code, passage)
        for one in _authorities(authority, acting)
        for passage in night.forecast(one, as_of=day, acting=acting, pending=pending_for(one), today=today)
    ]
    _tell(passages, day, as_json=as_json, nothing="Không hộp thư nào chuyển trạng thái cho đến ngày đó.")


@lifecycle_app.command("run")
def run(
    *,
    as_of: AsOf,
    authority: AuthorityCode = "",
    ahead: Annotated[
        bool, typer.Option("--ahead", help="Cho phép ngày chưa đến (chỉ dùng trên hệ thống thử).")
    ] = False,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thực hiện những gì đã đến hạn; chạy lại không thay đổi gì thêm."""
    day = _day(as_of)
    use_django()
    from django.conf import settings

    from congthu.cli.acting import acting_as, clock
    from congthu.mailboxes.acts import night
    from congthu.operations.nights import use_is_known
    from congthu.requests.queries import pending_for

    acting, known, now = acting_as(as_), use_is_known(settings.CONGTHU_INSTANCE), clock()
    if not known:
        sys.stderr.write(f"congthu: {BEHIND}\n")
    passages = [
        (one.code, passage)
        for one in _authorities(authority, acting)
        for passage in night.run(
            one,
            as_of=day,
            acting=acting,
            now=now,
            pending=pending_for(one),
            ahead=ahead,
            use_known=known,
        )
    ]
    _tell(passages, day, as_json=as_json, nothing="Không hộp thư nào đến hạn.")


@lifecycle_app.command("excuse")
def excuse(
    address: Address,
    *,
    until: Annotated[str, typer.Option(metavar="DATE", help="Ngày cuối cùng được miễn.")],
    reason: Annotated[str, typer.Option(help="Lý do, bằng lời.")] = "",
    paper: Annotated[str, typer.Option("--document", help="Số, ký hiệu văn bản của cơ quan.")] = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi lý do cơ quan đã báo về việc không sử dụng: đến ngày đó hộp thư không bị khóa vì lâu không dùng."""
    day = _day(until)
    use_django()
    from congthu.audit.acts import Cause
    from congthu.cli.acting import acting_as, clock
    from congthu.mailboxes.acts.use import excuse as excuse_mailbox
    from congthu.mailboxes.models import Mailbox
    from congthu.mailboxes.queries import access_mailbox

    acting = acting_as(as_)
    try:
        mailbox = access_mailbox(address, acting=acting)
    except Mailbox.DoesNotExist:
        raise Unreadable(f"Không có hộp thư {address}.") from None
    excuse_mailbox(mailbox, until=day, cause=Cause(document=paper, reason=reason), acting=acting, now=clock())
    if as_json:
        document({"address": mailbox.address, "excused_until": day.isoformat()})
        return
    console.print(f"{mailbox.address}: đến hết {day:%d/%m/%Y} không bị khóa vì lâu không sử dụng.")


def _day(written: str) -> date:
    day = day_written(written)
    if day is None:
        raise Unreadable("Thiếu ngày; hãy ghi như 2026-03-08 hoặc 08/03/2026.")
    return day


def _authorities(code: str, acting: "Actor") -> "list[Authority]":
    from congthu.cli.acting import authority_named
    from congthu.directory.queries import visible_authorities

    return [authority_named(code, acting)] if code else list(visible_authorities(acting))


def _tell(passages: "list[tuple[str, Passage]]", day: date, *, as_json: bool, nothing: str) -> None:
    kinds = Counter((code, one.event, one.source, one.target, one.clause, one.gist) for code, one in passages)
    if as_json:
        names = ("authority", "event", "from", "to", "clause", "gist")
        document(
            {
                "as_of": day.isoformat(),
                "total": len(passages),
                "counts": [{**dict(zip(names, kind, strict=True)), "count": n} for kind, n in kinds.items()],
                "transitions": [_json(code, one) for code, one in passages],
            }
        )
        return
    if not passages:
        console.print(nothing)
        return
    from congthu.mailboxes.queries import labels_by_authority

    label = labels_by_authority()
    table = Table("Địa phương", "Số hộp thư", "Từ", "Sang", "Căn cứ", "Nội dung", box=None, pad_edge=False)
    for (code, _, source, target, clause, gist), count in kinds.items():
        words = (label(code, source), label(code, target), clause, gist)
        table.add_row(code, str(count), *map(escape, words))
    console.print(table)
    listed = Table("Ngày", "Hộp thư", "Sang", box=None, pad_edge=False)
    for code, one in passages[:SHOWN]:
        listed.add_row(f"{one.on:%d/%m/%Y}", one.address, escape(label(code, one.target)))
    console.print()
    console.print(listed)
    if len(passages) > SHOWN:
        console.print(f"… và {len(passages) - SHOWN} hộp thư nữa; dùng --json để có đủ danh sách.")


def _json(authority: str, one: "Passage") -> dict[str, Any]:
    return {
        "authority": authority,
        "address": one.address,
        "event": one.event,
        "from": one.source,
        "to": one.target,
        "on": one.on.isoformat(),
        "clause": one.clause,
        "gist": one.gist,
    }
