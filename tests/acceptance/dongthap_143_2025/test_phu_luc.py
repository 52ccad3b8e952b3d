"""Phụ lục: biểu mẫu."""

from dataclasses import replace

import pytest
from tests.acceptance.outside.forms import dongthap_mau_01, dongthap_mau_02, dongthap_mau_03
from tests.acceptance.outside.people import a_name, an_applicant, run_together
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "PL.0")
def test_three_forms_are_listed_and_a_list_of_another_kind_is_not_taken(province: Province) -> None:
    focal = province.staff("focal")
    page = focal.browser.get("yeu-cau/nhap/")
    listed = [" ".join(one.text_content().split()) for one in page.tree.xpath("//main//ul/li")]
    assert len(listed) == 3, listed
    for form, title in zip(listed, ("Cấp mới", "Thay đổi thông tin", "Khôi phục"), strict=True):
        assert form.startswith(title), listed
    other = replace(
        province.form([an_applicant()]), tables=(replace(province.form([]).tables[0], heads=("A", "B", "C")),)
    )
    answer = focal.browser.submit(page, files={"file": province.write_form(other)})
    answer.must_say("biểu mẫu", "Mẫu số 01")
    taken = focal.browser.submit(page, files={"file": province.write_form(province.form([an_applicant()]))})
    taken.must_say("Đã nhận yêu cầu")


@pytest.mark.clause(REGULATION, "PL.M01")
def test_form_01_asks_for_an_organisation_and_people_and_for_the_birth_date_of_a_namesake(
    province: Province,
) -> None:
    given = run_together(f"{a_name()} {a_name()}")
    name = f"Lê Minh {given.capitalize()}"
    code = a_code()
    body = province.agency.unit(f"Phòng {code.capitalize()}", code)
    people = [an_applicant(name), an_applicant(name), an_applicant("")]
    people[2] = replace(people[2], name="")
    number = province.hand_in(
        dongthap_mau_01(province.agency.name, people, organisation=(body.name, "12 Nguyễn Huệ"))
    )
    results = province.execute(number)
    told = {one["line"]: one for one in results}
    assert told[1]["address"] == f"{province.agency.code}.{code}@dongthap.gov.vn"
    assert told[2]["address"] == f"leminh{given}@dongthap.gov.vn"
    [asked] = told[3]["refused"]
    assert asked["clause"] == "Đ6.3.b-1"
    assert "sinh" in asked["message"], asked
    [lacking] = told[4]["refused"]
    assert "PL.M01" in str(lacking) or "Mẫu số 01" in str(lacking)
    province.run(f"request complete {number} 3 birth_date=05/03/1990")
    again = {one["line"]: one for one in province.execute(number)}
    assert again[3]["address"] == f"leminh{given}1990@dongthap.gov.vn"


@pytest.mark.clause(REGULATION, "PL.M02")
def test_form_02_has_no_address_so_of_two_people_of_one_name_one_has_to_be_named_by_it(
    province: Province,
) -> None:
    name = f"{a_name()} {a_name()}"
    first, second = (province.holder(name, birth_date=born) for born in ("01/02/1980", "03/04/1985"))
    line = (name, "Chuyên viên", province.agency.name, "revoke", "Nghỉ việc")
    number = province.hand_in(dongthap_mau_02(province.agency.name, [line]))
    [refused] = province.execute(number)
    assert not refused["done"]
    assert "ghi rõ địa chỉ" in refused["refused"][0]["message"]
    assert (first.state, second.state) == ("issued_default", "issued_default")
    province.run(f"request complete {number} 1 address={second.address}")
    [done] = province.execute(number)
    assert (done["address"], second.state, first.state) == (second.address, "revoked", "issued_default")


@pytest.mark.clause(REGULATION, "PL.M02")
@pytest.mark.parametrize("boxes", ["", "change revoke"])
def test_form_02_wants_one_of_its_two_boxes(province: Province, boxes: str) -> None:
    wrong, right = province.holders(2)
    lines = [
        (one.name, "Chuyên viên", province.agency.name, box, "")
        for one, box in ((wrong, boxes), (right, "revoke"))
    ]
    results = province.execute(province.hand_in(dongthap_mau_02(province.agency.name, lines)))
    assert [one["done"] for one in results] == [False, True]
    assert "đúng một" in results[0]["refused"][0]["message"]


@pytest.mark.clause(REGULATION, "PL.M03")
def test_form_03_names_an_address_that_exists_and_is_of_the_one_named(province: Province) -> None:
    holder, other = (one.choose_password() for one in province.holders(2))
    lines = (
        (holder.name, f"khong.co.{a_code()}@dongthap.gov.vn"),
        (holder.name, other.address),
        (holder.name, holder.address),
    )
    number = province.hand_in(dongthap_mau_03(province.agency.name, lines))
    missing, strange, right = province.execute(number)
    assert [one["done"] for one in (missing, strange, right)] == [False, False, True]
    assert "Không có hộp thư" in missing["refused"][0]["message"]
    assert "không phải của" in strange["refused"][0]["message"]
    holder.issued, old = right["password"], holder.password
    holder.sign_in(old).must_not_say("Hộp thư của tôi")
    holder.choose_password()
    other.sign_in().must_say(other.address)
