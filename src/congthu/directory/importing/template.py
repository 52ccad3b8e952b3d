"""Which workbook does somebody fill in to bring a directory in? Three sheets, with notes and lists to choose from.

Nothing that stands in it is read as a line: what to write is told in notes at the headings and on a sheet of its own.
"""

import io
from collections.abc import Mapping
from typing import Any, Final

import xlsxwriter

from congthu.directory.importing.columns import COLUMNS, Choices, Column, Sheet
from congthu.directory.importing.parsing import Vocabulary

GUIDE, LISTS = "Hướng dẫn", "Danh mục"
LINES: Final = 5_000
WIDTHS: Final[Mapping[str, int]] = {
    "name": 42,
    "full_name": 28,
    "kind": 24,
    "category": 36,
    "seat": 36,
    "position": 24,
    "unit_name": 28,
    "rank": 30,
    "role": 22,
    "document": 32,
}
FIRST_STEPS: Final = (
    "Mỗi dòng một cơ quan, một người, một vai trò. Ô để trống không xóa điều đã ghi trong danh bạ.",
    "Cột có dấu * phải có ở mỗi dòng. Tờ nào không dùng thì để trống.",
    "Nhập thử trước: hệ thống cho biết mỗi dòng sẽ làm gì và ô nào cần sửa. Dòng sai không chặn dòng đúng.",
    "Sửa tệp rồi nhập lại bao nhiêu lần cũng được: dòng đã có không đổi gì.",
)


def write_template(vocabulary: Vocabulary) -> bytes:
    """Return the workbook, with the lists of the authority's own regulation."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_numbers": False}) as book:
        lists = {choices: words.labels for choices, words in vocabulary.items() if words.labels}
        for sheet in Sheet:
            _sheet(book, sheet, lists)
        _guide(book)
        _lists(book, lists)
    return held.getvalue()


def _sheet(book: Any, sheet: Sheet, lists: Mapping[Choices, tuple[str, ...]]) -> None:
    page = book.add_worksheet(sheet)
    heading = book.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "top"}
    )
    # As text: a spreadsheet would take the zeros off phones and id numbers, and turn days around.
    text = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS[sheet]):
        page.set_column(place, place, WIDTHS.get(column.field, 16), text)
        page.write_string(0, place, _label(column), heading)
        page.write_comment(0, place, _note(column), {"x_scale": 2})
        if column.choices in lists:
            _choose(page, place, column, lists)


def _choose(page: Any, place: int, column: Column, lists: Mapping[Choices, tuple[str, ...]]) -> None:
    choices = column.choices
    assert choices is not None  # noqa: S101  # asked by the caller
    at = list(lists).index(choices)
    letter = chr(ord("A") + at)
    page.data_validation(
        1,
        place,
        LINES,
        place,
        {
            "validate": "list",
            "source": f"='{LISTS}'!${letter}$2:${letter}${len(lists[choices]) + 1}",
            "error_title": column.heading,
            "error_message": "Hãy chọn trong danh sách, hoặc xem tờ Hướng dẫn.",
            "error_type": "warning",
        },
    )


def _guide(book: Any) -> None:
    page = book.add_worksheet(GUIDE)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 22)
    page.set_column(2, 2, 90, wrap)
    row = 0
    for line in FIRST_STEPS:
        page.write_string(row, 0, line)
        row += 1
    for place, title in enumerate(("Tờ", "Tên cột", "Ghi gì")):
        page.write_string(row + 1, place, title, bold)
    row += 2
    for sheet in Sheet:
        for column in COLUMNS[sheet]:
            page.write_string(row, 0, sheet)
            page.write_string(row, 1, _label(column))
            page.write_string(row, 2, _note(column))
            row += 1


def _lists(book: Any, lists: Mapping[Choices, tuple[str, ...]]) -> None:
    page = book.add_worksheet(LISTS)
    for place, (choices, labels) in enumerate(lists.items()):
        page.write_string(0, place, choices)
        page.set_column(place, place, 40)
        for row, label in enumerate(labels, 1):
            page.write_string(row, place, label)
    page.hide()


def _label(column: Column) -> str:
    # Brackets and the star are no part of what a heading is recognised by.
    return f"{column.heading} (*)" if column.required else column.heading


def _note(column: Column) -> str:
    return f"{column.note} Ví dụ: {column.example}." if column.example else column.note
