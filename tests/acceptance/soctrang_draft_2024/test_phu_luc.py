"""Phụ lục: biểu mẫu."""

from typing import Any

import pytest
from tests.acceptance.outside.forms import Letter, identity_of, soctrang
from tests.acceptance.outside.people import Holder, an_applicant
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "soctrang-draft-2024"
SEAT, PHONE = "08 Châu Văn Tiếp, phường 2", "0299 3 626 800"


def handed_in(province: Province, form: Letter) -> dict[str, Any]:
    """What is known of a form after it came in."""
    return dict(province.run(f"request show {province.hand_in(form)}"))


def said_of(request: dict[str, Any], line: int, severity: str) -> list[str]:
    """What is said of a line."""
    return [
        one["message"] for one in request["problems"] if (one["line"], one["severity"]) == (line, severity)
    ]


@pytest.mark.clause(REGULATION, "PL.all")
def test_nothing_goes_on_before_the_head_of_the_agency_has_signed(province: Province) -> None:
    number = province.hand_in(province.form([an_applicant()]))
    assert province.refused(f"request accept {number}").clauses == ["PL.all"]
    province.run(f"request confirm {number}")
    province.answer(f"request forward {number}")
    province.run(f"request approve {number}")
    province.run(f"request accept {number}")


@pytest.mark.clause(REGULATION, "Đ4.1")
def test_a_line_without_identity_card_is_told_and_the_other_lines_are_done(province: Province) -> None:
    people = [an_applicant(), an_applicant(national_id=""), an_applicant()]
    request = handed_in(province, province.form(people))
    assert request["form"] == "m1"
    assert said_of(request, 1, "error") == []
    assert any("CCCD" in one and "Mẫu số 01" in one for one in said_of(request, 2, "error"))
    first, without, third = province.execute(request["number"])
    assert (first["done"], without["done"], third["done"]) == (True, False, True)


@pytest.mark.clause(REGULATION, "PL.M2")
def test_an_organisation_without_its_seat_is_told_and_the_other_gets_a_mailbox(province: Province) -> None:
    units = [province.agency.unit(f"Phòng {name}", a_code()) for name in ("Tổ chức", "Hành chính")]
    rows = [(units[0].name, SEAT, PHONE, ""), (units[1].name, "", PHONE, "")]
    request = handed_in(province, soctrang(2, province.agency.name, rows))
    assert request["form"] == "m2"
    assert any("Địa chỉ" in one and "Mẫu số 02" in one for one in said_of(request, 2, "error"))
    given, without = province.execute(request["number"])
    assert given["address"] == f"{units[0].short}.{province.agency.code}@soctrang.gov.vn"
    assert not without["done"]


@pytest.mark.clause(REGULATION, "PL.M3")
def test_people_and_organisations_are_revoked_on_one_form_and_an_unknown_mailbox_is_not(
    province: Province,
) -> None:
    person = an_applicant()
    holder = province.holder(person.name, national_id=person.national_id)
    name, box = province.agency.name, province.issue("agency")["address"]
    card = identity_of(person)
    rows = [
        (holder.name, holder.address, card, "0912345678", "Chuyên viên", name, "", "Nghỉ việc"),
        (name, box, "", PHONE, "Giám đốc", "", SEAT, "Giải thể"),
        (holder.name, f"{a_code()}@soctrang.gov.vn", card, "", "", name, "", "Nghỉ việc"),
    ]
    request = handed_in(province, soctrang(3, name, rows))
    assert [one["kind"] for one in request["rows"][:2]] == ["person.revoke", "organisation.revoke"]
    assert said_of(request, 1, "warning") == []
    assert any("Chức vụ" in one for one in said_of(request, 2, "warning"))
    assert said_of(request, 2, "error") == []
    assert [one["done"] for one in province.execute(request["number"])] == [True, True, False]
    assert holder.state == "revoked"
    assert province.run(f"mailbox show {box}")["state"] == "revoked"


