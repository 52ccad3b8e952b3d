"""The commands that show the time of an installation and, in one made for trials, move it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu import clock
from congthu.cli.answers import Json, Unreadable, console, document
from congthu.mailboxes.queries import labels_by_authority
from congthu.operations.moved_time import after, moment_of, move, set_ahead
from congthu.operations.nights import Happened
from congthu.regulations.duties import HANOI

clock_app = typer.Typer(help="Đồng hồ của hệ thống thử.", no_args_is_help=True)
FORM = "%H:%M:%S %d/%m/%Y"


@clock_app.command("show")
def show(as_json: Json = False) -> None:
    """Giờ của hệ thống này, và giờ thật của máy."""
    _tell(clock.of_the_machine(), None, (), as_json=as_json)


@clock_app.command("set")
def set_to(
    when: Annotated[
        list[str],
        typer.Argument(metavar="WHEN", help="Ví dụ 2027-03-01, 2027-03-01T09:30, 01/03/2027 09:30."),
    ],
    as_json: Json = False,
) -> None:
    """Đặt đồng hồ; giữa hai thời điểm, điều gì tự đến hạn thì xảy ra lần lượt từng ngày."""
    try:
        to = moment_of(" ".join(when))
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from None
    _move(to, as_json=as_json)


@clock_app.command("advance")
def advance(
    term: Annotated[
        list[str],
        typer.Argument(
            metavar="TERM", help="Ví dụ “3 days”, “2 working days”, “3 months”, “8 hours”, “15 minutes”."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Cho đồng hồ chạy tới một khoảng; điều gì tự đến hạn thì xảy ra lần lượt từng ngày."""
    try:
        to = after(" ".join(term), clock.now())
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from None
    _move(to, as_json=as_json)


@clock_app.command("real")
def real(as_json: Json = False) -> None:
    """Trở lại giờ thật của máy."""
    _move(None, as_json=as_json)


def _move(to: datetime | None, *, as_json: bool) -> None:
    """Move the clock to a moment, or to the machine's own time."""
    before = clock.now()
    happened = list(move(to or clock.of_the_machine()))
    if to is None:
        set_ahead(clock.ON_TIME)
    _tell(clock.of_the_machine(), before, happened, as_json=as_json)


def _tell(machine: datetime, before: datetime | None, happened: Sequence[Happened], *, as_json: bool) -> None:
    now = clock.shifted(machine)
    if as_json:
        told: dict[str, Any] = {
            "test_clock": clock.is_test(),
            "now": _iso(now),
            "machine": _iso(machine),
            "ahead_seconds": clock.ahead().total_seconds(),
        }
        if before is not None:
            told |= {
                "before": _iso(before),
                "went_back": now < before,
                "happened": [one.as_json() for one in happened],
            }
        document(told)
        return
    kind = "giờ thử" if clock.is_test() else "giờ thật của máy"
    console.print(f"{now.astimezone(HANOI):{FORM}} ({kind})")
    if clock.ahead():
        console.print(f"Giờ thật của máy: {machine.astimezone(HANOI):{FORM}}")
    if before is None:
        return
    if now < before:
        console.print("Đồng hồ đã lùi lại; những gì đã xảy ra vẫn giữ nguyên.")
    elif not happened:
        console.print("Trong khoảng ấy không có gì tự đến hạn.")
    if happened:
        label = labels_by_authority()
        kinds = Counter(
            (one.on, one.authority, one.event, label(one.authority, one.target), one.clause, one.gist)
            for one in happened
        )
        table = Table(
            "Ngày", "Địa phương", "Việc", "Sang", "Căn cứ", "Nội dung", "Số", box=None, pad_edge=False
        )
        for (on, *words), count in kinds.items():
            table.add_row(f"{on:%d/%m/%Y}", *map(escape, words), str(count))
        console.print(table)


def _iso(moment: datetime) -> str:
    return moment.astimezone(HANOI).isoformat(timespec="seconds")
