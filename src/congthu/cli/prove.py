"""The command that proves a regulation on a running installation, clause by clause."""

from typing import Annotated

import typer
from rich.markup import escape

from congthu import clock
from congthu.cli.answers import REFUSED, Json, Unreadable, console, document, law_named
from congthu.cli.context import instance_directory, root, use_django
from congthu.operations import proving
from congthu.operations.instance import Instance
from congthu.operations.proving import Proved
from congthu.regulations.clauses import Clause
from congthu.regulations.policy import Policy


def prove(
    regulation: Annotated[
        str, typer.Argument(metavar="ID|DIR", help="Mã quy chế, ví dụ hanoi-1643-2023, hoặc thư mục của nó.")
    ],
    clauses: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CLAUSE…]", help="Điều khoản, ví dụ Đ8.2.b; trống: mọi điều khoản."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Chứng minh từng điều khoản trên hệ thống thử đang chạy: lập người, hộp thư, đổi giờ rồi trả lại giờ cũ."""
    policy = law_named(regulation)
    wanted = [_known(one, policy) for one in clauses or ()] or list(policy.ledger.clause)
    instance = Instance.read(instance_directory())
    proving.check(instance, policy)
    told: list[Proved] = []
    for one in proving.prove(instance, policy, wanted, project=root()):
        told.append(one)
        if not as_json:
            _tell(one)
    if as_json:
        document({"regulation": policy.id, "clauses": [one.as_json() for one in told]})
    use_django()
    from congthu.operations.demo.telling import renew_all  # its models need the settings

    renewed = renew_all(instance, now=clock.now())
    if not as_json:
        passed, failed = (sum(one.passed is verdict for one in told) for verdict in (True, False))
        console.print(
            f"{passed} điều khoản đạt, {failed} không đạt, {len(told) - passed - failed} không có bài thử."
        )
        if renewed:
            console.print(
                f"Đồng hồ thử đã khóa {renewed} người mẫu; đã mở lại, mật khẩu mới ở "
                f"{instance.directory}/demo-accounts.json."
            )
    raise typer.Exit(REFUSED if any(one.passed is False for one in told) else 0)


def _known(written: str, policy: Policy) -> Clause:
    found = [clause for clause in policy.ledger.clause if str(clause) == written]
    if not found:
        known = ", ".join(map(str, policy.ledger.clause))
        raise Unreadable(f"{policy.id} không có điều khoản «{written}»; có: {known}.")
    return found[0]


def _tell(one: Proved) -> None:
    if one.passed is None:
        why = f"chưa làm ({one.by})" if one.by else "con người"
        console.print(f"[dim]–[/dim] {one.clause}: [dim]{why}[/dim]")
        return
    mark = "[green]✓[/green]" if one.passed else "[red]✗[/red]"
    console.print(f"{mark} {one.clause} ({one.kind}): {one.seconds:.1f} giây")
    for detail in one.details:
        console.print(f"    {escape(detail)}")
