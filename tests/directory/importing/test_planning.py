"""What every line of a file is told, and what then stands in the directory."""

import pytest
from tests.directory.importing.files import SHEETS, bring, preview, problems, sheets, verdicts
from tests.world import CAUSE, CONSOLE, NOW, establish

from congthu.audit.models import AuditEntry
from congthu.audit.queries import verify
from congthu.directory.acts.people import correct_person
from congthu.directory.acts.roles import appoint
from congthu.directory.importing.planning.values import Verdict
from congthu.directory.models import Appointment, Organisation, Person
from congthu.directory.queries import actor_for, organisation_by_code
from congthu.directory.roles import Role
from congthu.hostile import UnreadableFile
from congthu.regulations.refusals import RefusedByRule

AGENCY = ["sotp", "Sở Tư pháp", "cơ quan", "", "", "", ""]


@pytest.fixture
def caobang(db):
    return establish("caobang", "caobang-16-2025", "Tỉnh Cao Bằng")


def test_a_file_fills_an_empty_directory(caobang):
    plan = bring(caobang)
    assert problems(plan) == []
    assert set(verdicts(plan)) == {Verdict.NEW}
    office = organisation_by_code(caobang, "sokhcn")
    unit = organisation_by_code(caobang, "sokhcn/phongbcvt")
    assert (office.person_suffix, office.unit_suffix, unit.parent) == ("skhcn", "sokhcn", office)
    # People of a unit are named in addresses by their agency.
    assert (unit.person_suffix, unit.unit_suffix) == ("skhcn", "phongbcvt")
    head = Person.objects.get(full_name="Bế Thị Lan Hương")
    assert (head.organisation, head.position, head.otp_phone) == (office, "Giám đốc", "0912345678")
    assert Role.HEAD in actor_for(head, key="head", now=NOW).over_agency[unit.pk]
    focal = Appointment.objects.get(role=Role.FOCAL)
    assert (focal.organisation, focal.document) == (office, "2/QĐ-SKHCN")
    assert AuditEntry.objects.filter(event="person.entered").count() == 2
    assert AuditEntry.objects.get(event="directory.imported").details["file"] == "danh-ba.xlsx"
    assert verify().ok


def test_a_preview_tells_the_same_and_writes_nothing(caobang):
    assert verdicts(preview(caobang)) == [Verdict.NEW] * 7
    assert not Organisation.objects.exists()
    assert not AuditEntry.objects.filter(event__startswith="person.").exists()


def test_a_second_run_changes_nothing(caobang):
    bring(caobang)
    before = AuditEntry.objects.count()
    assert set(verdicts(bring(caobang))) == {Verdict.SAME}
    assert AuditEntry.objects.count() == before
    assert (Organisation.objects.count(), Person.objects.count(), Appointment.objects.count()) == (3, 2, 2)


def test_a_wrong_line_is_told_and_loses_nothing_of_the_others(caobang):
    wrong = ["soxd", "Sở Xây dựng", "cơ quan", "khongco", "", "", ""]
    plan = bring(
        caobang, sheets(organisations=[wrong, AGENCY], people=[["sotp", "Lê Thị Hoa"], ["soxd", "Lê Lan"]])
    )
    assert problems(plan) == [
        ("Cơ quan", 2, "Cấp trên", "Không có tổ chức mã “khongco” trong danh bạ và trong tệp."),
        ("Người", 3, "Cơ quan", "Tờ “Cơ quan”, dòng 2 (“soxd”) chưa vào được nên dòng này phải chờ."),
    ]
    assert Organisation.objects.get().code == "sotp"
    assert Person.objects.get().full_name == "Lê Thị Hoa"


