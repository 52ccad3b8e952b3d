"""How does a command answer: one JSON document, or words for people?"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from congthu.regulations.faults import LawError, closest
from congthu.regulations.load import catalogue, load_folder
from congthu.regulations.policy import Policy, policy_for, resolve
from congthu.trial.answers import REFUSED, Unreadable, known, one_of

__all__ = [
    "REFUSED",
    "Json",
    "Unreadable",
    "console",
    "document",
    "facts_from_input",
    "known",
    "law_named",
    "one_of",
    "unreadable_law",
]

Json = Annotated[bool, typer.Option("--json", help="In đúng một tài liệu JSON.")]

console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def document(answer: object) -> None:
    """Print the one JSON document of a command."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


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


def law_named(given: str) -> Policy:
    """Read the regulation of that id, or the one in that folder.

    Raises:
        Unreadable: there is none, with those that there are; or it cannot be used, with every fault.
    """
    folder = Path(given)
    with unreadable_law():
        if folder.is_dir():
            return resolve(load_folder(folder.resolve()))
        if given not in catalogue():
            known = catalogue()
            raise Unreadable(
                f"Không có quy chế «{given}»{closest(given, known)}; có: {', '.join(known)}. "
                "Cũng có thể nêu thư mục của quy chế."
            )
        return policy_for(given)


@contextmanager
def unreadable_law() -> Iterator[None]:
    """Turn a regulation that cannot be used into wrong input, with every fault on its own line."""
    try:
        yield
    except LawError as error:
        raise Unreadable(str(error)) from None
