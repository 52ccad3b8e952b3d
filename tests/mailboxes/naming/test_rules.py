"""Addresses under the five regulations; every refusal stands beside the case that passes."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.regulations.saying import saying

from congthu.mailboxes.naming import rules as naming
from congthu.mailboxes.naming.rules import MailboxKind, check_choice, propose_batch, propose_from
from congthu.regulations.addresses import is_local_part
from congthu.regulations.policy import policy_for

CAO_BANG, DONG_THAP, HANOI = "caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"
SOC_TRANG, DRAFT = "soctrang-59-2024", "soctrang-draft-2024"


def ask(regulation, kind, taken=(), **facts):
    return propose_from(
        MailboxKind(kind), facts, policy=policy_for(regulation), taken=frozenset(taken).__contains__
    )


def address(regulation, kind, taken=(), **facts):
    answer = ask(regulation, kind, taken, **facts)
    return answer.address, answer.clause


def refusal(regulation, kind, taken=(), **facts):
    answer = ask(regulation, kind, taken, **facts)
    assert answer.address is None
    return answer.refused[0].rule, answer.clause


@pytest.mark.enforces(
    "naming.agency",
    "naming.department",
    "naming.locality",
    "naming.locality_unit",
    "naming.locality_department",
    "naming.other_body",
    "naming.other_body_unit",
    "naming.system",
    "domain.mail",
)
@pytest.mark.parametrize(
    ("regulation", "kind", "codes", "expected", "clause"),
    [
        (HANOI, "agency", "soxd", "soxd@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "department", "phonght < soxd", "phonght_soxd@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "locality", "longbien", "longbien@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "locality_unit", "pbd < longbien", "pbd_longbien@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "locality_department", "phongvh < longbien", "phongvh_longbien@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "other_body", "hnd", "hnd@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "other_body_unit", "btc < hnd", "btc_hnd@hanoi.gov.vn", "Đ5.1.c"),
        (HANOI, "system", "kythuat", "kythuat@hanoi.gov.vn", "Đ7.2-4"),
        (HANOI, "system", "hotro < soxd", "hotro_soxd@hanoi.gov.vn", "Đ7.2-4"),
        (CAO_BANG, "agency", "sotc", "sotc@caobang.gov.vn", "Đ5.1.a"),
        (CAO_BANG, "department", "phongns < stc", "phongns.stc@caobang.gov.vn", "Đ5.1.c"),
        (CAO_BANG, "locality", "ubndthucphan", "ubndthucphan@caobang.gov.vn", "Đ5.1.b"),
        (CAO_BANG, "locality_department", "phongkt < thucphan", "phongkt.thucphan@caobang.gov.vn", "Đ5.1.c"),
        (CAO_BANG, "other_body", "hoiphunu", "hoiphunu@caobang.gov.vn", "Đ5.1.d"),
        (CAO_BANG, "other_body_unit", "vanphong < hoiphunu", "vanphong.hoiphunu@caobang.gov.vn", "Đ5.1.d"),
        (CAO_BANG, "system", "hotromail", "hotromail@caobang.gov.vn", "Đ7.2-0"),
        (CAO_BANG, "system", "hotro < stc", "hotro.stc@caobang.gov.vn", "Đ7.2-0"),
        (DONG_THAP, "agency", "sxd", "sxd@dongthap.gov.vn", "Đ6.2.a"),
        (DONG_THAP, "department", "phtkt < sxd", "sxd.phtkt@dongthap.gov.vn", "Đ6.2.c"),
        (DONG_THAP, "locality", "mytho", "mytho@dongthap.gov.vn", "Đ6.2.b"),
        (DONG_THAP, "locality_department", "pvhxh < mytho", "mytho.pvhxh@dongthap.gov.vn", "Đ6.2.c"),
        (DONG_THAP, "other_body", "hoiphunu", "hoiphunu@dongthap.gov.vn", "Đ6.2.d"),
        (DONG_THAP, "other_body_unit", "vp < hoiphunu", "hoiphunu.vp@dongthap.gov.vn", "Đ6.2.c"),
        (DONG_THAP, "system", "hotro", "hotro@dongthap.gov.vn", "Đ8.2.a-1"),
        (DONG_THAP, "system", "hotro < tcds", "tcds.hotro@dongthap.gov.vn", "Đ8.2.a-1"),
        (SOC_TRANG, "agency", "soxd", "soxd@soctrang.gov.vn", "Đ3.1-2"),
        (SOC_TRANG, "department", "phonght < soxd", "phonght.soxd@soctrang.gov.vn", "Đ3.1-3"),
        (SOC_TRANG, "locality", "kesach", "kesach@soctrang.gov.vn", "Đ3.2-2"),
        (SOC_TRANG, "locality_unit", "xaanmy < kesach", "xaanmy.kesach@soctrang.gov.vn", "Đ3.2-3"),
        (SOC_TRANG, "locality_department", "pkt < kesach", "pkt.kesach@soctrang.gov.vn", "Đ3.2-4"),
        (SOC_TRANG, "other_body", "hnd", "hnd@soctrang.gov.vn", "Đ3.1-2"),
        (SOC_TRANG, "other_body_unit", "bantc < hnd", "bantc.hnd@soctrang.gov.vn", "Đ3.1-3"),
        (SOC_TRANG, "system", "ttcns < sotttt", "ttcns.sotttt@soctrang.gov.vn", "Đ11.4"),
        (SOC_TRANG, "system", "hotro", "hotro@soctrang.gov.vn", "Đ11.4"),
        (DRAFT, "agency", "soxd", "soxd@soctrang.gov.vn", "Đ3.1-2"),
        (DRAFT, "department", "phonght < soxd", "phonght.soxd@soctrang.gov.vn", "Đ3.1-3"),
        (DRAFT, "locality", "kesach", "kesach@soctrang.gov.vn", "Đ3.2-2"),
        (DRAFT, "locality_unit", "xaanmy < kesach", "xaanmy.kesach@soctrang.gov.vn", "Đ3.2-3"),
        (DRAFT, "locality_department", "phongkt < kesach", "phongkt.kesach@soctrang.gov.vn", "Đ3.2-4"),
        (DRAFT, "other_body", "hnd", "hnd@soctrang.gov.vn", "Đ3.1-2"),
        (DRAFT, "other_body_unit", "bantc < hnd", "bantc.hnd@soctrang.gov.vn", "Đ3.1-3"),
        (DRAFT, "system", "hotro", "hotro@soctrang.gov.vn", "Đ12.4"),
        (DRAFT, "system", "xulythurac < sotttt", "xulythurac.sotttt@soctrang.gov.vn", "Đ12.4"),
    ],
)
def test_organisations_are_called_by_their_codes_and_there_is_one_of_each(
    regulation, kind, codes, expected, clause
):
    code, _, parent = codes.partition(" < ")
    facts = {"code": code, "parent_code": parent}
    assert address(regulation, kind, **facts) == (expected, clause)
    assert refusal(regulation, kind, taken=[expected], **facts) == (naming.NEEDS_OPERATOR, clause)


@pytest.mark.enforces("naming.van_thu", "naming.ky_thuat", "naming.title")
def test_boxes_of_a_post_belong_to_the_agency():
    assert address(HANOI, "van_thu", org_code="soxd") == ("vanthu_soxd@hanoi.gov.vn", "Đ5.1.a")
    assert address(HANOI, "ky_thuat", org_code="pbd_longbien") == (
        "kythuat_pbd_longbien@hanoi.gov.vn",
        "Đ5.1.b",
    )
    assert address(HANOI, "title", title="Giám đốc", org_code="soxd") == (
        "giamdoc_soxd@hanoi.gov.vn",
        "Đ5.2-1",
    )
    taken = ["giamdoc_soxd@hanoi.gov.vn"]
    expected = ("giamdoc_phonght_soxd@hanoi.gov.vn", "Đ5.2-2")
    assert address(HANOI, "title", taken, title="Giám đốc", org_code="soxd", dept_code="phonght") == expected
    expected = ("giamdoc1_soxd@hanoi.gov.vn", "Đ5.2-2")
    assert address(HANOI, "title", taken, title="Giám đốc", org_code="soxd") == expected
    assert refusal(HANOI, "van_thu") == (naming.MISSING_FACT, "Đ5.1.a")
    assert refusal(CAO_BANG, "van_thu", org_code="stc") == (naming.NO_SUCH_KIND, "")


@pytest.mark.enforces("naming.group_city", "naming.group_agency")
def test_a_city_wide_group_is_proposed_by_one_office_only():
    office = "Văn phòng UBND thành phố"
    assert address(HANOI, "group_city", code="vanthuxa", proposer=office) == (
        "vanthuxa@hanoi.gov.vn",
        "Đ5.3-1",
    )
    assert refusal(HANOI, "group_city", code="vanthuxa", proposer="Sở Xây dựng") == (
        naming.FORBIDDEN,
        "Đ5.3-1",
    )
    assert refusal(HANOI, "group_city", code="vanthuxa") == (naming.FORBIDDEN, "Đ5.3-1")
    expected = ("lanhdao_soxd@hanoi.gov.vn", "Đ5.3-2")
    assert address(HANOI, "group_agency", code="lanhdao", parent_code="soxd") == expected


@pytest.mark.enforces("naming.person")
@pytest.mark.parametrize(
    ("regulation", "facts", "first", "second"),
    [
        (HANOI, {"org_code": "soxd"}, "buithixuan_soxd@hanoi.gov.vn", "buithixuan1_soxd@hanoi.gov.vn"),
        (CAO_BANG, {"org_code": "stc"}, "xuanbt.stc@caobang.gov.vn", "xuanbt1.stc@caobang.gov.vn"),
        (SOC_TRANG, {}, "btxuan@soctrang.gov.vn", "btxuan1@soctrang.gov.vn"),
        (DRAFT, {}, "btxuan@soctrang.gov.vn", "btxuan1@soctrang.gov.vn"),
        (DONG_THAP, {"dob": "01/02/1991"}, "buithixuan@dongthap.gov.vn", "buithixuan1991@dongthap.gov.vn"),
    ],
)
def test_a_person_yields_to_whoever_came_before(regulation, facts, first, second):
    assert ask(regulation, "person", full_name="Bùi Thị Xuân", **facts).address == first
    assert ask(regulation, "person", [first], full_name="Bùi Thị Xuân", **facts).address == second


@pytest.mark.enforces("naming.person")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Thảo", "thao thao.stc thao_soxd thao"),
        ("Lê Hiếu", "lhieu hieul.stc lehieu_soxd lehieu"),
        ("Y Moan Ênuôl", "ymenuol enuolym.stc ymoanenuol_soxd ymoanenuol"),
        ("Ðỗ Đình Đạt", "dddat datdd.stc dodinhdat_soxd dodinhdat"),
        ("NGUYỄN\u00a0THỊ  BÍCH-NGỌC", "ntbichngoc bichngocnt.stc nguyenthibichngoc_soxd nguyenthibichngoc"),
        ("H’Hen Niê", "hnie nieh.stc hhennie_soxd hhennie"),
        (
            "Công Tằng Tôn Nữ Thị Ngọc Lan",
            "cttntnlan lancttntn.stc congtangtonnuthingoclan_soxd congtangtonnuthingoclan",
        ),
    ],
)
def test_names_of_one_to_seven_words_however_they_are_typed(name, expected):
    asked = ((SOC_TRANG, ""), (CAO_BANG, "stc"), (HANOI, "soxd"), (DONG_THAP, ""))
    for typed in (name, normalize("NFD", name), normalize("NFC", name.upper())):
        found = [
            address(regulation, "person", full_name=typed, org_code=code)[0].partition("@")[0]
            for regulation, code in asked
        ]
        assert found == expected.split()


@pytest.mark.enforces("naming.person")
def test_a_registrar_who_knows_the_family_name_is_believed():
    parts = {"ho": "Niê", "ten_lot": "", "ten": "H'Hen"}
    assert address(SOC_TRANG, "person", full_name="H'Hen Niê", **parts)[0] == "nhhen@soctrang.gov.vn"
    expected = "hhenn.stc@caobang.gov.vn"
    assert address(CAO_BANG, "person", full_name="H'Hen Niê", org_code="stc", **parts)[0] == expected


@pytest.mark.enforces("naming.person")
def test_the_unit_tells_namesakes_apart_before_a_number_does():
    facts = {"full_name": "Bùi Thị Xuân", "org_code": "soxd", "dept_code": "phonght"}
    taken = ["buithixuan_soxd@hanoi.gov.vn"]
    answer = ask(HANOI, "person", taken, **facts)
    assert answer.candidates == ("buithixuan_phonght_soxd@hanoi.gov.vn", "buithixuan1_soxd@hanoi.gov.vn")
    assert answer.clause == "Đ5.2-2"


@pytest.mark.enforces("naming.person")
def test_dong_thap_goes_through_its_six_forms_and_then_to_the_operator():
    facts = {"full_name": "Đỗ Văn Kiên Cường", "dob": "07/11/1985"}
    taken: list[str] = []
    for expected in (
        "dovankiencuong",
        "dovankiencuong1985",
        "dvankiencuong",
        "dvkcuong",
        "dvkcuong1985",
        "dvkcuong111985",
    ):
        assert ask(DONG_THAP, "person", taken, **facts).address == f"{expected}@dongthap.gov.vn"
        taken.append(f"{expected}@dongthap.gov.vn")
    assert refusal(DONG_THAP, "person", taken, **facts) == (naming.NEEDS_OPERATOR, "Đ6.3.b-2")


@pytest.mark.enforces("naming.person")
def test_a_name_without_a_middle_has_one_form_less():
    taken = ["lehieu@dongthap.gov.vn", "lehieu1990@dongthap.gov.vn", "lhieu@dongthap.gov.vn"]
    assert address(DONG_THAP, "person", taken, full_name="Lê Hiếu", dob="1990") == (
        "lhieu1990@dongthap.gov.vn",
        "Đ6.3.b-2",
    )


@pytest.mark.enforces("naming.person")
def test_the_birth_date_is_asked_for_only_on_collision():
    taken = ["buithixuan@dongthap.gov.vn"]
    assert address(DONG_THAP, "person", full_name="Bùi Thị Xuân")[0] == taken[0]
    assert refusal(DONG_THAP, "person", taken, full_name="Bùi Thị Xuân") == (
        naming.NEEDS_BIRTH_DATE,
        "Đ6.3.b-1",
    )
    message = ask(DONG_THAP, "person", taken, full_name="Bùi Thị Xuân").refused[0].message
    assert "năm sinh" in message
    assert "điểm b khoản 3 Điều 6" in message


@pytest.mark.enforces("scope.excluded")
def test_staff_of_public_schools_and_hospitals_get_no_mailbox_in_dong_thap():
    facts = {"full_name": "Bùi Thị Xuân", "org_sector": "y tế công lập"}
    assert refusal(DONG_THAP, "person", employment="Người lao động", **facts) == (naming.OUT_OF_SCOPE, "Đ1.3")
    assert address(DONG_THAP, "person", employment="công chức", **facts)[0] == "buithixuan@dongthap.gov.vn"
    assert (
        address(CAO_BANG, "person", employment="viên chức", org_code="syt", **facts)[0]
        == "xuanbt.syt@caobang.gov.vn"
    )
    assert address(DONG_THAP, "agency", code="benhvienmytho", org_sector="y tế công lập")[0]


@pytest.mark.enforces("naming.keeps_earlier")
@pytest.mark.parametrize(
    ("regulation", "old", "facts", "before", "after"),
    [
        (CAO_BANG, "xuan@caobang.gov.vn", {"org_code": "stc"}, "2025-06-25", "2025-06-26"),
        (SOC_TRANG, "xuan@soctrang.gov.vn", {}, "2024-12-31", "2025-01-01"),
        (HANOI, "xuanbt@hanoi.gov.vn", {"org_code": "soxd"}, "2023-03-19", "2023-03-20"),
        (DONG_THAP, "xuan.sxd@dongthap.gov.vn", {}, "2025-12-19", "2025-12-20"),
    ],
)
def test_an_address_from_before_the_regulation_is_kept_and_a_later_one_must_fit(
    regulation, old, facts, before, after
):
    facts = {"full_name": "Bùi Thị Xuân", "import_existing": old, **facts}
    assert ask(regulation, "person", issued_at=before, **facts).address == old
    assert refusal(regulation, "person", issued_at=after, **facts)[0] == naming.WRONG_FORM
    assert refusal(regulation, "person", **facts)[0] == naming.WRONG_FORM


def test_an_imported_address_that_fits_is_kept_whenever_it_was_issued():
    facts = {"full_name": "Bùi Thị Xuân", "org_code": "soxd", "issued_at": "2025-01-01"}
    for fitting in (
        "buithixuan_soxd@hanoi.gov.vn",
        "buithixuan12_soxd@hanoi.gov.vn",
        "buithixuan_soxd@thudo.gov.vn",
    ):
        assert ask(HANOI, "person", import_existing=fitting, **facts).address == fitting
    assert refusal(HANOI, "person", import_existing="buithixuan@gmail.com", **facts) == (
        "domain.mail",
        "Đ3.2",
    )
    assert (
        refusal(HANOI, "person", import_existing="buithixuan01_soxd@hanoi.gov.vn", **facts)[0]
        == naming.WRONG_FORM
    )


@pytest.mark.enforces("domain.mail")
def test_only_domains_of_the_regulation_are_issued():
    facts = {"full_name": "Bùi Thị Xuân", "org_code": "soxd"}
    assert address(HANOI, "person", domain="thudo.gov.vn", **facts)[0] == "buithixuan_soxd@thudo.gov.vn"
    assert refusal(HANOI, "person", domain="gmail.com", **facts) == ("domain.mail", "Đ3.2")


@pytest.mark.enforces("domain.mail")
def test_a_name_given_in_one_domain_is_given_in_all():
    facts = {"full_name": "Bùi Thị Xuân", "org_code": "soxd"}
    taken = ["buithixuan_soxd@thudo.gov.vn"]
    assert address(HANOI, "person", taken, **facts)[0] == "buithixuan1_soxd@hanoi.gov.vn"


@pytest.mark.enforces("naming.reserved", "naming.system_boxes")
def test_names_of_mail_administration_and_of_the_regulation_are_not_given_away():
    assert refusal(HANOI, "agency", code="postmaster")[0] == naming.NEEDS_OPERATOR
    assert refusal(HANOI, "agency", code="kythuat")[0] == naming.NEEDS_OPERATOR
    assert address(HANOI, "system", code="kythuat")[0] == "kythuat@hanoi.gov.vn"
    assert address(HANOI, "person", full_name="Kỹ Thuật", org_code="soxd")[0] == "kythuat1_soxd@hanoi.gov.vn"
    assert address(SOC_TRANG, "person", full_name="Ả Buse")[0] == "abuse1@soctrang.gov.vn"


RESERVED = """
    abuse admin administrator hostmaster info mailer-daemon noc nobody noreply no-reply postmaster root security support
    webmaster
