"""The ``congthu`` command: which command lives where, and what its end means.

Exit codes: 0 done, 1 refused by a rule, 2 wrong usage or unreadable input, 3 the environment is not fit. With
``--json`` standard output holds one JSON document and nothing else. Command families load when they are used: the law
answers without a database.
"""

import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup
from typer.exceptions import TyperException

from congthu.cli.answers import Unreadable
from congthu.cli.context import DEFAULT_INSTANCE, root, use_django, use_instance
from congthu.cli.usage import wrong_use
from congthu.regulations.refusals import RefusedByRule
from congthu.requests.intake import UnreadableFile

REFUSED, USAGE, UNFIT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Family:
    """Where a command is written, and whether it works on an installation's records."""

    module: str
    attribute: str
    records: bool
    gist: str


FAMILIES = {
    "demo": Family(
        "operations", "demo_app", False, "Dựng hệ thống mẫu và chạy một yêu cầu thật từ đầu đến cuối"
    ),
    "test": Family("operations", "test_app", False, "Cài phần còn thiếu và chạy mọi bài kiểm thử"),
    "init": Family("operations", "init_app", False, "Khởi tạo một hệ thống"),
    "up": Family("operations", "up_app", False, "Áp dụng cấu hình và khởi động"),
    "down": Family("operations", "down_app", False, "Dừng mọi chương trình"),
    "status": Family("operations", "status_app", False, "Tình trạng từng chương trình"),
    "doctor": Family("operations", "doctor_app", False, "Tìm điều chưa ổn, nguyên nhân và cách khắc phục"),
    "bench": Family("operations", "bench_app", False, "Đo tốc độ so với hệ thống trần"),
    "batch": Family("batch", "batch_app", False, "Chạy mỗi dòng một lệnh trong cùng một tiến trình"),
    "worker": Family("operations", "worker_app", True, "Chạy tiến trình làm việc nền (do hệ thống gọi)"),
    "regulation": Family("law", "regulation_app", False, "Quy chế dưới dạng dữ liệu"),
    "naming": Family("law", "naming_app", False, "Địa chỉ theo quy chế"),
    "deadline": Family("law", "deadline_app", False, "Thời hạn theo quy chế"),
    "password": Family("law", "password_app", False, "Kiểm tra mật khẩu theo quy chế"),
    "lifecycle": Family("lifecycle", "lifecycle_app", False, "Mốc thời gian của hộp thư"),
    "directory": Family("directory", "directory_app", True, "Danh bạ: cơ quan, người, vai trò; nhập từ tệp"),
    "request": Family("requests", "request_app", True, "Yêu cầu cấp, thay đổi, thu hồi hộp thư"),
    "mailbox": Family("mailboxes", "mailbox_app", True, "Hộp thư"),
    "decision": Family("decisions", "decision_app", True, "Quyết định trong phạm vi quy chế cho phép"),
    "clock": Family("clock", "clock_app", True, "Giờ của hệ thống; hệ thống thử đặt được"),
    "audit": Family("audit", "audit_app", True, "Nhật ký hệ thống"),
}


class Commands(TyperGroup):
    """Loads a command family when it is first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the base class's signature
        return list(FAMILIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # the base class's signature
        family = FAMILIES.get(cmd_name)
        if family is None:
            return None
        if family.records:
            use_django()
        return _command(family)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # the base class's signature
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, family in FAMILIES.items():
            table.add_row(f"  {name}", family.gist)
        console = Console(highlight=False)
        console.print("Công Thư: hệ thống thư điện tử công vụ do chính quy chế vận hành.\n")
        console.print("Dùng: ./congthu LỆNH [THAM SỐ]   (mỗi lệnh có --help)\n", markup=False)
        console.print(table)
        console.print(f"\nMọi lệnh nhận --instance DIR, mặc định {DEFAULT_INSTANCE}.")


@cache
def _command(family: Family) -> Any:
    # Once for each family: `batch` asks again for every line.
    app = getattr(importlib.import_module(f"congthu.cli.{family.module}"), family.attribute)
    return typer.main.get_command(app)


commands = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@commands.callback()
def families() -> None:
    """Hold the families; each does its own work."""


class MissingDirectory(Exception):
    """``--instance`` stands last."""


def take_instance(arguments: Sequence[str]) -> tuple[Path, list[str]]:
    """Take ``--instance DIR`` out of *arguments*, wherever it stands: which installation is meant decides which
    settings load, before any command is looked up.

    Raises:
        MissingDirectory: ``--instance`` without a directory.
    """
    chosen = root() / DEFAULT_INSTANCE
    left: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            left += [argument, *waiting]
        elif argument == "--instance":
            given = next(waiting, None)
            if given is None:
                raise MissingDirectory("--instance cần tên thư mục.")
            chosen = Path(given)
        elif argument.startswith("--instance="):
            chosen = Path(argument.partition("=")[2])
        else:
            left.append(argument)
    return chosen, left


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with the code that the contract promises."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        directory, rest = take_instance(given)
    except MissingDirectory as wrong:
        _complain(wrong)
        sys.exit(USAGE)
    use_instance(directory)
    sys.exit(run(rest))


def run(arguments: Sequence[str]) -> int:
    """Run one command on the installation that was chosen, and return the code that it ends with."""
    try:
        return _run(arguments)
    except RefusedByRule as refusal:
        _refuse(refusal, as_json="--json" in arguments)
        return REFUSED
    except (Unreadable, UnreadableFile) as wrong:
        _complain(wrong)
        return USAGE
    except Exception as error:
        if not getattr(error, "unfit", False) and not _database_away(error):
            raise
        _complain(error)
        return UNFIT


def _run(arguments: Sequence[str]) -> int:
    """Run one command, which may refuse; what is wrong with its words is told in ours."""
    try:
        ended = commands(args=list(arguments), prog_name="congthu", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except TyperException as wrong:
        _complain(wrong_use(wrong))
        return USAGE
    except typer.Abort:
        return 1
    return ended if isinstance(ended, int) else 0


def _database_away(error: Exception) -> bool:
    """Say whether the database of the installation does not answer: the machine's fault, not the command's."""
    database = sys.modules.get("django.db")
    return database is not None and isinstance(error, database.OperationalError)


def _complain(error: Exception | str) -> None:
    sys.stderr.write(f"congthu: {error}\n")


def _refuse(refusal: RefusedByRule, *, as_json: bool) -> None:
    if as_json:
        refused = [
            {"rule": one.rule, "clause": one.clause, "message": one.message} for one in refusal.refusals
        ]
        typer.echo(json.dumps({"refused": refused}, ensure_ascii=False))
        return
    for one in refusal.refusals:
        typer.echo(f"Từ chối: {one.message}" + (f" ({one.clause})" if one.clause else ""), err=True)
