"""What agencies write into the two cells of a change, and what is understood."""

import pytest

from congthu.regulations.asks import Subject
from congthu.requests.changes import wanted


def changed(subject=Subject.PERSON, known=None, **fields):
    found = wanted(fields, subject, known=known)
    return {str(one.field): one.value for one in found.changes}


@pytest.mark.parametrize(
    ("old", "new", "understood"),
    [
        ("Chức vụ", "Phó Trưởng phòng", {"position": "Phó Trưởng phòng"}),
        ("Chức vụ: Chuyên viên", "Phó Trưởng phòng", {"position": "Phó Trưởng phòng"}),
        ("Chức danh: Chuyên viên", "Chức danh: Trưởng phòng", {"position": "Trưởng phòng"}),
        ("Số điện thoại đăng ký OTP", "0377 118 260", {"otp_phone": "0377118260"}),
        ("Điện thoại", "0912.345.678", {"phone": "0912345678"}),
        ("Họ và tên: Nguyễn Văn An", "Nguyễn Văn Ân", {"full_name": "Nguyễn Văn Ân"}),
        ("Ngày sinh: 01/01/1990", "02/01/1990", {"birth_date": "1990-01-02"}),
        ("Số CCCD", "001 190 000 123", {"national_id": "001190000123"}),
        ("Đơn vị công tác: Văn phòng", "Phòng Tổ chức", {"unit": "Phòng Tổ chức"}),
        ("Cơ quan, đơn vị nơi công tác", "Sở Nội vụ", {"unit": "Sở Nội vụ"}),
        (
            "Chức vụ/Số điện thoại đăng ký OTP",
            "Trưởng phòng / 0912345678",
            {"position": "Trưởng phòng", "otp_phone": "0912345678"},
        ),
        ("Chức vụ/Số điện thoại đăng ký OTP", "0912345678", {"otp_phone": "0912345678"}),
        ("Chức vụ/Số điện thoại đăng ký OTP", "Trưởng phòng", {"position": "Trưởng phòng"}),
        ("", "Chức vụ: Trưởng phòng", {"position": "Trưởng phòng"}),
    ],
)
def test_the_two_cells_of_a_form(old, new, understood):
    assert changed(old_value=old, new_value=new) == understood


@pytest.mark.parametrize(
    ("remarks", "understood"),
    [
        ("Thay đổi chức vụ: Trưởng phòng", {"position": "Trưởng phòng"}),
        ("Thay đổi số điện thoại thành 0912345678", {"phone": "0912345678"}),
        ("Chuyển đến Văn phòng Sở", {"unit": "Văn phòng Sở"}),
        ("Bổ nhiệm Phó Giám đốc", {"position": "Phó Giám đốc"}),
        ("Chuyển đến đơn vị: Sở Y tế, Quyết định số 12/QĐ-SNV ngày 1/2/2026", {"unit": "Sở Y tế"}),
        ("Chuyển đến Sở Y tế theo QĐ số 12/QĐ-SNV", {"unit": "Sở Y tế"}),
        ("Bổ nhiệm Trưởng phòng (căn cứ Quyết định: 5/QĐ-STC)", {"position": "Trưởng phòng"}),
        ("Chức vụ: Trưởng phòng Công văn – Lưu trữ", {"position": "Trưởng phòng Công văn – Lưu trữ"}),
    ],
)
def test_one_cell_with_a_sentence(remarks, understood):
    assert changed(remarks=remarks) == understood


def test_an_old_value_that_the_directory_holds_says_which_fact_is_meant():
    known = {"position": "Chuyên viên", "unit": "Văn phòng"}
    assert changed(old_value="chuyên viên", new_value="Trưởng phòng", known=known) == {
        "position": "Trưởng phòng"
    }
    assert changed(old_value="Kế toán", new_value="Trưởng phòng", known=known) == {}


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"old_value": "Chức vụ"}, "form.new_value"),
        ({"old_value": "Phòng cũ", "new_value": "Phòng mới"}, "form.old_value"),
        ({"old_value": "Số điện thoại", "new_value": "12"}, "form.phone"),
        ({"old_value": "Ngày sinh", "new_value": "31/02/1990"}, "form.birth_date"),
        ({"old_value": "Số CCCD", "new_value": "12345"}, "form.national_id"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_is_wrong(fields, rule):
    assert [one.rule for one in wanted(fields, Subject.PERSON).refused] == [rule]


@pytest.mark.parametrize(
    ("old", "new", "understood"),
    [
        ("Người đại diện sử dụng Email", "Bùi Thị Xuân", {"representative": "Bùi Thị Xuân"}),
        ("Người đại diện sử dụng Email/Số điện thoại đăng ký OTP", "0912345678", {"otp_phone": "0912345678"}),
        ("Địa chỉ trụ sở", "12 Hùng Vương", {"seat": "12 Hùng Vương"}),
    ],
)
def test_what_an_organisation_may_ask_to_have_changed(old, new, understood):
    assert changed(Subject.ORGANISATION, old_value=old, new_value=new) == understood
