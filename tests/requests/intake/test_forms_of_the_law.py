"""Every table of every form as it is printed: what a row asks for, and what it may not leave out.

The columns are those of the printed forms, the number of the row apart; ``*`` marks what must be filled. A column of
boxes is written ``[label]``.
"""

import pytest
from tests.requests.intake.offices import docx, forms

from congthu.regulations.load import load
from congthu.requests.intake.interpret import interpret, read_document

CAO_BANG, DONG_THAP, HANOI, DRAFT = (
    "caobang-16-2025",
    "dongthap-143-2025",
    "hanoi-1643-2023",
    "soctrang-draft-2024",
)
PRINTED = {
    HANOI: ["Mẫu số 01", "Mẫu số 02", "Mẫu số 03", "Mẫu số 04"],
    CAO_BANG: ["Mẫu đăng ký tại Phụ lục"],
    DONG_THAP: ["Mẫu số 01", "Mẫu số 02", "Mẫu số 03"],
    DRAFT: [f"Mẫu số {number}" for number in range(1, 8)],
}
WORDS = {
    "name": "Bùi Thị Xuân",
    "office": "Phòng Hạ tầng",
    "national_id": "001188000001",
    "identity": "001188000001\n04/5/2021\nCục Cảnh sát QLHC về TTXH",
    "mobile": "0912345678",
    "birth": "09/4/1988",
    "address": "ai@tinh.example",
}


def form(regulation, form_id, kind, title, columns):
    return pytest.param(regulation, form_id, kind, title, columns, id=f"{regulation} {form_id} {kind}")


