"""Điều 7: what an agency asks for, by which way, on which form and until when."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.forms import hanoi_mau_01, hanoi_mau_02, hanoi_mau_04
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Agency, Province

REGULATION = "hanoi-1643-2023"
INTO = "--to kythuat@hanoi.gov.vn"
TODAY = "ngày 13 tháng 10 năm 2025"


def founded_by(decision: str = "33/QĐ-UBND") -> dict[str, str]:
    """What form 01 wants to know of a body, with somebody who represents no other."""
    person = an_applicant()
    return {
        "decision_no": decision,
        "representative": person.name,
        "national_id": person.national_id,
        "position": "Trưởng phòng",
        "phone": person.phone,
    }


def told(province: Province, number: int, line: int = 1) -> str:
    """What is worth knowing of a line before it is carried out."""
    [row] = [one for one in province.run(f"request show {number}")["rows"] if one["line"] == line]
    return " ".join(row["foreseen"]["told"])


@pytest.mark.clause(REGULATION, "Đ7.1")
def test_what_happens_to_bodies_and_people_is_asked_for_and_done(province: Province, clock: Clock) -> None:
    clock.set("2025-10-13T09:00")
    agency = province.agency
    founded, dissolved = agency.unit("Phòng Kiểm tra"), agency.unit("Phòng Tổng hợp")
    old = province.issue("department", dissolved)["address"]
    ending = [(dissolved.name, "34/QĐ-UBND", old)]
    form = hanoi_mau_01(agency.name, [(founded.name, founded_by())], ending=ending)
    assert [one["done"] for one in province.execute(province.hand_in(form))] == [True, True]
    promoted, leaver = province.holder(position="Chuyên viên"), province.holder()
    form = hanoi_mau_04(
        agency.name, [(promoted.name, agency.name, promoted.address, "Chức vụ", "Phó Trưởng phòng", "")]
    )
    assert [one["done"] for one in province.execute(province.hand_in(form))] == [True]
    form = province.form([an_applicant()], leaving=[(leaver.name, leaver.address)], number="9/CV", date=TODAY)
    assert [one["done"] for one in province.execute(province.hand_in(form))] == [True, True]
    assert leaver.state == "revoked_hold"


def goes_through(province: Province, below: Agency, focal: Agency) -> None:
    """A request of *below* is taken in from the focal point's mailbox, and led there from its own."""
    form = province.form([an_applicant()], below)
    own, through = (province.issue("van_thu", one)["address"] for one in (below, focal))
    line = f"request import {province.write_form(form)} --authority {province.code} {INTO}"
    refused = province.refused(f"{line} --agency {below.code} --from {own}")
    assert refused.clauses == ["Đ7.2-4"]
    assert focal.name in refused.refused[0]["message"]
    number = int(province.run(f"{line} --agency {below.code} --from {through}")["number"])
    province.run(f"request confirm {number}")
    province.run(f"request accept {number}")


@pytest.mark.clause(REGULATION, "Đ7.2-1")
def test_a_department_of_the_city_sends_for_the_bodies_below_it(province: Province) -> None:
    goes_through(province, province.agency.unit("Chi cục Đo lường", kind="agency"), province.agency)


@pytest.mark.clause(REGULATION, "Đ7.2-2")
def test_a_district_sends_for_its_communes(province: Province) -> None:
    district = province.new_agency(kind="locality")
    goes_through(province, district.unit("UBND phường Hoa Sữa", kind="locality_unit"), district)


@pytest.mark.clause(REGULATION, "Đ7.2-3")
def test_what_an_agency_hands_in_itself_waits_until_the_focal_point_forwards_it(province: Province) -> None:
    focal = province.agency
    below = focal.unit("Chi cục Thống kê", kind="agency")
    sender = province.staff("focal", focal)
    number = province.hand_in(province.form([an_applicant()], below), f"--agency {below.code}")
    province.run(f"request confirm {number}")
    refused = province.refused(f"request accept {number}")
    assert refused.clauses == ["Đ7.2-3"]
    assert focal.name in refused.refused[0]["message"]
    sender.sign_in()
    sender.browser.get(f"yeu-cau/{number}/").must_say("Chuyển đơn vị vận hành")
    sender.browser.submit(sender.browser.get(f"yeu-cau/{number}/chuyen/")).must_say("Đã chuyển yêu cầu")
    province.run(f"request accept {number}")


