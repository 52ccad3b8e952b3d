"""The options that commands on records share."""

from typing import Annotated

import typer

Reason = Annotated[str, typer.Option(help="Lý do, bằng lời.")]
Paper = Annotated[str, typer.Option("--document", help="Số, ký hiệu văn bản làm căn cứ.")]
Clause = Annotated[str, typer.Option(help="Điều khoản làm căn cứ, ví dụ Đ8.2.b.")]
Limit = Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu dòng.")]
