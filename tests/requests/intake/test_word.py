from xml.sax.saxutils import escape

import pytest
from tests.requests.intake.offices import At, docx, docx_of

from congthu.requests.intake.document import Document, Grid
from congthu.requests.intake.word import read_docx


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{escape(text)}</w:t></w:r>"


def paragraph(inner: str) -> str:
    document = read_docx(docx_of(f"<w:p>{inner}</w:p>"))
    assert isinstance(document.blocks[0], str)
    return document.blocks[0]


def texts(document: Document, block: int = 0) -> list[list[str | None]]:
    grid = document.blocks[block]
    assert isinstance(grid, Grid)
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<w:hyperlink>{run('a@hanoi.gov.vn')}</w:hyperlink>", "a@hanoi.gov.vn"),
        (run("Nguyễn ") + run("Văn An"), "Nguyễn Văn An"),
        (run("mới") + f"<w:del>{run('cũ')}</w:del><w:ins>{run(' thêm')}</w:ins>", "mới thêm"),
        (run("Điện thoại") + run("(1)", '<w:vertAlign w:val="superscript"/>'), "Điện thoại"),
        (run("Điện thoại") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "Điện thoại"),
        ("<w:r><w:t>SỞ</w:t><w:br/><w:t>Y TẾ</w:t></w:r>", "SỞ\nY TẾ"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "x"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', " "),
        (f"<w:sdt><w:sdtContent>{run('chọn')}</w:sdtContent></w:sdt>", "chọn"),
        (run("Ng\u200buyễn\u00ad"), "Nguyễn"),
    ],
)
def test_a_paragraph_says_what_a_reader_of_the_page_sees(inner: str, text: str):
    assert paragraph(inner) == text


def test_the_text_of_a_box_is_read_once():
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p>{run('SỞ Y TẾ')}</w:p></w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent {namespace}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    )
    document = read_docx(docx_of(f"<w:p>{drawn}</mc:AlternateContent></w:r></w:p>"))
    assert document.blocks == ("", "SỞ Y TẾ")


def test_a_merged_cell_stands_in_every_place_it_covers():
    rows = [
        [At("Đơn vị", down="restart"), At("Đề nghị", across=2)],
        [At(down="continue"), "Cấp mới", "Thu hồi"],
        ["Phòng A", "x", ""],
    ]
    document = read_docx(docx(rows))
    assert texts(document) == [
        ["Đơn vị", "Đề nghị", "Đề nghị"],
        ["Đơn vị", "Cấp mới", "Thu hồi"],
        ["Phòng A", "x", ""],
    ]
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[0][0].rowspan == 2


def test_a_row_that_begins_further_right_keeps_its_columns():
    row = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>'
    assert texts(read_docx(docx_of(f"<w:tbl>{row}</w:tbl>"))) == [[None, "b"]]


def test_a_row_deleted_in_tracked_changes_is_not_there():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('cũ')}</w:tr>"
    assert texts(read_docx(docx_of(f"<w:tbl>{deleted}<w:tr>{cell.format('mới')}</w:tr></w:tbl>"))) == [
        ["mới"]
    ]


def test_a_table_inside_a_cell_is_text_of_the_cell_and_a_table_too():
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>TT</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    document = read_docx(docx_of(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"))
    assert texts(document, 0) == [["TT\n"]]
    assert texts(document, 1) == [["TT"]]
