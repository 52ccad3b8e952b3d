from tests.portal.people import Holder


def test_every_value_stands_with_its_clause_and_can_be_pointed_at(browse, holder: Holder) -> None:
    page = browse(holder).get("/quy-che/").content.decode()
    assert 'id="Đ12.2"' in page
    assert "khoản 2 Điều 12" in page
    assert page.count('id="Đ12.2"') == 1


def test_where_the_regulation_is_silent_the_page_says_so(browse, holder: Holder) -> None:
    assert "mặc định của hệ thống" in browse(holder).get("/quy-che/").content.decode()
