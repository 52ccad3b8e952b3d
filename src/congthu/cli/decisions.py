"""The commands by which a province decides where its regulation leaves room: one person enters, another approves."""

import json
from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock
from congthu.cli.answers import Json, Unreadable, console, document
from congthu.decisions import actions
from congthu.decisions.models import OperatorDecision
from congthu.decisions.queries import access_decision, visible_decisions
from congthu.directory.roles import Actor
from congthu.trial.casefiles import day_written

decision_app = typer.Typer(help="Quyết định trong phạm vi quy chế cho phép.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="N", help="Số thứ tự trong hệ thống.")]


@decision_app.command("propose")
def propose(
    *,
    authority: AuthorityCode,
    parameter: Annotated[str, typer.Option(help="Tham số, ví dụ quota.person.")],
    value: Annotated[
        str, typer.Option(help="Giá trị như viết trong quy chế, ví dụ “3 GB”, 12; null để bãi bỏ.")
    ],
    number: Annotated[str, typer.Option(help="Số, ký hiệu quyết định.")],
    signed_on: Annotated[str, typer.Option("--signed-on", metavar="DATE", help="Ngày ký.")],
    signer: Annotated[str, typer.Option(help="Người ký.")],
    reason: Annotated[str, typer.Option(help="Lý do.")],
    effective_from: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Ngày có hiệu lực; mặc định là ngày ký.")
    ] = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Nhập một quyết định; chưa có hiệu lực cho đến khi người khác duyệt."""
    acting, signed = acting_as(as_), _day(signed_on)
    decision = actions.propose(
        authority_named(authority, acting),
        parameter,
        _value(value),
        number=number,
        signed_on=signed,
        signer=signer,
        reason=reason,
        effective_from=_day(effective_from) if effective_from else signed,
        acting=acting,
        now=clock(),
    )
    _tell([decision], as_json=as_json, one=True)


@decision_app.command("approve")
def approve(number: Number, *, as_: As = "", as_json: Json = False) -> None:
    """Duyệt quyết định do người khác nhập."""
    acting = acting_as(as_)
    decision = _decision(number, acting)
    actions.approve(decision, acting=acting, now=clock())
    _tell([decision], as_json=as_json, one=True)


@decision_app.command("reject")
def reject(
    number: Number,
    *,
    reason: Annotated[str, typer.Option(help="Lý do không duyệt.")] = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Không duyệt một quyết định đã nhập."""
    acting = acting_as(as_)
    decision = _decision(number, acting)
    actions.reject(decision, reason=reason, acting=acting, now=clock())
    _tell([decision], as_json=as_json, one=True)


@decision_app.command("list")
def list_decisions(authority: AuthorityCode = "", *, as_: As = "", as_json: Json = False) -> None:
    """Các quyết định, mới nhất trước."""
    _tell(list(visible_decisions(acting_as(as_), authority=authority)), as_json=as_json)


def _decision(number: int, acting: Actor) -> OperatorDecision:
    try:
        return access_decision(number, acting=acting)
    except OperatorDecision.DoesNotExist:
        raise Unreadable(f"Không có quyết định thứ {number}.") from None


def _day(written: str) -> date:
    day = day_written(written)
    if day is None:
        raise Unreadable("Thiếu ngày; hãy ghi như 2026-03-08 hoặc 08/03/2026.")
    return day


def _value(written: str) -> Any:
    """A number, a list or null as JSON writes it; everything else is the text itself, as "3 GB"."""
    try:
        return json.loads(written)
    except ValueError:
        return written


def _tell(decisions: list[OperatorDecision], *, as_json: bool, one: bool = False) -> None:
    if as_json:
        told = [_json(decision) for decision in decisions]
        document(told[0] if one else {"decisions": told})
        return
    table = Table("Thứ", "Địa phương", "Quyết định", "Tham số", "Giá trị", "Hiệu lực", "Tình trạng", box=None)
    for decision in decisions:
        table.add_row(
            str(decision.pk),
            decision.authority.code,
            escape(f"{decision.number} ngày {decision.signed_on:%d/%m/%Y}"),
            decision.parameter,
            escape(str(decision.value) if decision.value is not None else "(bãi bỏ)"),
            f"{decision.effective_from:%d/%m/%Y}",
            STATES[decision.state],
        )
    console.print(table)


STATES = {
    "proposed": "chờ duyệt",
    "rejected": "không duyệt",
    "approved": "đã duyệt, chờ ngày hiệu lực",
    "in_force": "đang có hiệu lực",
    "ended": "hết hiệu lực",
}


def _json(decision: OperatorDecision) -> dict[str, Any]:
    return {
        "id": decision.pk,
        "authority": decision.authority.code,
        "regulation": decision.regulation,
        "parameter": decision.parameter,
        "value": decision.value,
        "number": decision.number,
        "signed_on": decision.signed_on.isoformat(),
        "signer": decision.signer,
        "reason": decision.reason,
        "effective_from": decision.effective_from.isoformat(),
        "state": decision.state,
    }
