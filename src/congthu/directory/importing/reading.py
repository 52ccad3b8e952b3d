"""Which cells does a workbook or a CSV file hold? Runs in the bounded child of `congthu.hostile`.

A cell is text, or an int where the spreadsheet kept a number: that has lost the zeros before it. What kind of file it
is, is told by the content, never by the name.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from congthu.hostile import Limits, UnreadableFile, read_bounded

Cells = list[str | int]

# A province with all its schools and clinics has some tens of thousands of people in office.
MAX_LINES: Final = 250_000
MAX_COLUMNS: Final = 60
MAX_TEXT: Final = 1_000
MAX_UNPACKED: Final = 600 * 1024**2
LIMITS: Final = Limits(file=64 * 1024**2, memory=3 * 1024**3, cpu_seconds=120, seconds=180)
OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
SEPARATORS: Final = ";,\t"

DAMAGED: Final = (
    "Tệp bị hỏng hoặc chưa tải lên trọn vẹn; hãy mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
)
NOT_UTF8: Final = (
    "Tệp CSV không phải mã UTF-8 (có lẽ là Windows-1258 hoặc TCVN3) nên dấu tiếng Việt sẽ sai; "
    "trong Excel hãy chọn Lưu thành → “CSV UTF-8 (phân cách bằng dấu phẩy)”, hoặc gửi thẳng tệp .xlsx."
)
TOO_LONG: Final = (
    f"Tệp có hơn {MAX_LINES} dòng hoặc {MAX_COLUMNS} cột; hãy xóa dòng, cột thừa hoặc chia thành nhiều tệp."
)


def read_sheets(path: Path) -> list[tuple[str, list[Cells]]]:
    """Return the sheets of the file *path* by name, each as its rows from the top.

    Raises:
        UnreadableFile: it is no workbook and no CSV, is too large, or harmed the child that read it.
    """
    read = read_bounded(path, reader="congthu.directory.importing.reading:read_book", limits=LIMITS)
    assert isinstance(read, list)  # noqa: S101  # what read_book answers
    return [(str(sheet["name"]), sheet["rows"]) for sheet in read]


def read_book(content: bytes, _asked: object) -> list[dict[str, object]]:
    """Read the visible sheets of a workbook, or the one sheet of a CSV file."""
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableFile("Tệp rỗng; hãy kiểm tra lại tệp rồi gửi lại.")
    if content.startswith(b"%PDF"):
        raise UnreadableFile("Tệp là PDF nên không đọc được bảng; hãy gửi tệp .xlsx hoặc .csv.")
    if content.startswith((b"PK", OLE_MAGIC)):
        return [{"name": name, "rows": rows} for name, rows in _workbook(content)]
    return [{"name": "", "rows": _csv(content)}]


def _workbook(content: bytes) -> Iterator[tuple[str, list[Cells]]]:
    _measure(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                    yield sheet.name, _rows(workbook.get_sheet_by_name(sheet.name))
    except PasswordError as locked:
        raise UnreadableFile("Tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại.") from locked
    except (CalamineError, ValueError) as broken:
        raise UnreadableFile(DAMAGED) from broken


def _measure(content: bytes) -> None:
    """Refuse an archive that unpacks to more than any directory is, before anything unpacks it."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise UnreadableFile(DAMAGED) from broken
    if unpacked > MAX_UNPACKED:
        raise UnreadableFile(TOO_LONG)


def _rows(sheet: CalamineSheet) -> list[Cells]:
    if sheet.end and (sheet.end[0] > MAX_LINES or sheet.end[1] - (sheet.start or (0, 0))[1] > MAX_COLUMNS):
        raise UnreadableFile(TOO_LONG)
    # calamine gives every row from the top, which keeps the numbers of the lines true.
    return [[_cell(value) for value in row] for row in sheet.iter_rows()]


def _cell(value: float | str | bool | date | datetime | time | timedelta) -> str | int:  # noqa: FBT001
    match value:
        case bool():
            return "x" if value else ""
        case int():
            return value
        case float() if value.is_integer():
            return int(value)
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)[:MAX_TEXT]


def _csv(content: bytes) -> list[Cells]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableFile("Nội dung tệp không phải Excel hay CSV; hãy gửi tệp .xlsx hoặc .csv.")
    heading = text.partition("\n")[0]
    separator = max(SEPARATORS, key=heading.count)
    if separator not in heading:
        raise UnreadableFile(
            "Không thấy dấu phân cách cột (; hoặc ,) ở dòng tiêu đề; hãy gửi tệp .xlsx, hoặc CSV theo tệp mẫu."
        )
    rows: list[Cells] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) > MAX_LINES or len(row) > MAX_COLUMNS:
                raise UnreadableFile(TOO_LONG)
            rows.append([cell[:MAX_TEXT] for cell in row])
    except csv.Error as broken:
        raise UnreadableFile(
            f"Không đọc được CSV từ dòng {len(rows) + 1} (dấu ngoặc kép không khép?); hãy lưu lại từ Excel."
        ) from broken
    return rows


def _decoded(content: bytes) -> str:
    # Excel's own “Unicode text” is UTF-16 with a mark and tabs.
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise UnreadableFile(NOT_UTF8) from wrong