def test_the_corrected_file_is_brought_in_again_safely(caobang):
    people = [["sotp", "Lê Thị Hoa", "", "30/02/1990"], ["sotp", "Trần Văn Nam"]]
    assert [one[2] for one in problems(bring(caobang, sheets(organisations=[AGENCY], people=people)))] == [
        "Ngày sinh"
    ]
    people[0][3] = "28/02/1990"
    assert verdicts(bring(caobang, sheets(organisations=[AGENCY], people=people))) == [
        Verdict.SAME,
        Verdict.NEW,
        Verdict.SAME,
    ]


def test_all_or_nothing_writes_nothing_where_a_line_is_wrong(caobang):
    given = sheets(organisations=[AGENCY, ["So TP", "Sở", "cơ quan"]])
    assert bring(caobang, given, whole=True).refused
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        (["SOTP", "Sở", "cơ quan"], "Mã", "không dùng được trong địa chỉ thư"),
        (["so_", "Sở", "cơ quan"], "Mã", "không dùng được trong địa chỉ thư"),
        (["so", "", "cơ quan"], "Tên", "Thiếu “Tên”"),
        (["so", "Sở", "bộ"], "Loại", "không có trong danh sách"),
        (["so", "Sở", "phòng, ban"], "Cấp trên", "phải có cấp trên"),
        (["so", "Sở", "cơ quan", "so"], "Cấp trên", "vòng"),
        (["so", "Sở", "cơ quan", "", "Mã Sở"], "Mã cho cá nhân", "không dùng được"),
        (["so", "x" * 301, "cơ quan"], "Tên", "Dài hơn 300 ký tự"),
    ],
)
def test_what_is_wrong_with_an_organisation_stands_at_its_column(caobang, line, column, why):
    [told] = problems(preview(caobang, sheets(organisations=[line])))
    assert (told[:3], why in told[3]) == (("Cơ quan", 2, column), True), told


def test_a_code_that_stands_twice_is_told_with_the_first_line(caobang):
    again = preview(caobang, sheets(organisations=[AGENCY, AGENCY]))
    assert problems(again) == [("Cơ quan", 3, "Mã", "Trùng với dòng 2: cùng mã “sotp”.")]


def test_organisations_of_one_name_are_told_apart_by_their_path(caobang):
    other = ["sonv", "Sở Nội vụ", "cơ quan"]
    units = [["vp", "Văn phòng", "phòng, ban", "sotp"], ["vp", "Văn phòng", "phòng, ban", "sonv"]]
    people = [["sotp/vp", "Lê Thị Hoa"], ["sonv/vp", "Lê Thị Hoa"], ["vp", "Trần Nam"]]
    plan = bring(caobang, sheets(organisations=[*units, AGENCY, other], people=people))
    assert problems(plan) == [
        ("Người", 4, "Cơ quan", "Có nhiều tổ chức mã “vp”: sonv/vp, sotp/vp; hãy ghi cả đường dẫn.")
    ]
    assert Person.objects.values("organisation").distinct().count() == 2


@pytest.mark.enforces("scope.categories")
@pytest.mark.parametrize(
    ("category", "refused"), [("cơ quan nhà nước của tỉnh", False), ("doanh nghiệp tư nhân", True)]
)
def test_a_category_outside_the_regulation_is_refused_with_the_clause(caobang, category, refused):
    plan = preview(caobang, sheets(organisations=[[*AGENCY[:5], category]]))
    found = [problem for one in plan.told for problem in one.line.problems]
    assert [(one.column, one.clause) for one in found] == ([("Nhóm đối tượng", "Đ1.2")] if refused else [])


@pytest.mark.enforces("scope.category_needed")
def test_a_new_agency_without_a_category_is_refused_where_it_is_needed_and_a_unit_is_not(db):
    draft = establish("soctrang", "soctrang-draft-2024", "Tỉnh Sóc Trăng")
    head = ["Mã", "Tên", "Loại", "Cấp trên", "Nhóm đối tượng"]
    told, lacking = (
        ["cang", "Ban Quản lý cảng", "cơ quan", "", "đơn vị thuộc sở"],
        ["ben", "Ban Bến xe", "cơ quan"],
    )
    unit = ["vp", "Văn phòng", "phòng", "cang"]
    plan = preview(draft, [("Cơ quan", [head, told, unit, lacking])])
    found = [[(one.column, one.clause) for one in each.line.problems] for each in plan.told]
    assert found == [[], [], [("Nhóm đối tượng", "Đ1.2")]]


