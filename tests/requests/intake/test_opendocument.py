import pytest
from tests.requests.intake.offices import odf, packed

from congthu.requests.intake import UnreadableFile
from congthu.requests.intake.document import Grid
from congthu.requests.intake.opendocument import read_opendocument


def text(inner: str) -> list[str]:
    document = read_opendocument(odf(f"<office:text>{inner}</office:text>"))
    return [block for block in document.blocks if isinstance(block, str)]


def sheet(rows: str) -> list[list[str | None]]:
    document = read_opendocument(
        odf(f"<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>")
    )
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("inner", "read"),
    [
        ("<text:p>SỞ<text:line-break/><text:span>NỘI VỤ</text:span></text:p>", ["SỞ\nNỘI VỤ"]),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c</text:p>', ["a   b\tc"]),
        ("<text:p><text:a>x@hanoi.gov.vn</text:a>;</text:p>", ["x@hanoi.gov.vn;"]),
        (
            "<text:p>Điện thoại<text:note><text:p>số riêng</text:p></text:note> (bàn)</text:p>",
            ["Điện thoại (bàn)"],
        ),
        ("<text:list><text:list-item><text:p>một</text:p></text:list-item></text:list>", ["một"]),
        ("<text:tracked-changes><text:p>đã xóa</text:p></text:tracked-changes><text:h>còn</text:h>", ["còn"]),
    ],
)
def test_a_paragraph_says_what_a_reader_of_the_page_sees(inner: str, read: list[str]):
    assert text(inner) == read


def test_repeated_cells_and_rows_are_written_out_and_padding_is_not():
    row = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2">'
        '<text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-repeated="1000"/>'
        "</table:table-row>"
    )
    padding = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    assert sheet(row + padding) == [["x", "x"]] * 2


def test_heading_rows_and_groups_of_rows_belong_to_the_table():
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    rows = f"<table:table-header-rows>{row.format('TT')}</table:table-header-rows>{row.format('1')}"
    assert sheet(rows) == [["TT"], ["1"]]


def test_a_file_under_a_password_asks_for_it_to_be_taken_off():
    namespace = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    manifest = f"<m:manifest {namespace}><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_opendocument(packed({"META-INF/manifest.xml": manifest, "content.xml": b"\x93\x01"}))