@pytest.mark.clause(REGULATION, "PL.M7")
def test_a_forgotten_password_of_an_organisation_is_issued_again_and_must_be_changed(
    province: Province,
) -> None:
    name = province.agency.name
    given = province.issue("agency")
    box = Holder(province, name, given["address"], given["password"]).choose_password()
    forgotten, app = box.password, box.app_password
    request = handed_in(province, soctrang(7, name, [(name, SEAT, PHONE, box.address, "")]))
    assert request["form"] == "m7"
    province.refused(f"request execute {request['number']}")
    box.sign_in().must_say(box.address)
    [done] = province.execute(request["number"])
    province.browser().sign_in(box.address, forgotten).must_not_say("Hộp thư của tôi")
    box.must_enter_nowhere(app)
    fresh = Holder(province, name, box.address, done["password"])
    fresh.sign_in().form("old", "new", "again")
    fresh.choose_password().must_enter_everywhere()


@pytest.mark.clause(REGULATION, "PL.M6")
def test_a_forgotten_password_is_issued_again_to_whoever_the_identity_card_names(province: Province) -> None:
    people = [an_applicant(), an_applicant()]
    boxes = [one["address"] for one in province.execute(province.hand_in(province.form(people)))]
    cards = [identity_of(people[0]), identity_of(an_applicant())]
    rows = [
        (one.name, card, one.position, province.agency.name, box, one.phone)
        for one, card, box in zip(people, cards, boxes, strict=True)
    ]
    request = handed_in(province, soctrang(6, province.agency.name, rows))
    assert request["form"] == "m6"
    given, other = province.execute(request["number"])
    Holder(province, people[0].name, boxes[0], given["password"]).choose_password().must_enter_everywhere()
    assert not other["done"]
    assert "CCCD" in other["refused"][0]["message"]


@pytest.mark.clause(REGULATION, "PL.M1")
def test_form_1_asks_for_people_and_says_what_a_line_lacks(province: Province) -> None:
    request = handed_in(province, province.form([an_applicant(), an_applicant(birth_date="")]))
    assert (request["form"], request["kinds"]) == ("m1", ["person.issue"])
    assert said_of(request, 1, "error") == []
    assert any("Ngày sinh" in one and "Mẫu số 01" in one for one in said_of(request, 2, "error"))
    given, without = province.execute(request["number"])
    assert (given["done"], without["done"]) == (True, False)
    assert given["address"].endswith("@soctrang.gov.vn")


@pytest.mark.clause(REGULATION, "PL.M4")
def test_form_4_changes_what_it_names_of_a_person_and_nothing_else(province: Province) -> None:
    holder = province.holder(position="Chuyên viên")
    before = province.run(f"directory person show {holder.person}")
    line = [holder.name, "", "", "", province.agency.name, "", holder.address]
    rows = [(*line, "Chức vụ: Chuyên viên", "Chức vụ: Phó Trưởng phòng"), (*line, "Chức vụ", "")]
    request = handed_in(province, soctrang(4, province.agency.name, rows))
    assert request["form"] == "m4"
    assert any("Thông tin mới" in one for one in said_of(request, 2, "error"))
    changed, unclear = province.execute(request["number"])
    assert (changed["done"], changed["password"], unclear["done"]) == (True, None, False)
    after = province.run(f"directory person show {holder.person}")
    assert after["position"] == "Phó Trưởng phòng"
    assert after["full_name"] == before["full_name"]
    assert after["birth_date"] == before["birth_date"]


@pytest.mark.clause(REGULATION, "PL.M5")
def test_form_5_changes_what_it_names_of_an_organisation(province: Province) -> None:
    name, box = province.agency.name, province.issue("agency")["address"]
    rows = [
        (name, "", "", box, "Trụ sở", SEAT),
        (name, "", "", f"{a_code()}@soctrang.gov.vn", "Trụ sở", SEAT),
    ]
    request = handed_in(province, soctrang(5, name, rows))
    assert (request["form"], request["kinds"]) == ("m5", ["organisation.change"])
    changed, unknown = province.execute(request["number"])
    assert (changed["done"], unknown["done"]) == (True, False)
    assert SEAT in str(province.run(f"directory show {province.agency.code} --authority {province.code}"))
