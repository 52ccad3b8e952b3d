import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone
from tests.portal.people import Holder, Province

from congthu.directory.roles import Role
from congthu.portal.components.clause_reference import ClauseReference
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for


@pytest.fixture
def manager(province: Province) -> Holder:
    return province.holder("Ngô Thị Lan", role=Role.MANAGING)


def read(browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_clause_stands_once_and_can_be_pointed_at(browse, holder: Holder) -> None:
    page = read(browse(holder), "/quy-che/")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {str(one) for _, one in policy_for("hanoi-1643-2023").cited()} <= set(ids)
    assert 'Khoản 2<span class="visually-hidden"> Điều 12</span>' in page


def test_references_of_other_pages_lead_to_an_anchor(browse, holder: Holder) -> None:
    page = read(browse(holder), "/quy-che/")
    for clause in ("Đ12.2", "Đ8.2", "Đ7.4.d"):
        path, _, anchor = ClauseReference(clause, linked=True).href.partition("#")
        assert path == "/quy-che/"
        assert f'id="{unquote(anchor)}"' in page


def test_a_value_comes_with_bound_reading_and_source(browse, holder: Holder) -> None:
    page = read(browse(holder), "/quy-che/")
    assert "tối thiểu" in page
    assert "Cách hiểu đã chọn (B-18a)" in page
    assert "Nguồn: quy chế." in page


def test_where_the_regulation_is_silent_the_page_says_so(browse, holder: Holder) -> None:
    page = read(browse(holder), "/quy-che/")
    silent = page[page.index('id="khong-quy-dinh"') :]
    assert "Nguồn: mặc định của hệ thống." in silent
    assert "Không ai quy định" in silent


def test_the_chart_counts_every_clause_and_leads_to_them(browse, holder: Holder) -> None:
    browser = browse(holder)
    page = read(browser, "/quy-che/")
    chart = page[page.index('<table class="chart">') :]
    counts = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', chart)]
    assert sum(counts) == len(policy_for("hanoi-1643-2023").ledger.clause)
    people = read(browser, "/quy-che/?status=people")
    assert people.count('class="clause-entry"') == counts[-1]


def test_the_page_is_narrowed_without_accents_and_says_what_it_found(browse, holder: Holder) -> None:
    browser = browse(holder)
    page = read(browser, "/quy-che/?q=mat+khau")
    assert 'id="Đ12.2"' in page
    assert 'id="Đ9.3.b"' not in page
    assert "Tìm thấy" in page
    nothing = read(browser, "/quy-che/?q=khinh+khi+cau")
    assert "Không có điều khoản nào như vậy" in nothing
    assert 'value="khinh khi cau"' in nothing


def test_what_is_typed_into_the_filter_is_text(browse, holder: Holder) -> None:
    assert "<script>alert" not in read(browse(holder), "/quy-che/?q=%3Cscript%3Ealert(1)%3C/script%3E")


def test_the_page_asks_the_database_nothing_for_the_law(
    browse, holder: Holder, django_assert_max_num_queries
) -> None:
    browser = browse(holder)
    browser.get("/quy-che/")
    with django_assert_max_num_queries(10):
        browser.get("/quy-che/")


@pytest.mark.parametrize("who", ["operator", "manager"])
def test_other_documents_are_listed_with_their_standing(browse, request, who: str) -> None:
    page = read(browse(request.getfixturevalue(who)), "/quy-che/van-ban/")
    assert page.count("<tr") == len(catalogue()) + 1
    assert "Dự thảo – không có hiệu lực" in page
    assert "đang áp dụng ở đây" in page
    assert 'href="/quy-che/soctrang-draft-2024/"' in page


def test_a_draft_is_open_to_read_and_says_that_it_is_none_of_the_law(
    browse, operator: Holder, province: Province
) -> None:
    browser = browse(operator)
    page = read(browser, "/quy-che/soctrang-draft-2024/")
    assert "DỰ THẢO – không có hiệu lực." in page
    assert 'href="/quy-che/soctrang-draft-2024/thu/"' in page
    assert browser.post("/quy-che/soctrang-draft-2024/").status_code == 405
    province.authority.refresh_from_db()
    assert province.authority.regulation == "hanoi-1643-2023"
    assert "DỰ THẢO" not in read(browser, "/quy-che/caobang-16-2025/")


def test_the_own_regulation_has_one_address(browse, operator: Holder) -> None:
    answer = browse(operator).get("/quy-che/hanoi-1643-2023/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/quy-che/")


@pytest.mark.parametrize("path", ["/quy-che/khong-co/", "/quy-che/platform/", "/quy-che/calendar/"])
def test_what_is_no_regulation_is_not_there(browse, operator: Holder, path: str) -> None:
    assert browse(operator).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/quy-che/van-ban/", "/quy-che/caobang-16-2025/"])
def test_holders_read_their_own_regulation_only(browse, holder: Holder, head: Holder, path: str) -> None:
    assert browse(holder).get(path).status_code == 403
    assert browse(head).get(path).status_code == 403
    assert "/quy-che/van-ban/" not in read(browse(holder), "/quy-che/")


def test_nobody_reads_it_without_signing_in(client, province: Province) -> None:
    assert client.get("/quy-che/").status_code == 302


def test_a_decision_in_force_is_told_with_its_number(browse, holder: Holder, province: Province) -> None:
    now = timezone.now() - timedelta(days=1)
    province.authority.decisions = [
        {
            "regulation": "hanoi-1643-2023",
            "parameter": "password.min_length",
            "value": 12,
            "number": "12/QĐ-TTTH",
            "signed_on": f"{now:%Y-%m-%d}",
            "signer": "Giám đốc",
        }
    ]
    province.authority.save(update_fields=["decisions"])
    page = read(browse(holder), "/quy-che/")
    assert "Nguồn: quyết định số 12/QĐ-TTTH" in page
    assert "Quy chế: 8." in page
