"""How does a command answer: one JSON document, or words for people?"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from congthu.regulations.faults import LawError

REFUSED, USAGE = 1, 2

Name = TypeVar("Name", bound=StrEnum)

Json = Annotated[bool, typer.Option("--json", help="In đúng một tài liệu JSON.")]

console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())


class Unreadable(typer.TyperException):
    """Input that cannot be understood; the message says what to do."""

    exit_code = USAGE


def document(answer: object) -> None:
    """Print the one JSON document of a command."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def one_of(names: type[Name], given: str, what: str) -> Name:
    """Read the name of a *what*; raise `Unreadable` with the names there are."""
    try:
        return names(given)
    except ValueError:
        raise Unreadable(f"Không có {what} «{given}»; có: {', '.join(names)}.") from None


def facts_from_input() -> dict[str, Any]:
    """Read the JSON object on standard input.

    Raises:
        Unreadable: there is none.
    """
    try:
        given = json.loads(sys.stdin.buffer.read().decode("utf-8-sig"))
    except ValueError as error:
        raise Unreadable(f"Đầu vào chuẩn phải là một đối tượng JSON, mã UTF-8: {error}") from None
    if not isinstance(given, dict):
        raise Unreadable("Đầu vào chuẩn phải là một đối tượng JSON { … }.")
    return given


@contextmanager
def unreadable_law() -> Iterator[None]:
    """Turn a regulation that cannot be used into wrong input, with every fault on its own line."""
    try:
        yield
    except LawError as error:
        raise Unreadable(str(error)) from None
