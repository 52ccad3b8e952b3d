"""The forms of the regulations, filled in as an agency fills them in: Word files with the printed headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentType


@dataclass(frozen=True)
class Table:
    """A table of a form, with the sentence above it."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]] = ()
    # A second row of heads, where the form has boxes to tick.
    below: Sequence[str] = ()


@dataclass(frozen=True)
class Letter:
    """An agency's letter: who writes, what about, who asks, and the tables."""

    agency: str
    about: str
    asks: Sequence[str]
    tables: Sequence[Table]
    number: str = "123/CV"
    date: str = "ngày 19 tháng 10 năm 2026"
    signer: str = "THỦ TRƯỞNG CƠ QUAN\n\n\n\nĐào Xuân Được"
    before: Sequence[str] = field(default_factory=tuple)

    def save(self, path: Path) -> Path:
        document = Document()
        for line in self.before:
            document.add_paragraph(line)
        _grid(document, [[self.agency.upper(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]])
        _grid(document, [[f"Số: {self.number}\nV/v {self.about}", self.date]])
        for line in self.asks:
            document.add_paragraph(line)
        for table in self.tables:
            document.add_paragraph(table.caption)
            heads = [table.heads, table.below] if table.below else [table.heads]
            _grid(document, [*heads, *table.rows])
        _grid(document, [["Nơi nhận:\n- Như trên;\n- Lưu: VT.", self.signer]])
        document.save(str(path))
        return path


@dataclass(frozen=True)
class Applicant:
    """A person for whom a mailbox is asked."""

    name: str
    unit: str = ""
    position: str = "Chuyên viên"
    decision_no: str = "412/QĐ"
    national_id: str = "001174022272"
    phone: str = "0393834121"
    birth_date: str = "02/10/1986"


HANOI_ISSUE = (
    "TT",
    "Họ và tên",
    "Cơ quan, đơn vị nơi công tác",
    "Chức vụ (Nếu có)",
    "Số văn bản quyết định tuyển dụng/ tiếp nhận",
    "Số CMND/CCCD",
    "Số điện thoại đăng ký OTP",
    "Ghi chú",
)
HANOI_REVOKE = (
    "TT",
    "Họ và tên",
    "Cơ quan, đơn vị nơi công tác",
    "Địa chỉ Email sử dụng",
    "Số văn bản quyết định điều động/nghỉ hưu/ nghỉ việc",
    "Số CMND/CCCD",
    "Số điện thoại đăng ký OTP",
    "Ghi chú",
)


def hanoi_mau_03(
    agency: str,
    people: Sequence[Applicant],
    *,
    leaving: Sequence[tuple[str, str]] = (),
    decision: str = "501/QĐ",
    **changes: str,
) -> Letter:
    """Mẫu số 03 of Hà Nội: mailboxes for people, and those to be revoked (name, address) by a *decision*."""
    return _hanoi(
        agency,
        "đề nghị cấp mới/thu hồi hộp thư điện tử công vụ cho cá nhân",
        Table(
            "2. Danh sách đề nghị cấp mới hộp thư điện tử công vụ cho cá nhân, gồm:",
            HANOI_ISSUE,
            [
                [
                    str(number),
                    one.name,
                    one.unit or agency,
                    one.position,
                    one.decision_no,
                    one.national_id,
                    one.phone,
                    "",
                ]
                for number, one in enumerate(people, start=1)
            ],
        ),
        Table(
            "3. Danh sách đề nghị thu hồi hộp thư điện tử công vụ cho cá nhân, gồm:",
            HANOI_REVOKE,
            [
                [str(number), name, agency, address, decision, "", "", ""]
                for number, (name, address) in enumerate(leaving, start=1)
            ],
        ),
        **changes,
    )


HANOI_BODIES = (
    "TT",
    "Tên cơ quan, đơn vị",
    "Số Văn bản quyết định thành lập/thành lập lại",
    "Họ và tên người đại diện quản lý Email",
    "Số CMND/CCCD",
    "Chức vụ",
    "Số điện thoại",
    "Ghi chú",
)
HANOI_BODIES_REVOKED = (
    "TT",
    "Tên cơ quan, đơn vị",
    "Văn bản quyết định giải thể/thành lập lại",
    "Địa chỉ Email đề nghị thu hồi/hủy bỏ",
    "Họ và tên người đại diện quản lý Email",
    "Số điện thoại",
    "Ghi chú",
)


def hanoi_mau_01(
    agency: str,
    organisations: Sequence[tuple[str, dict[str, str]]],
    *,
    ending: Sequence[tuple[str, str, str]] = (),
    **changes: str,
) -> Letter:
    """Mẫu số 01 of Hà Nội: bodies to get a mailbox, with their facts, and to lose one (name, decision, address)."""
    columns = ("decision_no", "representative", "national_id", "position", "phone")
    return _hanoi(
        agency,
        "đề nghị cấp mới/thu hồi hộp thư điện tử công vụ cho tổ chức",
        Table(
            "2. Danh sách đề nghị cấp mới hộp thư điện tử công vụ cho tổ chức, gồm:",
            HANOI_BODIES,
            [
                [str(number), name, *(facts[column] for column in columns), ""]
                for number, (name, facts) in enumerate(organisations, start=1)
            ],
        ),
        Table(
            "3. Danh sách đề nghị thu hồi hộp thư điện tử công vụ cho tổ chức, gồm:",
            HANOI_BODIES_REVOKED,
            [[str(number), *body, "", "", ""] for number, body in enumerate(ending, start=1)],
        ),
        **changes,
    )


def hanoi_mau_02(agency: str, lines: Sequence[Sequence[str]], **changes: str) -> Letter:
    """Mẫu số 02 of Hà Nội: what changes about organisations (name, address, what, to what, reason)."""
    heads = ("TT", "Tên cơ quan, đơn vị", "Địa chỉ Email sử dụng", "Thông tin thay đổi")
    return _hanoi(
        agency,
        "đề nghị thay đổi thông tin hộp thư điện tử công vụ của tổ chức",
        Table(
            "2. Danh sách đề nghị thay đổi thông tin hộp thư điện tử công vụ của tổ chức, gồm:",
            (*heads, "Thông tin đề nghị điều chỉnh", "Lý do"),
            [[str(number), *line] for number, line in enumerate(lines, start=1)],
        ),
        **changes,
    )


def hanoi_mau_04(agency: str, lines: Sequence[Sequence[str]], **changes: str) -> Letter:
    """Mẫu số 04 of Hà Nội: what changes about people (name, unit, address, what, to what, remarks)."""
    heads = ("TT", "Họ và tên", "Cơ quan, đơn vị nơi công tác", "Địa chỉ Email sử dụng", "Thông tin thay đổi")
    return _hanoi(
        agency,
        "đề nghị thay đổi thông tin hộp thư điện tử công vụ của cá nhân",
        Table(
            "2. Danh sách đề nghị thay đổi thông tin hộp thư điện tử công vụ của cá nhân, gồm:",
            (*heads, "Thông tin đề nghị điều chỉnh", "Ghi chú"),
            [[str(number), *line] for number, line in enumerate(lines, start=1)],
        ),
        **changes,
    )


def _hanoi(agency: str, about: str, *tables: Table, **changes: str) -> Letter:
    return Letter(
        agency,
        about,
        (
            "Kính gửi: Trung tâm Tin học - Công báo thành phố Hà Nội.",
            "1. Thông tin người yêu cầu:",
            "- Họ và tên: Vũ Thị Bích Thảo",
            "- Chức vụ: Chánh Văn phòng",
            f"- Cơ quan, đơn vị công tác: {agency}",
            "- Điện thoại liên hệ: 0945 127 466",
        ),
        tables,
        **changes,
    )


def caobang_phu_luc(
    agency: str,
    people: Sequence[Applicant] = (),
    *,
    organisations: Sequence[str] = (),
    asked: str = "issue",
    phone: str = "0912 092 081",
    counted: int = 0,
    **changes: Any,
) -> Letter:
    """The appendix of Cao Bằng: boxes to tick for issue, password and revoke; the number of accounts, if said."""
    ticks = [("X" if one in asked.split() else "") for one in ("issue", "password", "revoke")]
    boxes = ("Cấp mới", "Cấp lại mật khẩu", "Thu hồi")
    offices, persons = ("Stt", "Tên cơ quan đơn vị"), ("Stt", "Họ và tên", "Chức vụ", "Đơn vị")
    return Letter(
        agency,
        "đăng ký cấp mới, cấp lại mật khẩu, thu hồi hộp thư điện tử công vụ",
        (
            "Kính gửi: Trung tâm Công nghệ số và Truyền thông, Sở Khoa học và Công nghệ.",
            "Họ và tên người yêu cầu: Nông Ngọc Phúc    Chức vụ: Phó Chủ tịch",
            f"Cơ quan, đơn vị công tác: {agency}",
            f"Điện thoại liên lạc: {phone}",
            "Nội dung yêu cầu:",
            *([f"Danh sách đề nghị: {counted} tài khoản"] if counted else []),
        ),
        (
            Table(
                "1. Đề nghị cấp mới hộp thư điện tử công vụ cơ quan, tổ chức như sau:",
                (*offices, "Đề nghị", "Đề nghị", "Đề nghị"),
                [[f"{number:02}", name, *ticks] for number, name in enumerate(organisations, start=1)],
                (*offices, *boxes),
            ),
            Table(
                "2. Đề nghị cấp mới hộp thư điện tử công vụ cá nhân:",
                (*persons, "Đề nghị", "Đề nghị", "Đề nghị"),
                [
                    [f"{number:02}", one.name, one.position, one.unit or agency, *ticks]
                    for number, one in enumerate(people, start=1)
                ],
                (*persons, *boxes),
            ),
        ),
        signer="XÁC NHẬN CỦA CƠ QUAN\n\n\n\nTriệu Thành Dũng",
        **changes,
    )


def dongthap_mau_01(
    agency: str, people: Sequence[Applicant], *, organisation: Sequence[str] = (), **changes: Any
) -> Letter:
    """Mẫu số 01 of Đồng Tháp: a mailbox for an organisation (name, seat), mailboxes for people."""
    asked = (
        [f"Tên cơ quan, tổ chức: {organisation[0]}", f"Địa chỉ: {organisation[1]}"] if organisation else []
    )
    return _dongthap(
        agency,
        "cấp mới",
        (
            Table(
                "2. Đề nghị cấp mới hộp thư điện tử công vụ cá nhân:",
                ("Stt", "Họ và tên", "Chức vụ", "Đơn vị/bộ phận công tác", "Số điện thoại"),
                [
                    [f"{number:02}", one.name, one.position, one.unit or agency, one.phone]
                    for number, one in enumerate(people, start=1)
                ],
            ),
        ),
        asked=["1. Đề nghị cấp mới hộp thư điện tử công vụ cơ quan, tổ chức:", *asked] if asked else (),
        printed="Mẫu số 01",
        **changes,
    )


def dongthap_mau_02(agency: str, lines: Sequence[Sequence[str]], **changes: Any) -> Letter:
    """Mẫu số 02: each line a name, a post, a unit, the boxes ticked, what is asked; and an address, if any."""
    heads = ["Stt", "Tên cơ quan/Cá nhân", "Chức vụ", "Đơn vị", "Đề nghị", "Đề nghị", "Nội dung đề nghị"]
    below = [*heads[:4], "Thay đổi", "Thu hồi", "Nội dung đề nghị"]
    if any(len(one) > 5 for one in lines):
        heads, below = ([*one, "Địa chỉ thư điện tử công vụ"] for one in (heads, below))
    rows = [
        [f"{number:02}", *one[:3], *("X" if box in one[3] else "" for box in ("change", "revoke")), *one[4:]]
        for number, one in enumerate(lines, start=1)
    ]
    about = "thay đổi, thu hồi"
    tables = (Table("Danh sách đề nghị thay đổi, thu hồi hộp thư:", heads, rows, below),)
    return _dongthap(agency, about, tables, printed="Mẫu số 02", **changes)


def dongthap_mau_03(agency: str, lines: Sequence[Sequence[str]], **changes: Any) -> Letter:
    """Mẫu số 03, in print a second "Mẫu số 02": each line a name and an address."""
    heads = (
        "Stt",
        "Đơn vị/Cá nhân",
        "Đơn vị/bộ phận công tác",
        "Địa chỉ thư điện tử công vụ",
        "Số điện thoại",
    )
    rows = [
        [f"{number:02}", name, agency, address, "0912345678"]
        for number, (name, address) in enumerate(lines, start=1)
    ]
    tables = (Table("Danh sách đề nghị khôi phục, cấp lại mật khẩu hộp thư:", heads, rows),)
    return _dongthap(agency, "khôi phục, cấp lại mật khẩu", tables, printed="Mẫu số 02", **changes)


def _dongthap(
    agency: str,
    what: str,
    tables: Sequence[Table],
    *,
    printed: str,
    asked: Sequence[str] = (),
    **changes: Any,
) -> Letter:
    return Letter(
        agency,
        f"đăng ký {what} hộp thư điện tử công vụ",
        (
            "Kính gửi: Trung tâm Chuyển đổi số, Sở Khoa học và Công nghệ.",
            f"{agency} đề nghị Trung tâm Chuyển đổi số {what} hộp thư điện tử công vụ:",
            "Họ và tên người yêu cầu: Bùi Đức Hùng    Chức vụ: Phó Chánh Văn phòng",
            f"Cơ quan, đơn vị công tác: {agency}",
            "Điện thoại liên lạc: +84 986.362.208",
            "Nội dung yêu cầu:",
            *asked,
        ),
        tables,
        signer="XÁC NHẬN CỦA CƠ QUAN\n\n\n\nCao Minh Đức",
        before=(printed,),
        **changes,
    )


SOCTRANG_NAME = "Họ tên (cá nhân/tổ chức)"
SOCTRANG_BOX = "Tên hộp thư điện tử (cá nhân/tổ chức)"
SOCTRANG_ID = "CCCD/ Ngày cấp/ Nơi cấp"
SOCTRANG_HEADS: Mapping[int, tuple[str, Sequence[str]]] = {
    1: (
        "đề nghị cấp hộp thư điện tử cho cá nhân",
        ("Họ tên", "Ngày sinh", SOCTRANG_ID, "Điện thoại(1)", "Chức vụ(2)", "Đơn vị công tác", "Ghi chú"),
    ),
    2: (
        "đề nghị cấp hộp thư điện tử cho tổ chức",
        ("Tên cơ quan/tổ chức", "Địa chỉ(3)", "Điện thoại(4)", "Ghi chú"),
    ),
    3: (
        "đề nghị thu hồi hộp thư điện tử",
        (
            SOCTRANG_NAME,
            SOCTRANG_BOX,
            SOCTRANG_ID,
            "Điện thoại(5)",
            "Chức vụ(6)",
            "Đơn vị công tác",
            "Địa chỉ(7)",
            "Lý do thu hồi",
        ),
    ),
    4: (
        "thay đổi thông tin hộp thư điện tử cá nhân",
        (
            "Họ tên",
            "Ngày, tháng, năm sinh",
            SOCTRANG_ID,
            "Điện thoại di động",
            "Đơn vị công tác",
            "Chức vụ",
            "Tên hộp thư điện tử công vụ",
            "Thông tin cũ cần thay đổi",
            "Thông tin mới cần thay đổi",
        ),
    ),
    5: (
        "thay đổi thông tin hộp thư điện tử tổ chức",
        (
            "Tên cơ quan/tổ chức",
            "Địa chỉ",
            "Điện thoại",
            "Tên hộp thư điện tử công vụ",
            "Thông tin cũ cần thay đổi",
            "Thông tin mới cần thay đổi",
        ),
    ),
    6: (
        "đề nghị khôi phục mật khẩu hộp thư điện tử cho cá nhân",
        (
            "Họ tên",
            SOCTRANG_ID,
            "Chức vụ",
            "Đơn vị công tác",
            "Địa chỉ hộp thư điện tử công vụ",
            "Số điện thoại",
        ),
    ),
    7: (
        "đề nghị khôi phục mật khẩu hộp thư điện tử cho tổ chức",
        ("Tên cơ quan/tổ chức", "Địa chỉ", "Điện thoại", "Địa chỉ hộp thư điện tử công vụ", "Ghi chú"),
    ),
}


def soctrang(form: int, agency: str, rows: Sequence[Sequence[str]], **changes: Any) -> Letter:
    """Form M1 to M7 of Sóc Trăng's draft, with *rows* as an agency writes them, without their numbers."""
    about, heads = SOCTRANG_HEADS[form]
    table = Table(
        "4. Danh sách đăng ký, cụ thể:",
        ("STT", *heads),
        [(str(line), *row) for line, row in enumerate(rows, start=1)],
    )
    written: dict[str, Any] = {
        "agency": agency,
        "about": about,
        "asks": (
            "Kính gửi: Trung tâm Công nghệ số, Sở Thông tin và Truyền thông.",
            f"1. Tên đơn vị: {agency}",
            "2. Họ tên người lập danh sách: Đinh Thị Thanh Vân, Chức vụ: Chánh Văn phòng",
            "3. Điện thoại liên hệ: (0299) 3 822 456     Email công vụ: vanphong.sotc@soctrang.gov.vn",
        ),
        "tables": (table,),
        "signer": "Người đứng đầu Cơ quan, tổ chức quản lý trực tiếp\n\n\n\nĐàm Đình Hùng",
    }
    return Letter(**{**written, **changes})


def identity_of(person: Applicant) -> str:
    """Number, day and place of an identity card, as Sóc Trăng's forms want them in one cell."""
    number = person.national_id
    return f"CCCD: {number}\nCấp ngày 28/09/2021\nNơi cấp: Cục Cảnh sát QLHC về TTXH" if number else ""


def soctrang_m1(agency: str, people: Sequence[Applicant], **changes: Any) -> Letter:
    """Form M1 of Sóc Trăng: mailboxes for people."""
    rows = [
        (
            one.name,
            one.birth_date,
            identity_of(one),
            one.phone,
            one.position,
            one.unit or agency,
            "",
        )
        for one in people
    ]
    return soctrang(1, agency, rows, **changes)


def _grid(document: DocumentType, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
