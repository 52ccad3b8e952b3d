"""The first day of a province: an empty installation, one file of the directory, and from there on only the portal.

Nobody is made by a test's own hands: what stands on the sheets that the import prints is all that anybody knows.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from tests.acceptance.outside.browser import Browser
from tests.acceptance.outside.forms import caobang_phu_luc
from tests.acceptance.outside.people import a_password, an_applicant
from tests.directory.importing.files import workbook
from tests.running import congthu

DIRECTORY = [
    (
        "Cơ quan",
        [
            ["Mã", "Tên", "Loại", "Cấp trên", "Mã cho cá nhân", "Nhóm đối tượng"],
            ["sokhcn", "Sở Khoa học và Công nghệ", "cơ quan", "", "skhcn", "cơ quan nhà nước của tỉnh"],
            ["ttcns", "Trung tâm Công nghệ số và Truyền thông", "cơ quan", "sokhcn", "", ""],
            ["ubndtangiang", "UBND xã Tân Giang", "xã, phường", "", "tgg", "cơ quan nhà nước của tỉnh"],
        ],
    ),
    (
        "Người",
        [
            ["Cơ quan", "Họ và tên", "Chức vụ"],
            ["ttcns", "Nông Văn Thịnh", "Quản trị viên"],
            ["sokhcn", "Bế Thị Lan Hương", "Trưởng phòng Chuyển đổi số"],
            ["ubndtangiang", "Triệu Thành Dũng", "Chủ tịch"],
            ["ubndtangiang", "Nông Ngọc Phúc", "Chuyên viên"],
        ],
    ),
    (
        "Vai trò",
        [
            ["Cơ quan", "Họ và tên", "Vai trò", "Văn bản"],
            ["ttcns", "Nông Văn Thịnh", "đơn vị vận hành", "1/QĐ-SKHCN ngày 01/7/2026"],
            ["sokhcn", "Bế Thị Lan Hương", "cơ quan quản lý", "2/QĐ-SKHCN ngày 01/7/2026"],
            ["ubndtangiang", "Triệu Thành Dũng", "thủ trưởng cơ quan", "8/QĐ-UBND ngày 01/7/2026"],
            ["ubndtangiang", "Nông Ngọc Phúc", "cán bộ đầu mối", "9/QĐ-UBND ngày 02/7/2026"],
        ],
    ),
]


@pytest.fixture(scope="module")
def empty(scratch: Path) -> Iterator[Path]:
    """An installation that nobody is in."""
    directory = scratch / "cao-bang"
    for command in (["init", "--regulation", "caobang-16-2025"], ["up"]):
        done = congthu(*command, instance=directory)
        assert done.code == 0, done.out + done.err
    yield directory
    assert congthu("down", instance=directory).code == 0


@pytest.fixture(scope="module")
def sheets(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Address and first password of everybody who was appointed, by name, read from their printed sheets."""
    place = tmp_path_factory.mktemp("ngay-dau")
    file = place / "danh-ba.xlsx"
    file.write_bytes(workbook(DIRECTORY))
    options = ("--authority", "caobang", "--sheets", str(place / "phieu"), "--json")
    done = congthu("directory", "import", str(file), *options, instance=empty)
    assert done.code == 0, done.out + done.err
    told = json.loads(done.out)
    assert told["without_mailbox"] == 0
    found = {}
    for one in told["accounts"]:
        assert one["password"] is None
        found[one["full_name"]] = (one["address"], password_on(Path(one["sheet"])))
    return found


def password_on(sheet: Path) -> str:
    """The password that stands on a printed sheet."""
    [page] = pypdfium2.PdfDocument(sheet)
    text = page.get_textpage().get_text_bounded()
    return re.search(r"Mật khẩu\D*?\s(\S+-\S+)", text)[1]


def first_sign_in(site: str, address: str, issued: str) -> Browser:
    """Sign in as the portal asks for on the first day; the browser of somebody with their own password."""
    browser, chosen = Browser(site), a_password()
    page = browser.sign_in(address, issued).must_say("mật khẩu")
    page = browser.submit(page, old=issued, new=chosen, again=chosen)
    assert "mat-khau-lan-dau" not in page.url, page.text
    return browser


def test_one_file_and_the_portal_are_enough_for_a_person_to_get_a_mailbox(
    empty: Path, sheets: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    site = json.loads((empty / "endpoints.json").read_text())["portal"]
    assert sheets["Nông Ngọc Phúc"][0] == "phucnn.tgg@caobang.gov.vn"
    focal, head, operator = (
        first_sign_in(site, *sheets[name])
        for name in ("Nông Ngọc Phúc", "Triệu Thành Dũng", "Nông Văn Thịnh")
    )

    newcomer = an_applicant("Lý A Páo", position="Chuyên viên")
    form = caobang_phu_luc("UBND xã Tân Giang", [newcomer]).save(tmp_path / "phieu.docx")
    request = focal.submit(focal.get("yeu-cau/nhap/"), files={"file": form}).must_say("Lý A Páo")
    number = re.search(r"/yeu-cau/(\d+)/", request.url)[1]

    confirmed = head.submit(head.follow(head.get(f"yeu-cau/{number}/"), "Xác nhận"), "csrfmiddlewaretoken")
    confirmed.must_say("xác nhận")
    page = operator.get(f"yeu-cau/{number}/")
    page = operator.submit(operator.follow(page, "Tiếp nhận"), "csrfmiddlewaretoken")
    done = operator.submit(operator.follow(page, "Thực hiện"), "csrfmiddlewaretoken")
    done.must_say("paola.tgg@caobang.gov.vn")
    [password] = done.tree.xpath("//input[@name='password']/@value")

    holder = first_sign_in(site, "paola.tgg@caobang.gov.vn", password)
    holder.get("hop-thu-cua-toi/").must_say("paola.tgg@caobang.gov.vn", "Đang hoạt động")


def test_the_directory_is_kept_on_the_portal_from_then_on(
    empty: Path, sheets: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    site = json.loads((empty / "endpoints.json").read_text())["portal"]
    manager = first_sign_in(site, *sheets["Bế Thị Lan Hương"])
    manager.get("danh-ba/").must_say("UBND xã Tân Giang", "Nông Văn Thịnh")
    person = manager.follow(manager.get("danh-ba/?q=ngoc+phuc"), "Nông Ngọc Phúc")
    page = manager.submit(manager.follow(person, "Giao vai trò"), role="clerk", document="12/QĐ-UBND")
    page.must_say("Văn thư", "12/QĐ-UBND")


def test_nothing_of_a_real_installation_calls_it_a_trial(empty: Path) -> None:
    endpoints = json.loads((empty / "endpoints.json").read_text())
    for site in ("portal", "webmail"):
        Browser(endpoints[site]).get("/").must_not_say("Hệ thống thử")
