from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portal.people import Holder

import congthu.operations.demo
from congthu.requests.models import Request

FORM = Path(congthu.operations.demo.__file__).parent / "mau-03-so-tu-phap.docx"


def upload(name: str, content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_form_becomes_a_request_with_an_address_for_each_line(browse, operator: Holder) -> None:
    answer = browse(operator).post("/yeu-cau/nhap/", upload("Phiếu.docx", FORM.read_bytes()), follow=True)
    page = answer.content.decode()
    one = Request.objects.get()
    assert answer.redirect_chain[-1][0] == f"/yeu-cau/{one.pk}/"
    assert "không dòng nào thiếu" in page
    assert page.count("Đề xuất theo") == one.rows.count() > 0


def test_the_head_hands_in_for_the_own_agency(browse, head: Holder) -> None:
    answer = browse(head).post("/yeu-cau/nhap/", upload("Phiếu.docx", FORM.read_bytes()), follow=True)
    assert "Chờ thủ trưởng xác nhận" in answer.content.decode()


def test_the_same_file_is_not_taken_twice(browse, operator: Holder) -> None:
    browser = browse(operator)
    browser.post("/yeu-cau/nhap/", upload("Phiếu.docx", FORM.read_bytes()))
    again = browser.post("/yeu-cau/nhap/", upload("Phiếu (1).docx", FORM.read_bytes()))
    assert again.status_code == 422
    assert "đã được nhận ở yêu cầu số" in again.content.decode()
    assert Request.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("phieu.exe", b"MZ", "không phải là Word, Excel"),
        ("phieu.docx", b"", "Tệp này rỗng"),
        ("phieu.docx", b"not a zip", "tệp"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    browse, operator: Holder, name: str, content: bytes, words: str
) -> None:
    answer = browse(operator).post("/yeu-cau/nhap/", upload(name, content))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page[page.index("error-summary") : page.index("<h1>")]
    assert not Request.objects.exists()


def test_a_holder_hands_nothing_in(browse, holder: Holder) -> None:
    assert browse(holder).get("/yeu-cau/nhap/").status_code == 403
