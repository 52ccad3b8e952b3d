"""What is wrong in a file of the law, where, and how is it put right?"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
KEY = re.compile(r"""\s*((?:"[^"]+"|[\w-]+)(?:\s*\.\s*(?:"[^"]+"|[\w-]+))*)\s*=""")
PART = re.compile(r'"([^"]+)"|([\w-]+)')

AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Model = TypeVar("Model", bound=BaseModel)

SYNTAX = {
    "Cannot overwrite a value": "khóa này đã có ở trên; chỉ giữ một",
    "Cannot declare": "bảng này đã mở ở trên; hãy gộp hai bảng làm một",
    "Cannot mutate": "bảng { … } ở trên đã đóng; hãy viết khóa này vào trong dấu { }",
    "Invalid date or datetime": "không có ngày này; ngày viết như 2025-06-26, không có dấu nháy",
    "Invalid value": "giá trị viết sai; chữ phải ở trong dấu nháy, có hay không viết true hay false",
    "Expected newline": "thừa chữ sau giá trị; mỗi dòng một giá trị, ngày viết như 2025-06-26",
    "Expected '='": "thiếu dấu = sau tên khóa",
    "Expected ']'": "thiếu dấu ] sau tên bảng",
    "Unclosed array": "danh sách thiếu dấu ] hoặc dấu phẩy",
    "Unclosed inline table": "bảng thiếu dấu } hoặc dấu phẩy",
    "Unterminated string": "chuỗi thiếu dấu nháy đóng",
    "Unescaped": "trong chuỗi, dấu \\ phải viết hai lần",
    "Invalid statement": "dòng này không phải là một khóa, cũng không phải tên một bảng",
}
"""What Python's reader of TOML says, by how it begins."""

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


@dataclass
class TomlFile:
    """A file of the law, with the faults found in it so far."""

    path: Path
    text: str = ""
    table: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    missing: bool = False

    @classmethod
    def read(cls, path: Path, *, needed: bool = True) -> "TomlFile":
        """Read the file at *path*; one that is *needed* and not there is a fault."""
        file = cls(path)
        try:
            file.text = path.read_text(encoding="utf-8")
            file.table = tomllib.loads(file.text)
        except FileNotFoundError:
            file.missing = True
            if needed:
                file.fault("", "không có tệp này; mỗi quy chế cần có")
        except UnicodeDecodeError:
            file.fault("", "không phải văn bản UTF-8; hãy lưu lại dưới dạng UTF-8")
        except tomllib.TOMLDecodeError as error:
            file.fault("", *_syntax(str(error), file.text))
        return file

    def anew(self) -> "TomlFile":
        """The same file with nothing found in it yet."""
        return TomlFile(self.path, self.text, self.table, missing=self.missing)

    def fault(self, place: str, what: str, line: int | None = None) -> None:
        self.faults.append(Fault(self.path, line, place, what))

    def fault_at(self, path: tuple[str | int, ...], what: str, *, line: int | None = None) -> None:
        self.fault(".".join(map(str, path)), what, line or line_of(self.text, path) or 1)

    def validate(self, model: type[Model], table: Any, *under: str) -> Model | None:
        """Read *table* as a *model*; note what is wrong and give None where it is none."""
        try:
            return model.model_validate(table)
        except ValidationError as error:
            self.note(error, model, *under)
            return None

    def note(self, error: ValidationError, annotation: object, *under: str, skip: int = 0) -> None:
        """Take up what pydantic found; *annotation* is the type that was wanted, *skip* keys are not in the file."""
        self.faults += from_validation(
            error, file=self.path, text=self.text, under=under, annotation=annotation, skip=skip
        )


def _syntax(said: str, text: str) -> tuple[str, int]:
    """What is wrong with the syntax of *text*, and on which line."""
    at = AT_LINE.search(said)
    what = next((words for begun, words in SYNTAX.items() if said.startswith(begun)), said)
    return f"không đúng cú pháp TOML: {what}", int(at[1]) if at and at[1] else max(len(text.splitlines()), 1)


