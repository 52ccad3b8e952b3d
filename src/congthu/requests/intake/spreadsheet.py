"""What does an Excel workbook say, once merged ranges, numbers and dates are turned into text?"""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from congthu.hostile import UnreadableFile
from congthu.requests.intake.container import DAMAGED, LOCKED
from congthu.requests.intake.document import MAX_TEXT, Cell, Document, Grid, GridBuilder

Value = int | float | str | bool | date | datetime | time | timedelta


def read_workbook(content: bytes) -> Document:
    """Read every visible sheet of an .xlsx, .xlsb or .xls."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            visible = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            return Document(tuple(_grid(workbook.get_sheet_by_name(name)) for name in visible))
    except PasswordError as locked:
        raise UnreadableFile(LOCKED) from locked
    except CalamineError as broken:
        raise UnreadableFile(DAMAGED) from broken


def _grid(sheet: CalamineSheet) -> Grid:
    builder = GridBuilder()
    merged = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    }
    # calamine gives every row from the top, but only the columns from the first one in use.
    first_column = sheet.start[1] if sheet.start else 0
    for row, values in enumerate(sheet.iter_rows()):
        for column, value in enumerate(values, first_column):
            text = _text(value)
            if text.strip():
                number = isinstance(value, int | float) and not isinstance(value, bool)
                builder.add(Cell(text[:MAX_TEXT], row, column, *merged.get((row, column), (1, 1)), number))
    return builder.grid()


def _text(value: Value) -> str:
    """Write *value* as a person would have typed it."""
    match value:
        case bool():
            return "x" if value else ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)
