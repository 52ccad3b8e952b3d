"""The directory on the portal: find, bring in, give and end roles."""

import html
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.directory.importing.files import workbook
from tests.portal.people import CAUSE, CONSOLE, Holder, Province

from congthu.directory.acts.files import forget_files
from congthu.directory.acts.organisations import establish_organisation
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import Codes
from congthu.directory.importing.reading import read_sheets
from congthu.directory.models import Appointment, DirectoryFile, Organisation, OrganisationKind, Person
from congthu.directory.roles import Role
from congthu.identity.models import Account
from congthu.mailboxes.models import Mailbox

SHEETS = [
    (
        "Cơ quan",
        [["Mã", "Tên", "Loại"], ["sonv", "Sở Nội vụ", "cơ quan"], ["So XD", "Sở Xây dựng", "cơ quan"]],
    ),
    ("Người", [["Cơ quan", "Họ và tên", "Số CCCD"], ["sonv", "Hoàng Thị Tuyết", "001180012345"]]),
    (
        "Vai trò",
        [["Cơ quan", "Họ và tên", "Vai trò", "Văn bản"], ["sonv", "Hoàng Thị Tuyết", "đầu mối", "5/QĐ-SNV"]],
    ),
]


@pytest.fixture
def managing(province: Province) -> Holder:
    return province.holder("Lê Thị Nguyệt", role=Role.MANAGING)


def upload(browser, sheets=SHEETS, name="danh-ba.xlsx"):
    file = SimpleUploadedFile(name, workbook(sheets) if isinstance(sheets, list) else sheets)
    return browser.post("/danh-ba/nhap/", {"file": file})


def page_of(answer) -> str:
    return answer.content.decode()


class TestFinding:
    @pytest.mark.usefixtures("holder")
    def test_agencies_and_people_are_found_without_accents(self, browse, operator: Holder) -> None:
        page = page_of(browse(operator).get("/danh-ba/?q=bich thao"))
        assert "Vũ Thị Bích Thảo" in page
        assert "Sở Tư pháp" in page_of(browse(operator).get("/danh-ba/?q=so tu phap"))
        assert "Hãy thử ít chữ hơn" in page_of(browse(operator).get("/danh-ba/?q=zzzz"))

    @pytest.mark.usefixtures("head")
    def test_an_agency_shows_its_codes_people_and_roles(self, browse, operator, province) -> None:
        page = page_of(browse(operator).get(f"/danh-ba/{province.agency.pk}/"))
        for words in ("sotuphap", "Trần Văn Hùng", "Thủ trưởng cơ quan", "Sửa thông tin", "Sáp nhập"):
            assert words in page

    def test_an_agency_sees_its_own_subtree_and_changes_nothing(self, browse, head: Holder, province) -> None:
        other = establish_organisation(
            province.authority,
            name="Sở Nội vụ",
            kind=OrganisationKind.AGENCY,
            codes=Codes("sonv"),
            valid_from=province.now.date(),
            acting=CONSOLE,
            now=province.now,
        )
        browser = browse(head)
        page = page_of(browser.get("/danh-ba/"))
        assert "Sở Tư pháp" in page
        assert "Sở Nội vụ" not in page
        assert browser.get(f"/danh-ba/{other.pk}/").status_code == 404
        own = page_of(browser.get(f"/danh-ba/{province.agency.pk}/"))
        assert "Sáp nhập" not in own
        for path in ("nhap/", "them/", "mau/", f"{province.agency.pk}/sua/"):
            assert browser.get(f"/danh-ba/{path}").status_code == 403

    def test_whoever_only_holds_a_mailbox_has_no_directory(self, browse, holder: Holder) -> None:
        assert browse(holder).get("/danh-ba/").status_code == 403

    def test_nothing_of_another_authority_is_shown(self, browse, operator, elsewhere) -> None:
        stranger = elsewhere.holder("Nông Văn Thịnh")
        browser = browse(operator)
        assert "Nông Văn Thịnh" not in page_of(browser.get("/danh-ba/?q=thinh"))
        assert browser.get(f"/danh-ba/nguoi/{stranger.account.person.pk}/").status_code == 404
        assert browser.get(f"/danh-ba/{elsewhere.agency.pk}/").status_code == 404

    def test_private_facts_are_masked(self, browse, operator, province) -> None:
        browser = browse(operator)
        told = {"full_name": "Lê Thị Hoa", "national_id": "001180099999", "otp_phone": "0912345678"}
        answer = browser.post(f"/danh-ba/{province.agency.pk}/them-nguoi/", told, follow=True)
        page = page_of(answer)
        assert "•999" in page
        assert "001180099999" not in page
        person = Person.objects.get(full_name="Lê Thị Hoa")
        assert "001180099999" not in page_of(browser.get(f"/danh-ba/nguoi/{person.pk}/sua/"))


