import pytest
from tests.requests.intake.offices import AN, HEADER_MAU_03, forms

from congthu.regulations.words import Words
from congthu.requests.intake.document import Cell, Document, GridBuilder
from congthu.requests.intake.recognise import recognise
from congthu.requests.intake.result import Row
from congthu.requests.intake.rows import doubles, lines_of, read_line
from congthu.requests.intake.wording import Wording

BOOK = forms("hanoi-1643-2023")
BLANK = ("",) * 7


def rows(*lines: tuple[str, ...]) -> list[Row]:
    builder = GridBuilder()
    for number, line in enumerate([HEADER_MAU_03, *lines]):
        for column, text in enumerate(line):
            builder.add(Cell(text, number, column))
    recognised = recognise(Document((builder.grid(),)), BOOK)
    assert recognised is not None
    lines_found = lines_of(recognised.form, recognised.sections, [], signed_by=BOOK.signed_by)
    return [
        read_line(line, number, form=recognised.form, written_on=None, wording=Wording(Words()))[0]
        for number, line in enumerate(lines_found, 1)
    ]


@pytest.mark.parametrize(
    "line",
    [
        ("", *BLANK),
        ("4", *BLANK),
        ("…", "…", "...", ".....", "___", "-", "…", "…"),
        ("1", "2", "3", "4", "5", "6", "7", "8"),
        ("I", "Văn phòng Sở", *BLANK[1:]),
        ("A.", "Lãnh đạo", *BLANK[1:]),
        ("", "Phòng Tổ chức", *BLANK[1:]),
        ("", "Tổng số: 02 người", *BLANK[1:]),
        HEADER_MAU_03,
    ],
)
def test_a_line_that_asks_for_nothing_is_passed_over(line: tuple[str, ...]):
    assert [row.line for row in rows(line, AN)] == [1]


@pytest.mark.parametrize(
    "line",
    [
        ("2", "Trần Thị Bình", *BLANK[1:]),
        ("", "Trần Thị Bình", *BLANK[1:]),
        ("", "Trần Thị Bình", "Văn phòng", *BLANK[2:]),
        ("2", "", "Văn phòng", "Chuyên viên", *BLANK[3:]),
        ("", "Trần Thị Bình", "Sở", "GIÁM ĐỐC", "1/QĐ", "001190000456", "", ""),
    ],
)
def test_a_line_with_a_person_counts_however_little_else_it_says(line: tuple[str, ...]):
    assert [row.line for row in rows(AN, line)] == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        ("Danh sách đề nghị: 01 tài khoản.", *BLANK),
        ("", "", "", "", "THỦ TRƯỞNG CƠ QUAN", "", "", ""),
        ("Nơi nhận:", "", "", "", "KT. GIÁM ĐỐC", "", "", ""),
        ("", "", "", "Hà Nội, ngày 5 tháng 1 năm 2026", "", "", "", ""),
    ],
)
def test_what_stands_below_the_list_is_not_part_of_it(line: tuple[str, ...]):
    name = ("", "Đoàn Xuân Hùng", *BLANK[1:])
    assert [row.fields["full_name"] for row in rows(AN, line, name)] == ["Nguyễn Văn An"]


def row(line: int, kind: str = "person.issue", **fields: str) -> Row:
    return Row(line=line, kind=kind, fields=fields)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (row(2, national_id="001090000123", full_name="B"), [(2, "national_id")]),
        (row(2, "person.revoke", national_id="001090000123"), []),
        (row(2, national_id="001090000124"), []),
    ],
)
def test_an_identity_number_stands_once_among_rows_of_a_kind(second: Row, told: list[tuple[int, str]]):
    first = row(1, national_id="001090000123", full_name="A")
    assert [(problem.line, problem.field) for problem in doubles([first, second])] == told


@pytest.mark.parametrize(("kind", "told"), [("person.revoke", [(2, "address")]), ("person.change", [])])
def test_a_mailbox_is_revoked_once_but_may_change_in_several_ways(kind: str, told: list[tuple[int, str]]):
    two = [
        row(1, kind, address="a@x.gov.vn", new_value="p"),
        row(2, kind, address="A@x.gov.vn", new_value="q"),
    ]
    assert [(problem.line, problem.field) for problem in doubles(two)] == told


def test_namesakes_are_not_doubles():
    assert not list(doubles([row(1, full_name="Lê An", unit="A"), row(2, full_name="Lê An", unit="B")]))


def test_one_person_may_represent_several_organisations_but_asks_once_for_a_mailbox():
    number = {"national_id": "001188000001"}
    bodies = [
        row(1, "organisation.issue", org_name="Phòng A", **number),
        row(2, "organisation.issue", org_name="Phòng B", **number),
    ]
    assert not list(doubles(bodies))
    people = [
        row(1, "person.issue", full_name="Lê An", **number),
        row(2, "person.issue", full_name="Lê An", **number),
    ]
    assert [(one.line, one.field) for one in doubles(people)] == [(2, "national_id")]
