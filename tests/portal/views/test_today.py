from tests.portal.people import CONSOLE, Holder, Province, ask

from congthu.requests.acts.route import confirm


def test_an_operator_begins_with_what_is_late(browse, operator: Holder, province: Province) -> None:
    late = ask(province, "Bùi Thị Mai", days_ago=40)
    browser = browse(operator)
    confirm(late, acting=CONSOLE, now=province.now)
    page = browser.get("/", follow=True).content.decode()
    assert "Việc hôm nay" in page
    assert 'class="figure-late"' in page
    assert f"Số {late.pk}" in page
    assert "count-late" in page


def test_a_quiet_day_says_so(browse, operator: Holder) -> None:
    page = browse(operator).get("/viec-hom-nay/").content.decode()
    assert "Không còn yêu cầu nào chờ xử lý" in page
    assert "figure-late" not in page


def test_counts_are_those_of_the_own_authority(browse, operator: Holder, elsewhere: Province) -> None:
    ask(elsewhere, "Nông Văn Dũng", days_ago=40)
    assert "figure-late" not in browse(operator).get("/viec-hom-nay/").content.decode()


def test_the_day_of_others_is_another(browse, head: Holder, holder: Holder) -> None:
    assert browse(head).get("/viec-hom-nay/").status_code == 403
    assert browse(head).get("/").headers["Location"] == "/yeu-cau/"
    assert browse(holder).get("/").headers["Location"] == "/hop-thu-cua-toi/"