@pytest.mark.enforces("scope.exceptions_by")
def test_who_may_decide_otherwise_does_so_with_a_document(db):
    hanoi = establish()
    line = ["nuoc", "Công ty Nước", "tổ chức khác", "", "", "doanh nghiệp"]
    assert preview(hanoi, sheets(organisations=[line])).refused
    allowed = preview(hanoi, sheets(organisations=[[*line, "9/QĐ-VP"]]))
    assert not allowed.refused
    assert allowed.told[0].line.problems[0].clause == "Đ22.2-1"


@pytest.mark.enforces("scope.excluded")
def test_whoever_gets_no_mailbox_is_told_so_with_the_clause(db):
    dongthap = establish("dongthap", "dongthap-143-2025", "Tỉnh Đồng Tháp")
    school = [["Mã", "Tên", "Loại", "Lĩnh vực"], ["thpt1", "Trường THPT 1", "cơ quan", "giáo dục công lập"]]
    people = [
        ["Cơ quan", "Họ và tên", "Diện"],
        ["thpt1", "Lê Thị Hoa", "viên chức"],
        ["thpt1", "Trần Nam", "công chức"],
    ]
    plan = preview(dongthap, [("Cơ quan", school), ("Người", people)])
    assert [[one.clause for one in told.line.problems] for told in plan.told] == [[], ["Đ1.3"], []]
    assert not plan.refused


def test_a_new_name_of_an_organisation_needs_its_decision(caobang):
    bring(caobang, sheets(organisations=[AGENCY]))
    renamed = ["sotp", "Sở Tư pháp và Thi hành án", "cơ quan", "", "", ""]
    [told] = problems(bring(caobang, sheets(organisations=[renamed])))
    assert "đổi tên cần quyết định" in told[3]
    plan = bring(caobang, sheets(organisations=[[*renamed, "7/NQ-HĐND"]]))
    assert plan.told[0].changes == {"name": ("Sở Tư pháp", "Sở Tư pháp và Thi hành án")}
    assert AuditEntry.objects.get(event="organisation.renamed").document == "7/NQ-HĐND"
    assert Organisation.objects.get().folded == "so tu phap va thi hanh an"


def test_an_empty_cell_clears_nothing_and_a_filled_one_corrects(caobang):
    bring(caobang)
    again = [["sokhcn", "Bế Thị Lan Hương", "Phó Giám đốc", "", "004180012345", "", ""]]
    plan = bring(caobang, sheets(people=again))
    assert plan.told[0].changes == {"position": ("Giám đốc", "Phó Giám đốc")}
    person = Person.objects.get(full_name="Bế Thị Lan Hương")
    assert (person.position, person.otp_phone, person.birth_date.year) == ("Phó Giám đốc", "0912345678", 1980)
    [entry] = AuditEntry.objects.filter(event="person.corrected")
    assert entry.details == {"changed": {"position": ["Giám đốc", "Phó Giám đốc"]}}