class TestFiles:
    def test_a_file_is_shown_line_by_line_before_anything_is_written(self, browse, operator: Holder) -> None:
        browser = browse(operator)
        answer = upload(browser)
        assert answer.status_code == 302
        page = page_of(browser.get(answer["Location"]))
        assert "không dùng được trong địa chỉ thư" in page
        assert "Nhập 3 dòng" in page
        assert not Organisation.objects.filter(code="sonv").exists()
        done = page_of(browser.post(answer["Location"]))
        assert "Đã nhập danh-ba.xlsx" in done
        assert "So XD" in done
        assert "1 người được giao vai trò chưa có hộp thư" in done
        assert Person.objects.get(full_name="Hoàng Thị Tuyết").organisation.code == "sonv"
        kept = DirectoryFile.objects.get()
        assert (kept.content, kept.done_at is None) == (b"", False)
        assert browser.get(answer["Location"]).status_code == 404

    def test_the_appointed_get_their_mailbox_and_sign_in_with_what_the_sheet_says(
        self, browse, operator, client
    ) -> None:
        browser = browse(operator)
        browser.post(upload(browser)["Location"])
        page = page_of(browser.post("/danh-ba/cap-hop-thu/"))
        assert "hoangthituyet_sonv@hanoi.gov.vn" in page
        password = html.unescape(re.search(r'name="password" value="([^"]+)"', page)[1])
        paper = browser.post("/hop-thu/hoangthituyet_sonv@hanoi.gov.vn/phieu-cap/", {"password": password})
        assert paper["Content-Type"] == "application/pdf"
        assert Mailbox.objects.get(person__full_name="Hoàng Thị Tuyết").ground_document == "5/QĐ-SNV"
        client.logout()
        entered = client.post(
            "/dang-nhap/", {"login": "hoangthituyet_sonv@hanoi.gov.vn", "password": password}
        )
        assert entered["Location"] == "/mat-khau-lan-dau/"

    def test_a_file_that_nobody_brought_in_is_gone_after_a_day(self, browse, operator) -> None:
        where = upload(browse(operator))["Location"]
        forget_files(now=timezone.now() + timedelta(hours=23))
        assert browse(operator).get(where).status_code == 200
        forget_files(now=timezone.now() + timedelta(hours=25))
        assert browse(operator).get(where).status_code == 404

    def test_a_file_of_somebody_else_is_not_shown(self, browse, operator, province: Province) -> None:
        where = upload(browse(operator))["Location"]
        other = province.holder("Đinh Quang Huy", role=Role.OPERATOR)
        assert browse(other).get(where).status_code == 404

    @pytest.mark.parametrize(
        ("content", "why"), [(b"", "tệp"), ("Mã;Tên;Sở Tư pháp".encode("cp1258", "ignore"), "CSV UTF-8")]
    )
    def test_what_cannot_be_read_says_what_to_do(self, browse, operator, content, why) -> None:
        answer = upload(browse(operator), content)
        assert answer.status_code == 422
        assert why in page_of(answer)

    def test_the_template_is_one_that_we_read(self, browse, operator, tmp_path) -> None:
        path = tmp_path / "mau.xlsx"
        path.write_bytes(browse(operator).get("/danh-ba/mau/").content)
        assert [name for name, _ in read_sheets(path)][:3] == ["Cơ quan", "Người", "Vai trò"]


class TestOrganisations:
    def test_one_is_added_with_its_codes(self, browse, operator) -> None:
        told = {"name": "Sở Nội vụ", "kind": "agency", "code": "sonv"}
        answer = browse(operator).post("/danh-ba/them/", told, follow=True)
        assert "Đã ghi Sở Nội vụ vào danh bạ" in page_of(answer)
        assert Organisation.objects.get(code="sonv").own_local_part == "sonv"

    def test_a_code_that_fits_no_address_is_refused_on_the_same_page(self, browse, operator) -> None:
        answer = browse(operator).post(
            "/danh-ba/them/", {"name": "Sở Nội vụ", "kind": "agency", "code": "Sở NV"}
        )
        assert answer.status_code == 422
        assert "không dùng được trong địa chỉ thư" in page_of(answer)

    def test_correcting_leaves_what_is_left_empty(self, browse, operator, province: Province) -> None:
        where = f"/danh-ba/{province.agency.pk}/sua/"
        browser = browse(operator)
        browser.post(where, {"seat": "1 Trần Phú", "reason": "Bổ sung"})
        answer = browser.post(where, {"seat": "", "person_suffix": "stp", "reason": "Theo quy ước"})
        assert answer.status_code == 302
        province.agency.refresh_from_db()
        assert (province.agency.seat, province.agency.person_suffix) == ("1 Trần Phú", "stp")

    @pytest.mark.parametrize(
        ("act", "told"),
        [
            ("doi-ten", {"name": "Sở Tư pháp mới"}),
            ("chuyen", {"to": ""}),
            ("sap-nhap", {"into": "sonv", "decided_on": "01/01/2026"}),
            ("giai-the", {"decided_on": "01/01/2026"}),
        ],
    )
    def test_a_reorganisation_without_its_decision_is_refused(
        self, browse, operator, province, act, told
    ) -> None:
        browser = browse(operator)
        browser.post("/danh-ba/them/", {"name": "Sở Nội vụ", "kind": "agency", "code": "sonv"})
        where = f"/danh-ba/{province.agency.pk}/{act}/"
        assert browser.get(where).status_code == 200
        assert browser.post(where, told).status_code == 422
        assert browser.post(where, {**told, "document": "5/QĐ-UBND"}).status_code == 302


