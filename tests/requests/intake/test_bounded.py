"""Files made to do harm, through the door that the rest of the system uses: one sentence, in bounded time."""

import io
import random
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from tests.requests.intake.offices import (
    AN,
    HEADER_MAU_03,
    doc,
    docx,
    docx_of,
    forms,
    hanoi_letter,
    odf,
    ole,
    packed,
    xlsx,
)

from congthu.requests.intake import UnreadableFile, read_request

BOOK = forms("hanoi-1643-2023")
GOOD = docx(*hanoi_letter([HEADER_MAU_03, AN]))


@pytest.fixture
def refused(tmp_path: Path):
    def refusal(content: bytes, name: str = "mau.docx") -> str:
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(UnreadableFile) as unreadable:
            read_request(file, forms=BOOK)
        assert unreadable.value.message.endswith(".")
        assert "\n" not in unreadable.value.message
        return unreadable.value.message

    return refusal


@pytest.mark.parametrize("name", ["mau.docx", "mau.xlsx", "mau", "mẫu số 03 (bản cuối).DOC"])
def test_the_content_counts_not_the_name(tmp_path: Path, name: str):
    file = tmp_path / name
    file.write_bytes(GOOD)
    assert read_request(file, forms=BOOK).to_json()["rows"][0]["full_name"] == "Nguyễn Văn An"


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="Không mở được"):
        read_request(tmp_path / "không có.docx", forms=BOOK)
    with pytest.raises(UnreadableFile, match="không phải là một tệp"):
        read_request(tmp_path, forms=BOOK)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (b"ho ten,chuc vu\n", "không phải"),
        (packed({"a.txt": "x"}), "không nén"),
        (GOOD[: len(GOOD) // 2], "hỏng"),
        (ole({"EncryptedPackage": b"\1" * 5000}), "mật khẩu"),
        (ole({"WordDocument": struct.pack("<HH", 0xA5DC, 0x65)}), "cũ"),
        (doc("x")[:3000], "lưu lại"),
        (docx("Sở Tư pháp đề nghị cấp hộp thư."), "không có bảng"),
    ],
)
def test_what_is_no_form_gets_one_sentence(refused, content: bytes, says: str):
    assert says in refused(content)


def test_a_file_above_the_limit_is_not_opened(refused):
    assert "20 MB" in refused(b"\0" * (20 * 1024 * 1024 + 1))


def test_a_zip_bomb_is_not_unpacked(refused):
    assert "giải nén" in refused(packed({"word/document.xml": b" " * (200 * 1024 * 1024)}))


def test_a_part_that_unpacks_to_more_than_it_says_is_damaged(refused):
    content = bytearray(packed({"word/document.xml": b"<x>" + b" " * 9_000_000 + b"</x>"}))
    # Sizes in the local header and the central directory both lie.
    for signature, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", content, content.index(signature) + at, 1000)
    assert "hỏng" in refused(bytes(content))


def test_entities_are_never_expanded(refused):
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    assert refused(packed({"word/document.xml": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l12;</x>'}))
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    assert "không an toàn" in refused(packed({"word/document.xml": outside}))


def test_a_table_of_100000_rows_is_refused(refused):
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 8 + "</w:tr>"
    assert "quá lớn" in refused(docx_of(f"<w:tbl>{row * 100_000}</w:tbl>"))


def test_a_list_that_is_too_long_is_refused(refused):
    assert "5000" in refused(docx([HEADER_MAU_03, *[AN] * 5001]))


def test_repetition_that_costs_nothing_to_write_costs_nothing_to_read(refused):
    cell = '<table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    table = f"<table:table>{row}</table:table>"
    assert "quá lớn" in refused(odf(f"<office:spreadsheet>{table}</office:spreadsheet>"))


def test_a_stray_cell_in_the_last_corner_of_a_sheet(refused):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["x"]]))) as given, zipfile.ZipFile(file, "w") as changed:
        for name in given.namelist():
            content = given.read(name)
            if name.endswith("sheet1.xml"):
                stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", stray)
            changed.writestr(name, content)
    assert refused(file.getvalue())


def test_nesting_without_end_is_refused(refused):
    assert "hỏng" in refused(docx_of("<w:tbl><w:tr><w:tc>" * 50 + "</w:tc></w:tr></w:tbl>" * 50))
    assert refused(docx_of("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


@pytest.mark.parametrize("seed", range(8))
def test_damaged_word_files_never_get_further_than_a_sentence(tmp_path: Path, seed: int):
    dice = random.Random(seed)  # noqa: S311  the same damage every time
    content = bytearray(doc(*hanoi_letter([HEADER_MAU_03, AN])))
    for _ in range(40):
        content[dice.randrange(len(content))] = dice.randrange(256)
    file = tmp_path / "mau.doc"
    file.write_bytes(content)
    with suppress(UnreadableFile):
        read_request(file, forms=BOOK)
