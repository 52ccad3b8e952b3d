"""What may stand in the files of a regulation? The manual, written from the schema itself.

    python tools/reference.py [--check]

Writes docs/reference/regulation.md; with ``--check`` nothing is written and the exit code is 1 when the page is not
what it would be now.
"""

import sys
import types
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from congthu.regulations.cases import Cases
from congthu.regulations.clauses import Clause
from congthu.regulations.forms import FormBook
from congthu.regulations.grounds import LockGround
from congthu.regulations.ledger import Ledger
from congthu.regulations.naming_rules import NamedBox, NamingRule, PlaceName
from congthu.regulations.pattern_words import FACTS
from congthu.regulations.proofs import ROOT
from congthu.regulations.reports import MonthDay, Report
from congthu.regulations.route import Route
from congthu.regulations.schema import Exclusion, Identity, sections
from congthu.regulations.states import StatesFile
from congthu.regulations.terms import OfficeHours, Rate, Size, Term, YearlyDate
from congthu.regulations.values import Frozen, Ruled, Source, Varied
from congthu.regulations.words import Words

PAGE = ROOT / "docs" / "reference" / "regulation.md"
PLAIN: Mapping[object, str] = {
    bool: "`true`, `false`",
    int: "số nguyên",
    str: "chữ",
    date: "ngày, không dấu nháy: `2026-01-31`",
    Clause: 'điều khoản: `"Đ8.2.b"`',
    Term: 'thời hạn: `"3 days"`, `"2 working days"`, `"6 months"`, `"8 hours"`, `"4 working hours"`, `"15 minutes"`',
    Size: 'dung lượng: `"50 MB"`, `"2 GB"`',
    YearlyDate: 'hạn hằng năm: `"before 20/7"`, `"by 20/7"`, `"before 20/1 of next year"`',
    MonthDay: 'ngày của tháng: `"by day 25"`, `"before day 5 of next month"`, `"by day 15 of the last month"`',
    Rate: 'mức: `"100 per hour"`',
    OfficeHours: 'giờ làm việc: `"07:30-11:30, 13:30-17:00"`',
    Any: "tùy trường hợp",
}
TABLES: Mapping[str, type[Frozen]] = {
    "Tên hộp thư hệ thống, `naming.system_boxes`": NamedBox,
    "Địa danh được ấn định tên, `naming.place_names`": PlaceName,
    "Căn cứ tạm khóa, ví dụ `[lock.grounds.value.compromised]`": LockGround,
    "Báo cáo, mỗi báo cáo một `[[report.periodic]]`": Report,
    "Người ngoài đối tượng áp dụng, `scope.excluded`": Exclusion,
}
WRITTEN_BY_PROGRAM = {"source", "decision"}
HEAD = """\
# Tệp của một quy chế: mọi khóa có thể ghi

Trang này do `tools/reference.py` viết từ lược đồ; đừng sửa tay. Cách làm từng bước:
[đưa một quy chế mới vào](../encode-a-regulation.md).

"""
VALUES = """\
## `regulation.toml`: giá trị

Mỗi tham số là một khóa trong mục của nó: `min_length = { value = 8, clause = "Đ12.2", gist = "…" }`. Tham số có dấu *
có thể không ai quy định; tham số khác khi quy chế không nói thì lấy ở `regulations/platform/defaults.toml`. Tham số
không đặt giá trị phải có tên trong `parameters` của mục `[silent]`.

Khóa của mỗi giá trị:

"""

BY_CLASS = """
Giá trị khác nhau theo loại (tham số có chữ "by:" dưới đây) ghi thêm `by`: `min_length = { value = 8, clause = "Đ4.1",
gist = "…", by.administrator = { value = 10, clause = "Đ4.1", gist = "…" } }`. Ở tham số ghi "by, không cần value" thì
có thể chỉ có giá trị riêng: loại nào không có thì không bị ràng buộc.
"""


