import logging

import pytest
from django.utils import timezone
from tests.portal.people import CONSOLE, EVIDENCE, Holder, Province

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.mailboxes.acts.lock import lock
from congthu.mailboxes.models import IssuedAddress, Mailbox

NAME = {"tra-loi": "ten", "ten-kind": "person", "ten-full_name": "Lò Văn Ún", "ten-agency": "Sở Tư pháp"}
PASSWORD = {"tra-loi": "mat-khau"}


def name(browser, path: str = "/quy-che/thu/", **said: str) -> str:
    answer = browser.post(path, {**NAME, **{f"ten-{key}": value for key, value in said.items()}})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.enforces("naming.person")
def test_a_name_is_proposed_with_its_clause_and_nothing_is_issued(browse, holder: Holder) -> None:
    before = IssuedAddress.objects.count(), Mailbox.objects.count(), AuditEntry.objects.count()
    page = name(browse(holder))
    assert "lovanun_sotuphap@hanoi.gov.vn" in page
    assert "đoạn 1 khoản 2 Điều 5" in page
    assert "Mã lấy từ danh bạ: Sở Tư pháp." in page
    assert "Đã cấp hoặc dành riêng" not in page
    assert before == (IssuedAddress.objects.count(), Mailbox.objects.count(), AuditEntry.objects.count())


@pytest.mark.enforces("naming.person")
def test_an_address_that_was_ever_issued_is_taken(browse, operator: Holder, holder: Holder) -> None:
    cause = Cause(clause="Đ8.2.b", document="41/CV", reason="Lộ mật khẩu")
    lock(holder.mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=timezone.now())
    page = name(browse(operator), full_name="Vũ Thị Bích Thảo")
    assert "vuthibichthao1_sotuphap@hanoi.gov.vn" in page
    assert "đoạn 2 khoản 2 Điều 5" in page
    assert "vuthibichthao_sotuphap@hanoi.gov.vn" in page[page.index("Đã cấp hoặc dành riêng") :]


def test_a_unit_distinguishes_namesakes_first(browse, holder: Holder) -> None:
    page = name(browse(holder), full_name="Vũ Thị Bích Thảo", unit="vpso")
    assert "vuthibichthao_vpso_sotuphap@hanoi.gov.vn" in page
    assert "Nếu không dùng được" in page


def test_a_code_that_the_directory_does_not_know_serves_for_trying(browse, holder: Holder) -> None:
    page = name(browse(holder), agency="sotaichinh")
    assert "lovanun_sotaichinh@hanoi.gov.vn" in page
    assert "Mã lấy từ danh bạ" not in page


def test_the_history_counts_for_codes_that_were_typed_too(browse, holder: Holder) -> None:
    assert "vuthibichthao1_sotuphap@" in name(browse(holder), full_name="Vũ Thị Bích Thảo", agency="sotuphap")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"agency": "Sở Không Có"}, "Không thấy “Sở Không Có” trong danh bạ"),
        ({"unit": "Phòng Không Có"}, "Không thấy “Phòng Không Có” trong danh bạ"),
        ({"full_name": ""}, "hãy bổ sung"),
        ({"birth_date": "31/31/1990"}, "Không có ngày"),
    ],
)
def test_what_is_missing_or_wrong_is_said(browse, holder: Holder, said: dict[str, str], reason: str) -> None:
    assert reason in name(browse(holder), **said)


@pytest.mark.enforces("naming.van_thu")
def test_mailboxes_of_bodies_are_named_from_their_codes(browse, holder: Holder) -> None:
    assert "vanthu_sotuphap@hanoi.gov.vn" in name(browse(holder), kind="van_thu")
    assert "phonghc_sotuphap@hanoi.gov.vn" in name(browse(holder), kind="department", unit="phonghc")


def test_only_kinds_of_the_regulation_are_offered(browse, holder: Holder) -> None:
    answer = browse(holder).post("/quy-che/thu/", {**NAME, "ten-kind": "mascot"})
    assert answer.status_code == 422
    assert "Loại hộp thư" in answer.content.decode()


@pytest.mark.enforces("request.restore")
def test_a_last_day_names_the_days_that_were_not_counted(browse, holder: Holder) -> None:
    answer = browse(holder).get("/quy-che/thu/?han-duty=request.restore&han-start=28/08/2025")
    page = answer.content.decode()
    assert "Thứ Tư, 03/09/2025" in page
    assert "02 ngày làm việc" in page
    assert "Không tính 4 ngày nghỉ" in page
    assert "01/09/2025</span>: Quốc khánh" in page
    assert "điểm b khoản 3 Điều 8" in page


