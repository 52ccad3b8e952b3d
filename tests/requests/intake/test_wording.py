"""What lines ask for in words: where a form has no box, where one form serves two things, where there is no form."""

import pytest
from tests.requests.intake.offices import docx, forms, hanoi_letter, letterhead

from congthu.regulations.load import forms_to_fill, load, platform_words
from congthu.requests.intake.document import UnreadableFile
from congthu.requests.intake.interpret import interpret, read_document

WORDS = platform_words()


def read(regulation, *blocks):
    return interpret(read_document(docx(*blocks)), forms=forms(regulation), words=WORDS)


def cao_bang(
    title, *rows, heading=("Stt", "Họ và tên", "Chức vụ", "Đơn vị", "Cấp mới", "Cấp lại mật khẩu", "Thu hồi")
):
    head = letterhead("UBND TỈNH CAO BẰNG", "SỞ TƯ PHÁP", "12/STP-VP", "Cao Bằng, ngày 05 tháng 01 năm 2026")
    head = [[head[0][0], head[0][1]], [f"Số: 12/STP-VP\nV/v {title}", head[1][1]]]
    return read(
        "caobang-16-2025",
        head,
        "Họ và tên người yêu cầu: Nông Ngọc Phúc    Chức vụ: Văn thư",
        "Cơ quan, đơn vị công tác: Sở Tư pháp",
        "Điện thoại liên lạc: 0912092081",
        "2. Đề nghị cấp mới hộp thư điện tử công vụ cá nhân:",
        [heading, *rows],
    )


WITH_CONTENT = (
    "Stt",
    "Họ và tên",
    "Chức vụ",
    "Đơn vị",
    "Cấp mới",
    "Cấp lại mật khẩu",
    "Thu hồi",
    "Nội dung yêu cầu",
)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Khôi phục hộp thư bị tạm khóa", "person.restore"),
        ("Đề nghị tạm khóa", "person.lock"),
        ("Thay đổi chức vụ: Trưởng phòng", "person.change"),
        ("", None),
        ("Khôi phục hoặc thu hồi", None),
    ],
)
def test_what_the_form_has_no_box_for_is_asked_in_its_content(said, kind):
    found = cao_bang(
        "đề nghị", ("1", "Lý A Páo", "Chuyên viên", "Văn phòng", "", "", "", said), heading=WITH_CONTENT
    )
    assert found.rows[0].kind == kind
    assert bool([one for one in found.problems if one.field == "requested"]) is (kind is None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("khôi phục hộp thư điện tử công vụ", "person.restore"),
        ("tạm khóa hộp thư của cá nhân", "person.lock"),
        ("cấp mới hộp thư", None),
        ("cấp mới, thay đổi, thu hồi hộp thư", None),
    ],
)
def test_or_in_the_subject_of_the_letter(title, kind):
    found = cao_bang(title, ("1", "Lý A Páo", "Chuyên viên", "Văn phòng", "", "", ""))
    assert found.rows[0].kind == kind


def test_a_tick_says_it_unless_the_words_say_that_the_mailbox_is_to_be_restored():
    row = ("1", "Lý A Páo", "Chuyên viên", "Văn phòng", "", "X", "")
    found = cao_bang(
        "đề nghị", (*row, "Khôi phục hộp thư"), (*row, "Quên mật khẩu"), (*row, ""), heading=WITH_CONTENT
    )
    assert [one.kind for one in found.rows] == ["person.restore", "person.password", "person.password"]
    assert found.rows[0].as_json()["requested"] == ["password"]


def test_one_form_serves_a_forgotten_password_and_a_locked_mailbox():
    table = load("dongthap-143-2025").forms.form("mau-03").tables[0]
    assert (table.action, table.when_locked) == ("password", "restore")


FREE = ("TT", "Họ và tên", "Địa chỉ Email", "Lý do")


def test_a_list_with_a_letter_is_read_where_the_regulation_has_no_form():
    blocks = hanoi_letter([FREE, ("1", "Nguyễn Văn An", "nguyenvanan_sonv@hanoi.gov.vn", "Nghỉ ốm dài ngày")])
    blocks[2] = "V/v khôi phục hộp thư điện tử công vụ"
    found = read("hanoi-1643-2023", *blocks)
    [row] = found.rows
    assert (found.form, row.kind, row.when_locked) == ("van-ban", "person.password", "restore")


def test_the_same_list_under_another_subject_is_not_taken_for_one():
    blocks = hanoi_letter([FREE, ("1", "Nguyễn Văn An", "nguyenvanan_sonv@hanoi.gov.vn", "Nghỉ hưu")])
    try:
        found = read("hanoi-1643-2023", *blocks)
    except UnreadableFile:
        return
    assert found.form != "van-ban"