class TestPeople:
    def test_somebody_known_is_not_overwritten(self, browse, operator, province: Province) -> None:
        where, browser = f"/danh-ba/{province.agency.pk}/them-nguoi/", browse(operator)
        told = {"full_name": "Lê Thị Hoa", "national_id": "001180099999"}
        assert browser.post(where, told).status_code == 302
        answer = browser.post(where, {**told, "full_name": "Lê Hoa"})
        assert answer.status_code == 422
        assert "là của Lê Thị Hoa" in page_of(answer)

    def test_a_person_is_corrected_and_moved_with_their_grounds(self, browse, operator, holder) -> None:
        person, browser = holder.account.person, browse(operator)
        where = f"/danh-ba/nguoi/{person.pk}/"
        assert (
            browser.post(
                f"{where}sua/", {"full_name": person.full_name, "position": "Trưởng phòng"}
            ).status_code
            == 422
        )
        told = {"full_name": person.full_name, "position": "Trưởng phòng", "reason": "Bổ nhiệm"}
        assert browser.post(f"{where}sua/", told).status_code == 302
        browser.post("/danh-ba/them/", {"name": "Sở Nội vụ", "kind": "agency", "code": "sonv"})
        moved = {"to": "sonv", "decided_on": "01/01/2026"}
        assert browser.post(f"{where}chuyen/", moved).status_code == 422
        assert browser.post(f"{where}chuyen/", {**moved, "document": "7/QĐ"}).status_code == 302
        person.refresh_from_db()
        assert (person.position, person.organisation.code) == ("Trưởng phòng", "sonv")

    def test_only_whoever_holds_a_role_gets_a_mailbox_here(
        self, browse, operator, province: Province
    ) -> None:
        browser = browse(operator)
        browser.post(f"/danh-ba/{province.agency.pk}/them-nguoi/", {"full_name": "Lê Thị Hoa"})
        person = Person.objects.get(full_name="Lê Thị Hoa")
        where = f"/danh-ba/nguoi/{person.pk}/"
        assert "Cấp hộp thư để đăng nhập" not in page_of(browser.get(where))
        assert browser.post(f"{where}cap-hop-thu/").status_code == 422
        told = {"role": "focal", "document": "9/QĐ-STP"}
        assert browser.post(f"{where}giao-vai-tro/", told).status_code == 302
        assert "Cấp hộp thư để đăng nhập" in page_of(browser.get(where))
        assert "lethihoa_sotuphap@hanoi.gov.vn" in page_of(browser.post(f"{where}cap-hop-thu/"))
        assert Account.objects.get(person=person).must_change


class TestRoles:
    def test_the_managing_department_gives_roles_over_the_authority(
        self, browse, managing, operator, holder
    ) -> None:
        where = f"/danh-ba/nguoi/{holder.account.person.pk}/giao-vai-tro/"
        told = {"role": "inspector", "document": "3/QĐ-UBND"}
        assert "Người kiểm tra" not in page_of(browse(operator).get(where))
        assert browse(operator).post(where, told).status_code == 422
        assert browse(managing).post(where, told).status_code == 302
        assert Appointment.objects.get(role="inspector").document == "3/QĐ-UBND"

    def test_an_operator_enters_roles_in_agencies_and_ends_them_by_document(
        self, browse, operator, holder
    ) -> None:
        browser = browse(operator)
        where = f"/danh-ba/nguoi/{holder.account.person.pk}/"
        assert browser.post(f"{where}giao-vai-tro/", {"role": "clerk", "document": "3/QĐ"}).status_code == 302
        held = Appointment.objects.get(role="clerk")
        end = f"/danh-ba/vai-tro/{held.pk}/"
        assert end in page_of(browser.get(where))
        assert browser.post(end, {"document": ""}).status_code == 422
        assert browser.post(end, {"document": "4/QĐ"}).status_code == 302
        assert end not in page_of(browser.get(where))

    def test_an_operator_does_not_end_what_the_managing_department_gave(
        self, browse, operator, holder
    ) -> None:
        held = appoint(holder.account.person, Role.MANAGING, acting=CONSOLE, now=timezone.now(), cause=CAUSE)
        assert browse(operator).post(f"/danh-ba/vai-tro/{held.pk}/", {"document": "4/QĐ"}).status_code == 422
        held.refresh_from_db()
        assert held.until is None
