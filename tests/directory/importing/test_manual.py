"""The manual names every column of the file."""

from pathlib import Path

import pytest

from congthu.directory.importing.columns import COLUMNS, Sheet

MANUAL = (Path(__file__).parents[3] / "docs" / "directory.md").read_text("utf-8")


@pytest.mark.parametrize("sheet", Sheet)
def test_every_column_stands_in_the_manual(sheet):
    part = MANUAL.partition(f"**{sheet}**")[2].partition("\n**")[0]
    assert [column.heading for column in COLUMNS[sheet] if column.heading not in part] == []
