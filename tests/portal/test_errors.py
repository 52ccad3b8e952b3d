from django.test import Client, RequestFactory

from congthu.portal.errors import server_error


def test_an_unknown_page_says_what_to_do(client: Client, db: None) -> None:
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Hãy kiểm tra lại địa chỉ" in answer.content.decode()


def test_a_fault_of_ours_says_that_mail_goes_on() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Thư đi và đến không bị ảnh hưởng" in answer.content.decode()
