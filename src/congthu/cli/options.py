"""The options that commands on records share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from congthu.trial.answers import Unreadable
from congthu.trial.casefiles import day_written

Reason = Annotated[str, typer.Option(help="Lý do, bằng lời.")]
Paper = Annotated[str, typer.Option("--document", help="Số, ký hiệu văn bản làm căn cứ.")]
Clause = Annotated[str, typer.Option(help="Điều khoản làm căn cứ, ví dụ Đ8.2.b.")]
DecidedOn = Annotated[
    str,
    typer.Option(
        "--decided-on", "--decision-date", metavar="DATE", help="Ngày ghi trên quyết định, ví dụ 2026-03-02."
    ),
]
Late = Annotated[
    bool,
    typer.Option("--confirm-late", help="Đã biết thời hạn tính từ ngày quyết định đã qua hoặc sắp hết."),
]
Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", metavar="DIR", help="Ghi phiếu giao tài khoản vào đây thay vì in mật khẩu."),
]
Limit = Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu dòng.")]


def day_of(written: str, option: str) -> date:
    """Read the day given to *option*.

    Raises:
        Unreadable: there is none, or it is not a day.
    """
    day = day_written(written)
    if day is None:
        raise Unreadable(f"Thiếu {option}; hãy ghi một ngày, ví dụ 2026-03-02 hoặc 02/03/2026.")
    return day
