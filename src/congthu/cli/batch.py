"""Many commands in one process: one command a line in, one JSON document a line out.

    ./congthu batch FILE          # or: … | ./congthu batch

A line is what stands behind ``./congthu``, quoted as in a shell; ``<<< JSON`` at its end is what the command reads on
standard input. Empty lines and those that begin with ``#`` are passed over. A line that is refused or wrong stops
nothing. Each answer is written before the next line is read, so that another program can hold a conversation.

    {"line": 3, "exit": 0, "output": {…}}

``line`` counts the lines of the input from 1. ``output`` is the document where the command printed JSON, else its text;
``errors``, where there is any, what it said on standard error.
"""

import io
import json
import logging
import shlex
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from congthu.cli import main
from congthu.cli.context import use_django
from congthu.operations.instance import InstanceError
from congthu.trial.answers import cannot_open

batch_app = typer.Typer()

# These keep the terminal, start and stop programs, or never end: each wants a process of its own.
ALONE = frozenset({"demo", "test", "init", "up", "down", "bench", "worker", "batch"})
ALONE_TOO = frozenset({("regulation", "prove")})
GIVEN = " <<< "


@batch_app.command()
def batch(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Tệp lệnh; “-” hoặc để trống là đầu vào chuẩn.")
    ] = "-",
) -> None:
    """Chạy mỗi dòng một lệnh; mỗi dòng trả lời một tài liệu JSON. Mã kết thúc 0 khi mọi dòng đều 0, nếu không là 1."""
    with _only_answers_on_output() as out, _lines(file) as lines:
        with suppress(InstanceError):  # the law answers without an installation
            use_django()
        _log_elsewhere(out)
        failed = False
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            _fresh_connections()
            answer = answer_to(line)
            failed = failed or answer["exit"] != 0
            out.write(json.dumps({"line": number, **answer}, ensure_ascii=False, default=str) + "\n")
            out.flush()
    raise typer.Exit(1 if failed else 0)


def answer_to(line: str) -> dict[str, Any]:
    """Run one line and give its ``exit``, its ``output`` and, where there are any, its ``errors``."""
    out, errors = _memory(""), _memory("")
    with redirect_stdout(out), redirect_stderr(errors):
        code = _run(line)
    told = _text(out)
    return {"exit": code, "output": _document(told), **({"errors": said} if (said := _text(errors)) else {})}


def _run(line: str) -> int:
    command, _, given = line.strip().partition(GIVEN)
    try:
        arguments = shlex.split(command)
        typed = "".join(shlex.split(given)) if given.lstrip().startswith("'") else given
    except ValueError as wrong:
        return _wrong(f"không hiểu dấu nháy của dòng này ({wrong})")
    if any(one == "--instance" or one.startswith("--instance=") for one in arguments):
        return _wrong("mọi dòng dùng chung hệ thống đã chọn cho batch; hãy bỏ --instance khỏi dòng")
    if arguments[0] in ALONE or tuple(arguments[:2]) in ALONE_TOO:
        return _wrong(
            f"“{arguments[0]}” cần tiến trình riêng; hãy chạy ngoài batch: ./congthu {arguments[0]}"
        )
    standing, sys.stdin = sys.stdin, _memory(typed)
    try:
        return main.run(arguments)
    except Exception:  # noqa: BLE001  # a fault of ours in one line must not take the others with it
        traceback.print_exc()
        return 1
    finally:
        sys.stdin = standing


def _wrong(sentence: str) -> int:
    sys.stderr.write(f"congthu: {sentence}.\n")
    return main.USAGE


def _document(told: str) -> Any:
    if told[:1] in {"{", "["}:
        with suppress(ValueError):
            return json.loads(told)
    return told


@contextmanager
def _lines(file: str) -> Iterator[Iterable[str]]:
    if file == "-":
        yield sys.stdin
        return
    try:
        source = Path(file).open(encoding="utf-8-sig")  # noqa: SIM115  # closed below
    except OSError as wrong:
        raise cannot_open(file, wrong) from None
    with source:
        yield source


@contextmanager
def _only_answers_on_output() -> Iterator[TextIO]:
    """Keep standard output for answers: what else is written there by anything that starts from here goes to errors."""
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        yield out


def _log_elsewhere(out: TextIO) -> None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is out:
            handler.setStream(sys.stderr)


def _fresh_connections() -> None:
    """Keep the connection to the database from line to line, and look whether it still answers."""
    if "django.db" in sys.modules:
        from django.apps import apps
        from django.db import close_old_connections

        if apps.ready:
            close_old_connections()


def _memory(text: str) -> io.TextIOWrapper:
    # Over bytes, as the real ones are: commands read `sys.stdin.buffer`.
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)  # noqa: S101  # `_memory` made it
    return buffer.getvalue().decode()
