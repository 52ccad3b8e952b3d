"""The commands on the audit trail."""

import typer

from congthu.audit.queries import head, verify
from congthu.cli.answers import REFUSED, Json, console, document

audit_app = typer.Typer(help="Nhật ký hệ thống.", no_args_is_help=True)


@audit_app.callback()
def family() -> None:
    """Nhật ký hệ thống."""


@audit_app.command("verify")
def verify_audit(as_json: Json = False) -> None:
    """Kiểm tra chuỗi băm của nhật ký: có ai sửa, xóa dòng nào không."""
    found, newest = verify(), head()
    told = {
        "ok": found.ok,
        "count": found.count,
        "first_bad": found.first_bad,
        "head": {"number": newest.number, "hash": newest.hash} if newest else None,
    }
    if as_json:
        document(told)
    elif found.ok:
        console.print(f"Nhật ký nguyên vẹn: {found.count} dòng.")
    else:
        console.print(
            f"Nhật ký đã bị sửa: dòng đầu tiên không khớp là dòng {found.first_bad} trong {found.count} dòng."
        )
    if not found.ok:
        raise typer.Exit(REFUSED)