FORMS = [
    form(
        HANOI,
        "mau-01",
        "organisation.issue",
        "Cấp mới:",
        "*Tên cơ quan, đơn vị=office; *Số Văn bản quyết định thành lập/thành lập lại=12/QĐ-UBND;"
        "*Họ và tên người đại diện quản lý Email=name; *Số CMND/CCCD=national_id; *Chức vụ=Trưởng phòng;"
        "*Số điện thoại=mobile; Ghi chú=Gấp",
    ),
    form(
        HANOI,
        "mau-01",
        "organisation.revoke",
        "Thu hồi:",
        "*Tên cơ quan, đơn vị=office; Văn bản quyết định giải thể/thành lập lại=12/QĐ-UBND;"
        "*Địa chỉ Email đề nghị thu hồi/hủy bỏ=address; Họ và tên người đại diện quản lý Email=name;"
        "Số điện thoại=mobile; Ghi chú=Gấp",
    ),
    form(
        HANOI,
        "mau-02",
        "organisation.change",
        "Thay đổi:",
        "*Tên cơ quan, đơn vị=office; *Địa chỉ Email sử dụng=address; Thông tin thay đổi=Người đại diện;"
        "*Thông tin đề nghị điều chỉnh=Bùi Thị Xuân; Lý do=Nghỉ hưu",
    ),
    form(
        HANOI,
        "mau-03",
        "person.issue",
        "Cấp mới:",
        "*Họ và tên=name; *Cơ quan, đơn vị nơi công tác=office; Chức vụ (Nếu có)=Chuyên viên;"
        "Số văn bản quyết định tuyển dụng/tiếp nhận=12/QĐ; *Số CMND/CCCD=national_id;"
        "*Số điện thoại đăng ký OTP=mobile; Ghi chú=Gấp",
    ),
    form(
        HANOI,
        "mau-03",
        "person.revoke",
        "Thu hồi:",
        "*Họ và tên=name; Cơ quan, đơn vị nơi công tác=office; *Địa chỉ Email sử dụng=address;"
        "Số văn bản quyết định điều động/nghỉ hưu/nghỉ việc=12/QĐ; Số CMND/CCCD=national_id;"
        "Số điện thoại đăng ký OTP=mobile; Ghi chú=Gấp",
    ),
    form(
        HANOI,
        "mau-04",
        "person.change",
        "Thay đổi:",
        "*Họ và tên=name; Cơ quan, đơn vị nơi công tác=office; *Địa chỉ Email sử dụng=address;"
        "Thông tin thay đổi=Chức vụ; *Thông tin đề nghị điều chỉnh=Trưởng phòng; Ghi chú=Gấp",
    ),
    form(
        CAO_BANG,
        "phu-luc",
        "organisation.issue",
        "Cơ quan, tổ chức:",
        "*Tên cơ quan đơn vị=office; [Cấp mới]=x; [Cấp lại mật khẩu]=; [Thu hồi]=",
    ),
    form(
        CAO_BANG,
        "phu-luc",
        "person.password",
        "Cá nhân:",
        "*Họ và tên=name; Chức vụ=Chuyên viên; Đơn vị=office; [Cấp mới]=; [Cấp lại mật khẩu]=x; [Thu hồi]=",
    ),
    form(
        DONG_THAP,
        "mau-01",
        "person.issue",
        "Cấp mới cho cá nhân:",
        "*Họ và tên=name; Chức vụ=Chuyên viên; Đơn vị/bộ phận công tác=office; Số điện thoại=mobile",
    ),
    form(
        DONG_THAP,
        "mau-02",
        "person.revoke",
        "Thay đổi, thu hồi:",
        "*Tên cơ quan/Cá nhân=name; Chức vụ=Chuyên viên; Đơn vị=office; [Thay đổi]=; [Thu hồi]=x;"
        "Nội dung đề nghị=Nghỉ việc",
    ),
    form(
        DONG_THAP,
        "mau-03",
        "person.password",
        "Khôi phục, cấp lại mật khẩu:",
        "*Đơn vị/Cá nhân=name; Đơn vị/bộ phận công tác=office; *Địa chỉ thư điện tử công vụ=address;"
        "Số điện thoại=mobile",
    ),
    form(
        DRAFT,
        "m1",
        "person.issue",
        "Đề nghị cấp hộp thư điện tử cho cá nhân",
        "*Họ tên=name; *Ngày sinh=birth; *CCCD/Ngày cấp/Nơi cấp=identity; Điện thoại=mobile;"
        "Chức vụ=Chuyên viên; Đơn vị công tác=office; Ghi chú=Gấp",
    ),
    form(
        DRAFT,
        "m2",
        "organisation.issue",
        "Đề nghị cấp hộp thư điện tử cho tổ chức",
        "*Tên cơ quan/tổ chức=office; *Địa chỉ=12 Hùng Vương; Điện thoại=mobile; Ghi chú=Gấp",
    ),
    form(
        DRAFT,
        "m3",
        "person.revoke",
        "Thu hồi hộp thư",
        "*Họ tên (cá nhân/tổ chức)=name; *Tên hộp thư điện tử (cá nhân/tổ chức)=address;"
        "CCCD/Ngày cấp/Nơi cấp=identity; Điện thoại=mobile; Chức vụ=Chuyên viên; Đơn vị công tác=office;"
        "Địa chỉ=; Lý do thu hồi=Nghỉ việc",
    ),
    form(
        DRAFT,
        "m4",
        "person.change",
        "Thay đổi thông tin hộp thư điện tử cá nhân",
        "*Họ tên=name; Ngày, tháng, năm sinh=birth; CCCD/Ngày cấp/Nơi cấp=identity;"
        "Điện thoại di động=mobile; Đơn vị công tác=office; Chức vụ=Chuyên viên;"
        "*Tên hộp thư điện tử công vụ=address; Thông tin cũ cần thay đổi=Chuyên viên;"
        "*Thông tin mới cần thay đổi=Trưởng phòng",
    ),
    form(
        DRAFT,
        "m5",
        "organisation.change",
        "Thay đổi thông tin hộp thư điện tử tổ chức",
        "*Tên cơ quan/tổ chức=office; Địa chỉ=12 Hùng Vương; Điện thoại=mobile;"
        "*Tên hộp thư điện tử công vụ=address; Thông tin cũ cần thay đổi=12 Hùng Vương;"
        "*Thông tin mới cần thay đổi=15 Hùng Vương",
    ),
    form(
        DRAFT,
        "m6",
        "person.password",
        "Khôi phục mật khẩu hộp thư cho cá nhân",
        "*Họ tên=name; *CCCD/Ngày cấp/Nơi cấp=identity; Chức vụ=Chuyên viên; Đơn vị công tác=office;"
        "*Địa chỉ hộp thư điện tử công vụ=address; Số điện thoại=mobile",
    ),
    form(
        DRAFT,
        "m7",
        "organisation.password",
        "Khôi phục mật khẩu hộp thư cho tổ chức",
        "*Tên cơ quan/tổ chức=office; Địa chỉ=12 Hùng Vương; Điện thoại=mobile;"
        "*Địa chỉ hộp thư điện tử công vụ=address; Ghi chú=Gấp",
    ),
]


