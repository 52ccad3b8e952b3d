import pytest
from tests.portal.people import Holder, Province, ask

from congthu.directory.roles import Role
from congthu.requests.intake import Problem


def test_a_request_is_found_by_somebody_on_it_without_accents(
    browse, operator: Holder, province: Province
) -> None:
    ask(province, "Y Moan Ênuôl", number="1/STP")
    ask(province, "Bùi Thị Mai", number="2/STP")
    page = browse(operator).get("/yeu-cau/?q=moan enuol").content.decode()
    assert "1/STP" in page
    assert "2/STP" not in page


@pytest.mark.enforces("request.fulfil")
def test_a_late_request_says_so_with_the_clause_and_counts_in_the_rail(
    browse, operator: Holder, province: Province
) -> None:
    late = ask(province, "Bùi Thị Mai", days_ago=40)
    browser = browse(operator)
    page = browser.get("/yeu-cau/").content.decode()
    assert "quá hạn" in page
    assert "điểm e khoản 4 Điều 7" in page
    assert f'/yeu-cau/{late.pk}/"' in browser.get("/yeu-cau/?state=overdue").content.decode()


def test_the_list_turns_from_newest_to_oldest(
    browse, operator: Holder, province: Province, monkeypatch
) -> None:
    monkeypatch.setattr("congthu.portal.views.requests.ON_A_PAGE", 2)
    first, second, third = (ask(province, "Bùi Thị Mai", number=f"{n}/STP") for n in (1, 2, 3))
    browser = browse(operator)
    page = browser.get("/yeu-cau/").content.decode()
    assert f"Số {third.pk}" in page
    assert f"Số {first.pk}<" not in page
    assert f"Số {first.pk}<" in browser.get(f"/yeu-cau/?before={second.pk}").content.decode()


def test_nothing_to_do_says_what_will_stand_there(browse, operator: Holder, province: Province) -> None:
    assert 'href="/yeu-cau/nhap/"' in browse(operator).get("/yeu-cau/").content.decode()
    manager = province.holder("Phan Thị Yến", role=Role.MANAGING)
    page = browse(manager).get("/yeu-cau/").content.decode()
    assert "Chưa có yêu cầu nào" in page
    assert "/yeu-cau/nhap/" not in page


def test_a_request_shows_its_lines_with_addresses_and_what_is_wrong(
    browse, operator: Holder, province: Province
) -> None:
    wrong = Problem(line=2, field="national_id", message="Số CCCD phải có 12 chữ số.")
    one = ask(province, "Bùi Thị Mai", "Đàm Thùy Trang", problems=(wrong,))
    page = browse(operator).get(f"/yeu-cau/{one.pk}/").content.decode()
    for words in (
        "buithimai_sotuphap@hanoi.gov.vn",
        "Số CCCD phải có 12 chữ số.",
        "1287/STP-VP ngày 19/10/2026",
    ):
        assert words in page


def test_id_numbers_and_phones_are_masked(browse, operator: Holder, province: Province) -> None:
    one = ask(province, "Bùi Thị Mai")
    page = browse(operator).get(f"/yeu-cau/{one.pk}/").content.decode()
    assert "001174022201" not in page
    assert "0912345678" not in page
    assert "•••••••••201" in page


def test_the_form_comes_back_as_it_was_and_is_never_opened(
    browse, operator: Holder, province: Province
) -> None:
    one = ask(province, "Bùi Thị Mai")
    answer = browse(operator).get(f"/yeu-cau/{one.pk}/tep/")
    assert answer.content.startswith(b"1287/STP-VP")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_another_authority_and_people_without_a_role_see_nothing(
    browse, operator: Holder, holder: Holder, elsewhere: Province
) -> None:
    theirs = ask(elsewhere, "Nông Văn Dũng", number="9/CB")
    browser = browse(operator)
    assert "9/CB" not in browser.get("/yeu-cau/").content.decode()
    for page in ("", "tep/", "tiep-nhan/"):
        assert browser.get(f"/yeu-cau/{theirs.pk}/{page}").status_code == 404
    assert browse(holder).get("/yeu-cau/").status_code == 403
