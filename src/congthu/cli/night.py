"""The commands that tell, and do, what time does to mailboxes. `check` needs no installation, so records load late."""

import getpass
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.cli.answers import Json, Unreadable, console, document
from congthu.cli.casefiles import day_written
from congthu.cli.context import use_django
from congthu.cli.law import check_lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from congthu.directory.models import Authority
    from congthu.directory.roles import Actor
    from congthu.mailboxes.night import Passage

lifecycle_app = typer.Typer(help="Mốc thời gian của hộp thư.", no_args_is_help=True)
lifecycle_app.command("check")(check_lifecycle)

AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Ngày, ví dụ 2026-03-08 hoặc 08/03/2026.")]
AuthorityCode = Annotated[
    str, typer.Option("--authority", metavar="ID", help="Địa phương, ví dụ hanoi; mặc định: mọi địa phương.")
]
SHOWN = 40


@lifecycle_app.command("forecast")
def forecast(*, as_of: AsOf, authority: AuthorityCode = "", as_json: Json = False) -> None:
    """Những gì thời gian sẽ làm với hộp thư cho đến ngày đó nếu không có việc gì khác; không thay đổi gì."""
    day = _day(as_of)
    use_django()
    from congthu.mailboxes import night
    from congthu.requests.queries import awaiting_restore

    passages = [
        (one.code, passage)
        for one in _authorities(authority)
        for passage in night.forecast(one, as_of=day, contested=awaiting_restore(one))
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
    as_json: Json = False,
) -> None:
    """Thực hiện những gì đã đến hạn; chạy lại không thay đổi gì thêm."""
    day = _day(as_of)
    use_django()
    from congthu.mailboxes import night
    from congthu.requests.queries import awaiting_restore

    acting, now = _acting(), datetime.now(UTC)  # noqa: TID251  # an entry point
    passages = [
        (one.code, passage)
        for one in _authorities(authority)
        for passage in night.run(
            one, as_of=day, acting=acting, now=now, contested=awaiting_restore(one), ahead=ahead
        )
    ]
    _tell(passages, day, as_json=as_json, nothing="Không hộp thư nào đến hạn.")


def _day(written: str) -> date:
    day = day_written(written)
    if day is None:
        raise Unreadable("--as-of cần một ngày, ví dụ 2026-03-08.")
    return day


def _acting() -> "Actor":
    from congthu.directory.roles import Actor

    return Actor.console(getpass.getuser())


def _authorities(code: str) -> "Iterator[Authority]":
    from congthu.directory.models import Authority

    found = Authority.objects.filter(code=code) if code else Authority.objects.all()
    if code and not found:
        known = ", ".join(Authority.objects.values_list("code", flat=True))
        raise Unreadable(f"Không có địa phương “{code}” trong hệ thống này. Có: {known}.")
    yield from found


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
    table = Table("Địa phương", "Số hộp thư", "Từ", "Sang", "Căn cứ", "Nội dung", box=None, pad_edge=False)
    for (code, _, source, target, clause, gist), count in kinds.items():
        table.add_row(code, str(count), source, target, clause, escape(gist))
    console.print(table)
    listed = Table("Ngày", "Hộp thư", "Sang", box=None, pad_edge=False)
    for _, one in passages[:SHOWN]:
        listed.add_row(f"{one.on:%d/%m/%Y}", one.address, one.target)
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