@pytest.mark.clause(REGULATION, "Đ7.3.a")
@pytest.mark.clause(REGULATION, "Đ7.3.d")
def test_a_new_body_is_asked_for_on_form_01_within_three_days_of_its_founding(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-10-16T09:00")
    agency = province.agency
    early, late = agency.unit("Phòng Sớm"), agency.unit("Phòng Muộn")
    bodies = [
        (early.name, founded_by("33/QĐ-UBND ngày 13/10/2025")),
        (late.name, founded_by("34/QĐ-UBND ngày 10/10/2025")),
    ]
    number = province.hand_in(hanoi_mau_01(agency.name, bodies))
    assert "gửi muộn" not in told(province, number, 1)
    assert "hạn là 13/10/2025" in told(province, number, 2)
    assert "điểm a khoản 3 Điều 7" in told(province, number, 2)
    shown = province.run(f"request show {number}")
    assert (shown["due_on"], shown["due_clause"]) == ("2025-10-20", "Đ7.3.d")
    assert [one["address"] for one in province.execute(number)] == [
        f"{one.short}_{agency.code}@hanoi.gov.vn" for one in (early, late)
    ]


@pytest.mark.clause(REGULATION, "Đ7.3.b")
def test_a_body_that_is_founded_again_under_another_name_loses_one_mailbox_and_gets_another(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-10-16T09:00")
    agency = province.agency
    old, new = agency.unit("Phòng Pháp chế"), agency.unit("Phòng Pháp chế và Kiểm tra")
    box = province.issue("department", old)["address"]
    form = hanoi_mau_01(
        agency.name, [(new.name, founded_by())], ending=[(old.name, "35/QĐ-UBND ngày 10/10/2025", box)]
    )
    number = province.hand_in(form)
    assert "hạn là 13/10/2025" in told(province, number, 2)
    assert "điểm b khoản 3 Điều 7" in told(province, number, 2)
    given, taken = province.execute(number)
    assert (given["done"], taken["done"]) == (True, True)
    assert given["address"] != box
    assert province.run(f"mailbox show {box}")["state"] == "revoked"


@pytest.mark.clause(REGULATION, "Đ7.3.c")
def test_another_representative_and_another_phone_are_written_on_form_02(province: Province) -> None:
    agency = province.agency
    box = province.issue("agency")["address"]
    lines = [(agency.name, box, "Người đại diện sử dụng Email", "Bùi Thị Xuân", "Nghỉ chế độ")]
    [handed] = province.execute(province.hand_in(hanoi_mau_02(agency.name, lines)))
    assert handed["done"]
    assert handed["password"]
    assert "Bùi Thị Xuân" in str(province.run(f"mailbox show {box}"))
    lines = [(agency.name, box, "Số điện thoại đăng ký OTP", "0377 118 260", "Đổi số")]
    [changed] = province.execute(province.hand_in(hanoi_mau_02(agency.name, lines, number="124/CV")))
    assert (changed["done"], changed["password"]) == (True, None)


@pytest.mark.clause(REGULATION, "Đ7.4.a")
def test_who_is_recruited_is_asked_for_on_form_03_within_three_days(province: Province, clock: Clock) -> None:
    clock.set("2025-10-16T09:00")
    people = [
        an_applicant(decision_no="412/QĐ ngày 13/10/2025"),
        an_applicant(decision_no="413/QĐ ngày 09/10/2025"),
    ]
    number = province.hand_in(province.form(people))
    assert "gửi muộn" not in told(province, number, 1)
    assert "hạn là 13/10/2025" in told(province, number, 2)  # the twelfth is a Sunday
    assert "điểm a khoản 4 Điều 7" in told(province, number, 2)
    assert [one["done"] for one in province.execute(number)] == [True, True]


@pytest.mark.clause(REGULATION, "Đ7.4.b")
def test_another_post_is_written_on_form_04_within_three_days(province: Province, clock: Clock) -> None:
    clock.set("2025-10-16T09:00")
    holder = province.holder(position="Chuyên viên").choose_password()
    line = [holder.name, province.agency.name, holder.address, "Chức vụ", "Phó Trưởng phòng"]
    number = province.hand_in(
        hanoi_mau_04(province.agency.name, [[*line, "Quyết định số 5/QĐ ngày 07/10/2025"]])
    )
    assert "hạn là 10/10/2025" in told(province, number)
    assert "điểm b khoản 4 Điều 7" in told(province, number)
    [done] = province.execute(number)
    assert (done["done"], done["address"], done["password"]) == (True, holder.address, None)
    person = province.run(f"directory person show {holder.person}")
    assert person["position"] == "Phó Trưởng phòng"
    holder.sign_in().must_say(holder.address)


@pytest.mark.clause(REGULATION, "Đ7.4.d-1")
@pytest.mark.clause(REGULATION, "Đ10.2.a")
def test_who_leaves_is_to_be_named_on_form_03_within_three_days_of_the_decision(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-10-16T09:00")
    early, late = province.holders(2)
    numbers = []
    for who, decision in ((early, "501/QĐ ngày 13/10/2025"), (late, "502/QĐ ngày 07/10/2025")):
        form = province.form([], leaving=[(who.name, who.address)], decision=decision, number=decision[:6])
        numbers.append(province.hand_in(form))
    assert "gửi muộn" not in told(province, numbers[0])
    assert "hạn là 10/10/2025" in told(province, numbers[1])
    assert "điểm d khoản 4 Điều 7" in told(province, numbers[1])
    for number in numbers:
        [done] = province.execute(number)
        assert done["done"]
    assert (early.state, late.state) == ("revoked_hold", "revoked_hold")
    # What is kept counts from the decision, whenever it was sent.
    assert province.run(f"mailbox show {late.address}")["decision_on"] == "2025-10-07"
