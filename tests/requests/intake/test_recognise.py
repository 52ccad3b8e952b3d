import pytest
from tests.requests.intake.offices import AN, BINH, HEADER_MAU_03, forms

from congthu.requests.intake.document import Cell, Document, Grid, GridBuilder
from congthu.requests.intake.recognise import recognise

BOOK = forms("hanoi-1643-2023")
ORGANISATIONS = (
    "TT",
    "Tên cơ quan, đơn vị",
    "Địa chỉ Email",
    "Thông tin thay đổi",
    "Thông tin đề nghị điều chỉnh",
)


def grid(*rows: tuple[str, ...]) -> Grid:
    builder = GridBuilder()
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            builder.add(Cell(text, number, column))
    return builder.grid()


def found(*blocks: str | Grid) -> tuple[str, list[tuple[str, int]]] | None:
    recognised = recognise(Document(blocks), BOOK)
    if recognised is None:
        return None
    return recognised.form.id, [(str(s.table.action), s.end - s.first) for s in recognised.sections]


def test_the_columns_decide_even_against_the_title():
    assert found("Mẫu số 01", "cho tổ chức", grid(HEADER_MAU_03, AN)) == ("mau-03", [("issue", 1)])
    assert found("cho cá nhân", grid(ORGANISATIONS, ("1", *"abcd"))) == ("mau-02", [("change", 1)])


def test_a_heading_repeated_on_the_next_page_begins_a_section_of_the_same_table():
    assert found(grid(HEADER_MAU_03, AN, HEADER_MAU_03, BINH)) == ("mau-03", [("issue", 1), ("issue", 1)])


def test_the_rest_of_a_list_cut_in_two_tables_goes_on_without_a_heading():
    assert found(grid(HEADER_MAU_03, AN), "", grid(BINH)) == ("mau-03", [("issue", 1), ("issue", 1)])


def test_another_table_below_the_list_does_not_go_on():
    receipt = grid(("Nơi nhận", "THỦ TRƯỞNG CƠ QUAN"))
    notes = grid(tuple("abcdefgh"))
    assert found(grid(HEADER_MAU_03, AN), receipt, notes) == ("mau-03", [("issue", 1)])


@pytest.mark.parametrize(
    "header",
    [("TT", "Họ và tên", "Điểm"), ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Quê quán"), ("a", "b")],
)
def test_a_table_with_too_few_of_the_columns_is_no_form(header: tuple[str, ...]):
    assert found(grid(header, tuple("x" * len(header)))) is None


def test_a_row_that_quotes_a_label_is_no_heading():
    row = ("1", "Lê An", "Sở", "a@hanoi.gov.vn", "Chức vụ", "Phó phòng", "")
    header = ("TT", "Họ và tên", "Cơ quan, đơn vị nơi công tác", "Địa chỉ Email sử dụng", "Thông tin thay đổi",
              "Thông tin đề nghị điều chỉnh", "Ghi chú")  # fmt: skip
    assert found(grid(header, row)) == ("mau-04", [("change", 1)])