"""


@pytest.mark.enforces("naming.reserved")
@pytest.mark.parametrize("name", RESERVED.split())
def test_a_name_that_mail_administration_needs_goes_to_nobody(name):
    assert refusal(DONG_THAP, "agency", code=name)[0] == naming.NEEDS_OPERATOR


@pytest.mark.enforces("naming.system_boxes")
@pytest.mark.parametrize(
    ("regulation", "named"),
    [
        (HANOI, ["kythuat"]),
        (CAO_BANG, ["hotromail"]),
        (SOC_TRANG, ["xulythurac.sotttt", "ttcns.sotttt"]),
        (DRAFT, ["xulythurac.sotttt", "ttcns.sotttt"]),
    ],
)
def test_a_mailbox_that_the_regulation_names_goes_to_nobody_else(regulation, named):
    for name in named:
        assert refusal(regulation, "agency", code=name)[0] == naming.NEEDS_OPERATOR
        assert address(regulation, "system", code=name)[0].partition("@")[0] == name


@pytest.mark.enforces("naming.same_day_by_rank")
@pytest.mark.parametrize("regulation", [SOC_TRANG, DRAFT])
def test_on_one_day_the_higher_post_comes_first_in_soc_trang(regulation):
    batch = [
        {"full_name": "Bùi Thị Xuân", "rank": 5, "received_at": "2025-03-10T08:00+07:00"},
        {"full_name": "Bùi Thị Xuân", "rank": 3, "received_at": "2025-03-10T15:00+07:00"},
        {"full_name": "Bùi Thị Xuân", "rank": 1, "received_at": "2025-03-11T07:00+07:00"},
    ]
    found = propose_batch(MailboxKind.PERSON, batch, policy=policy_for(regulation), taken=lambda _: False)
    assert [one.address.partition("@")[0] for one in found] == ["btxuan1", "btxuan", "btxuan2"]


def test_elsewhere_the_earlier_request_comes_first_whatever_the_post():
    batch = [
        {"full_name": "Bùi Thị Xuân", "org_code": "stc", "rank": 1, "received_at": "2025-07-10T15:00+07:00"},
        {"full_name": "Bùi Thị Xuân", "org_code": "stc", "rank": 5, "received_at": "2025-07-10T08:00+07:00"},
    ]
    found = propose_batch(MailboxKind.PERSON, batch, policy=policy_for(CAO_BANG), taken=lambda _: False)
    assert [one.address.partition("@")[0] for one in found] == ["xuanbt1.stc", "xuanbt.stc"]


@pytest.mark.enforces("naming.chosen_by_operator")
@pytest.mark.parametrize(
    ("chosen", "rules"),
    [
        ("xuan.stc", []),
        ("buixuan.stc", []),
        ("x9k.stc", ["naming.chosen_by_operator"]),
        ("xuan", ["naming.chosen_by_operator"]),
        ("xuanbt.stc", [naming.NEEDS_OPERATOR]),
        ("Xuân.stc", [naming.WRONG_FORM]),
    ],
)
def test_what_the_operator_chooses_shows_the_person_and_the_agency(chosen, rules):
    facts = {"full_name": "Bùi Thị Xuân", "org_code": "stc"}
    taken = {"xuanbt.stc@caobang.gov.vn"}.__contains__
    found = check_choice(
        chosen, kind=MailboxKind.PERSON, facts=facts, policy=policy_for(CAO_BANG), taken=taken
    )
    assert [one.rule for one in found] == rules


@pytest.mark.enforces("naming.chosen_by_operator")
@pytest.mark.parametrize(
    ("regulation", "chosen", "facts"),
    [
        (HANOI, "buixuan_soxd", {"org_code": "soxd"}),
        (DONG_THAP, "xuan", {}),
        (SOC_TRANG, "xuan", {}),
        (DRAFT, "xuan", {}),
    ],
)
def test_where_the_regulation_is_silent_the_operator_chooses_too(regulation, chosen, facts):
    facts = {"full_name": "Bùi Thị Xuân", **facts}
    judged = {"kind": MailboxKind.PERSON, "facts": facts, "policy": policy_for(regulation)}
    assert check_choice(chosen, **judged, taken=lambda _: False) == []
    assert [one.clause for one in check_choice("mai", **judged, taken=lambda _: False)] == [""] * (
        1 + bool(facts.get("org_code"))
    )


@pytest.mark.enforces("naming.locality")
@pytest.mark.parametrize("code", ["tangiang", "ubndtangiang"])
def test_the_committee_of_a_ward_in_cao_bang_is_called_ubnd_whichever_code_is_kept(code):
    assert address(CAO_BANG, "locality", code=code) == ("ubndtangiang@caobang.gov.vn", "Đ5.1.b")


@pytest.mark.enforces("scope.excluded")
@pytest.mark.parametrize(
    ("employment", "sector", "rule"),
    [
        ("người lao động hợp đồng", "giáo dục công lập", naming.OUT_OF_SCOPE),
        ("viên chức", "giáo dục", naming.OUT_OF_SCOPE),
        ("Giáo viên", "Trường THPT", naming.OUT_OF_SCOPE),
        ("cán bộ, viên chức", "y tế", naming.UNCLEAR_SCOPE),
        ("", "y tế công lập", naming.UNCLEAR_SCOPE),
        ("nhân sự", "y tế công lập", naming.UNCLEAR_SCOPE),
        ("viên chức", "đơn vị sự nghiệp công lập", naming.UNCLEAR_SCOPE),
        ("viên chức", "Sở Y tế", None),
        ("viên chức", "văn hóa", None),
        ("viên chức", "", None),
        ("công chức", "giáo dục công lập", None),
    ],
)
def test_who_is_left_out_is_a_fact_and_where_it_is_not_known_it_is_asked(employment, sector, rule):
    answer = ask(DONG_THAP, "person", full_name="Bùi Thị Xuân", employment=employment, org_sector=sector)
    assert [one.rule for one in answer.refused] == ([rule] if rule else [])


@pytest.mark.enforces("naming.person")
def test_a_birth_date_that_no_calendar_has_is_asked_for_again():
    taken = ["buithixuan@dongthap.gov.vn"]
    wrong = {"full_name": "Bùi Thị Xuân", "dob": "31/02/1990"}
    assert refusal(DONG_THAP, "person", taken, **wrong) == (naming.NEEDS_BIRTH_DATE, "Đ6.3.b-1")
    assert refusal(CAO_BANG, "person", org_code="stc", **wrong) == (naming.WRONG_FACT, "")


@pytest.mark.parametrize("name", ["12345", "ThS. Nguyễn Văn An", "Nguyễn Văn An (Phòng TC)"])
def test_what_is_more_than_a_name_is_asked_back(name):
    assert refusal(HANOI, "person", full_name=name, org_code="soxd") == (naming.NEEDS_NAME, "Đ5.2-1")


def test_a_name_that_mail_cannot_carry_is_called_too_long_and_not_taken():
    facts = {"full_name": "Công Tằng Tôn Nữ Thị Ngọc Lan Hương", "org_code": "x" * 40}
    answer = ask(HANOI, "person", **facts)
    assert answer.refused[0].rule == naming.NEEDS_OPERATOR
    assert "quá 64 ký tự" in answer.refused[0].message
    assert "đã cấp" not in answer.refused[0].message


def test_facts_that_nobody_understands_are_told_beside_the_answer():
    answer = ask(HANOI, "person", full_name="Bùi Thị Xuân", org_code="soxd", birthdate="1990")
    assert answer.address == "buithixuan_soxd@hanoi.gov.vn"
    assert "birth_date" in answer.unknown[0]


def otherwise(values, kind, taken=(), **facts):
    policy = saying(HANOI, values)
    return propose_from(MailboxKind(kind), facts, policy=policy, taken=frozenset(taken).__contains__)


@pytest.mark.enforces("naming.party_committee", "naming.council", "naming.front")
def test_three_bodies_of_one_place_have_a_mailbox_each():
    values = {
        f"naming.{kind}": {"patterns": [{"form": f"{prefix}.{{place.code}}"}]}
        for kind, prefix in (("party_committee", "du"), ("council", "hdnd"), ("front", "mttq"))
    }
    for kind, prefix in (("party_committee", "du"), ("council", "hdnd"), ("front", "mttq")):
        answer = otherwise(values, kind, code="x", parent_code="tanyen")
        assert answer.address == f"{prefix}.tanyen@hanoi.gov.vn"
        assert refusal(HANOI, kind, code="x", parent_code="tanyen")[0] == naming.NO_SUCH_KIND


@pytest.mark.enforces("naming.person")
def test_a_kind_of_mailbox_may_have_a_domain_of_its_own():
    person = {"patterns": [{"form": "{person.full_name}"}], "domain": "thudo.gov.vn"}
    answer = otherwise({"naming.person": person}, "person", full_name="Bùi Thị Xuân")
    assert answer.address == "buithixuan@thudo.gov.vn"


@pytest.mark.enforces("naming.person")
def test_numbers_may_begin_elsewhere_and_have_leading_zeros():
    person = {
        "patterns": [{"form": "{person.given}"}, {"form": "{person.given}{n:02}", "number_from": 2}],
        "on_collision": "next",
    }
    taken: list[str] = []
    for name in ("xuan", "xuan02", "xuan03"):
        answer = otherwise({"naming.person": person}, "person", taken, full_name="Bùi Thị Xuân")
        assert answer.address == f"{name}@hanoi.gov.vn"
        taken.append(answer.address)
    kept = {"full_name": "Bùi Thị Xuân", "import_existing": "xuan07@hanoi.gov.vn", "issued_at": "2024-01-01"}
    assert otherwise({"naming.person": person}, "person", **kept).address == "xuan07@hanoi.gov.vn"
    kept["import_existing"] = "xuan7@hanoi.gov.vn"
    assert otherwise({"naming.person": person}, "person", **kept).address is None


@pytest.mark.enforces("naming.person")
def test_a_part_of_the_identity_number_may_stand_in_a_name():
    form = "{person.given}{person.family|initials}{person.middle|initials}{person.national_id|last3}"
    person = {"patterns": [{"form": form}, {"form": form.replace("last3", "last4")}], "on_collision": "next"}
    facts = {"full_name": "Bùi Thị Xuân", "national_id": "024090006987"}
    assert otherwise({"naming.person": person}, "person", **facts).address == "xuanbt987@hanoi.gov.vn"
    taken = ["xuanbt987@hanoi.gov.vn"]
    assert otherwise({"naming.person": person}, "person", taken, **facts).address == "xuanbt6987@hanoi.gov.vn"
    lacking = otherwise({"naming.person": person}, "person", full_name="Bùi Thị Xuân")
    assert (lacking.refused[0].rule, "CCCD" in lacking.refused[0].message) == (naming.MISSING_FACT, True)


@pytest.mark.enforces("naming.place_names")
def test_places_that_fold_to_one_name_have_the_codes_that_the_text_gives_them():
    values = {
        "naming.place_names": {
            "value": [
                {"name": "Hương Văn", "code": "huongvan01"},
                {"name": "Hương Vân", "code": "huongvan02"},
            ]
        }
    }
    for name, code in (
        ("xã Hương Văn", "huongvan01"),
        ("Xã Hương Vân", "huongvan02"),
        ("xã Hương An", "huongan"),
    ):
        facts = {"name": name, "code": "huongan", "parent_code": "huongtra"}
        assert otherwise(values, "locality_unit", **facts).address == f"{code}_huongtra@hanoi.gov.vn"
    staff = {"full_name": "Bùi Thị Xuân", "org_code": "huongvan", "org_name": "UBND xã Hương Vân"}
    assert otherwise(values, "person", **staff).address == "buithixuan_huongvan02@hanoi.gov.vn"


@pytest.mark.enforces("scope.least_contract")
@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"employment": "hợp đồng", "contract": "12 tháng"}, []),
        ({"employment": "hợp đồng", "contract": "11 tháng"}, ["scope.least_contract"]),
        ({"employment": "hợp đồng"}, [naming.UNCLEAR_SCOPE]),
        ({"employment": "công chức"}, []),
        ({}, []),
    ],
)
def test_a_contract_may_have_to_be_as_long_as_the_regulation_says(facts, rules):
    values = {"scope.least_contract": {"value": "1 year"}}
    answer = otherwise(values, "person", full_name="Bùi Thị Xuân", org_code="soxd", **facts)
    assert [one.rule for one in answer.refused] == rules


@pytest.mark.enforces("naming.system_boxes")
def test_a_group_that_the_regulation_names_is_that_groups_alone():
    office = "Văn phòng UBND thành phố"
    named = address(HANOI, "group_city", code="vanthudonvi", proposer=office)[0]
    assert named == "vanthudonvi@hanoi.gov.vn"
    assert refusal(HANOI, "agency", code="vanthudonvi")[0] == naming.NEEDS_OPERATOR
    assert refusal(HANOI, "system", code="vanthudonvi")[0] == naming.NEEDS_OPERATOR


NAMES = st.lists(
    st.sampled_from(["Nguyễn", "Đỗ", "Thị", "Văn", "Ngọc", "Ánh", "Ý", "Đạt", "Ưng", "H'Hen", "Oanh"]),
    min_size=1,
    max_size=6,
)
KINDS = st.sampled_from([HANOI, CAO_BANG, DONG_THAP, SOC_TRANG, DRAFT])


@given(KINDS, NAMES, st.integers(0, 12))
def test_no_address_is_ever_proposed_twice_and_each_can_be_used(regulation, parts, before):
    facts = {"full_name": " ".join(parts), "org_code": "soxd", "dept_code": "phonght", "dob": "05/06/1980"}
    taken: set[str] = set()
    for _ in range(before):
        answer = propose_from(
            MailboxKind.PERSON, facts, policy=policy_for(regulation), taken=taken.__contains__
        )
        if answer.address is None:
            assert answer.refused[0].rule == naming.NEEDS_OPERATOR
            break
        assert not set(answer.candidates) & taken
        assert is_local_part(answer.address.partition("@")[0])
        taken.add(answer.address)