def manual() -> str:
    """The whole page."""
    parts = [HEAD, "## `regulation.toml`: văn bản, mục `[identity]`\n\n", *_model(Identity), "\n", VALUES]
    parts += _model(Ruled[Any])
    parts.append(BY_CLASS)
    for name, model in sections().items():
        parts.append(f"\n### `[{name}]`\n\n{model.__doc__ or ''}\n\n")
        parts += _parameters(model)
    parts.append("\n### Quy tắc đặt tên, ví dụ `[naming.person]`\n\n")
    parts += _models(NamingRule)
    parts.append("\nDữ kiện dùng được trong mẫu địa chỉ:\n\n")
    parts += [f"- `{{{name}}}` {what}\n" for name, what in FACTS.items()]
    for where, model in TABLES.items():
        parts.append(f"\n### {where}\n\n")
        parts += _models(model)
    for file, table in (
        ("states.toml", StatesFile),
        ("route.toml", Route),
        ("words.toml", Words),
        ("forms.toml", FormBook),
        ("clauses.toml", Ledger),
        ("cases.toml", Cases),
    ):
        parts.append(f"\n## `{file}`\n\n")
        parts += _models(table)
    return "".join(parts)


def _models(model: type[Frozen]) -> Iterator[str]:
    """A table and, below it, every table inside it."""
    yield from _model(model)
    inside: dict[str, type[Frozen]] = {}
    for field in model.model_fields.values():
        _collect(field.annotation, inside)
    for name, one in inside.items():
        yield f"\nBảng `{name}`:\n\n"
        yield from _model(one)


def _collect(annotation: object, found: dict[str, type[Frozen]]) -> None:
    if isinstance(annotation, type) and issubclass(annotation, Frozen) and annotation.__name__ not in found:
        found[annotation.__name__] = annotation
        for field in annotation.model_fields.values():
            _collect(field.annotation, found)
    for one in get_args(annotation):
        _collect(one, found)


def _model(model: type[Frozen]) -> Iterator[str]:
    yield "| Khóa | Giá trị | Ý nghĩa |\n|---|---|---|\n"
    for name, field in model.model_fields.items():
        if name in WRITTEN_BY_PROGRAM and field.annotation in {Source, str}:
            continue
        optional = "" if field.is_required() else " (tùy chọn)"
        yield f"| `{field.alias or name}`{optional} | {_type(field.annotation, field)} | {field.description or ''} |\n"


def _parameters(model: type[Frozen]) -> Iterator[str]:
    yield "| Tham số | Giá trị | Ý nghĩa |\n|---|---|---|\n"
    for name, field in model.model_fields.items():
        star = "*" if type(None) in get_args(field.annotation) else ""
        classes = _classes(field.annotation)
        yield f"| `{name}`{star} | {_type(_value(field.annotation))}{classes} | {field.description} |\n"


def _classes(annotation: object) -> str:
    """The classes for which a value may be another."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, Varied):
            named = get_args(one.model_fields["by"].annotation)[0]
            without = "" if one.model_fields["value"].is_required() else ", không cần value"
            return f"; by{without}: {_type(named)}"
    return ""


def _value(annotation: object) -> object:
    """What stands as ``value``: the type inside ``Ruled[…]``, with or without None."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, Ruled):
            return one.model_fields["value"].rebuild_annotation()
        if one is NamingRule:
            return NamingRule
    raise TypeError(f"{annotation!r} is no parameter")


def _type(annotation: object, field: FieldInfo | None = None) -> str:
    """The type in words."""
    if field is not None and (limits := _limits(field.metadata)):
        return f"{_type(annotation)} {limits}"
    if annotation in PLAIN:
        return PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{one}`" for one in annotation)
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return f"bảng `{annotation.__name__}`"
    return _composed(get_origin(annotation), get_args(annotation))


def _composed(origin: object, inside: tuple[Any, ...]) -> str:
    if origin is Annotated:
        return " ".join(filter(None, (_type(inside[0]), _limits(inside[1:]))))
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inside)
    if origin in {Union, types.UnionType}:
        return " hoặc ".join(_type(one) for one in inside if one is not type(None))
    if origin is tuple and len(inside) > 1 and Ellipsis not in inside:
        return f"[{', '.join(_type(one) for one in inside)}]"
    if origin in {tuple, frozenset}:
        return f"danh sách: {_type(inside[0])}"
    key, value = inside
    named = "theo tên" if key in PLAIN else f"theo {_type(key)}"
    return f"{_type(value)}, {named}"


def _limits(metadata: Any) -> str:
    found = [f"từ {one.ge}" for one in metadata if isinstance(one, Ge)]
    found += [f"đến {one.le}" for one in metadata if isinstance(one, Le)]
    return " ".join(found)


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    if set(arguments) - {"--check"}:
        print(__doc__)
        return 2
    text = manual()
    if "--check" in arguments:
        true = PAGE.exists() and PAGE.read_text("utf-8") == text
        print("docs/reference/regulation.md is " + ("true" if true else "stale; run tools/reference.py"))
        return 0 if true else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
