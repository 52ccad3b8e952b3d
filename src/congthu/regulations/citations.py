"""Which clauses and readings do the files of a regulation cite, where, and are they there?"""

from collections.abc import Iterator, Mapping
from typing import Any

from congthu.regulations.clauses import Clause
from congthu.regulations.faults import TomlFile, line_of

CLAUSES = frozenset({"clause", "also", "single", "required", "commencement", "refers_to"})
READINGS = frozenset({"reading"})

Path = tuple[str | int, ...]


def check_clauses(file: TomlFile, listed: Mapping[Clause, object]) -> None:
    """Find every clause cited in *file* that stands for no entry of *listed*: neither it, nor a part, nor the whole."""
    for path, written in cited(file.table, CLAUSES):
        try:
            clause = Clause.parse(written)
        except ValueError:
            continue  # not written as a clause: the schema says so
        if not any(clause.within(entry) or entry.within(clause) for entry in listed):
            file.fault_at(
                path,
                f"không có điều khoản {clause} trong clauses.toml; hãy sửa chỗ dẫn, hoặc thêm điều khoản vào tệp ấy",
                line=line_of(file.text, path, sought=written),
            )


def check_readings(file: TomlFile, known: Mapping[str, object]) -> None:
    """Find every reading named in *file* that nobody explains."""
    for path, number in cited(file.table, READINGS):
        if number not in known:
            file.fault_at(
                path,
                f"cách hiểu {number} chưa được giải thích; hãy thêm [{number}] vào readings.toml",
                line=line_of(file.text, path, sought=number),
            )


def cited(table: Any, keys: frozenset[str], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string under one of *keys*, wherever in *table*, with its place."""
    entries = (
        table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    )
    for key, value in entries:
        if key in keys and isinstance(value, str):
            yield (*path, key), value
        elif key in keys and isinstance(value, list):
            yield from (((*path, key), one) for one in value if isinstance(one, str))
        else:
            yield from cited(value, keys, (*path, key))
