import pytest

from congthu.requests.intake.labels import is_serial, likeness, plain


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("HỌ VÀ TÊN", "Họ tên"),
        ("Chức vụ (Nếu có)", "Chức vụ"),
        ("Điện thoại ⁽¹⁾", "Điện thoại"),
        ("Điện thoại(1)", "Số điện thoại"),
        ("SĐT", "Số điện thoại"),
        ("Số VB QĐ tuyển dụng/tiếp nhận", "Số văn bản quyết định tuyển dụng/ tiếp nhận"),
        ("E-mail", "Email"),
        ("Huỷ bỏ", "Hủy bỏ"),
        ("Số QĐ điều động/ngỉ hưu/ nghỉ việc", "Số quyết định điều động/nghỉ hưu/nghỉ việc"),
    ],
)
def test_headings_typed_otherwise_mean_the_same_column(typed: str, printed: str):
    assert likeness(plain(typed), plain(printed)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Họ và tên", "Tên cơ quan"),
        ("Số điện thoại", "Số điện thoại đăng ký OTP"),
        ("Địa chỉ", "Địa chỉ Email"),
        ("Thông tin thay đổi", "Thông tin đề nghị điều chỉnh"),
    ],
)
def test_headings_that_share_words_stay_apart(one: str, other: str):
    assert likeness(plain(one), plain(other)) == 0


@pytest.mark.parametrize("label", ["TT", "STT", "Stt", "Số TT", "Số thứ tự"])
def test_serial_numbers_have_their_own_headings(label: str):
    assert is_serial(label)