def test_days_nobody_has_decided_yet_are_warned_of(browse, holder: Holder) -> None:
    page = browse(holder).get("/quy-che/thu/?han-duty=request.restore&han-start=2027-02-03").content.decode()
    assert "chưa có quyết định nghỉ" in page
    assert "Tết Đinh Mùi" in page


def test_reports_are_counted_by_their_period(browse, operator: Holder) -> None:
    path = "/quy-che/caobang-16-2025/thu/?han-duty=report.agency.year&han-start=2026"
    assert "29/11/2026" in browse(operator).get(path).content.decode()


def test_hours_need_a_moment(browse, operator: Holder) -> None:
    path = "/quy-che/soctrang-draft-2024/thu/?han-duty=incident.report&han-start=29/01/2025"
    browser = browse(operator)
    refused = browser.get(path)
    assert refused.status_code == 422
    assert "phải có giờ" in refused.content.decode()
    assert "06:15, thứ Năm, 30/01/2025" in browser.get(path + " 22:15").content.decode()


@pytest.mark.parametrize("start", ["", "hôm qua", "31/02/2026", "01/01/2051"])
def test_a_start_that_is_none_is_refused_with_what_to_write(browse, holder: Holder, start: str) -> None:
    answer = browse(holder).get("/quy-che/thu/", {"han-duty": "request.restore", "han-start": start})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


@pytest.mark.enforces("password.min_length", "password.classes", "password.specials")
def test_every_rule_that_a_password_breaks_is_named(browse, holder: Holder) -> None:
    page = browse(holder).post("/quy-che/thu/", {**PASSWORD, "mk-password": "matkhau"}).content.decode()
    assert "Chưa đạt 4 quy định" in page
    assert "ít nhất 8 ký tự" in page
    good = browse(holder).post("/quy-che/thu/", {**PASSWORD, "mk-password": "Thang11$mua"}).content.decode()
    assert "Mật khẩu này đạt mọi quy định." in good


def test_a_password_that_was_tried_is_nowhere_kept(
    browse, holder: Holder, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Ruong.bac.thang.77"
    with caplog.at_level(logging.DEBUG):
        answer = browse(holder).post("/quy-che/thu/", {**PASSWORD, "mk-password": secret})
    assert secret not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in caplog.text
    assert secret not in " ".join(answer.headers.values())
    assert all(secret not in str(entry.__dict__) for entry in AuditEntry.objects.all())


def test_a_password_in_the_address_of_the_page_is_not_looked_at(browse, holder: Holder) -> None:
    page = browse(holder).get("/quy-che/thu/?tra-loi=mat-khau&mk-password=matkhau").content.decode()
    assert "Chưa đạt" not in page
    assert "matkhau" not in page.replace("mat-khau", "")


@pytest.mark.enforces("password.no_personal_data")
def test_facts_about_the_holder_are_asked_only_where_a_rule_needs_them(browse, operator: Holder) -> None:
    browser = browse(operator)
    assert 'name="mk-full_name"' not in browser.get("/quy-che/thu/").content.decode()
    path = "/quy-che/soctrang-draft-2024/thu/"
    assert 'name="mk-full_name"' in browser.get(path).content.decode()
    said = {**PASSWORD, "mk-password": "Phuong1990$ab", "mk-full_name": "Đoàn Thị Phượng"}
    assert "họ tên của bạn" in browser.post(path, said).content.decode()


def test_a_draft_is_tried_visibly_and_without_anybody_s_history(
    browse, operator: Holder, province: Province
) -> None:
    browser, path = browse(operator), "/quy-che/soctrang-draft-2024/thu/"
    assert "DỰ THẢO – không có hiệu lực." in browser.get(path).content.decode()
    page = name(browser, path, full_name="Vũ Thị Bích Thảo", agency="sotttt")
    assert "vtbthao@soctrang.gov.vn" in page
    assert 'href="/quy-che/soctrang-draft-2024/#' in page


def test_another_authority_s_history_is_not_asked(browse, operator: Holder, elsewhere: Province) -> None:
    elsewhere.holder("Nông Thị Hoa")
    page = name(
        browse(operator), "/quy-che/caobang-16-2025/thu/", full_name="Nông Thị Hoa", agency="sotuphap"
    )
    assert "Đã cấp hoặc dành riêng" not in page


def test_other_documents_are_not_tried_by_holders(browse, holder: Holder, operator: Holder) -> None:
    assert browse(holder).get("/quy-che/soctrang-draft-2024/thu/").status_code == 403
    assert browse(operator).get("/quy-che/khong-co/thu/").status_code == 404
    assert browse(operator).get("/quy-che/hanoi-1643-2023/thu/").headers["Location"] == "/quy-che/thu/"