MAU_03_REVOKE = (
    "TT",
    "Họ và tên",
    "Cơ quan, đơn vị nơi công tác",
    "Địa chỉ Email sử dụng",
    "Số văn bản quyết định điều động/nghỉ hưu/nghỉ việc",
    "Số CMND/CCCD",
    "Số điện thoại đăng ký OTP",
    "Ghi chú",
)


@pytest.mark.parametrize(
    ("decision", "day"),
    [
        ("412/QĐ-SNV ngày 05/01/2026", "2026-01-05"),
        ("Quyết định số 412/QĐ-SNV ngày 5 tháng 1 năm 2026", "2026-01-05"),
        ("412/QĐ-SNV", None),
    ],
)
def test_the_day_of_a_decision_is_read_beside_its_number(decision, day):
    row = ("1", "Nguyễn Văn An", "Văn phòng Sở", "nguyenvanan_sonv@hanoi.gov.vn", decision, "", "", "")
    found = read("hanoi-1643-2023", *hanoi_letter("Thu hồi:", [MAU_03_REVOKE, row]))
    told = found.rows[0].as_json()
    assert (told["decision_no"], told.get("decision_on")) == (decision, day)


MAU_01 = (
    "TT",
    "Tên cơ quan, đơn vị",
    "Số Văn bản quyết định thành lập/thành lập lại",
    "Họ và tên người đại diện quản lý Email",
    "Số CMND/CCCD",
    "Chức vụ",
    "Số điện thoại",
    "Ghi chú",
)


@pytest.mark.parametrize(
    ("name", "remarks", "box"),
    [
        ("Hộp thư văn thư Sở Nội vụ", "", "van_thu"),
        ("Sở Nội vụ", "Văn thư", "van_thu"),
        ("Sở Nội vụ", "Hộp thư kỹ thuật", "ky_thuat"),
        ("Nhóm thư lãnh đạo Sở", "", "group_agency"),
        ("Trung tâm Kỹ thuật tài nguyên", "", None),
        ("Phòng Văn thư - Lưu trữ", "", None),
    ],
)
def test_an_organisation_may_name_the_kind_of_mailbox_it_asks_for(name, remarks, box):
    row = ("1", name, "12/QĐ-SNV", "Bùi Thị Xuân", "001188000001", "Trưởng phòng", "0912345678", remarks)
    found = read("hanoi-1643-2023", *hanoi_letter("Cấp mới:", [MAU_01, row]))
    assert (found.rows[0].kind, found.rows[0].as_json().get("box")) == ("organisation.issue", box)


def test_forms_of_a_draft_are_patterns_where_the_regulation_prescribes_none():
    book = forms_to_fill(load("soctrang-59-2024"))
    heading = ("STT", "Tên cơ quan/tổ chức", "Địa chỉ", "Điện thoại", "Ghi chú")
    head = letterhead(
        "UBND TỈNH SÓC TRĂNG", "SỞ CÔNG THƯƠNG", "12/SCT-VP", "Sóc Trăng, ngày 05 tháng 01 năm 2026"
    )
    content = docx(head, [heading, ("1", "Phòng Kỹ thuật", "", "02993822456", "")])
    found = interpret(read_document(content), forms=book, words=WORDS)
    lacking = [(one.field, one.severity) for one in found.problems]
    assert lacking == [("requester.full_name", "warning"), ("seat", "warning")]
    draft = interpret(read_document(content), forms=load("soctrang-draft-2024").forms, words=WORDS)
    assert {one.severity for one in draft.problems} == {"error"}


@pytest.mark.parametrize(("said", "form"), [("Cấp mới hộp thư", "Mẫu số 01"), ("Tạm khóa hộp thư", "")])
def test_what_another_form_is_printed_for_is_asked_for_on_that_one(said: str, form: str) -> None:
    heading = ("Stt", "Tên cơ quan/Cá nhân", "Chức vụ", "Đơn vị", "Thay đổi", "Thu hồi", "Nội dung đề nghị")
    row = ("1", "Mai Văn Em", "Kế toán", "Phòng Kinh tế", "", "", said)
    letter = ("Mẫu số 02", "Họ và tên người yêu cầu: Bùi Đức Hùng    Chức vụ: Văn thư", [heading, row])
    told = [one.message for one in read("dongthap-143-2025", *letter).problems if one.field == "kind"]
    assert [form in one for one in told] == ([True] if form else [])
