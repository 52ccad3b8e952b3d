"""Whole files in every layout that agencies send, read by the forms of the five regulations."""

from collections.abc import Callable
from datetime import date
from unicodedata import normalize

import pytest
from tests.requests.intake.offices import (
    AN,
    BINH,
    HEADER_MAU_03,
    At,
    Rows,
    doc,
    docx,
    docx_of,
    forms,
    hanoi_letter,
    letterhead,
    odf,
    odf_table,
    odt,
    xlsx,
)

from congthu.requests.intake import UnreadableFile
from congthu.requests.intake.interpret import interpret, read_document

HANOI, CAOBANG, DONGTHAP, SOCTRANG = (
    "hanoi-1643-2023",
    "caobang-16-2025",
    "dongthap-143-2025",
    "soctrang-draft-2024",
)

REVOKE_MAU_03 = (
    "TT",
    "Họ và tên",
    "Cơ quan, đơn vị nơi công tác",
    "Địa chỉ Email sử dụng",
    "Số văn bản quyết định điều động/nghỉ hưu/ nghỉ việc",
    "Số CMND/CCCD",
    "Số điện thoại đăng ký OTP",
    "Ghi chú",
)
LEAVING = (
    "1",
    "Phạm Văn Cường",
    "Thanh tra Sở",
    "phamvancuong_sonv@hanoi.gov.vn",
    "9/QĐ-SNV",
    "001080000789",
    "",
    "",
)


def read(content: bytes, regulation: str = HANOI) -> dict:
    return interpret(read_document(content), forms=forms(regulation)).to_json()


def values(request: dict, field: str) -> list:
    return [row.get(field) for row in request["rows"]]


def told(request: dict) -> list:
    return [(problem["line"], problem["field"]) for problem in request["problems"]]


def hanoi(*tables: Rows | str) -> dict:
    return read(docx(*hanoi_letter(*tables)))


@pytest.mark.parametrize("write", [docx, odt, doc])
def test_the_same_letter_reads_the_same_in_every_word_format(write: Callable[..., bytes]):
    request = read(write(*hanoi_letter([HEADER_MAU_03, AN, BINH], "3. Thu hồi:", [REVOKE_MAU_03, LEAVING])))
    assert request == {
        "form": "mau-03",
        "kinds": ["person.issue", "person.revoke"],
        "agency": "Sở Nội vụ",
        "document": {"number": "12/SNV-VP", "date": "2026-01-05"},
        "requester": {
            "full_name": "Lê Minh Châu",
            "position": "Chánh Văn phòng",
            "unit": "Văn phòng Sở Nội vụ",
            "phone": "02438251234",
        },
        "rows": [
            {
                "line": 1,
                "kind": "person.issue",
                "full_name": "Nguyễn Văn An",
                "unit": "Văn phòng Sở",
                "position": "Chuyên viên",
                "national_id": "001090000123",
                "otp_phone": "0912345678",
                "decision_no": "12/QĐ-SNV",
            },
            {
                "line": 2,
                "kind": "person.issue",
                "full_name": "Trần Thị Bình",
                "unit": "Văn phòng Sở",
                "national_id": "001190000456",
                "otp_phone": "0987654321",
                "decision_no": "13/QĐ-SNV",
                "remarks": "Hợp đồng",
            },
            {
                "line": 3,
                "kind": "person.revoke",
                "full_name": "Phạm Văn Cường",
                "unit": "Thanh tra Sở",
                "national_id": "001080000789",
                "address": "phamvancuong_sonv@hanoi.gov.vn",
                "decision_no": "9/QĐ-SNV",
            },
        ],
        "problems": [],
    }


def test_letters_and_accents_written_apart_are_put_together():
    apart = hanoi_letter([HEADER_MAU_03, AN])
    content = docx(
        *(
            normalize("NFD", block)
            if isinstance(block, str)
            else [[normalize("NFD", c) for c in row] for row in block]
            for block in apart
        )
    )
    assert read(content)["rows"][0]["full_name"] == normalize("NFC", "Nguyễn Văn An")


def test_lines_that_ask_for_nothing_are_not_counted():
    request = hanoi(
        [
            HEADER_MAU_03,
            [f"({number})" for number in range(1, 9)],
            ["I", At("Văn phòng Sở", across=7)],
            AN,
            ["", "Thanh tra Sở", "", "", "", "", "", ""],
            BINH,
            HEADER_MAU_03,
            ("3", "Lê Văn Dũng", "Thanh tra Sở", "", "14/QĐ-SNV", "001090000999", "0912345679", ""),
            ["4", "", "", "", "", "", "", ""],
            ["…", "...", "…", ".....", "…", "…", "…", "…"],
            ["", "Tổng cộng: 03", "", "", "", "", "", ""],
        ]
    )
    assert values(request, "full_name") == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Dũng"]
    assert values(request, "line") == [1, 2, 3]
    assert request["problems"] == []


