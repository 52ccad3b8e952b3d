import io
from datetime import datetime

import openpyxl
from tests.requests.intake.offices import xlsx

from congthu.requests.intake.document import Grid
from congthu.requests.intake.spreadsheet import read_workbook


def grid(content: bytes) -> Grid:
    (only,) = read_workbook(content).blocks
    assert isinstance(only, Grid)
    return only


def test_values_are_written_as_a_person_would_type_them():
    row = [1.0, 2993621507, 1.5, "0912", datetime(2026, 9, 5), True, False]  # noqa: DTZ001  a cell has no zone
    (read,) = grid(xlsx([row])).rows
    assert [cell.text for cell in read if cell] == ["1", "2993621507", "1.5", "0912", "05/09/2026", "x"]
    assert [cell.number for cell in read if cell] == [True, True, True, False, False, False]


def test_a_merged_range_stands_in_every_place_it_covers():
    rows = grid(
        xlsx([["Đơn vị", "Đề nghị", None], [None, "Cấp mới", "Thu hồi"]], merged=["A1:A2", "B1:C1"])
    ).rows
    assert rows[0][0] is rows[1][0]
    assert rows[0][1] is rows[0][2]


def test_a_list_that_begins_further_down_and_right_keeps_its_places():
    rows = grid(xlsx([[], [], [None, None, "TT", "Họ tên"], [None, None, 1, "An"]])).rows
    assert [[cell.text if cell else None for cell in row] for row in rows[2:]] == [
        [None, None, "TT", "Họ tên"],
        [None, None, "1", "An"],
    ]


def test_hidden_sheets_are_not_read():
    book = openpyxl.Workbook()
    book.active.append(["thấy"])
    hidden = book.create_sheet("ẩn")
    hidden.append(["không thấy"])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert grid(file.getvalue()).rows[0][0].text == "thấy"
