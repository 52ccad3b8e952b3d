import io
import zipfile

import pytest
from tests.directory.importing.files import SHEETS, workbook

from congthu.directory.importing.reading import read_sheets
from congthu.hostile import UnreadableFile


@pytest.fixture
def read(tmp_path):
    def of(content: bytes):
        path = tmp_path / "danh-ba"
        path.write_bytes(content)
        return read_sheets(path)

    return of


def test_a_workbook_gives_its_sheets_with_numbers_as_numbers(read):
    found = read(workbook([("Người", [["Họ và tên", "Số CCCD"], ["Lê Thị Hoa", 4180012345]])]))
    assert found == [("Người", [["Họ và tên", "Số CCCD"], ["Lê Thị Hoa", 4180012345]])]


def test_the_usual_file_comes_as_it_was_written(read):
    assert read(workbook(SHEETS)) == [(name, rows) for name, rows in SHEETS]


@pytest.mark.parametrize(
    "content",
    [
        "Mã;Tên\nsotp;Sở Tư pháp\n".encode(),
        "\ufeffMã,Tên\r\nsotp,Sở Tư pháp\r\n".encode(),
        "Mã\tTên\nsotp\tSở Tư pháp\n".encode("utf-16"),
        'Mã;Tên\nsotp;"Sở Tư pháp"\n'.encode(),
    ],
)
def test_a_csv_file_is_one_sheet_whatever_its_separator(read, content):
    assert read(content) == [("", [["Mã", "Tên"], ["sotp", "Sở Tư pháp"]])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("Mã;Tên\nso;Sở\n".encode("utf-16-le") + b"\xff\xd8", "không phải mã UTF-8|không phải Excel"),
        ("Mã;Tên;Sở Tư pháp".encode("cp1258", errors="ignore"), "Windows-1258.*CSV UTF-8"),
        (b"", "rỗng"),
        (b"%PDF-1.7", "PDF"),
        (b"khong co dau phan cach", "dấu phân cách"),
        (b'a;b\n"c;d\n', "ngoặc kép"),
        (b"a;b\n" + b";" * 200, "60 cột"),
        (b"PK\x03\x04 khong phai", "bị hỏng"),
        (workbook([("Người", [["a", "b"]])])[:900], "bị hỏng"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(read, content, why):
    with pytest.raises(UnreadableFile, match=why):
        read(content)


def test_an_archive_that_unpacks_to_gigabytes_harms_nobody(read):
    original = workbook([("Người", [["a", "b"]])])
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original)) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
                data = data.replace(b"</sheetData>", row * 30_000_000 + b"</sheetData>")
            bomb.writestr(entry, data)
    with pytest.raises(UnreadableFile, match="hãy xóa dòng"):
        read(held.getvalue())