def test_a_unit_merged_downwards_holds_for_each_row_but_fills_no_blank_one():
    unit = At("Phòng Hành chính", down="restart")
    more = At("", down="continue")
    request = hanoi(
        [
            HEADER_MAU_03,
            [*AN[:2], unit, *AN[3:]],
            [*BINH[:2], more, *BINH[3:]],
            ["3", "", more, "", "", "", "", ""],
        ]
    )
    assert values(request, "unit") == ["Phòng Hành chính"] * 2


def test_a_heading_on_two_levels_is_read_by_its_lower_labels():
    upper = [
        *(At(label, down="restart") for label in ("TT", "Tên cơ quan, đơn vị", "Số quyết định thành lập")),
        At("Người đại diện", across=4),
        At("Ghi chú", down="restart"),
    ]
    lower = [*[At(down="continue")] * 3, "Họ và tên", "CCCD", "Chức vụ", "SĐT", At(down="continue")]
    row = ["1", "Trạm Y tế", "3/QĐ-UBND", "Vũ Minh Nghĩa", "001075000321", "Trạm trưởng", "0568 292 279", ""]
    request = hanoi([upper, lower, row])
    assert request["form"] == "mau-01"
    assert request["rows"][0]["representative"] == "Vũ Minh Nghĩa"
    assert request["rows"][0]["phone"] == "0568292279"


def test_columns_in_another_order_and_an_unknown_one_are_read():
    order = [0, 1, 6, 5, 4, 3, 2, 7]
    header, row = (
        [*(line[at] for at in order), extra] for line, extra in ((HEADER_MAU_03, "Ký tên"), (AN, "đã ký"))
    )
    assert hanoi([header, row])["rows"] == hanoi([HEADER_MAU_03, AN])["rows"]


def test_a_wrong_value_is_left_out_and_told_and_a_missing_one_cites_the_clause():
    request = hanoi(
        [
            HEADER_MAU_03,
            [*AN[:5], "00109000012", *AN[6:]],
            ["2", "", *BINH[2:]],
            ["3", "Lê Văn Dũng", "Thanh tra Sở", "", "", "001090000999", "09134456", ""],
        ]
    )
    assert told(request) == [(1, "national_id"), (2, "full_name"), (3, "otp_phone")]
    assert "national_id" not in request["rows"][0]
    assert "khoản 3 Điều 6" in request["problems"][1]["message"]
    assert {problem["severity"] for problem in request["problems"]} == {"error"}


def test_a_number_asked_for_twice_is_told_at_the_second_row():
    request = hanoi([HEADER_MAU_03, AN, [*BINH[:5], AN[5], *BINH[6:]]])
    assert told(request) == [(2, "national_id")]
    assert request["rows"][1]["national_id"] == AN[5]


def test_the_same_row_twice_is_told():
    request = read(
        _dongthap_issue([["1", "Mai Văn Em", "Kế toán", "Phòng Kinh tế", "0912345678"]] * 2), DONGTHAP
    )
    assert told(request) == [(2, "full_name")]


def test_a_table_left_as_printed_gives_no_row():
    header = (
        "TT",
        "Tên cơ quan, đơn vị",
        "Địa chỉ Email sử dụng",
        "Thông tin thay đổi",
        "Thông tin đề nghị điều chỉnh",
        "Lý do",
    )
    prompt = "Người đại diện sử dụng Email/Số điện thoại đăng ký OTP"
    request = hanoi([header, ["1", "", "", prompt, "", ""], ["2", "...", "", "", "", ""]])
    assert (request["form"], request["rows"], told(request)) == ("mau-02", [], [(None, "rows")])


