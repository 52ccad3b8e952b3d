"""Files as word processors and spreadsheets write them, made by hand so that a test shows the layout it is about."""

import io
import struct
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from congthu.regulations.forms import FormBook

REGULATIONS = Path(__file__).parents[3] / "regulations"

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text")
)

HEADER_MAU_03 = (
    "TT",
    "Họ và tên",
    "Cơ quan, đơn vị nơi công tác",
    "Chức vụ (Nếu có)",
    "Số văn bản quyết định tuyển dụng/ tiếp nhận",
    "Số CMND/CCCD",
    "Số điện thoại đăng ký OTP",
    "Ghi chú",
)
AN = ("1", "Nguyễn Văn An", "Văn phòng Sở", "Chuyên viên", "12/QĐ-SNV", "001090000123", "0912345678", "")
BINH = ("2", "Trần Thị Bình", "Văn phòng Sở", "", "13/QĐ-SNV", "001190000456", "0987654321", "Hợp đồng")


@dataclass(frozen=True)
class At:
    """A cell over several columns, or one that begins ("restart") or goes on ("continue") being merged downwards."""

    text: str = ""
    across: int = 1
    down: str = ""
    rows: int = 1


Rows = Sequence[Sequence["str | At"]]


def forms(regulation: str) -> FormBook:
    return FormBook.model_validate(tomllib.loads((REGULATIONS / regulation / "forms.toml").read_text()))


def letterhead(parent: str, agency: str, number: str, day: str) -> Rows:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n_______"
    return [[f"{parent}\n{agency}\n_____", motto], [f"Số: {number}\nV/v đề nghị", day]]


def hanoi_letter(*tables: Rows | str, agency: str = "SỞ NỘI VỤ") -> list[Rows | str]:
    return [
        letterhead("UBND THÀNH PHỐ HÀ NỘI", agency, "12/SNV-VP", "Hà Nội, ngày 05 tháng 01 năm 2026"),
        "Kính gửi: Trung tâm Tin học - Công báo thành phố Hà Nội.",
        "Căn cứ Quyết định số 1643/QĐ-UBND ngày 20 tháng 3 năm 2023 của UBND thành phố Hà Nội;",
        "1. Thông tin người yêu cầu:",
        "- Họ và tên: Lê Minh Châu",
        "- Chức vụ: Chánh Văn phòng",
        "- Cơ quan, đơn vị công tác: Văn phòng Sở Nội vụ",
        "- Điện thoại liên hệ: (024) 3825 1234",
        *tables,
    ]


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(*blocks: Rows | str) -> bytes:
    return docx_of(
        "".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks)
    )


