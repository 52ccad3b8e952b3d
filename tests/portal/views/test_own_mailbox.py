import re

import pytest
from tests.portal.people import Holder, Province

from congthu.identity.actions import note_keys_used
from congthu.identity.models import AppPassword
from congthu.mailboxes.acts.use import Marks, note_use

ENDPOINTS = {
    "webmail": "http://127.0.0.1:8081/",
    "imap": ["127.0.0.1", 1143],
    "imaps": ["mail.hanoi.gov.vn", 993],
    "submission": ["mail.hanoi.gov.vn", 587],
}


def test_the_page_answers_what_a_holder_asks(browse, holder: Holder, settings) -> None:
    settings.CONGTHU_ENDPOINTS = ENDPOINTS
    page = browse(holder).get("/hop-thu-cua-toi/").content.decode()
    for words in (
        holder.address,
        "Đang hoạt động",
        "2 GB",
        "2 ngày trước",
        "mail.hanoi.gov.vn",
        "993",
        "587",
    ):
        assert words in page
    assert 'href="http://127.0.0.1:8081/"' in page


def test_a_holder_reads_where_to_report_a_fault_and_by_which_clause(browse, holder: Holder) -> None:
    page = browse(holder).get("/hop-thu-cua-toi/").content.decode()
    assert 'href="mailto:kythuat@hanoi.gov.vn"' in page
    assert "khoản 8 Điều 15" in page


def test_of_two_ways_to_read_mail_the_safer_is_shown(browse, holder: Holder, settings) -> None:
    settings.CONGTHU_ENDPOINTS = ENDPOINTS
    assert "1143" not in browse(holder).get("/hop-thu-cua-toi/").content.decode()


def test_without_a_running_mail_service_nothing_is_promised(browse, holder: Holder) -> None:
    page = browse(holder).get("/hop-thu-cua-toi/").content.decode()
    assert "Mở thư trên trình duyệt" not in page
    assert "Máy chủ" not in page


def test_an_app_password_is_shown_once(browse, holder: Holder) -> None:
    browser = browse(holder)
    answer = browser.post("/mat-khau-ung-dung/", {"label": "Outlook ở cơ quan"})
    assert answer.status_code == 201
    assert "no-store" in answer.headers["Cache-Control"]
    plain = re.search(r'data-copy="([a-z2-7]{26})"', answer.content.decode())
    assert plain
    again = browser.get("/mat-khau-ung-dung/").content.decode()
    assert "Outlook ở cơ quan" in again
    assert plain[1] not in again


@pytest.mark.parametrize("label", ["", "Điện thoại"])
def test_an_app_password_without_a_name_of_its_own_is_refused(browse, holder: Holder, label: str) -> None:
    browser = browse(holder)
    browser.post("/mat-khau-ung-dung/", {"label": "Điện thoại"})
    answer = browser.post("/mat-khau-ung-dung/", {"label": label})
    assert answer.status_code == 422
    assert '<a href="#id_label">' in answer.content.decode()
    assert AppPassword.objects.count() == 1


def test_an_app_password_is_revoked_after_one_question(browse, holder: Holder) -> None:
    browser = browse(holder)
    browser.post("/mat-khau-ung-dung/", {"label": "Điện thoại"})
    key = AppPassword.objects.get()
    assert "Không thể hoàn tác" in browser.get(f"/mat-khau-ung-dung/{key.pk}/").content.decode()
    answer = browser.post(f"/mat-khau-ung-dung/{key.pk}/", follow=True)
    assert "Đã thu hồi" in answer.content.decode()
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_the_app_password_of_somebody_else_is_not_there(browse, holder: Holder, province: Province) -> None:
    browse(holder).post("/mat-khau-ung-dung/", {"label": "Điện thoại"})
    key = AppPassword.objects.get()
    other = province.holder("Bùi Thị Mai")
    assert browse(other).post(f"/mat-khau-ung-dung/{key.pk}/").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None


def test_what_no_program_has_reported_is_called_unreported_and_not_undone(browse, holder: Holder) -> None:
    browser = browse(holder)
    browser.post("/mat-khau-ung-dung/", {"label": "Outlook"})
    assert "Chưa ghi nhận" in browser.get("/mat-khau-ung-dung/").content.decode()
    assert browser.get("/hop-thu-cua-toi/").content.decode().count("Chưa ghi nhận") == 3


def test_what_programs_have_reported_is_shown(browse, holder: Holder) -> None:
    browser = browse(holder)
    browser.post("/mat-khau-ung-dung/", {"label": "Outlook"})
    key = AppPassword.objects.get()
    at = holder.account.issued_at.replace(year=2031, month=3, day=2, hour=1, minute=4)
    note_keys_used({(holder.address, key.selector): at})
    note_use({holder.address: Marks(signed_in=at, sent=at, received=at)}, wait=False)
    assert "02/03/2031 08:04" in browser.get("/mat-khau-ung-dung/").content.decode()
    assert browser.get("/hop-thu-cua-toi/").content.decode().count("02/03/2031 08:04") == 3