def test_a_spreadsheet_has_its_letter_above_and_its_signature_below_the_list():
    rows = [
        ["UBND THÀNH PHỐ HÀ NỘI", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ XÂY DỰNG", None, None, "Độc lập - Tự do - Hạnh phúc"],
        ["Số: 90/SXD-VP", None, None, "Hà Nội, ngày 2 tháng 3 năm 2026"],
        ["Họ và tên:", "Đinh Tú", "Chức vụ: Chuyên viên"],
        ["Cơ quan, đơn vị công tác: Văn phòng Sở Xây dựng    Điện thoại liên hệ: 0377 267 386"],
        [],
        list(HEADER_MAU_03),
        [1, "Lê Thị Hoa", "Thanh tra Sở", "Chuyên viên", "5/QĐ-SXD", 1190000456, 912345678, None],
        [2, "Vũ Thị Lan", None, "Chuyên viên", "6/QĐ-SXD", "001190000457", "0912 345 679", None],
        [],
        [None, None, None, "THỦ TRƯỞNG CƠ QUAN"],
        [None, None, None, "(Ký, đóng dấu)"],
        [None, None, None, "Tạ Đình Tùng"],
    ]
    request = read(xlsx(rows, merged=["C8:C9", "A1:C1", "D11:H11"]))
    assert request["agency"] == "Sở Xây dựng"
    assert request["document"] == {"number": "90/SXD-VP", "date": "2026-03-02"}
    assert request["requester"]["full_name"] == "Đinh Tú"
    assert values(request, "full_name") == ["Lê Thị Hoa", "Vũ Thị Lan"]
    assert values(request, "unit") == ["Thanh tra Sở"] * 2
    assert request["rows"][0]["national_id"] == "001190000456"
    assert request["rows"][0]["otp_phone"] == "0912345678"
    assert {(p["line"], p["field"], p["severity"]) for p in request["problems"]} == {
        (1, "national_id", "warning"),
        (1, "otp_phone", "warning"),
    }


def test_both_tables_of_a_form_may_stand_in_one_sheet():
    rows = [["2. Danh sách cấp mới"], HEADER_MAU_03, AN, ["3. Danh sách thu hồi"], REVOKE_MAU_03, LEAVING]
    assert read(xlsx(rows))["kinds"] == ["person.issue", "person.revoke"]


def test_dates_in_a_spreadsheet_are_dates():
    header = [
        "STT",
        "Họ tên",
        "Ngày sinh",
        "CCCD",
        "Ngày cấp",
        "Nơi cấp",
        "Điện thoại",
        "Chức vụ",
        "Đơn vị công tác",
    ]
    row = [
        1,
        "Sơn Thị Mai",
        date(1990, 9, 5),
        "094190000111",
        date(2021, 2, 1),
        "Cục QLHC",
        "0912345678",
        "",
        "A",
    ]
    request = read(xlsx([header, row]), SOCTRANG)
    assert request["form"] == "m1"
    assert request["rows"][0]["birth_date"] == "1990-09-05"
    assert request["rows"][0]["national_id_date"] == "2021-02-01"


def test_a_million_empty_rows_cost_nothing():
    filler = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    table = odf_table([HEADER_MAU_03, AN]).replace("</table:table>", f"{filler}</table:table>")
    assert len(read(odf(f"<office:spreadsheet>{table}</office:spreadsheet>"))["rows"]) == 1


TICKS_UPPER = [
    At("Stt", down="restart", rows=2),
    At("Họ và tên", down="restart", rows=2),
    At("Chức vụ", down="restart", rows=2),
    At("Đơn vị", down="restart", rows=2),
    At("Đề nghị", across=3),
]
TICKS_LOWER = [*[At(down="continue")] * 4, "Cấp mới", "Cấp lại mật khẩu", "Thu hồi"]


def _caobang(*rows: list[str], count: str = "") -> bytes:
    return docx(
        letterhead(
            "UBND TỈNH CAO BẰNG", "UBND XÃ HẠ LANG", "7/UBND-VP", "Hạ Lang, ngày 11 tháng 03 năm 2026"
        ),
        "Họ và tên người yêu cầu: Nông Văn Phúc……Chức vụ: Phó Chủ tịch",
        "Cơ quan, đơn vị công tác: UBND xã Hạ Lang",
        "Điện thoại liên lạc: 0912 092 081",
        "2. Đề nghị cấp mới hộp thư điện tử công vụ cá nhân:",
        [TICKS_UPPER, TICKS_LOWER, *rows],
        f"Danh sách đề nghị: {count} tài khoản." if count else "",
    )


@pytest.mark.parametrize("mark", ["X", "x", "✓", "☑", "[x]"])
def test_a_ticked_box_says_what_is_asked(mark: str):
    request = read(_caobang(["01", "Lý A Páo", "Chuyên viên", "Phòng Kinh tế", "", mark, "☐"]), CAOBANG)
    assert request["rows"][0]["kind"] == "person.password"
    assert request["rows"][0]["requested"] == ["password"]
    assert request["requester"]["position"] == "Phó Chủ tịch"
    assert request["problems"] == []


@pytest.mark.parametrize(
    ("boxes", "requested"), [(["", "", ""], None), (["x", "", "x"], ["issue", "revoke"])]
)
def test_boxes_that_do_not_settle_what_is_asked_give_no_kind(boxes: list[str], requested: list[str] | None):
    request = read(_caobang(["01", "Lý A Páo", "Chuyên viên", "Phòng Kinh tế", *boxes]), CAOBANG)
    assert "kind" not in request["rows"][0]
    assert request["rows"][0].get("requested") == requested
    assert told(request) == [(1, "requested")]


@pytest.mark.parametrize(("count", "wrong"), [("02", False), ("03", True)])
def test_the_number_of_accounts_must_be_that_of_the_rows(count: str, wrong: bool):
    people = [["01", "Lý A Páo", "", "", "x", "", ""], ["02", "Mã Thị Mai", "", "", "x", "", ""]]
    request = read(_caobang(*people, count=count), CAOBANG)
    assert told(request) == ([(None, "rows")] if wrong else [])


def _dongthap_issue(rows: Rows, organisation: str = "…………", seat: str = "……") -> bytes:
    return docx(
        "Mẫu số 01",
        letterhead(
            "UBND TỈNH ĐỒNG THÁP", "UBND PHƯỜNG CAO LÃNH", "4/UBND", "Cao Lãnh, ngày 7 tháng 4 năm 2026"
        ),
        "UBND phường Cao Lãnh đề nghị Trung tâm Chuyển đổi số cấp mới hộp thư điện tử công vụ:",
        "Họ và tên người yêu cầu: Bùi Đức Hùng    Chức vụ: Phó Chánh Văn phòng",
        "Điện thoại liên lạc: +84 986.362.208",
        f"Tên cơ quan, tổ chức: {organisation}",
        f"Địa chỉ: {seat}",
        [("Stt", "Họ và tên", "Chức vụ", "Đơn vị/bộ phận công tác", "Số điện thoại"), *rows],
    )


def test_an_organisation_named_above_the_table_is_the_first_line():
    person = ["01", "Mai Văn Em", "Kế toán", "Phòng Kinh tế", "(+84) 393 615 375"]
    request = read(_dongthap_issue([person], "Trung tâm Cung ứng dịch vụ công", "Số 3, đường 30/4"), DONGTHAP)
    assert request["rows"][0] == {
        "line": 1,
        "kind": "organisation.issue",
        "org_name": "Trung tâm Cung ứng dịch vụ công",
        "seat": "Số 3, đường 30/4",
    }
    assert request["rows"][1]["phone"] == "0393615375"
    assert request["agency"] == "UBND phường Cao Lãnh"


def test_an_organisation_left_as_dots_is_no_line():
    person = ["01", "Mai Văn Em", "Kế toán", "Phòng Kinh tế", "0393615375"]
    assert read(_dongthap_issue([person]), DONGTHAP)["kinds"] == ["person.issue"]


def test_a_misprinted_form_number_does_not_mislead():
    header = (
        "Stt",
        "Đơn vị/Cá nhân",
        "Đơn vị/bộ phận công tác",
        "Địa chỉ thư điện tử công vụ",
        "Số điện thoại",
    )
    rows = [
        ("1", "Đoàn Thị Em", "Phòng Nghiệp vụ", "doanthiem@dongthap.gov.vn", "0568.142.650"),
        ("2", "Trung tâm Kiểm nghiệm", "Sở Y tế", "ttkn.soyte@dongthap.gov.vn", "0277.3851940"),
    ]
    request = read(docx("Mẫu số 02", [header, *rows]), DONGTHAP)
    assert request["form"] == "mau-03"
    assert request["kinds"] == ["person.password", "organisation.password"]
    assert (request["rows"][0]["full_name"], request["rows"][1]["org_name"]) == (
        "Đoàn Thị Em",
        "Trung tâm Kiểm nghiệm",
    )


def test_a_spreadsheet_with_ticks_under_a_merged_heading():
    upper = [
        At("Stt", down="restart", rows=2),
        At("Tên cơ quan/ Cá nhân", down="restart", rows=2),
        At("Chức vụ", down="restart", rows=2),
        At("Đơn vị", down="restart", rows=2),
        At("Đề nghị", across=2),
        At("Nội dung đề nghị", rows=2),
    ]
    lower = [*[At(down="continue")] * 4, "Thay đổi", "Thu hồi", At(down="continue")]
    rows = [
        upper,
        lower,
        ["1", "Hồ Ngọc Phúc", "Chuyên viên", "Phòng Tổ chức", "x", "", "Đổi chức vụ"],
        ["2", "Đào Minh Vượng", "", "Phòng Tổ chức", "", "", "Nghỉ việc"],
        ["Danh sách đề nghị: 02 tài khoản."],
        ["", "", "", "XÁC NHẬN CỦA CƠ QUAN"],
        ["", "", "", "Mai Văn Phúc"],
    ]
    request = read(odf(f"<office:spreadsheet>{odf_table(rows)}</office:spreadsheet>"), DONGTHAP)
    assert values(request, "kind") == ["person.change", None]
    assert values(request, "remarks") == ["Đổi chức vụ", "Nghỉ việc"]
    assert told(request) == [(None, "requester.full_name"), (2, "kind")]


def test_identity_on_three_lines_of_a_cell_and_footnote_marks_in_the_heading():
    header = (
        "STT",
        "Họ tên",
        "Ngày sinh",
        "CCCD/ Ngày cấp/ Nơi cấp",
        "Điện thoại (1)",
        "Chức vụ ⁽²⁾",
        "Đơn vị công tác",
        "Ghi chú",
    )
    identity = "CCCD: 094190000111\nCấp ngày 28/09/2021\nNơi cấp: Cục Cảnh sát QLHC về TTXH"
    row = (
        "1",
        "Kim Thị Sa Rết",
        "5/9/1990",
        identity,
        "0704.282.430",
        "Trưởng phòng\nPhó Bí thư",
        "Văn phòng Sở",
        "",
    )
    request = read(
        docx("2. Họ tên người lập danh sách: Lê Thị Vân, Chức vụ: Văn thư", [header, row]), SOCTRANG
    )
    assert request["requester"] == {"full_name": "Lê Thị Vân", "position": "Văn thư"}
    assert request["rows"] == [
        {
            "line": 1,
            "kind": "person.issue",
            "full_name": "Kim Thị Sa Rết",
            "unit": "Văn phòng Sở",
            "position": "Trưởng phòng Phó Bí thư",
            "birth_date": "1990-09-05",
            "national_id": "094190000111",
            "national_id_date": "2021-09-28",
            "national_id_place": "Cục Cảnh sát QLHC về TTXH",
            "phone": "0704282430",
        }
    ]


def test_a_column_meant_for_persons_is_asked_about_when_an_organisation_fills_it():
    header = (
        "STT",
        "Họ tên (cá nhân/ tổ chức)",
        "Tên hộp thư điện tử (cá nhân/ tổ chức)",
        "CCCD/ Ngày cấp/ Nơi cấp",
        "Điện thoại (5)",
        "Chức vụ (6)",
        "Đơn vị công tác",
        "Địa chỉ (7)",
        "Lý do thu hồi",
    )
    row = (
        "1",
        "Ban Quản lý cảng cá",
        "bqlcc@soctrang.gov.vn",
        "",
        "0299 3822456",
        "Trưởng ban",
        "",
        "Trần Đề",
        "Giải thể",
    )
    request = read(docx("Họ tên người lập danh sách: Lê Thị Vân", [header, row]), SOCTRANG)
    assert request["rows"][0]["kind"] == "organisation.revoke"
    assert [(p["field"], p["severity"]) for p in request["problems"]] == [("position", "warning")]


def test_an_impossible_day_of_the_letter_is_told():
    letter = hanoi_letter([HEADER_MAU_03, AN])
    letter[0] = letterhead(
        "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "12/SNV-VP", "Hà Nội, ngày 31 tháng 02 năm 2026"
    )
    request = read(docx(*letter))
    assert request["document"] == {"number": "12/SNV-VP", "date": None}
    assert told(request) == [(None, "document.date")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (docx("Sở Tư pháp đề nghị cấp hộp thư cho 03 công chức. Danh sách gửi sau."), "không có bảng"),
        (docx([("Tên sách", "Tác giả"), ("Dế Mèn", "Tô Hoài")]), "Không bảng nào"),
        (docx_of(""), "không có bảng"),
    ],
)
def test_a_file_without_the_form_is_refused_with_one_sentence(content: bytes, says: str):
    with pytest.raises(UnreadableFile, match=says):
        read(content)


def test_a_form_of_another_authority_is_refused():
    with pytest.raises(UnreadableFile, match="Không bảng nào"):
        read(docx(*hanoi_letter([HEADER_MAU_03, AN])), CAOBANG)
