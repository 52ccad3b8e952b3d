import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from congthu.regulations.forms import Action, Column, FormBook, Subject

REGULATIONS = Path(__file__).parents[2] / "regulations"

BOOKS = {
    folder.name: FormBook.model_validate(tomllib.loads((folder / "forms.toml").read_text()))
    for folder in sorted(REGULATIONS.iterdir())
    if (folder / "forms.toml").exists()
}

MINIMAL = {
    "signed_by": "THỦ TRƯỞNG CƠ QUAN",
    "requester": {
        "full_name": ["Họ và tên"],
        "position": ["Chức vụ"],
        "unit": ["Cơ quan"],
        "phone": ["Điện thoại"],
    },
    "forms": [
        {
            "id": "mau-01",
            "printed": "Mẫu số 01",
            "title": "Cấp mới",
            "clause": "PL.M01",
            "tables": [
                {
                    "subject": "person",
                    "action": "issue",
                    "columns": [{"label": "Họ và tên", "field": "full_name"}],
                }
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("regulation", "columns"),
    [
        ("hanoi-1643-2023", {"mau-01": [7, 6], "mau-02": [5], "mau-03": [7, 7], "mau-04": [6]}),
        ("caobang-16-2025", {"phu-luc": [4, 6]}),
        ("dongthap-143-2025", {"mau-01": [4], "mau-02": [6], "mau-03": [4]}),
        (
            "soctrang-draft-2024",
            {"m1": [7], "m2": [4], "m3": [8], "m4": [9], "m5": [6], "m6": [6], "m7": [5]},
        ),
    ],
)
def test_the_printed_forms_have_their_columns_besides_the_serial_number(
    regulation: str, columns: dict[str, list[int]]
):
    found = {
        form.id: [sum(column.printed for column in table.columns) for table in form.tables]
        for form in BOOKS[regulation].forms
    }
    assert found == columns


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_what_a_row_asks_is_settled_by_the_table_or_by_ticks(book: FormBook):
    for form in book.forms:
        for table in form.tables:
            assert (table.action is None) == any(column.tick for column in table.columns)
            assert len({column.label for column in table.columns}) == len(table.columns)


def test_a_book_gives_its_forms_by_name():
    assert BOOKS["hanoi-1643-2023"].form("mau-03").tables[1].action is Action.REVOKE
    assert BOOKS["dongthap-143-2025"].form("mau-03").tables[0].subject is Subject.EITHER
    with pytest.raises(KeyError):
        BOOKS["hanoi-1643-2023"].form("mau-09")


def test_a_book_may_be_this_small():
    assert FormBook.model_validate(MINIMAL).form("mau-01").tables[0].columns[0].labels == ("Họ và tên",)


def test_a_book_goes_to_another_process_and_comes_back():
    for book in BOOKS.values():
        assert FormBook.model_validate_json(book.model_dump_json()) == book


@pytest.mark.parametrize("column", [{}, {"field": "full_name", "tick": "issue"}, {"field": "surname"}])
def test_a_column_fills_one_known_field_or_is_one_box(column: dict[str, str]):
    with pytest.raises(ValidationError):
        Column.model_validate({"label": "Họ và tên"} | column)


def test_two_forms_of_one_name_are_refused():
    with pytest.raises(ValidationError, match="mau-01"):
        FormBook.model_validate(MINIMAL | {"forms": MINIMAL["forms"] * 2})