def docx_of(body: str) -> bytes:
    return packed({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table(rows: Rows) -> str:
    drawn = []
    for row in rows:
        cells = []
        for given in row:
            cell = given if isinstance(given, At) else At(given)
            merge = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[cell.down]
            span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
            paragraphs = "".join(_paragraph(line) for line in cell.text.split("\n"))
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>")
        drawn.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(drawn)}</w:tbl>"


def odf(body: str) -> bytes:
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    content = f"<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>"
    return packed({"content.xml": content, "META-INF/manifest.xml": manifest})


def odf_table(rows: Rows) -> str:
    drawn = []
    for row in rows:
        cells = []
        for given in row:
            cell = given if isinstance(given, At) else At(given)
            if cell.down == "continue":
                cells.append("<table:covered-table-cell/>")
                continue
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
            spans = f'table:number-columns-spanned="{cell.across}" table:number-rows-spanned="{cell.rows}"'
            cells.append(f"<table:table-cell {spans}>{lines}</table:table-cell>")
            cells.extend(["<table:covered-table-cell/>"] * (cell.across - 1))
        drawn.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f"<table:table>{''.join(drawn)}</table:table>"


def odt(*blocks: Rows | str) -> bytes:
    body = "".join(
        f"<text:p>{escape(block)}</text:p>" if isinstance(block, str) else odf_table(block)
        for block in blocks
    )
    return odf(f"<office:text>{body}</office:text>")


def xlsx(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file whose streams are all at least 4096 bytes, so that none goes into the mini stream."""
    sectors: list[bytes] = []
    links: list[int] = []

    def store(data: bytes) -> int:
        data = data.ljust(-(-max(len(data), 1) // 512) * 512, b"\0")
        first = len(sectors)
        for at in range(0, len(data), 512):
            sectors.append(data[at : at + 512])
            links.append(len(sectors))
        links[-1] = 0xFFFFFFFE
        return first

    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, data in streams.items():
        padded = data.ljust(4096, b"\0")
        entries.append(_entry(name, 2, store(padded), len(padded)))
    directory = store(b"".join(entries))
    table_at = len(sectors)
    links.append(0xFFFFFFFD)
    allocation = struct.pack(f"<{len(links)}I", *links).ljust(512, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1").ljust(0x18, b"\0") + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    header = header.ljust(0x2C, b"\0") + struct.pack("<2I", 1, directory)
    header += struct.pack("<6I", 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", table_at, *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors) + allocation


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<HB", len(encoded), kind)
    return entry.ljust(0x74, b"\0") + struct.pack("<II", start, size) + b"\0" * 4


def doc(*blocks: Rows | str) -> bytes:
    """A Word 97 file: one piece of text, and a page of properties for each paragraph."""
    text: list[str] = []
    properties: list[tuple[int, bytes]] = []
    length = 0

    def end(words: str, packed_properties: bytes) -> None:
        nonlocal length
        text.append(words)
        length += len(words)
        properties.append((length, packed_properties))

    in_table = struct.pack("<HB", 0x2416, 1)
    for block in blocks:
        if isinstance(block, str):
            end(block + "\r", b"")
            continue
        for row in block:
            cells = [cell if isinstance(cell, At) else At(cell) for cell in row]
            edges = [0]
            for cell in cells:
                end(cell.text.replace("\n", "\r") + "\7", in_table)
                edges.append(edges[-1] + 1000 * cell.across)
            flags = [{"": 0, "restart": 0x60, "continue": 0x20}[cell.down] for cell in cells]
            operand = bytes([len(cells)]) + struct.pack(f"<{len(edges)}h", *edges)
            operand += b"".join(struct.pack("<H", flag).ljust(20, b"\0") for flag in flags)
            defined = struct.pack("<HH", 0xD608, len(operand) + 1) + operand
            end("\7", in_table + struct.pack("<HB", 0x2417, 1) + defined)
    return _word97("".join(text), properties)


def _word97(text: str, properties: Sequence[tuple[int, bytes]]) -> bytes:
    text_at = 2048
    encoded = text.encode("utf-16-le")
    first_page = -(-(text_at + len(encoded)) // 512)
    pages: list[bytes] = []
    page_starts: list[int] = []
    begin = text_at
    # Properties of table rows are long: one run to a page keeps the layout simple.
    for stop, packed_properties in properties:
        content = b"\0\0" + packed_properties
        content += b"\0" * (len(content) % 2)
        page = struct.pack("<2I", begin, text_at + 2 * stop) + bytes([(512 - 4 - len(content)) // 2])
        page = (
            page.ljust(2 * ((512 - 4 - len(content)) // 2), b"\0") + bytes([0, len(content) // 2]) + content
        )
        pages.append(page.ljust(511, b"\0") + b"\1")
        page_starts.append(begin)
        begin = text_at + 2 * stop
    pieces = b"\2" + struct.pack("<I2I", 16, 0, len(text)) + struct.pack("<HIH", 0, text_at, 0)
    bins = struct.pack(f"<{len(pages) + 1}I", *page_starts, begin)
    bins += struct.pack(f"<{len(pages)}I", *range(first_page, first_page + len(pages)))
    main = struct.pack("<HH6xH", 0xA5EC, 0xC1, 0).ljust(0x4C, b"\0") + struct.pack("<I", len(text))
    main = main.ljust(154 + 8 * 13, b"\0") + struct.pack("<II", len(pieces), len(bins))
    main = main.ljust(154 + 8 * 33, b"\0") + struct.pack("<II", 0, len(pieces))
    main = main.ljust(text_at, b"\0") + encoded
    return ole(
        {"WordDocument": main.ljust(512 * first_page, b"\0") + b"".join(pages), "0Table": pieces + bins}
    )
