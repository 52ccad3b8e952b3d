"""Phụ lục: biểu mẫu."""

from typing import Any

import pytest
from tests.acceptance.outside.forms import Letter, hanoi_mau_01, hanoi_mau_02, hanoi_mau_04
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "PL.sign")
def test_nothing_goes_on_before_the_head_of_the_agency_has_signed(province: Province) -> None:
    number = province.hand_in(province.form([an_applicant()]))
    province.refused(f"request forward {number}")
    assert province.refused(f"request accept {number}").clauses == ["PL.sign"]
    province.run(f"request confirm {number}")
    province.run(f"request accept {number}")


def founded(**changes: str) -> dict[str, str]:
    """What form 01 wants to know of a body, with somebody who represents no other."""
    person = an_applicant()
    facts = {
        "decision_no": "33/QĐ-UBND",
        "representative": person.name,
        "national_id": person.national_id,
        "position": "Trưởng phòng",
        "phone": person.phone,
    }
    return {**facts, **changes}


def shown(province: Province, form: Letter) -> dict[str, Any]:
    """What is known of a form after it came in."""
    return dict(province.run(f"request show {province.hand_in(form)}"))


def errors(request: dict[str, Any], line: int) -> list[str]:
    return [
        one["message"] for one in request["problems"] if (one["line"], one["severity"]) == (line, "error")
    ]


@pytest.mark.clause(REGULATION, "PL.0")
def test_each_of_the_four_forms_is_known_by_what_it_asks(province: Province) -> None:
    name, holder, box = province.agency.name, province.holder(), province.issue("agency")["address"]
    unit = province.agency.unit("Phòng Thi đua")
    forms = [
        hanoi_mau_01(name, [(unit.name, founded())]),
        hanoi_mau_02(name, [(name, box, "Số điện thoại đăng ký OTP", "0912345678", "")]),
        province.form([an_applicant()]),
        hanoi_mau_04(name, [(holder.name, name, holder.address, "Chức vụ", "Trưởng phòng", "")]),
    ]
    read = [shown(province, form) for form in forms]
    assert [one["form"] for one in read] == ["mau-01", "mau-02", "mau-03", "mau-04"]
    assert [one["kinds"] for one in read] == [
        ["organisation.issue"],
        ["organisation.change"],
        ["person.issue"],
        ["person.change"],
    ]


@pytest.mark.clause(REGULATION, "PL.M01")
def test_form_01_asks_for_and_returns_mailboxes_of_bodies_and_says_what_a_line_lacks(
    province: Province,
) -> None:
    name = province.agency.name
    units = [province.agency.unit(f"Phòng {one}") for one in ("Tổ chức", "Hành chính", "Cũ")]
    box = province.issue("department", units[2])["address"]
    bodies = [
        (units[0].name, founded(representative="Lê Thị Hoa")),
        (units[1].name, founded(representative="")),
    ]
    request = shown(province, hanoi_mau_01(name, bodies, ending=[(units[2].name, "34/QĐ", box)]))
    assert (errors(request, 1), errors(request, 3)) == ([], [])
    assert any("người đại diện" in one.lower() for one in errors(request, 2))
    given, without, taken = province.execute(request["number"])
    assert (given["done"], without["done"], taken["done"]) == (True, False, True)
    assert "Lê Thị Hoa" in str(province.run(f"mailbox show {given['address']}"))
    assert province.run(f"mailbox show {box}")["state"] == "revoked"


@pytest.mark.clause(REGULATION, "PL.M02")
def test_form_02_changes_what_it_names_and_wants_to_know_to_what(province: Province) -> None:
    name, box = province.agency.name, province.issue("agency")["address"]
    lines = [
        (name, box, "Người đại diện sử dụng Email", "Bùi Thị Xuân", "Nghỉ chế độ"),
        (name, box, "Số điện thoại đăng ký OTP", "", "Đổi số"),
    ]
    request = shown(province, hanoi_mau_02(name, lines))
    assert errors(request, 1) == []
    assert any("điều chỉnh" in one for one in errors(request, 2))
    changed, unclear = province.execute(request["number"])
    assert (changed["done"], unclear["done"]) == (True, False)


@pytest.mark.clause(REGULATION, "PL.M03")
def test_form_03_asks_for_and_returns_mailboxes_of_people(province: Province) -> None:
    holder = province.holder()
    people = [an_applicant(), an_applicant(national_id="12345")]
    # The letter is of the day on which it comes, so that nothing that counts from it is over.
    day = province.today
    form = province.form(
        people,
        leaving=[(holder.name, holder.address)],
        date=f"ngày {day.day} tháng {day.month} năm {day.year}",
    )
    request = shown(province, form)
    assert (errors(request, 1), errors(request, 3)) == ([], [])
    assert errors(request, 2)
    given, wrong, taken = province.execute(request["number"])
    assert (given["done"], wrong["done"], taken["done"]) == (True, False, True)
    assert holder.state == "revoked_hold"


@pytest.mark.clause(REGULATION, "PL.M04")
def test_form_04_changes_what_it_names_and_leaves_the_rest(province: Province) -> None:
    holder = province.holder(position="Chuyên viên")
    before = province.run(f"directory person show {holder.person}")
    line = (holder.name, province.agency.name, holder.address, "Số điện thoại đăng ký OTP", "0377118260", "")
    [done] = province.execute(province.hand_in(hanoi_mau_04(province.agency.name, [line])))
    assert done["done"]
    after = province.run(f"directory person show {holder.person}")
    same = ("full_name", "position", "unit", "birth_date")
    assert [after.get(one) for one in same] == [before.get(one) for one in same]
    assert after != before
