"""The commands on mailboxes. Who acts, and when, is `congthu.cli.acting`'s to say."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from congthu.audit.acts import Cause
from congthu.cli.acting import As, AuthorityCode, acting_as, clock
from congthu.cli.answers import Json, Unreadable, console, document
from congthu.cli.options import Clause, Limit, Paper, Reason
from congthu.cli.records import USES, mailbox_json
from congthu.directory.roles import Actor
from congthu.identity import holding
from congthu.mailboxes.acts import quota as quotas
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import access_mailbox, state_rule
from congthu.mailboxes.queries import search as search_mailboxes
from congthu.regulations.terms import Size

mailbox_app = typer.Typer(help="Hộp thư.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="Địa chỉ hộp thư.")]


def _mailbox(address: str, acting: Actor) -> Mailbox:
    try:
        return access_mailbox(address, acting=acting)
    except Mailbox.DoesNotExist:
        raise Unreadable(f"Không có hộp thư {address}.") from None


@mailbox_app.command("list")
def list_mailboxes(
    *,
    authority: AuthorityCode = "",
    state: Annotated[str, typer.Option(help="Trạng thái, ví dụ locked.")] = "",
    text: Annotated[str, typer.Option(help="Tên hoặc địa chỉ; không cần dấu.")] = "",
    after: Annotated[str, typer.Option(help="Tiếp sau địa chỉ này.")] = "",
    limit: Limit = 100,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Các hộp thư theo thứ tự địa chỉ."""
    found = search_mailboxes(acting=acting_as(as_), authority=authority, state=state, text=text, after=after)[
        :limit
    ]
    if as_json:
        document({"mailboxes": [mailbox_json(one) for one in found]})
        return
    table = Table("Địa chỉ", "Người giữ", "Cơ quan", "Trạng thái", box=None, pad_edge=False)
    for one in found:
        table.add_row(one.address, escape(one.holder), escape(one.organisation.name), state_rule(one).label)
    console.print(table)


@mailbox_app.command("show")
def show_mailbox(address: Address, as_: As = "", as_json: Json = False) -> None:
    """Một hộp thư: trạng thái, căn cứ, dung lượng, các mốc thời gian."""
    _tell_mailbox(_mailbox(address, acting_as(as_)), as_json=as_json)


def _act(address: str, as_: str, as_json: bool, act: Callable[[Mailbox, Actor], object]) -> None:
    acting = acting_as(as_)
    one = _mailbox(address, acting)
    act(one, acting)
    _tell_mailbox(one, as_json=as_json)


@mailbox_app.command("lock")
def lock_mailbox(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    clause: Clause = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Tạm khóa: không đăng nhập, không gửi, vẫn nhận thư."""
    cause = Cause(clause, paper, reason)
    _act(
        address,
        as_,
        as_json,
        lambda one, acting: holding.lock(one, cause=cause, acting=acting, now=clock()),
    )


@mailbox_app.command("restore")
def restore_mailbox(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    cleaned: Annotated[bool, typer.Option("--cleaned", help="Đã xử lý xong mã độc, lộ lọt.")] = False,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Khôi phục và cấp mật khẩu mới; mật khẩu chỉ hiện một lần."""
    acting, now, cause = acting_as(as_), clock(), Cause(document=paper, reason=reason)
    one = _mailbox(address, acting)
    handed = holding.restore(one, cause=cause, cleaned=cleaned, acting=acting, now=now)
    _tell_mailbox(one, as_json=as_json, password=handed.password)


@mailbox_app.command("revoke")
def revoke_mailbox(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    decision_on: Annotated[
        str, typer.Option("--decision-date", metavar="YYYY-MM-DD", help="Ngày của quyết định.")
    ] = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thu hồi; hộp thư cá nhân được giữ một thời gian kể từ ngày quyết định nếu quy chế định như vậy."""
    try:
        day = date.fromisoformat(decision_on) if decision_on else None
    except ValueError:
        raise Unreadable(
            f"--decision-date {decision_on}: hãy ghi năm-tháng-ngày, ví dụ 2026-03-02."
        ) from None
    cause = Cause(document=paper, reason=reason)

    def act(one: Mailbox, acting: Actor) -> None:
        holding.revoke(one, cause=cause, decision_on=day, acting=acting, now=clock())

    _act(address, as_, as_json, act)


@mailbox_app.command("quota")
def change_quota(
    address: Address,
    size: Annotated[str, typer.Argument(metavar="SIZE", help="Ví dụ “5 GB”.")],
    *,
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thay đổi dung lượng."""
    try:
        quota = Size.parse(size)
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from None
    cause = Cause(document=paper, reason=reason)

    def act(one: Mailbox, acting: Actor) -> None:
        quotas.change_quota(one, quota=quota, cause=cause, acting=acting, now=clock())

    _act(address, as_, as_json, act)


def _tell_mailbox(one: Mailbox, *, as_json: bool, password: str = "") -> None:
    told = mailbox_json(one) | ({"password": password} if password else {})
    if as_json:
        document(told)
        return
    console.print(f"[bold]{one.address}[/bold]  {state_rule(one).label} từ {one.since:%d/%m/%Y}")
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in told.items():
        if name in USES:
            table.add_row(name, value or "chưa ghi nhận")
        elif value not in (None, "", False):
            table.add_row(name, escape(str(value)))
    console.print(table)