def test_a_person_of_another_agency_moves_only_by_a_decision(caobang):
    bring(caobang)
    line = ["tangiang", "Bế Thị Lan Hương", "Chủ tịch", "", "004180012345", "", "", ""]
    [told] = problems(bring(caobang, sheets(people=[line])))
    assert told[2] == "Văn bản"
    assert "Sở Khoa học và Công nghệ" in told[3]
    assert "004180012345" not in told[3]
    line[6:] = ["8/QĐ-UBND", "1/3/2026"]
    assert problems(bring(caobang, sheets(people=[line]))) == []
    person = Person.objects.get(full_name="Bế Thị Lan Hương")
    assert (person.organisation.code, person.position) == ("tangiang", "Chủ tịch")
    # Whoever has gone rules the former agency no more.
    assert not Appointment.objects.filter(person=person, until=None).exists()
    moved = AuditEntry.objects.get(event="person.moved")
    assert (moved.document, moved.details["decided_on"]) == ("8/QĐ-UBND", "2026-03-01")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([["sotp", "Lê Hoa"], ["sotp", "Lê Hoa"]], "Trùng với dòng 2: hai người trùng tên"),
        (
            [["sotp", "Lê Hoa", "", "", "001180000001"], ["sotp", "Lê Lan", "", "", "001180000001"]],
            "Trùng với dòng 2: cùng số CCCD",
        ),
        ([["sotp", "Lê Hoa", "", "", "12345"]], "5 chữ số"),
        ([["sotp", "Lê Hoa", "", "", "", "0243826"]], "Số điện thoại"),
        ([["sotp", "Hoa 2"]], "chữ số hoặc ký hiệu lạ"),
        ([["sonv", "Lê Hoa"]], "Không có tổ chức mã “sonv”"),
        ([["", "Lê Hoa"]], "Thiếu “Cơ quan”"),
        ([["sotp", "Lê Hoa", "", "1/1/2020"]], "6 tuổi"),
    ],
)
def test_what_is_wrong_with_a_person_is_told(caobang, lines, why):
    [told] = problems(preview(caobang, sheets(organisations=[AGENCY], people=lines)))
    assert why in told[3]


def test_namesakes_are_told_apart_by_birthday_or_number(caobang):
    people = [
        ["sotp", "Lê Hoa", "", "1/1/1980"],
        ["sotp", "Lê Hoa", "", "2/2/1990"],
        ["sotp", "Lê Hoa", "", "3/3/1991", "001180000001"],
    ]
    given = sheets(organisations=[AGENCY], people=people)
    assert problems(bring(caobang, given)) == []
    assert Person.objects.count() == 3
    assert set(verdicts(bring(caobang, given))) == {Verdict.SAME}
    [told] = problems(preview(caobang, sheets(people=[["sotp", "Lê Hoa"]])))
    assert "Cơ quan có 3 người tên Lê Hoa: hãy ghi số CCCD" in told[3]


def test_a_number_that_comes_later_joins_only_whom_the_birthday_proves(caobang):
    bring(
        caobang,
        sheets(organisations=[AGENCY], people=[["sotp", "Lê Hoa", "", "1/1/1980"], ["sotp", "Lê Lan"]]),
    )
    later = [
        ["sotp", "Lê Hoa", "", "1/1/1980", "001180000001"],
        ["sotp", "Lê Lan", "", "", "001180000002"],
    ]
    plan = bring(caobang, sheets(people=later))
    assert [told[1] for told in problems(plan)] == [3]
    assert Person.objects.get(full_name="Lê Hoa").national_id == "001180000001"
    assert Person.objects.count() == 2


def test_a_zero_that_a_spreadsheet_lost_is_put_back_with_a_remark(caobang):
    plan = bring(
        caobang, sheets(organisations=[AGENCY], people=[["sotp", "Lê Hoa", "", "", 1180000001, 912345678]])
    )
    person = Person.objects.get()
    assert (person.national_id, person.otp_phone) == ("001180000001", "0912345678")
    assert [one.severity for one in plan.told[1].line.problems] == ["warning", "warning"]


