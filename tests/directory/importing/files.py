"""Files of a directory as people make them, and their lines as the tests look at them."""

import io

import xlsxwriter
from tests.world import CONSOLE, NOW

from congthu.directory.acts.importing import import_directory, preview_directory
from congthu.directory.importing.planning.values import Plan, Verdict
from congthu.regulations.policy import policy_for

ORGANISATIONS = [
    ["Mã", "Tên", "Loại", "Cấp trên", "Mã cho cá nhân", "Nhóm đối tượng", "Văn bản"],
    ["sokhcn", "Sở Khoa học và Công nghệ", "cơ quan", "", "skhcn", "cơ quan nhà nước của tỉnh", ""],
    ["phongbcvt", "Phòng Bưu chính viễn thông", "phòng, ban", "sokhcn", "", "", ""],
    ["tangiang", "UBND xã Tân Giang", "xã, phường", "", "", "", ""],
]
PEOPLE = [
    ["Cơ quan", "Họ và tên", "Chức vụ", "Ngày sinh", "Số CCCD", "Điện thoại OTP", "Văn bản", "Ngày văn bản"],
    ["sokhcn", "Bế Thị Lan Hương", "Giám đốc", "05/09/1980", "004180012345", "0912 345 678", "", ""],
    ["sokhcn/phongbcvt", "Nông Văn Thịnh", "Chuyên viên", "1/2/1990", "", "", "", ""],
]
ROLES = [
    ["Cơ quan", "Họ và tên", "Vai trò", "Phạm vi", "Văn bản"],
    ["sokhcn", "Bế Thị Lan Hương", "thủ trưởng cơ quan", "", "1/QĐ-UBND"],
    ["phongbcvt", "Nông Văn Thịnh", "cán bộ đầu mối", "sokhcn", "2/QĐ-SKHCN"],
]
SHEETS = (("Cơ quan", ORGANISATIONS), ("Người", PEOPLE), ("Vai trò", ROLES))


def sheets(*, organisations=(), people=(), roles=()):
    """The sheets with these lines instead of the usual ones."""
    return [
        ("Cơ quan", [ORGANISATIONS[0], *organisations]),
        ("Người", [PEOPLE[0], *people]),
        ("Vai trò", [ROLES[0], *roles]),
    ]


def bring(authority, given=SHEETS, *, acting=CONSOLE, **more) -> Plan:
    policy = policy_for(authority.regulation)
    return import_directory(
        authority, list(given), name="danh-ba.xlsx", policy=policy, acting=acting, now=NOW, **more
    )


def preview(authority, given=SHEETS, *, acting=CONSOLE) -> Plan:
    return preview_directory(
        authority, list(given), policy=policy_for(authority.regulation), acting=acting, now=NOW
    )


def verdicts(plan: Plan) -> list[Verdict]:
    return [one.verdict for one in plan.told]


def problems(plan: Plan) -> list[tuple[str, int, str, str]]:
    """Sheet, line, column and words of everything that keeps a line out."""
    return [
        (str(one.line.sheet), one.line.number, problem.column, problem.message)
        for one in plan.told
        for problem in one.line.problems
        if problem.severity == "error"
    ]


def workbook(given) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        for name, rows in given:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return held.getvalue()
