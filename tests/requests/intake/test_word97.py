import pytest
from tests.requests.intake.offices import At, doc, ole

from congthu.requests.intake import UnreadableFile
from congthu.requests.intake.document import Grid
from congthu.requests.intake.word97 import read_doc


def texts(content: bytes) -> list[str | list[list[str | None]]]:
    return [
        [[cell.text if cell else None for cell in row] for row in block.rows]
        if isinstance(block, Grid)
        else block
        for block in read_doc(content).blocks
    ]


def test_paragraphs_and_tables_come_in_reading_order():
    content = doc("SỞ Y TẾ", [["TT", "Họ tên"], ["1", "Lê\nAn"]], "Kính gửi", [["a", "b"]], "hết")
    assert texts(content) == ["SỞ Y TẾ", [["TT", "Họ tên"], ["1", "Lê\nAn"]], "Kính gửi", [["a", "b"]], "hết"]


def test_cells_are_above_each_other_when_their_edges_are():
    rows = [
        [At("Stt", down="restart"), At("Đề nghị", across=2)],
        [At(down="continue"), "Cấp mới", "Thu hồi"],
        ["1", "x", ""],
    ]
    assert texts(doc(rows)) == [
        [["Stt", "Đề nghị", "Đề nghị"], ["Stt", "Cấp mới", "Thu hồi"], ["1", "x", ""]]
    ]


def test_links_show_their_text_and_not_their_instruction():
    link = '\x13 HYPERLINK "mailto:x@y.vn" \x14an@hanoi.gov.vn\x15'
    assert texts(doc(f"Hộp thư {link};\x0b số 1\x1e2")) == ["Hộp thư an@hanoi.gov.vn;\n số 1-2"]


@pytest.mark.parametrize(
    ("main", "says"),
    [
        (b"\xec\xa5\xc1\x00".ljust(10, b"\0") + b"\x00\x01", "mật khẩu"),
        (b"\xdc\xa5\x65\x00", "quá cũ"),
        (b"\xec\xa5\xc1\x00", "hỏng"),
    ],
)
def test_what_cannot_be_read_is_told(main: bytes, says: str):
    with pytest.raises(UnreadableFile, match=says):
        read_doc(ole({"WordDocument": main}))