def test_roles_need_a_document_a_fitting_scope_and_a_person_who_is_there(caobang):
    roles = [
        ["sotp", "Lê Hoa", "thủ trưởng cơ quan", "", ""],
        ["sotp", "Lê Hoa", "đơn vị vận hành", "sotp", "1/QĐ"],
        ["sotp", "Lê Mai", "văn thư", "", "1/QĐ"],
        ["sotp", "Lê Hoa", "vua", "", "1/QĐ"],
        ["sotp", "Lê Hoa", "văn thư", "", "1/QĐ"],
        ["sotp", "Lê Hoa", "văn thư", "", "1/QĐ"],
        ["sotp", "Lê Hoa", "đơn vị vận hành", "", "1/QĐ"],
        ["sotp", "Lê Hoa", "người kiểm tra", "", "1/QĐ"],
    ]
    plan = bring(caobang, sheets(organisations=[AGENCY], people=[["sotp", "Lê Hoa"]], roles=roles))
    assert [(line, column) for _, line, column, _ in problems(plan)] == [
        (2, "Văn bản"),
        (3, "Phạm vi"),
        (4, "Họ và tên"),
        (5, "Vai trò"),
        (7, "Vai trò"),
        (9, "Vai trò"),
    ]
    assert set(Appointment.objects.values_list("role", flat=True)) == {"clerk", "operator"}


def test_an_operator_gives_roles_in_agencies_only(caobang):
    bring(caobang)
    person = Person.objects.get(full_name="Nông Văn Thịnh")
    appoint(person, Role.OPERATOR, acting=CONSOLE, now=NOW, cause=CAUSE)
    operator = actor_for(person, key="thinh@caobang.gov.vn", now=NOW)
    roles = [["sokhcn", "Bế Thị Lan Hương", role, "", "1/QĐ"] for role in ("văn thư", "cơ quan quản lý")]
    plan = bring(caobang, sheets(roles=roles), acting=operator)
    assert [told[1] for told in problems(plan)] == [3]
    head = actor_for(Person.objects.get(full_name="Bế Thị Lan Hương"), key="head", now=NOW)
    with pytest.raises(RefusedByRule):
        bring(caobang, acting=head)
    with pytest.raises(RefusedByRule):
        preview(caobang, acting=head)


def test_nothing_of_one_authority_is_taken_for_another(caobang):
    other = establish()
    bring(
        other,
        sheets(organisations=[["sokhcn", "Sở Khoa học", "cơ quan"]], people=[["sokhcn", "Bế Thị Lan Hương"]]),
    )
    assert set(verdicts(bring(caobang))) == {Verdict.NEW}
    assert Organisation.objects.filter(authority=other).count() == 1


def test_headings_are_recognised_however_they_are_written(caobang):
    organisations = [
        ["Danh sách cơ quan"],
        [],
        ["TÊN CƠ QUAN", "mã cơ quan (viết tắt)", "Loại "],
        ["Sở Tư pháp", "sotp", "Sở, ban, ngành"],
    ]
    plan = bring(caobang, [("Sheet1", organisations)])
    assert [(one.line.number, one.verdict) for one in plan.told] == [(4, Verdict.NEW)]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([("Người", [["Họ và tên", "Chức vụ"], ["Lê Hoa", ""]])], "Tờ “Người” thiếu cột “Cơ quan”"),
        ([("Sheet1", [["a", "b"], ["c", "d"]])], "Không nhận ra tờ nào"),
        ([], "Không nhận ra tờ nào"),
    ],
)
def test_a_file_that_is_none_of_ours_says_what_is_missing(caobang, given, why):
    with pytest.raises(UnreadableFile, match=why):
        preview(caobang, given)


def test_what_was_corrected_by_hand_is_corrected_back_only_by_what_the_file_says(caobang):
    bring(caobang)
    person = Person.objects.get(full_name="Nông Văn Thịnh")
    correct_person(person, unit_name="Tổ Một", position="Trưởng phòng", acting=CONSOLE, now=NOW, cause=CAUSE)
    plan = preview(caobang, SHEETS)
    assert [one.changes for one in plan.told if one.changes] == [
        {"position": ("Trưởng phòng", "Chuyên viên")}
    ]