@pytest.mark.enforces("forms")
@pytest.mark.parametrize("regulation", PRINTED)
def test_a_regulation_has_the_forms_of_its_appendix(regulation):
    assert [one.printed for one in load(regulation).forms.forms] == PRINTED[regulation]


@pytest.mark.enforces("forms")
@pytest.mark.parametrize(("regulation", "form_id", "kind", "title", "columns"), FORMS)
def test_a_printed_table_asks_for_what_it_is_for_and_for_what_must_be_filled(
    regulation, form_id, kind, title, columns
):
    header, full, musts = ["STT"], ["1"], []
    for column in columns.split(";"):
        label, _, example = column.strip().partition("=")
        musts += [len(header)] if label.startswith("*") else []
        header.append(label.strip("*[]"))
        full.append(WORDS.get(example, example))

    def read(*rows):
        return interpret(read_document(docx(title, [header, *rows])), forms=forms(regulation)).to_json()

    whole = read(full)
    assert (whole["form"], [row["kind"] for row in whole["rows"]]) == (form_id, [kind])
    assert [one for one in whole["problems"] if one["line"]] == []
    for place in musts:
        lacking = [*full[:place], "", *full[place + 1 :]]
        wrong = [one for one in read(lacking)["problems"] if one["line"] and one["severity"] == "error"]
        assert wrong, header[place]


@pytest.mark.enforces("forms")
@pytest.mark.parametrize(
    ("regulation", "title", "columns", "row", "kinds"),
    [
        (
            CAO_BANG,
            "Cơ quan, tổ chức:",
            "Tên cơ quan đơn vị",
            "office",
            {
                "Cấp mới": "organisation.issue",
                "Cấp lại mật khẩu": "organisation.password",
                "Thu hồi": "organisation.revoke",
                "Thay đổi": "organisation.change",
                "Tạm khóa": "organisation.lock",
                "Khôi phục": "organisation.restore",
            },
        ),
        (
            CAO_BANG,
            "Cá nhân:",
            "Họ và tên; Chức vụ; Đơn vị",
            "name; Chuyên viên; office",
            {
                "Cấp mới": "person.issue",
                "Cấp lại mật khẩu": "person.password",
                "Thu hồi": "person.revoke",
                "Thay đổi": "person.change",
                "Tạm khóa": "person.lock",
                "Khôi phục": "person.restore",
            },
        ),
        (
            DONG_THAP,
            "Thay đổi, thu hồi:",
            "Tên cơ quan/Cá nhân; Chức vụ; Đơn vị",
            "name; Chuyên viên; office",
            {"Thay đổi": "person.change", "Thu hồi": "person.revoke"},
        ),
    ],
)
def test_a_ticked_box_asks_for_what_stands_above_it(regulation, title, columns, row, kinds):
    header = ["STT", *columns.split("; "), *kinds, "Nội dung đề nghị"]
    known = [WORDS.get(one, one) for one in row.split("; ")]
    rows = [
        [str(line), *known, *("x" if one == ticked else "" for one in kinds), f"Dòng {line}"]
        for line, ticked in enumerate(kinds, start=1)
    ]
    read = interpret(read_document(docx(title, [header, *rows])), forms=forms(regulation)).to_json()
    assert [one.get("kind") for one in read["rows"]] == list(kinds.values())
