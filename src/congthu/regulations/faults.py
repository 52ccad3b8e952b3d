"""What is wrong in a file of the law, where, and how is it put right?"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
KEY = re.compile(r"""\s*((?:"[^"]+"|[\w-]+)(?:\s*\.\s*(?:"[^"]+"|[\w-]+))*)\s*=""")
PART = re.compile(r'"([^"]+)"|([\w-]+)')

WANTED = {
    "int_type": "một số nguyên",
    "int_parsing": "một số nguyên",
    "bool_type": "true hoặc false",
    "bool_parsing": "true hoặc false",
    "string_type": "một chuỗi trong dấu nháy",
    "tuple_type": "một danh sách trong [ ]",
    "frozen_set_type": "một danh sách trong [ ]",
    "dict_type": "một bảng",
    "mapping_type": "một bảng",
    "model_type": "một bảng { value = …, clause = …, gist = … }",
    "date_type": "một ngày như 2025-06-26, không có dấu nháy",
    "date_from_datetime_parsing": "một ngày như 2025-06-26, không có dấu nháy",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: *what* says also what to do."""

    file: Path
    line: int | None
    place: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}" + (f":{self.line}" if self.line else "")
        return f"{where}: {self.place}: {self.what}" if self.place else f"{where}: {self.what}"


class LawError(Exception):
    """A regulation that cannot be used, with every fault found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line on which *path* stands in TOML *text*, or the nearest table around it."""
    best: tuple[int, int | None] = (0, None)
    table: tuple[str | int, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.fullmatch(line):
            table = tuple(_parts(header[2]))
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                table = (*table, counts[header[2]])
            here = table
        elif key := KEY.match(line):
            here = (*table, *_parts(key[1]))
        else:
            continue
        if tuple(path[: len(here)]) == here and len(here) > best[0]:
            best = (len(here), number)
    return best[1]


def from_validation(
    error: ValidationError, *, file: Path, text: str, under: tuple[str, ...] = ()
) -> Iterator[Fault]:
    """Say in Vietnamese what pydantic found; *under* is where in the file the validated value begins."""
    for found in error.errors():
        path = (*under, *(part for part in found["loc"] if part != "[key]"))
        yield Fault(file, line_of(text, path), ".".join(str(part) for part in path), _in_words(found, path))


def closest(name: str, names: Sequence[str]) -> str:
    """A hint at the name that was probably meant."""
    near = difflib.get_close_matches(name, names, n=1)
    return f"; có phải là «{near[0]}»?" if near else ""


def _in_words(found: ErrorDetails, path: tuple[str | int, ...]) -> str:
    context = found.get("ctx", {})
    kind, given = found["type"], found["input"]
    if kind in WANTED:
        return f"phải là {WANTED[kind]}, không phải «{given}»"
    match kind:
        case "missing":
            said = f"thiếu «{path[-1]}»; hãy thêm"
        case "extra_forbidden":
            said = f"không có khóa nào tên «{path[-1]}»; hãy xem lại chính tả hoặc xóa đi"
        case "value_error":
            said = str(context["error"])
        case "enum" | "literal_error":
            said = f"phải là một trong: {context['expected']}".replace(" or ", ", ")
        case "too_short":
            said = "không được để trống"
        case _:
            said = f"«{given}» không hợp lệ ({found['msg']})"
    return said


def _parts(dotted: str) -> list[str]:
    return [quoted or bare for quoted, bare in PART.findall(dotted)]
