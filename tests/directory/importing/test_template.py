"""The workbook that people fill in is one that we read."""

import pytest
from tests.world import CONSOLE, NOW, establish

from congthu.directory.acts.importing import import_directory
from congthu.directory.importing.columns import COLUMNS, Sheet, key_of, places
from congthu.directory.importing.planning.values import Verdict
from congthu.directory.importing.reading import read_sheets
from congthu.directory.importing.template import write_template
from congthu.directory.importing.words import vocabulary
from congthu.regulations.policy import policy_for


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "mau.xlsx"
    path.write_bytes(write_template(vocabulary(policy_for("dongthap-143-2025"))))
    return read_sheets(path)


def test_every_column_is_recognised_by_what_the_template_prints(template):
    rows = dict(template)
    for sheet in Sheet:
        found = places(sheet, [str(cell) for cell in rows[sheet][0]])
        assert set(found) == {column.field for column in COLUMNS[sheet]}


def test_an_empty_template_enters_nobody_and_a_filled_one_does(template, db):
    dongthap = establish("dongthap", "dongthap-143-2025", "Tỉnh Đồng Tháp")
    policy = policy_for("dongthap-143-2025")
    told = {"name": "mau.xlsx", "policy": policy, "acting": CONSOLE, "now": NOW}
    assert import_directory(dongthap, template, **told).told == []
    for name, rows in template:
        if name in set(Sheet):
            rows.append([column.example for column in COLUMNS[Sheet(name)]])
    plan = import_directory(dongthap, template, **told)
    assert [one.verdict for one in plan.told] == [Verdict.NEW] * 3


def test_no_two_columns_of_a_sheet_answer_to_one_heading():
    for sheet in Sheet:
        names = [key_of(name) for column in COLUMNS[sheet] for name in (column.heading, *column.also)]
        assert len(names) == len(set(names)), sheet
