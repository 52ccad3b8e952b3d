"""What ends a question that cannot be answered?"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from congthu.regulations.faults import closest

Name = TypeVar("Name", bound=StrEnum)

REFUSED = 1


class Unreadable(Exception):
    """Input that cannot be understood; the message says what to do."""


def cannot_open(path: Path | str, error: OSError) -> Unreadable:
    """The file *path* that cannot be opened or written, with what to look at."""
    match error:
        case FileNotFoundError():
            why = "không có tệp, thư mục này; hãy kiểm tra lại đường dẫn"
        case IsADirectoryError():
            why = "đây là thư mục; hãy nêu một tệp"
        case PermissionError():
            why = "không có quyền; hãy kiểm tra quyền đọc, ghi"
        case FileExistsError() | NotADirectoryError():
            why = "đã có tệp cùng tên; hãy chọn tên khác"
        case _:
            why = str(error.strerror or error)
    return Unreadable(f"{path}: {why}.")


def one_of(names: type[Name], given: str, what: str, *, also: Sequence[str] = ()) -> Name:
    """Read the name of a *what*; raise `Unreadable` with the names there are, and those that somebody else reads."""
    try:
        return names(given)
    except ValueError:
        there_are = [*names, *also]
        raise Unreadable(
            f"Không có {what} «{given}»{closest(given, there_are)}; có: {', '.join(there_are)}."
        ) from None


def known(names: Iterable[str], given: str, what: str) -> str:
    """Return *given* if it is one of *names*, which data give; raise `Unreadable` with those that there are."""
    there_are = list(dict.fromkeys(names))
    if given not in there_are:
        raise Unreadable(f"Không có {what} «{given}»{closest(given, there_are)}; có: {', '.join(there_are)}.")
    return given
