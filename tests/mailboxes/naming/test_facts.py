"""What was typed is read once; what cannot be right is told, and so is what nobody understands."""

from datetime import date

import pytest

from congthu.mailboxes.naming.facts import Born, addresses_in, read_facts
from congthu.regulations.policy import policy_for
from congthu.regulations.terms import Months
from congthu.regulations.vocabulary import Employment, Sector

SPOKEN = policy_for("dongthap-143-2025").words
DOMAINS = ("hanoi.gov.vn", "thudo.gov.vn")


def read(**given):
    return read_facts(given, spoken=SPOKEN)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"full_name": "王明"}, "không có chữ cái nào"),
        ({"full_name": "12345"}, "không có chữ cái nào"),
        ({"full_name": "Nguyễn Văn An 2"}, "chữ số"),
        ({"full_name": "ThS. Nguyễn Văn An"}, "«ThS»"),
        ({"full_name": "TS Nguyễn Văn An"}, "«TS»"),
        ({"full_name": "PGS.TS. Nguyễn Văn An"}, "«PGS»"),
        ({"full_name": "Ông Nguyễn Văn An"}, "«Ông»"),
        ({"full_name": "Đ/c Nguyễn Văn An"}, "«Đ/c»"),
        ({"full_name": "Phó Giám đốc Nguyễn Văn An"}, "«Phó Giám đốc»"),
        ({"full_name": "Nguyễn Văn An (Phòng TC)"}, "dấu ngoặc"),
        ({"full_name": "Nguyễn Văn An - Phòng TC"}, "ký hiệu lạ"),
        ({"full_name": "Ng. Văn An"}, "ký hiệu lạ"),
        ({"full_name": "Nguyễn Văn An, Trưởng phòng"}, "ký hiệu lạ"),
        ({"org_code": "Sở TTTT"}, "không hợp lệ"),
        ({"dob": "32/13/1990"}, "Không có ngày"),
        ({"dob": "31/02/1990"}, "Không có ngày"),
        ({"birth_date": "1990-02-31"}, "Không có ngày"),
        ({"dob": "13/1990"}, "Không có ngày"),
        ({"dob": "hôm qua"}, "không đọc được"),
        ({"national_id": "12345"}, "12 chữ số"),
        ({"contract": "dài hạn"}, "không đọc được"),
    ],
)
def test_a_fact_that_cannot_be_right_is_refused_rather_than_guessed_at(given, said):
    assert [said in one.message for one in read(**given).wrong] == [True]


@pytest.mark.parametrize(
    "name",
    [
        "H'Hen Niê",
        "H’Hen Niê",
        "Trần Thị Bích-Ngọc",
        "Y Moan Ênuôl",
        "NGUYỄN\u00a0THỊ  LAN",
        "Thảo",
        "Tsan Thị Bà",
    ],
)
def test_a_name_may_be_any_that_people_have(name):
    found = read(full_name=name)
    assert (found.wrong, found.facts.person is None) == ((), False)


def test_a_registrar_who_gives_the_parts_is_believed():
    found = read(full_name="Ông Cao Thắng", ho="Ông", ten_lot="Cao", ten="Thắng")
    assert (found.wrong, found.facts.person.family) == ((), "Ông")


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("15/02/1990", Born(1990, 2, 15)),
        ("1990-02-15", Born(1990, 2, 15)),
        ("2/1990", Born(1990, 2)),
        ("1990", Born(1990)),
        ("29/02/1992", Born(1992, 2, 29)),
        ("", None),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_given(written, born):
    assert read(dob=written).facts.born == born
    assert read(birth_date=written).facts.born == born


@pytest.mark.parametrize(
    ("key", "near"),
    [("birthdate", "birth_date"), ("fullname", "full_name"), ("orgcode", "org_code"), ("màu", "")],
)
def test_a_key_that_nobody_knows_is_told_with_the_nearest(key, near):
    [told] = read(**{"full_name": "Bùi Thị Xuân", key: "x"}).unknown
    assert f"«{key}»" in told
    assert near in told


def test_a_key_may_be_written_in_the_ways_of_forms():
    found = read(ho_ten="Bùi Thị Xuân", agency_code="stc", ngay_sinh="1990", cccd="001 090 012 345")
    assert (found.unknown, found.wrong) == ((), ())
    assert (found.facts.born, found.facts.national_id) == (Born(1990), "001090012345")
    assert found.facts.codes["agency.code"] == "stc"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("viên chức", {Employment.PUBLIC_EMPLOYEE}),
        ("Người lao động hợp đồng", {Employment.WORKER}),
        ("HĐLĐ 68", {Employment.WORKER}),
        ("giáo viên", {Employment.PUBLIC_EMPLOYEE}),
        ("cán bộ, công chức", {Employment.CADRE, Employment.CIVIL_SERVANT}),
        ("người", set()),
    ],
)
def test_what_somebody_is_employed_as_is_a_fact_and_not_a_spelling(written, meant):
    assert read(employment=written).facts.employment == meant
    assert read(employment="").facts.employment is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("giáo dục", {Sector.EDUCATION}),
        ("GIÁO DỤC CÔNG LẬP", {Sector.EDUCATION}),
        ("Trường THPT Cao Lãnh", {Sector.EDUCATION}),
        ("cơ sở y tế công lập", {Sector.HEALTH}),
        ("Bệnh viện đa khoa", {Sector.HEALTH}),
        ("Sở Giáo dục và Đào tạo", {Sector.OTHER}),
        ("trường tư thục", {Sector.OTHER}),
        ("văn hóa", {Sector.OTHER}),
        ("đơn vị sự nghiệp công lập", set()),
    ],
)
def test_a_sector_is_a_fact_and_not_a_spelling(written, meant):
    assert read(org_sector=written).facts.sector == meant
    assert read().facts.sector is None


def test_a_contract_is_as_long_as_it_says():
    assert read(contract="12 tháng").facts.contract == Months(12)
    assert read(contract="2 năm").facts.contract == Months(24)


def test_the_date_of_an_address_taken_over_is_a_day():
    assert read(issued_at="2022-05-04").facts.issued_on == date(2022, 5, 4)
    assert read(issued_at="bao giờ").facts.issued_on == date.min


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["A@hanoi.gov.vn "], {"a@hanoi.gov.vn"}),
        ("a@hanoi.gov.vn", {"a@hanoi.gov.vn"}),
        ("a@hanoi.gov.vn, b@hanoi.gov.vn", {"a@hanoi.gov.vn", "b@hanoi.gov.vn"}),
        (["a"], {"a@hanoi.gov.vn", "a@thudo.gov.vn"}),
        (None, set()),
        ([], set()),
        ("", set()),
    ],
)
def test_addresses_given_are_read_however_they_are_written(given, found):
    assert addresses_in(given, domains=DOMAINS) == found


@pytest.mark.parametrize("given", [[1], 5, {"a": 1}, ["á b"]])
def test_what_is_no_address_is_refused(given):
    with pytest.raises(ValueError, match="existing_addresses"):
        addresses_in(given, domains=DOMAINS)
