import html
import re

import pypdfium2
import pytest
from tests.portal.people import CONSOLE, Holder, Province, ask, found_province
from tests.portal.views.test_upload import FORM

from congthu.directory.roles import Role
from congthu.mailboxes.models import Mailbox
from congthu.requests.acts import route
from congthu.requests.acts.receive import receive_typed
from congthu.requests.channels import Arrival
from congthu.requests.intake import Problem
from congthu.requests.models import Request
from congthu.requests.typed import TypedLetter, TypedLine

ENDPOINTS = {
    "portal": "https://thu.hanoi.gov.vn/",
    "imaps": ["mail.hanoi.gov.vn", 993],
    "submissions": ["mail.hanoi.gov.vn", 465],
}


@pytest.fixture
def accepted(browse, head: Holder, operator: Holder, province: Province):
    def make(*names: str, **more: object) -> Request:
        one = ask(province, *names, **more)
        browse(head).post(f"/yeu-cau/{one.pk}/xac-nhan/")
        browse(operator).post(f"/yeu-cau/{one.pk}/tiep-nhan/")
        one.refresh_from_db()
        assert one.state == "accepted"
        return one

    return make


@pytest.mark.enforces("request.signed_by")
def test_the_head_confirms_after_reading_what_it_means(browse, head: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    browser = browse(head)
    assert f"/yeu-cau/{one.pk}/xac-nhan/" in browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    assert "với tư cách thủ trưởng" in browser.get(f"/yeu-cau/{one.pk}/xac-nhan/").content.decode()
    page = browser.post(f"/yeu-cau/{one.pk}/xac-nhan/", follow=True).content.decode()
    assert "Đã xác nhận yêu cầu." in page
    assert "Trần Văn Hùng" in page


@pytest.mark.enforces("request.signed_by")
def test_an_operator_cannot_confirm_nor_accept_what_is_not_confirmed(
    browse, operator: Holder, province: Province
) -> None:
    one = ask(province, "Bùi Thị Mai")
    browser = browse(operator)
    assert "Tiếp nhận</a>" not in browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    refused = browser.post(f"/yeu-cau/{one.pk}/tiep-nhan/")
    assert refused.status_code == 422
    assert "Thủ trưởng cơ quan chưa xác nhận" in refused.content.decode()
    assert browser.post(f"/yeu-cau/{one.pk}/xac-nhan/").status_code == 422
    one.refresh_from_db()
    assert one.state == "received"


def test_returning_asks_what_is_missing_and_shows_it(browse, operator: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    browser = browse(operator)
    assert browser.post(f"/yeu-cau/{one.pk}/tra-lai/", {"reason": ""}).status_code == 422
    page = browser.post(f"/yeu-cau/{one.pk}/tra-lai/", {"reason": "Dòng 1 thiếu số CCCD."}, follow=True)
    assert "Cần bổ sung: Dòng 1 thiếu số CCCD." in page.content.decode()


def test_lines_are_executed_one_by_one_and_each_gets_its_sheet(
    browse, operator: Holder, accepted, settings
) -> None:
    settings.CONGTHU_ENDPOINTS = ENDPOINTS
    wrong = Problem(line=2, field="national_id", message="Số CCCD phải có 12 chữ số.")
    one = accepted("Bùi Thị Mai", "Đàm Thùy Trang", problems=(wrong,))
    browser = browse(operator)
    assert "1 dòng được thực hiện" in browser.get(f"/yeu-cau/{one.pk}/thuc-hien/").content.decode()
    answer = browser.post(f"/yeu-cau/{one.pk}/thuc-hien/")
    page = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "1 dòng đã thực hiện, 1 dòng chưa" in page
    assert "Số CCCD phải có 12 chữ số." in page
    password = re.search(r'name="password" value="([^"]+)"', page)
    assert password
    sheet = browser.post(f"/yeu-cau/{one.pk}/phieu-cap/", {"line": 1, "password": html.unescape(password[1])})
    assert sheet.status_code == 200
    assert sheet.content.startswith(b"%PDF")
    assert Mailbox.objects.get(address="buithimai_sotuphap@hanoi.gov.vn").state == "issued_default"


def test_all_sheets_come_as_one_file_with_a_page_each(browse, operator: Holder, accepted, settings) -> None:
    settings.CONGTHU_ENDPOINTS = ENDPOINTS
    one = accepted("Bùi Thị Mai", "Đàm Thùy Trang")
    browser = browse(operator)
    page = browser.post(f"/yeu-cau/{one.pk}/thuc-hien/").content.decode()
    assert "Tải cả 2 phiếu" in page
    issued = [html.unescape(found) for found in re.findall(r'name="password" value="([^"]+)"', page)][:2]
    path = f"/yeu-cau/{one.pk}/phieu-cap/"
    answer = browser.post(path, {"line": [1, 2], "password": issued})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"phieu-cap-yeu-cau-{one.pk}.pdf" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    texts = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(answer.content)]
    assert [password in text for password, text in zip(issued, texts, strict=True)] == [True, True]
    assert issued[0] not in texts[1]
    # One wrong password, or lines and passwords that do not pair: nothing is printed at all.
    assert browser.post(path, {"line": [1, 2], "password": issued[::-1]}).status_code == 404
    assert browser.post(path, {"line": [1, 2], "password": issued[:1]}).status_code == 404


def test_one_sheet_needs_no_button_for_all(browse, operator: Holder, accepted) -> None:
    one = accepted("Bùi Thị Mai")
    page = browse(operator).post(f"/yeu-cau/{one.pk}/thuc-hien/").content.decode()
    assert "Tải cả" not in page


def test_a_sheet_is_printed_only_with_the_password_that_was_issued(
    browse, operator: Holder, accepted, settings
) -> None:
    settings.CONGTHU_ENDPOINTS = ENDPOINTS
    one = accepted("Bùi Thị Mai")
    browser = browse(operator)
    browser.post(f"/yeu-cau/{one.pk}/thuc-hien/")
    for said in ({"line": 1, "password": "Doan.mo1$"}, {"line": 2, "password": "x"}, {"line": "x"}, {}):
        assert browser.post(f"/yeu-cau/{one.pk}/phieu-cap/", said).status_code == 404


def test_executing_again_is_offered_only_while_a_line_is_left(browse, operator: Holder, accepted) -> None:
    wrong = Problem(line=2, field="national_id", message="Số CCCD phải có 12 chữ số.")
    browser = browse(operator)
    for names, problems, offered in (
        (("Bùi Thị Mai",), (), False),
        (("Đàm Thùy Trang", "Vũ Minh Nghĩa"), (wrong,), True),
    ):
        one = accepted(*names, problems=problems)
        again = f"/yeu-cau/{one.pk}/thuc-hien/"
        assert again in browser.get(f"/yeu-cau/{one.pk}/").content.decode()
        browser.post(again)
        assert (again in browser.get(f"/yeu-cau/{one.pk}/").content.decode()) is offered


def test_passwords_are_gone_when_one_comes_back(browse, operator: Holder, accepted) -> None:
    one = accepted("Bùi Thị Mai")
    browser = browse(operator)
    browser.post(f"/yeu-cau/{one.pk}/thuc-hien/")
    assert 'name="password"' not in browser.get(f"/yeu-cau/{one.pk}/").content.decode()


def test_the_head_does_not_execute(browse, head: Holder, accepted) -> None:
    one = accepted("Bùi Thị Mai")
    answer = browse(head).post(f"/yeu-cau/{one.pk}/thuc-hien/")
    assert answer.status_code == 422
    assert "Việc này do đơn vị vận hành làm" in answer.content.decode()
    assert not Mailbox.objects.filter(address="buithimai_sotuphap@hanoi.gov.vn").exists()


def test_an_operator_says_which_agency_a_letterhead_means(
    browse, operator: Holder, province: Province
) -> None:
    one = ask(province, "Bùi Thị Mai", agency="Sở Tư pháp TP Hà Nội", known=False)
    browser = browse(operator)
    assert "Chọn cơ quan</a>" in browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    unknown = browser.post(f"/yeu-cau/{one.pk}/co-quan/", {"code": "khongco"})
    assert unknown.status_code == 422
    assert "không có cơ quan mã “khongco”" in unknown.content.decode()
    page = browser.post(f"/yeu-cau/{one.pk}/co-quan/", {"code": "sotuphap"}, follow=True).content.decode()
    assert "buithimai_sotuphap@hanoi.gov.vn" in page
    assert "Chọn cơ quan</a>" not in page


def test_a_reply_closes_the_request(browse, operator: Holder, accepted) -> None:
    one = accepted("Bùi Thị Mai")
    browser = browse(operator)
    browser.post(f"/yeu-cau/{one.pk}/thuc-hien/")
    page = browser.post(f"/yeu-cau/{one.pk}/tra-loi/", {"document": "77/TTCNS ngày 21/11/2026"}, follow=True)
    assert "Đã trả lời" in page.content.decode()


def test_a_step_that_does_not_exist_is_not_there(browse, operator: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    assert browse(operator).get(f"/yeu-cau/{one.pk}/xoa/").status_code == 404


def test_an_agency_withdraws_and_the_page_says_why(browse, head: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    browser = browse(head)
    assert f"/yeu-cau/{one.pk}/rut/" in browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    assert browser.post(f"/yeu-cau/{one.pk}/rut/", {"reason": ""}).status_code == 422
    page = browser.post(f"/yeu-cau/{one.pk}/rut/", {"reason": "Gửi nhầm"}, follow=True).content.decode()
    assert "Cơ quan rút yêu cầu: Gửi nhầm" in page
    assert f"/yeu-cau/{one.pk}/xac-nhan/" not in page


def test_what_a_line_lacks_is_added_on_a_page_of_its_own(browse, head: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    browser = browse(head)
    page = browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    assert f"/yeu-cau/{one.pk}/dong/1/" in page
    form = browser.get(f"/yeu-cau/{one.pk}/dong/1/").content.decode()
    assert 'name="decision_on"' in form
    assert browser.post(f"/yeu-cau/{one.pk}/dong/1/", {"decision_on": "hôm qua"}).status_code == 422
    page = browser.post(f"/yeu-cau/{one.pk}/dong/1/", {"decision_on": "20/10/2026"}, follow=True)
    assert "Đã bổ sung dòng 1." in page.content.decode()
    assert one.rows.get().fields["decision_on"] == "2026-10-20"


def test_nothing_is_added_to_what_was_returned(browse, head: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    route.return_for_correction(one, reason="Thiếu dấu", acting=CONSOLE, now=province.now)
    browser = browse(head)
    assert f"/yeu-cau/{one.pk}/dong/1/" not in browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    refused = browser.post(f"/yeu-cau/{one.pk}/dong/1/", {"decision_on": "20/10/2026"})
    assert refused.status_code == 422
    assert "đang ở bước “đã trả lại để bổ sung” nên không bổ sung được" in refused.content.decode()


def test_the_department_approves_where_the_regulation_wants_it(browse, province: Province) -> None:
    soctrang = found_province("soctrang", "Tỉnh Sóc Trăng", "soctrang-59-2024", province.now)
    manager = soctrang.holder("Hoàng Văn Minh", role=Role.MANAGING)
    operator = soctrang.holder("Lý Thị Lan", role=Role.OPERATOR)
    one = ask(soctrang, "Bùi Thị Mai")
    browser = browse(operator)
    page = browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    assert "Chờ cơ quan quản lý duyệt" in page
    assert f"/yeu-cau/{one.pk}/duyet/" not in page
    assert browser.post(f"/yeu-cau/{one.pk}/duyet/").status_code == 422
    page = browse(manager).post(f"/yeu-cau/{one.pk}/duyet/", follow=True).content.decode()
    assert "Đã duyệt yêu cầu." in page
    one.refresh_from_db()
    assert one.state == "approved"


def test_what_was_returned_is_brought_again_from_its_page(
    browse, operator: Holder, head: Holder, province: Province
) -> None:
    one = ask(province, "Bùi Thị Mai")
    browse(operator).post(f"/yeu-cau/{one.pk}/tra-lai/", {"reason": "Thiếu số CCCD ở dòng 1"})
    browser = browse(head)
    page = browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    assert f"gui-lai={one.pk}" in page
    with FORM.open("rb") as file:
        page = browser.post(f"/yeu-cau/nhap/?gui-lai={one.pk}", {"file": file}, follow=True).content.decode()
    again = Request.objects.order_by("pk").last()
    assert again.corrects_id == one.pk
    page = browser.get(f"/yeu-cau/{one.pk}/").content.decode()
    assert f"yêu cầu số {again.pk}</a>" in page


def test_a_term_that_is_over_is_confirmed_where_lines_are_carried_out(
    browse, operator: Holder, holder: Holder, province: Province
) -> None:
    one = receive_typed(
        [TypedLine("person.revoke", {"address": holder.address, "decision_on": "2026-01-02"})],
        letter=TypedLetter("7/STP-VP"),
        authority=province.authority,
        arrival=Arrival(),
        acting=CONSOLE,
        now=province.now,
        agency_code=province.agency.code,
    )
    for step in (route.confirm, route.accept):
        step(one, acting=CONSOLE, now=province.now)
    browser = browse(operator)
    page = html.unescape(browser.get(f"/yeu-cau/{one.pk}/").content.decode())
    assert "đã qua (" in page
    assert 'name="late-1"' in browser.get(f"/yeu-cau/{one.pk}/thuc-hien/").content.decode()
    refused = browser.post(f"/yeu-cau/{one.pk}/thuc-hien/").content.decode()
    assert "xác nhận đã biết thời hạn" in refused
    browser.post(f"/yeu-cau/{one.pk}/thuc-hien/", {"late-1": "on"})
    holder.mailbox.refresh_from_db()
    assert holder.mailbox.phase == "leaving"