def line_of(text: str, path: Sequence[str | int], *, sought: str = "") -> int | None:
    """The line on which *path* stands in TOML *text*, or the nearest table around it.

    With *sought* the first line from there on, inside the same table, that has this string in quotes.
    """
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
        elif here[: len(path)] == tuple(path) and best[0] < len(path):
            best = (len(path), number)  # only parts of it have a line
    return _line_with(text, best[1], sought) if best[1] and sought else best[1]


def _line_with(text: str, first: int, sought: str) -> int:
    for number, line in enumerate(text.splitlines()[first - 1 :], start=first):
        if number > first and HEADER.fullmatch(line):
            break
        if f'"{sought}"' in line:
            return number
    return first


def from_validation(
    error: ValidationError,
    *,
    file: Path,
    text: str,
    under: tuple[str, ...] = (),
    annotation: object = None,
    skip: int = 0,
) -> Iterator[Fault]:
    """Say in Vietnamese what pydantic found; *under* is where in the file the validated value begins.

    *annotation* is the type that was wanted: with it an unknown key is told with the nearest known one.
    """
    for found in error.errors():
        inside = tuple(part for part in found["loc"] if part != "[key]")
        path = (*under, *inside[skip:])
        given = found["input"] if isinstance(found["input"], str) else ""
        line = line_of(text, path, sought=given) or 1
        known = keys_at(annotation, inside[:-1]) if found["type"] == "extra_forbidden" else []
        yield Fault(file, line, ".".join(str(part) for part in path), _in_words(found, path, known))


def keys_at(annotation: object, path: Sequence[str | int]) -> list[str]:
    """The keys that may stand at *path* in a value of this type; none where it is no table with fixed keys."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields
        if not path:
            return [one.alias or name for name, one in fields.items()]
        return next(
            (
                keys_at(one.annotation, path[1:])
                for name, one in fields.items()
                if path[0] in {name, one.alias}
            ),
            [],
        )
    if origin is Annotated:
        return keys_at(inside[0], path)
    if origin in {Union, UnionType}:
        return next((found for one in inside if (found := keys_at(one, path))), [])
    if inside and path:
        # A list is tuple[X, ...]; a table by name has its key first.
        return keys_at(inside[0] if origin in {tuple, list} else inside[-1], path[1:])
    return []


def closest(name: str, names: Sequence[str]) -> str:
    """A hint at the name that was probably meant."""
    near = difflib.get_close_matches(name, names, n=1)
    return f"; có phải là «{near[0]}»?" if near else ""


def _in_words(found: ErrorDetails, path: tuple[str | int, ...], known: Sequence[str] = ()) -> str:
    context = found.get("ctx", {})
    kind, given = found["type"], found["input"]
    if kind in WANTED:
        return f"phải là {WANTED[kind]}, không phải «{given}»"
    match kind:
        case "missing":
            said = f"thiếu «{path[-1]}»; hãy thêm"
        case "extra_forbidden":
            near = closest(str(path[-1]), known)
            listed = f"; các khóa: {', '.join(known)}" if known else ""
            said = f"không có khóa nào tên «{path[-1]}»{near}; hãy xem lại chính tả hoặc xóa đi{listed}"
        case "value_error":
            said = str(context["error"])
        case "enum" | "literal_error":
            near = closest(str(given), re.findall(r"'([^']+)'", context["expected"]))
            said = f"phải là một trong: {context['expected']}; «{given}» không có{near}".replace(" or ", ", ")
        case "string_pattern_mismatch":
            said = f"«{given}» không đúng dạng {context['pattern']}"
        case "too_short" | "string_too_short":
            said = "không được để trống"
        case _:
            said = f"«{given}» không hợp lệ ({found['msg']})"
    return said


def _parts(dotted: str) -> list[str]:
    return [quoted or bare for quoted, bare in PART.findall(dotted)]
