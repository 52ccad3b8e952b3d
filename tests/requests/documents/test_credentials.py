import itertools
import re
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congthu.requests.documents.credentials import (
    Cited,
    CredentialsSheet,
    Deadline,
    Server,
    credentials_sheet,
    credentials_sheets,
)

BASES = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [unicodedata.normalize("NFC", base + tone) for base, tone in itertools.product(BASES, TONES)] + [
    "đ"
]
MARKED = [letter for letter in LETTERS if not letter.isascii()]
VIETNAMESE = [*MARKED, *(letter.upper() for letter in MARKED)]

SHEET = CredentialsSheet(
    authority="Tỉnh Thử Nghiệm",
    regulation="Quyết định số 01/2026/QĐ-UBND",
    agency="Sở Thử nghiệm và Kiểm chứng",
    holder="Nguyễn Thị Ngọc Ánh",
    position="Chuyên viên",
    unit="Văn phòng",
    address="ntanh_stn@thunghiem.example",
    password="Kf7m#pq2Rt9w%vx4Yh8nDs",
    issued_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
    document="Công văn số 12/STN-VP",
    support="Trung tâm vận hành",
    must_change=Cited("Đổi mật khẩu trong lần đăng nhập đầu tiên", "khoản 1 Điều 12"),
    deadline=Deadline(date(2026, 11, 28), "hộp thư bị tạm khóa", "điểm d khoản 2 Điều 8"),
    password_rule=Cited("ít nhất 8 ký tự", "khoản 2 Điều 12"),
    portal="https://thu.thunghiem.example",
    imap=Server("imap.thunghiem.example", 993),
    submission=Server("smtp.thunghiem.example", 465),
)


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def words_of(pdf: bytes) -> str:
    return " ".join(text_of(pdf).split())


def test_the_sheet_says_who_what_until_when_and_why():
    words = words_of(credentials_sheet(SHEET))
    for said in (
        "Tỉnh Thử Nghiệm",
        "Sở Thử nghiệm và Kiểm chứng",
        "Nguyễn Thị Ngọc Ánh",
        "Chuyên viên, Văn phòng",
        "ntanh_stn@thunghiem.example",
        "(khoản 1 Điều 12)",
        "hết ngày 28/11/2026. Quá hạn, hộp thư bị tạm khóa (điểm d khoản 2 Điều 8).",
        "ít nhất 8 ký tự (khoản 2 Điều 12)",
        "https://thu.thunghiem.example",
        "imap.thunghiem.example",
        "993 · SSL/TLS",
        "465 · SSL/TLS",
        "Không đưa mật khẩu cho bất kỳ ai",
        "mật khẩu ứng dụng",
    ):
        assert said in words


def test_where_the_regulation_is_silent_nothing_is_claimed():
    silent = replace(
        SHEET, password_rule=None, must_change=Cited("Đổi ngay", ""), deadline=None, document="", support=""
    )
    words = words_of(credentials_sheet(silent))
    for unsaid in ("Hạn cuối", "Theo đề nghị", "Cần giúp", "Điều", "()"):
        assert unsaid not in words


def test_all_134_marked_letters_come_back_from_the_text_layer_composed():
    assert len(VIETNAMESE) == 134
    chunks = ["".join(VIETNAMESE[start : start + 30]) for start in range(0, 134, 30)]
    text = text_of(
        credentials_sheet(replace(SHEET, holder=" ".join(chunks), agency=" ".join(reversed(chunks))))
    )
    assert unicodedata.is_normalized("NFC", text)
    for chunk in chunks:
        assert text.count(chunk) == 2


def test_decomposed_input_is_printed_composed():
    decomposed = unicodedata.normalize("NFD", SHEET.holder)
    assert SHEET.holder in text_of(credentials_sheet(replace(SHEET, holder=decomposed)))


def test_every_letter_is_drawn_with_an_embedded_liberation_font():
    document = pdfium.PdfDocument(credentials_sheet(replace(SHEET, holder=" ".join(VIETNAMESE))))
    fonts = {
        (font.get_base_name(), font.is_embedded)
        for page in document
        for drawn in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
        for font in [drawn.get_font()]
    }
    assert fonts
    assert all(re.search(r"Liberation(Sans|Mono)", name) and embedded for name, embedded in fonts)


# Readers of PDF take a hyphen at the end of a line for a divided word; no issued password ends with one.
PASSWORDS = st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8, max_size=40)


@settings(max_examples=60)
@given(PASSWORDS.filter(lambda password: not password.endswith("-")))
def test_a_password_is_printed_exactly_and_on_one_line(password: str):
    assert password in text_of(credentials_sheet(replace(SHEET, password=password))).split()


@pytest.mark.parametrize(
    "hostile",
    [
        '#panic("x") #let a = 1',
        "*đậm* _nghiêng_ `mã` $x^2$",
        r"\u{41} \ \\ // /* chú thích */",
        "<nhãn> @trích [khối] {mã} = đề mục",
        "\"ngoặc\" 'đơn' -- --- ... ~ - + /",
        '#sys.inputs.data #read("/etc/hostname")',
    ],
)
def test_markup_in_a_name_comes_out_literally(hostile: str):
    pdf = credentials_sheet(replace(SHEET, holder=hostile, agency=hostile, support=hostile))
    assert words_of(pdf).count(" ".join(hostile.split())) == 3


def test_steering_characters_never_reach_the_paper():
    text = text_of(credentials_sheet(replace(SHEET, holder="An\u202eBình\x00\u200b\r\nChi")))
    assert "AnBình Chi" in text


def test_long_names_shrink_and_stay_on_one_page():
    long = "Trung tâm Phát triển quỹ đất và Quản lý các dự án đầu tư xây dựng hạ tầng " * 4
    pdf = credentials_sheet(replace(SHEET, agency=long, holder=long[:200], unit=long, document=long))
    assert len(pdfium.PdfDocument(pdf)) == 1
    assert " ".join(long.split()) in words_of(pdf)
    assert SHEET.password in text_of(pdf).split()


@pytest.mark.parametrize("agency", ["Sở A", "Trung tâm Phát triển quỹ đất và Quản lý dự án " * 6])
def test_no_text_lies_on_a_fold(agency: str):
    page = pdfium.PdfDocument(credentials_sheet(replace(SHEET, agency=agency)))[0]
    folds = [page.get_height() * third / 3 for third in (1, 2)]
    for drawn in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT], max_depth=9):
        _, bottom, _, top = drawn.get_bounds()
        assert not any(bottom - 6 < fold < top + 6 for fold in folds)


def test_the_password_is_in_no_metadata_and_the_same_sheet_is_the_same_file():
    pdf = credentials_sheet(SHEET)
    assert SHEET.password not in "".join(pdfium.PdfDocument(pdf).get_metadata_dict().values())
    assert pdf == credentials_sheet(SHEET)


def test_several_sheets_are_one_file_with_a_page_for_each_person():
    other = replace(
        SHEET, holder="Lò Văn Ún", address="lvun_stn@thunghiem.example", password="Zz9!otherpassword"
    )
    pages = [
        page.get_textpage().get_text_range()
        for page in pdfium.PdfDocument(credentials_sheets((SHEET, other, SHEET)))
    ]
    assert len(pages) == 3
    assert [SHEET.password in page for page in pages] == [True, False, True]
    assert [other.password in page for page in pages] == [False, True, False]


def test_a_sheet_takes_less_than_a_second():
    credentials_sheet(SHEET)
    started = time.perf_counter()
    credentials_sheet(SHEET)
    assert time.perf_counter() - started < 1
