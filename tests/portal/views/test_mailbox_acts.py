"""Every act on a mailbox has a page that says what follows, with days and clauses, and asks for its ground."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portal.people import CAUSE, CONSOLE, EVIDENCE, OWN_PASSWORD, Holder, Province

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.clock import now
from congthu.directory.acts.organisations import establish_organisation
from congthu.directory.acts.people import enter_person
from congthu.directory.facts import Codes, PersonFacts
from congthu.directory.models import OrganisationKind
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.actions import sign_in
from congthu.mailboxes.models import IssuedAddress, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.duties import HANOI
from congthu.regulations.refusals import RefusedByRule

GROUND = {"reason": "Theo đề nghị của cơ quan", "document": "5/STP-VP ngày 20/11/2026"}


def at(address: str, act: str = "") -> str:
    return f"/hop-thu/{address}/{act}/" if act else f"/hop-thu/{address}/"


def page(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def office(province: Province) -> Mailbox:
    return holding.issue(
        province.agency, MailboxKind.VAN_THU, acting=CONSOLE, now=province.now, cause=CAUSE
    ).mailbox


@pytest.fixture
def elsewhere_in_town(province: Province):
    return establish_organisation(
        province.authority,
        name="Sở Nội vụ",
        kind=OrganisationKind.AGENCY,
        codes=Codes("sonv"),
        valid_from=province.now.date(),
        acting=CONSOLE,
        now=province.now,
    )


def colleague(province: Province, name: str):
    return enter_person(province.agency, PersonFacts(name), acting=CONSOLE, now=province.now)


@pytest.mark.enforces("leaving.kept")
def test_leaving_names_the_day_on_which_the_mailbox_is_destroyed(
    browse, operator: Holder, holder: Holder, province: Province
) -> None:
    browser, where = browse(operator), at(holder.address, "thu-hoi")
    today = now().astimezone(HANOI).date()
    assert f"“Đã hủy” ngày {today + timedelta(days=31):%d/%m/%Y}" in page(browser.get(where))
    said = {**GROUND, "decision_on": f"{today:%d/%m/%Y}", "rank": "agency-head"}
    answer = page(browser.post(where, said, follow=True))
    ends = today + timedelta(days=61)
    assert f"Sắp tới: “Đã hủy” ngày {ends:%d/%m/%Y}" in answer
    assert f"Ngày {ends:%d/%m/%Y}: “Đã hủy”" in answer
    assert "điểm d khoản 4 Điều 7" in answer


@pytest.mark.enforces("leaving.kept")
def test_a_decision_of_long_ago_is_confirmed_on_the_page(
    browse, operator: Holder, holder: Holder, province: Province
) -> None:
    browser, where = browse(operator), at(holder.address, "thu-hoi")
    said = {**GROUND, "decision_on": f"{now().date() - timedelta(days=40):%d/%m/%Y}"}
    answer = browser.post(where, said)
    assert answer.status_code == 422
    assert "Thời hạn tính từ ngày quyết định đã qua" in page(answer)
    assert browser.post(where, {**said, "late": "on"}).status_code == 302


@pytest.mark.enforces("leaving.transfer_kept")
def test_moving_gives_a_mailbox_there_and_says_what_becomes_of_the_old_one(
    browse, operator: Holder, holder: Holder, province: Province, elsewhere_in_town
) -> None:
    browser, where = browse(operator), at(holder.address, "chuyen-co-quan")
    today = now().astimezone(HANOI).date()
    assert f"“Đã thu hồi” ngày {today + timedelta(days=16):%d/%m/%Y}" in page(browser.get(where))
    said = {**GROUND, "to": "sonv", "decision_on": f"{today:%d/%m/%Y}"}
    refusal = browser.post(where, {**said, "asked_by": "sotuphap"})
    assert refusal.status_code == 422
    assert "do cơ quan tiếp nhận" in page(refusal)
    answer = page(browser.post(where, said))
    new = Mailbox.objects.get(organisation=elsewhere_in_town)
    assert "Tải phiếu cấp" in answer
    assert new.address in answer
    assert holder.address in answer


@pytest.mark.enforces("password.change_after_restore")
def test_a_restore_hands_out_a_password_once_and_shuts_out_the_old_one(
    browse, operator: Holder, holder: Holder, province: Province
) -> None:
    holding.lock(holder.mailbox, cause=CAUSE, acting=CONSOLE, now=province.now)
    answer = page(browse(operator).post(at(holder.address, "khoi-phuc"), GROUND))
    assert "Tải phiếu cấp" in answer
    with pytest.raises(RefusedByRule):
        sign_in(holder.address, OWN_PASSWORD, now=province.now)


def test_a_lock_that_nobody_could_be_told_of_is_shown_and_told_on_paper(
    browse, operator: Holder, holder: Holder, province: Province
) -> None:
    browser = browse(operator)
    assert "cơ quan chưa được báo" not in page(browser.get("/viec-hom-nay/"))
    holding.lock(holder.mailbox, cause=CAUSE, acting=CONSOLE, now=province.now)
    assert "Bị khóa, cơ quan chưa được báo" in page(browser.get("/viec-hom-nay/"))
    assert holder.address in page(browser.get("/hop-thu/?untold=on"))
    where = at(holder.address, "da-bao-co-quan")
    assert where in page(browser.get(at(holder.address)))
    refused = browser.post(where, {"reason": "", "document": ""})
    assert refused.status_code != 302
    assert Mailbox.objects.get(address=holder.address).agency_notified_at is None
    assert browser.post(where, {"reason": "", "document": "12/TTTHCB"}).status_code == 302
    assert Mailbox.objects.get(address=holder.address).agency_notified_at is not None
    assert "cơ quan chưa được báo" not in page(browser.get("/viec-hom-nay/"))
    assert holder.address not in page(browser.get("/hop-thu/?untold=on"))


def test_what_was_open_in_a_browser_before_a_lock_is_not_open_after_it(
    browse, holder: Holder, province: Province
) -> None:
    browser = browse(holder)
    assert browser.get("/hop-thu-cua-toi/").status_code == 200
    holding.lock(holder.mailbox, cause=CAUSE, acting=CONSOLE, now=province.now)
    holding.restore(holder.mailbox, cause=CAUSE, acting=CONSOLE, now=province.now)
    answer = browser.get("/hop-thu-cua-toi/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/")


def test_another_password_for_one_who_forgot_theirs(browse, operator: Holder, holder: Holder) -> None:
    browser, where = browse(operator), at(holder.address, "cap-lai-mat-khau")
    assert "mọi mật khẩu ứng dụng hết hiệu lực" in page(browser.get(where))
    assert "Tải phiếu cấp" in page(browser.post(where, GROUND))
    assert browser.post(where, {"reason": "", "document": ""}).status_code == 422


@pytest.mark.enforces("custody.handover")
def test_a_head_hands_over_the_mailbox_of_the_agency_and_prints_the_sheet(
    browse, head: Holder, office: Mailbox, province: Province
) -> None:
    colleague(province, "Lê Thị Hoa")
    browser, where = browse(head), at(office.address, "ban-giao")
    nobody = browser.post(where, {**GROUND, "to": "Không Ai Cả"})
    assert nobody.status_code == 422
    assert "không có người" in page(nobody)
    answer = page(browser.post(where, {**GROUND, "to": "Lê Thị Hoa"}))
    assert "Tải phiếu cấp" in answer
    assert "Lê Thị Hoa" in page(browser.get(at(office.address)))
    password = unescape(answer.split('name="password" value="')[1].split('"')[0])
    sheet = browser.post(at(office.address, "phieu-cap"), {"password": password, "document": "5/STP"})
    assert sheet["Content-Type"] == "application/pdf"


def test_two_of_one_name_are_told_apart_by_their_numbers(
    browse, operator: Holder, office: Mailbox, province: Province
) -> None:
    one, _ = colleague(province, "Lê Thị Hoa"), colleague(province, "Lê Thị Hoa")
    browser, where = browse(operator), at(office.address, "cu-nguoi-quan-ly")
    answer = browser.post(where, {**GROUND, "to": "lê thị hoa"})
    assert answer.status_code == 422
    assert f"{one.pk}: Lê Thị Hoa" in page(answer)
    assert browser.post(where, {**GROUND, "to": str(one.pk)}).status_code == 302
    assert office.custodies.get().person == one


def test_an_agency_asks_for_a_handing_over_and_records_it(
    browse, head: Holder, holder: Holder, province: Province
) -> None:
    holding.leave(
        holder.mailbox, decided_on=province.now.date(), cause=CAUSE, acting=CONSOLE, now=province.now
    )
    browser = browse(head)
    browser.post(at(holder.address, "yeu-cau-ban-giao"), GROUND)
    assert "Chờ bàn giao dữ liệu" in page(browser.get(at(holder.address)))
    said = {"to": "Lê Thị Hoa", "what": "Hồ sơ 2026", "document": "Biên bản 3/BB-STP"}
    assert browser.post(at(holder.address, "ghi-ban-giao"), said).status_code == 302
    assert "Chờ bàn giao dữ liệu" not in page(browser.get(at(holder.address)))
    assert browser.post(at(holder.address, "tam-khoa"), GROUND).status_code == 403


@pytest.mark.enforces("inactivity.excused")
def test_a_focal_point_says_why_somebody_is_away(browse, province: Province, holder: Holder) -> None:
    focal = province.holder("Phạm Thị Lan", role=Role.FOCAL)
    until = province.now.date() + timedelta(days=90)
    answer = browse(focal).post(
        at(holder.address, "vang-mat"), {"reason": "Nghỉ thai sản", "until": f"{until:%d/%m/%Y}"}
    )
    assert answer.status_code == 302
    holder.mailbox.refresh_from_db()
    assert holder.mailbox.excused_until == until


@pytest.mark.enforces("quota.person")
def test_a_quota_is_typed_as_people_write_it_and_less_is_confirmed(
    browse, operator: Holder, holder: Holder
) -> None:
    browser, where = browse(operator), at(holder.address, "dung-luong")
    assert browser.post(where, {**GROUND, "quota": "nhiều"}).status_code == 422
    assert "tối thiểu 2 GB" in page(browser.post(where, {**GROUND, "quota": "1 GB"}))
    assert browser.post(where, {**GROUND, "quota": "5 gb"}).status_code == 302
    assert "là giảm" in page(browser.post(where, {**GROUND, "quota": "3 GB"}))
    assert browser.post(where, {**GROUND, "quota": "3 GB", "lowering": "on"}).status_code == 302


def test_an_alias_is_added_and_taken_away(browse, operator: Holder, holder: Holder) -> None:
    browser = browse(operator)
    said = {**GROUND, "address": "lan.anh@hanoi.gov.vn"}
    assert browser.post(at(holder.address, "bi-danh"), said).status_code == 302
    assert "lan.anh@hanoi.gov.vn" in page(browser.get(at(holder.address)))
    assert browser.post(at(holder.address, "bo-bi-danh"), said).status_code == 302
    assert not holder.mailbox.aliases.filter(until=None).exists()


@pytest.mark.enforces("naming.group_agency")
def test_a_group_is_issued_and_gets_its_members(browse, operator: Holder, holder: Holder) -> None:
    browser = browse(operator)
    said = {**GROUND, "kind": "group_agency", "organisation": "Sở Tư pháp", "title": "Lãnh đạo"}
    answer = browser.post("/hop-thu/cap/", said, follow=True)
    group = Mailbox.objects.get(kind="group_agency")
    assert "Chưa có thành viên" in page(answer)
    browser.post(at(group.address, "them-thanh-vien"), {**GROUND, "member": holder.address})
    browser.post(at(group.address, "them-thanh-vien"), {**GROUND, "every": "van_thu"})
    shown = page(browser.get(at(group.address)))
    assert holder.address in shown
    assert "mọi hộp thư “Văn thư của cơ quan”" in shown
    first = group.members.first()
    browser.post(at(group.address, "bot-thanh-vien"), {**GROUND, "member": str(first.pk)})
    assert group.members.count() == 1


def test_a_title_is_issued_for_a_person_and_a_kind_without_a_holder_is_refused(
    browse, operator: Holder, province: Province
) -> None:
    colleague(province, "Lê Thị Hoa")
    browser = browse(operator)
    assert "Chức danh" in page(browser.get("/hop-thu/cap/"))
    said = {**GROUND, "kind": "title", "organisation": "sotuphap", "title": "Giám đốc"}
    answer = browser.post("/hop-thu/cap/", said)
    assert answer.status_code == 422
    assert "Hãy nêu người giữ" in page(answer)
    assert "Tải phiếu cấp" in page(browser.post("/hop-thu/cap/", {**said, "person": "Lê Thị Hoa"}))
    assert Mailbox.objects.get(kind="title").address == "giamdoc_sotuphap@hanoi.gov.vn"


def test_an_address_is_reserved(browse, operator: Holder) -> None:
    browser = browse(operator)
    wrong = {"address": "gop-y@gmail.com", "reason": "Đường dây nóng"}
    assert browser.post("/hop-thu/danh-rieng/", wrong).status_code == 422
    browser.post("/hop-thu/danh-rieng/", {**wrong, "address": "gopy@hanoi.gov.vn"})
    assert IssuedAddress.objects.get(pk="gopy@hanoi.gov.vn").purpose == "reserved"


def test_evidence_is_handed_out_to_those_who_oversee_and_each_time_is_recorded(
    browse, operator: Holder, head: Holder, holder: Holder, province: Province
) -> None:
    cause = Cause(clause="Đ8.2.b", reason="Phát tán thư rác")
    holding.lock(holder.mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=province.now)
    kept = holder.mailbox.evidence.get()
    where = f"/hop-thu/{holder.address}/bang-chung/{kept.pk}/"
    assert EVIDENCE.name in page(browse(operator).get(at(holder.address)))
    assert EVIDENCE.name not in page(browse(head).get(at(holder.address)))
    answer = browse(operator).post(where)
    assert answer.content == EVIDENCE.content
    assert answer["Content-Type"] == "application/octet-stream"
    assert browse(head).post(where).status_code == 403
    assert AuditEntry.objects.filter(event="mailbox.evidence_read").count() == 1


def test_evidence_that_is_too_large_is_refused_first(browse, operator: Holder, holder: Holder) -> None:
    file = SimpleUploadedFile("nhat-ky.zip", b"x" * (10 * 1024**2 + 1))
    answer = browse(operator).post(
        at(holder.address, "tam-khoa"), {**GROUND, "clause": "Đ8.2.b", "evidence": file}
    )
    assert answer.status_code == 422
    assert "lớn hơn 10 MB" in page(answer)


@pytest.mark.enforces("retention.revoked_data")
def test_destroying_waits_for_the_data_and_for_a_second_person(
    browse, operator: Holder, office: Mailbox, province: Province
) -> None:
    browser = browse(operator)
    assert "hủy là việc riêng" in page(browser.get(at(office.address, "thu-hoi")))
    browser.post(at(office.address, "thu-hoi"), GROUND)
    answer = browser.post(at(office.address, "de-nghi-huy"), GROUND)
    assert answer.status_code == 422
    assert "phải giữ 30 ngày sau khi thu hồi" in page(answer)
