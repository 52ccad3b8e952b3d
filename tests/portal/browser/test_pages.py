"""Every page: no serious finding of axe, nothing wider than the screen, nothing that the content policy stops."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page
from tests.directory.importing.files import workbook
from tests.portal.browser.conftest import NARROW, WIDE
from tests.portal.people import CONSOLE, EVIDENCE, Holder, Province, ask

from congthu.audit.acts import Cause
from congthu.directory.acts.files import keep_file
from congthu.identity.queries import actor_of
from congthu.mailboxes.acts.lock import lock
from congthu.regulations.route import Channel
from congthu.requests.acts import route
from congthu.requests.acts.receive import receive_typed
from congthu.requests.channels import Arrival
from congthu.requests.intake import Problem
from congthu.requests.typed import TypedLetter, TypedLine

TALLEST = 1200
ENDPOINTS = {
    "portal": "https://thu.hanoi.gov.vn/",
    "webmail": "https://mail.hanoi.gov.vn/",
    "imaps": ["mail.hanoi.gov.vn", 993],
    "submissions": ["mail.hanoi.gov.vn", 465],
}

DIRECTORY = [
    (
        "Cơ quan",
        [
            ["Mã", "Tên", "Loại", "Cấp trên"],
            ["sonv", "Sở Nội vụ", "cơ quan", ""],
            ["phongtcbc", "Phòng Tổ chức biên chế", "phòng, ban", "sonv"],
            ["So XD", "Sở Xây dựng", "cơ quan", ""],
        ],
    ),
    (
        "Người",
        [
            ["Cơ quan", "Họ và tên", "Chức vụ", "Ngày sinh", "Số CCCD"],
            ["sonv", "Hoàng Thị Tuyết", "Chánh Văn phòng", "02/09/1980", 1180012345],
            ["sonv", "Phạm Quốc Bảo", "Chuyên viên", "30/02/1990", ""],
            ["sotuphap", "Trần Văn Hùng", "Giám đốc", "", ""],
            ["soxd", "Lê Mạnh Cường", "", "", ""],
        ],
    ),
    (
        "Vai trò",
        [
            ["Cơ quan", "Họ và tên", "Vai trò", "Văn bản"],
            ["sonv", "Hoàng Thị Tuyết", "đầu mối", "5/QĐ-SNV ngày 02/11/2026"],
        ],
    ),
]


@dataclass(frozen=True)
class Shown:
    """A page as it is reached: who looks, where, and what they do there first."""

    name: str
    who: Holder | None
    path: str
    then: Callable[[Page], object] = lambda _page: None


@pytest.fixture
def shown(  # noqa: PLR0917  each argument is a person
    province: Province, operator: Holder, head: Holder, newcomer: Holder, holder: Holder, settings
) -> list[Shown]:
    settings.CONGTHU_ENDPOINTS = ENDPOINTS
    people = (
        "Vũ Thùy Liễu",
        "Y Moan Ênuôl",
        "Bùi Thị Mai",
        "Đàm Thùy Trang",
        "Nguyễn Đức Thịnh",
        "Phạm Ngọc Quỳnh",
    )
    for name in people:
        province.holder(name, own_password=len(name) % 2 == 0)
    locked = province.holder("Lê Quang Bửu")
    cause = Cause(clause="Đ8.2.b", document="41/CV-TTCNS", reason="Có cảnh báo lộ lọt mật khẩu")
    lock(locked.mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=timezone.now())
    wrong = Problem(line=3, field="national_id", message="Số CCCD phải có 12 chữ số; phiếu ghi 11 chữ số.")
    ask(province, "Hoàng Thị Tuyết", number="1198/STP-VP", days_ago=12)
    late = ask(province, "Trần Bảo Châu", "Lò Văn Ún", number="1203/STP-VP", days_ago=9)
    route.confirm(late, acting=CONSOLE, now=province.now)
    waiting = ask(province, "Vi Thị Nương", "Đặng Hữu Phước", number="1251/STP-VP", days_ago=-1)
    route.confirm(waiting, acting=CONSOLE, now=province.now)
    one = ask(province, "Đỗ Thị Hằng", "Nguyễn Quý Đôn", "Thào A Sùng", problems=(wrong,), days_ago=-2)
    route.confirm(one, acting=CONSOLE, now=timezone.now())
    route.accept(one, acting=CONSOLE, now=timezone.now())
    typed = receive_typed(
        [
            TypedLine("person.restore", {"address": locked.address, "reason": "Đã làm sạch máy"}),
            TypedLine("person.lock", {"address": "nguyenphuocbuukimngan1_phongtcbc@hanoi.gov.vn"}),
        ],
        letter=TypedLetter("1304/STP-VP", "2026-10-19"),
        authority=province.authority,
        arrival=Arrival(Channel.CONSOLE),
        acting=CONSOLE,
        now=timezone.now(),
        agency_code=province.agency.code,
    )
    file = keep_file(
        province.authority,
        name="Danh bạ tháng 11.xlsx",
        content=workbook(DIRECTORY),
        acting=actor_of(operator.account, now=province.now),
        now=timezone.now(),
    )
    send = "main form button.button-primary, main form button.button-danger"
    return [
        Shown("dang-nhap", None, "/dang-nhap/"),
        Shown("dang-nhap-bi-tu-choi", None, "/dang-nhap/", lambda page: _sign_in(page, locked)),
        Shown("dat-mat-khau", newcomer, "/mat-khau-lan-dau/", lambda page: page.fill("#id_new", "Thang11")),
        Shown("dat-mat-khau-bi-tu-choi", newcomer, "/mat-khau-lan-dau/", _weak_password),
        Shown("hop-thu-cua-toi", holder, "/hop-thu-cua-toi/"),
        Shown("mat-khau-ung-dung", holder, "/mat-khau-ung-dung/", _app_password),
        Shown("mat-khau", holder, "/mat-khau/"),
        Shown("quy-che", holder, "/quy-che/"),
        Shown("quy-che-loc", holder, "/quy-che/?q=mat+khau"),
        Shown("cac-quy-che", operator, "/quy-che/van-ban/"),
        Shown("du-thao", operator, "/quy-che/soctrang-draft-2024/"),
        Shown("thu-ten", operator, "/quy-che/thu/", _name),
        Shown("thu-han", holder, "/quy-che/thu/?han-duty=request.restore&han-start=02/02/2027#han"),
        Shown("thu-mat-khau", operator, "/quy-che/soctrang-draft-2024/thu/", _password),
        Shown("khong-co-trang", holder, "/khong-co/"),
        Shown("viec-hom-nay", operator, "/viec-hom-nay/"),
        Shown("yeu-cau", operator, "/yeu-cau/"),
        Shown("yeu-cau-cua-co-quan", head, "/yeu-cau/"),
        Shown("nhap-phieu", operator, "/yeu-cau/nhap/"),
        Shown("mot-yeu-cau", operator, f"/yeu-cau/{one.pk}/"),
        Shown("van-ban-ghi-tay", operator, f"/yeu-cau/{typed.pk}/"),
        Shown("tra-lai-bi-tu-choi", operator, f"/yeu-cau/{one.pk}/tra-lai/", lambda page: page.click(send)),
        Shown("hop-thu", operator, "/hop-thu/"),
        Shown("chua-duoc-bao", operator, "/hop-thu/?untold=on"),
        Shown("da-bao-co-quan", operator, f"/hop-thu/{locked.address}/da-bao-co-quan/"),
        Shown("mot-hop-thu", operator, f"/hop-thu/{locked.address}/"),
        Shown("tam-khoa", operator, f"/hop-thu/{holder.address}/tam-khoa/"),
        Shown("thu-hoi", operator, f"/hop-thu/{holder.address}/thu-hoi/"),
        Shown("chuyen-co-quan", operator, f"/hop-thu/{holder.address}/chuyen-co-quan/"),
        Shown("dung-luong", operator, f"/hop-thu/{holder.address}/dung-luong/"),
        Shown("cap-mot-hop-thu", operator, "/hop-thu/cap/"),
        Shown("danh-rieng", operator, "/hop-thu/danh-rieng/"),
        Shown("danh-ba", operator, "/danh-ba/"),
        Shown("danh-ba-tim", operator, "/danh-ba/?q=le"),
        Shown("danh-ba-cua-co-quan", head, "/danh-ba/"),
        Shown("mot-co-quan", operator, f"/danh-ba/{province.agency.pk}/"),
        Shown("mot-nguoi", operator, f"/danh-ba/nguoi/{head.account.person_id}/"),
        Shown("them-to-chuc", operator, "/danh-ba/them/"),
        Shown("sap-nhap", operator, f"/danh-ba/{province.agency.pk}/sap-nhap/"),
        Shown("giao-vai-tro", operator, f"/danh-ba/nguoi/{holder.account.person_id}/giao-vai-tro/"),
        Shown("nhap-danh-ba", operator, "/danh-ba/nhap/"),
        Shown("xem-truoc-danh-ba", operator, f"/danh-ba/nhap/{file.pk}/"),
        # Last: they change what the others show.
        Shown("da-nhap-danh-ba", operator, f"/danh-ba/nhap/{file.pk}/", lambda page: page.click(send)),
        Shown("cap-hop-thu", operator, "/danh-ba/", lambda page: page.click(".notice button")),
        Shown("ket-qua", operator, f"/yeu-cau/{one.pk}/thuc-hien/", lambda page: page.click(send)),
    ]


def _sign_in(page: Page, someone: Holder) -> None:
    page.fill("#id_login", someone.address)
    page.fill("#id_password", "Thang11$mua")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")


def _weak_password(page: Page) -> None:
    page.fill("#id_old", "x")
    page.fill("#id_new", "matkhau")
    page.fill("#id_again", "matkhau")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")


def _name(page: Page) -> None:
    page.fill("#id_ten-full_name", "Vũ Thị Bích Thảo")
    page.fill("#id_ten-agency", "Sở Tư pháp")
    page.fill("#id_ten-unit", "vpso")
    page.click("#ten button")
    page.wait_for_selector(".answer-lead")


def _password(page: Page) -> None:
    page.fill("#id_mk-password", "phuong90")
    page.fill("#id_mk-full_name", "Đoàn Thị Phượng")
    page.click("#mat-khau button")
    page.wait_for_selector(".answer-refused")


def _app_password(page: Page) -> None:
    page.fill("#id_label", "Điện thoại")
    page.keyboard.press("Enter")
    page.wait_for_selector(".once")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
def test_every_page_is_accessible_and_fits(
    shown: list[Shown], open_browser, viewport: dict[str, int], screens: Path | None
) -> None:
    findings: dict[str, object] = {}
    for one in shown:
        page = open_browser(one.who, viewport=viewport)
        complaints: list[str] = []
        page.on("console", lambda message, heard=complaints: heard.append(message.text))
        page.goto(one.path)
        one.then(page)
        page.wait_for_load_state("networkidle")
        violations = Axe().run(page).response["violations"]
        serious = [found["id"] for found in violations if found["impact"] in {"serious", "critical"}]
        wide = page.evaluate("document.documentElement.scrollWidth") > viewport["width"]
        stopped = [words for words in complaints if "Content Security Policy" in words]
        if serious or wide or stopped:
            findings[one.name] = (serious, wide, stopped)
        if screens is not None:
            # Where an answer stands further down, its address leads there, and so does the picture.
            top = page.evaluate("scrollY")
            height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight") - top)
            shape = {"x": 0, "y": top, "width": viewport["width"], "height": height}
            page.screenshot(path=screens / f"{one.name}-{viewport['width']}.png", full_page=True, clip=shape)
        page.close()
    assert findings == {}
