from datetime import date

import pytest

from congthu.requests.intake.letter import agency_name, labelled, letter_of, letterhead

MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "_______"]


@pytest.mark.parametrize(
    ("lines", "bodies"),
    [
        (["UBND TỈNH CAO BẰNG", "SỞ TƯ PHÁP"], ["UBND TỈNH CAO BẰNG", "SỞ TƯ PHÁP"]),
        (
            ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "UBND PHƯỜNG CẦU GIẤY"],
            ["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "UBND PHƯỜNG CẦU GIẤY"],
        ),
        (
            ["UBND TỈNH CAO BẰNG", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"],
            ["UBND TỈNH CAO BẰNG", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"],
        ),
        (
            ["UBND TỈNH ĐỒNG THÁP", "ỦY BAN NHÂN DÂN", "PHƯỜNG CAO LÃNH"],
            ["UBND TỈNH ĐỒNG THÁP", "ỦY BAN NHÂN DÂN PHƯỜNG CAO LÃNH"],
        ),
        (["Mẫu số 01", "UBND TỈNH ĐỒNG THÁP", "SỞ Y TẾ"], ["UBND TỈNH ĐỒNG THÁP", "SỞ Y TẾ"]),
    ],
)
def test_the_letterhead_names_the_superior_body_and_the_agency(lines: list[str], bodies: list[str]):
    assert letterhead([lines[0], *MOTTO, *lines[1:], "Số: 5/VP", "SỞ KHÁC"]) == bodies


@pytest.mark.parametrize(
    ("head", "text", "agency"),
    [
        ("SỞ TƯ PHÁP", "Sở Tư pháp đề nghị cấp mới", "Sở Tư pháp"),
        ("SỞ TÀI CHÍNH", "1. Tên đơn vị: Sở Tài chính tỉnh Sóc Trăng", "Sở Tài chính"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG CAO LÃNH", "UBND phường Cao Lãnh đề nghị", "UBND phường Cao Lãnh"),
        ("SỞ XÂY DỰNG", "không nhắc lại", "Sở Xây dựng"),
        ("Sở Y tế", "", "Sở Y tế"),
    ],
)
def test_the_agency_is_written_as_the_letter_writes_it(head: str, text: str, agency: str):
    lines = ["UBND TỈNH X", head, "Số: 5/VP", text]
    assert agency_name(lines, lines) == agency


def test_without_a_letterhead_the_sentence_that_asks_names_the_agency():
    lines = ["Kính gửi: Trung tâm;", "Sở Tư pháp trân trọng đề nghị cấp mới hộp thư"]
    assert agency_name(lines, lines) == "Sở Tư pháp"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 147/UBND-VHXH", "147/UBND-VHXH"),
        ("Số : 147 / UBND - VHXH", "147/UBND-VHXH"),
        ("Số 3115/SGDĐT-VP", "3115/SGDĐT-VP"),
        ("318/STC-VP", "318/STC-VP"),
        ("(Kèm theo Công văn số 905/SXD-VP của Sở Xây dựng)", "905/SXD-VP"),
        ("Số:      /SXD-VP", None),
        ("Số: …/SXD-VP", None),
    ],
)
def test_the_number_of_the_letter(line: str, number: str | None):
    assert letter_of(["SỞ XÂY DỰNG", line], []).letter.number == number


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Hà Nội, ngày 02 tháng 10 năm 2026", date(2026, 10, 2)),
        ("Hà Nội, ngày 02/10/2026", date(2026, 10, 2)),
        ("Hà Nội, ngày    tháng    năm 2026", None),
    ],
)
def test_the_date_of_the_letter(line: str, day: date | None):
    dated = letter_of(["SỞ XÂY DỰNG", line, "Căn cứ Quyết định số 9/QĐ ngày 1 tháng 2 năm 2023"], [])
    assert (dated.day, dated.wrong_day) == (day, False)


def test_an_impossible_day_is_told_apart_from_a_missing_one():
    assert letter_of(["Hà Nội, ngày 31 tháng 4 năm 2026"], []).wrong_day


@pytest.mark.parametrize(
    "line",
    [
        "Họ và tên: Lê Châu    Chức vụ: Văn thư",
        "- Họ và tên : Lê Châu, Chức vụ: Văn thư.",
        "Họ và tên:…………Lê Châu………… Chức vụ:……Văn thư……",
        "HỌ VÀ TÊN: Lê Châu;Chức vụ: Văn thư",
    ],
)
def test_labels_share_a_line_and_lose_their_dots(line: str):
    labels = {"full_name": ["Họ và tên"], "position": ["Chức vụ"]}
    assert labelled([line], labels) == {"full_name": "Lê Châu", "position": "Văn thư"}


def test_a_label_followed_by_dots_only_says_nothing():
    assert (
        labelled(["Họ và tên: ………… Chức vụ: ......"], {"full_name": ["Họ và tên"], "position": ["Chức vụ"]})
        == {}
    )
