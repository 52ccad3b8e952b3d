import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portal.people import EVIDENCE, Holder, Province

from congthu.mailboxes.models import Mailbox

GROUND = {"reason": "Phát tán thư rác", "document": "5/KL ngày 20/11/2026"}


def test_an_operator_finds_people_without_accents(browse, operator: Holder, holder: Holder) -> None:
    page = browse(operator).get("/hop-thu/?q=bich thao").content.decode()
    assert holder.address in page
    assert f'href="/hop-thu/{operator.address}/"' not in page


def test_nothing_found_says_what_to_try(browse, operator: Holder) -> None:
    assert "Hãy thử ít chữ hơn" in browse(operator).get("/hop-thu/?q=zzzz").content.decode()


def test_the_list_turns_by_address(browse, operator: Holder, province: Province, monkeypatch) -> None:
    monkeypatch.setattr("congthu.portal.views.mailboxes.ON_A_PAGE", 2)
    for name in ("An", "Bình", "Cường"):
        province.holder(f"Lê Văn {name}")
    browser = browse(operator)
    first = browser.get("/hop-thu/").content.decode()
    addresses = list(Mailbox.objects.order_by("address").values_list("address", flat=True))
    assert addresses[1] in first
    assert addresses[2] not in first
    second = browser.get(f"/hop-thu/?after={addresses[1]}").content.decode()
    assert addresses[2] in second
    assert "Về đầu danh sách" in second


def test_a_mailbox_shows_its_state_and_what_was_done(browse, operator: Holder, holder: Holder) -> None:
    page = browse(operator).get(f"/hop-thu/{holder.address}/").content.decode()
    for words in ("Đang hoạt động", "Cấp hộp thư", "Người giữ đặt mật khẩu", "Tạm khóa", "Thu hồi"):
        assert words in page
    assert "Khôi phục</a>" not in page


@pytest.mark.enforces("lock.grounds")
def test_an_operator_locks_with_a_ground_of_the_regulation(browse, operator: Holder, holder: Holder) -> None:
    browser = browse(operator)
    asked = browser.get(f"/hop-thu/{holder.address}/tam-khoa/").content.decode()
    assert "Thư đến vẫn được nhận" in asked
    assert "điểm c khoản 2 Điều 8" in asked
    where, ground = f"/hop-thu/{holder.address}/tam-khoa/", {**GROUND, "clause": "Đ8.2.c"}
    assert "phải kèm bằng chứng" in browser.post(where, ground).content.decode()
    file = SimpleUploadedFile(EVIDENCE.name, EVIDENCE.content)
    answer = browser.post(where, {**ground, "forbidden_act": "Đ4.2", "evidence": file}, follow=True)
    page = answer.content.decode()
    for words in ("Đã tạm khóa hộp thư", "Phát tán thư rác", "điểm c khoản 2 Điều 8", "Khôi phục"):
        assert words in page
    holder.mailbox.refresh_from_db()
    assert (holder.mailbox.state, holder.mailbox.ground_act) == ("locked", "Đ4.2")
    assert bytes(holder.mailbox.evidence.get().content) == EVIDENCE.content


@pytest.mark.enforces("lock.grounds")
def test_a_lock_without_reason_or_ground_is_refused(browse, operator: Holder, holder: Holder) -> None:
    browser, where = browse(operator), f"/hop-thu/{holder.address}/tam-khoa/"
    assert browser.post(where, {"reason": "", "document": ""}).status_code == 422
    answer = browser.post(where, {"reason": "Theo đề nghị", "document": ""})
    assert answer.status_code == 422
    assert "Hãy nêu căn cứ tạm khóa" in answer.content.decode()
    holder.mailbox.refresh_from_db()
    assert holder.mailbox.state == "active"


def test_a_step_that_the_regulation_does_not_know_is_refused(
    browse, operator: Holder, holder: Holder
) -> None:
    answer = browse(operator).post(f"/hop-thu/{holder.address}/khoi-phuc/", GROUND)
    assert answer.status_code == 422
    assert "Không khôi phục được hộp thư đang ở trạng thái" in answer.content.decode()


@pytest.mark.enforces("leaving.kept")
def test_revoking_asks_for_the_day_of_the_decision(browse, operator: Holder, holder: Holder) -> None:
    browser, where = browse(operator), f"/hop-thu/{holder.address}/thu-hoi/"
    assert "Không thể hoàn tác" in browser.get(where).content.decode()
    assert browser.post(where, GROUND).status_code == 422
    answer = browser.post(where, {**GROUND, "decision_on": "19/11/2026"}, follow=True)
    assert "Thu hồi, chờ hủy" in answer.content.decode()


def test_the_head_sees_the_agency_and_changes_nothing(browse, head: Holder, holder: Holder) -> None:
    browser = browse(head)
    page = browser.get(f"/hop-thu/{holder.address}/").content.decode()
    assert holder.address in page
    assert "tam-khoa" not in page
    assert browser.post(f"/hop-thu/{holder.address}/tam-khoa/", GROUND).status_code == 403


def test_the_list_is_for_those_with_a_role(browse, holder: Holder, operator: Holder) -> None:
    browser = browse(holder)
    assert browser.get("/hop-thu/").status_code == 403
    assert browser.get(f"/hop-thu/{operator.address}/").status_code == 403


def test_an_operator_does_not_see_another_authority(browse, operator: Holder, elsewhere: Province) -> None:
    theirs = elsewhere.holder("Nông Văn Dũng")
    browser = browse(operator)
    assert theirs.address not in browser.get("/hop-thu/").content.decode()
    assert browser.get(f"/hop-thu/{theirs.address}/").status_code == 404
    assert browser.post(f"/hop-thu/{theirs.address}/tam-khoa/", GROUND).status_code == 404


def test_the_list_and_the_page_call_unreported_what_no_program_has_reported(
    browse, operator: Holder, holder: Holder
) -> None:
    browser = browse(operator)
    assert "Chưa ghi nhận" in browser.get("/hop-thu/", {"q": holder.address}).content.decode()
    assert browser.get(f"/hop-thu/{holder.address}/").content.decode().count("Chưa ghi nhận") == 3
