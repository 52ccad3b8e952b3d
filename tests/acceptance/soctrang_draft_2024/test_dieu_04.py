"""Điều 4: cấp, thu hồi."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.acceptance.outside.browser import Page
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.forms import Applicant, soctrang
from tests.acceptance.outside.people import Holder, an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "Đ4.4-1")
def test_six_months_without_access_revoke_the_mailbox_and_no_lock_comes_before(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-08-31T09:00")
    idle, used, untouched = province.holders(3)
    for one in (idle, used):
        one.choose_password().sign_in()
    clock.set("2026-02-27T09:00")
    assert idle.state != "revoked"
    used.sign_in()
    clock.set("2026-03-01T09:00")
    assert (idle.shown["state"], idle.shown["ground"]) == ("revoked", "Đ4.4-1")
    assert untouched.state == "revoked"
    assert used.state != "revoked"


@pytest.mark.clause(REGULATION, "Đ4.1")
def test_an_agency_asks_for_its_people_on_the_form_and_a_letter_without_a_list_is_sent_back(
    province: Province,
) -> None:
    focal = province.staff("focal")
    form = province.form([an_applicant()])

    def hand_in(letter: Path) -> Page:
        return focal.browser.submit(focal.browser.get("yeu-cau/nhap/"), files={"file": letter})

    hand_in(province.write_form(replace(form, tables=()))).must_say("Không bảng nào trong tệp có các cột")
    bare = province.hand_in(replace(form, number="7/CV", tables=(replace(form.tables[0], rows=()),)))
    assert "Biểu mẫu chưa có dòng nào" in str(province.run(f"request show {bare}")["problems"])
    assert "không có dòng nào" in province.refused(f"request confirm {bare}").refused[0]["message"]
    province.run(f"request return {bare} --reason 'Chưa có danh sách'")
    page = hand_in(province.write_form(form)).must_say("Đã nhận yêu cầu số", province.agency.name)
    number = page.url.rstrip("/").rpartition("/")[2]
    assert province.run(f"request show {number}")["form"] == "m1"


@pytest.mark.clause(REGULATION, "Đ4.2")
def test_a_mailbox_for_an_organisation_is_asked_for_on_its_own_form(province: Province) -> None:
    unit = province.agency.unit("Phòng Chuyển đổi số", "phongcds")
    on_the_form_of_people = province.form([Applicant(unit.name, national_id="", birth_date="")])
    wrong = province.hand_in(on_the_form_of_people)
    province.run(f"request confirm {wrong}")
    province.refused(f"request accept {wrong}")
    right = soctrang(2, province.agency.name, [(unit.name, "08 Châu Văn Tiếp", "0299 3 626 800", "")])
    [done] = province.execute(province.hand_in(right))
    assert done["address"] == f"phongcds.{province.agency.code}@soctrang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ4.4-2")
def test_who_is_asked_for_again_after_a_revocation_gets_the_same_address(province: Province) -> None:
    person = an_applicant()
    [first] = province.execute(province.hand_in(province.form([person])))
    address = first["address"]
    province.run(f"mailbox revoke {address} --document 9/QĐ --reason 'Không truy xuất'")
    [namesake] = province.execute(province.hand_in(province.form([an_applicant(person.name)])))
    assert namesake["address"] != address
    again = province.hand_in(province.form([person], number="31/CV"))
    [second] = province.execute(again)
    assert second["address"] == address
    Holder(province, person.name, address, second["password"]).choose_password().must_enter_everywhere()


@pytest.mark.clause(REGULATION, "Đ4.3.a")
def test_what_comes_by_the_document_system_is_answered_there_within_five_working_days(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-04-21T09:00")
    number = province.hand_in(province.form([an_applicant()]), "--channel document-system")
    shown = province.run(f"request show {number}")
    # A Saturday that is worked is the fifth day.
    assert (shown["due_on"], shown["due_clause"]) == ("2025-04-26", "Đ4.3")
    province.execute(number)
    assert province.refused(f"request reply {number}").clauses == ["Đ4.3"]
    province.run(f"request reply {number} --document 88/TTCNS-QLVB")
    page = province.staff("operator").browser.get(f"yeu-cau/{number}/")
    page.must_say("hệ thống quản lý văn bản", "88/TTCNS-QLVB")


@pytest.mark.clause(REGULATION, "Đ4.3.b")
def test_a_letter_on_paper_is_answered_within_five_working_days_where_it_asks_to_be(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-10-13T09:00")
    form = province.write_form(province.form([an_applicant()]))
    line = f"request import {form} --authority {province.code} --channel"
    assert province.refused(f"{line} email").clauses == ["Đ4.3"]
    number = province.run(f"{line} paper")["number"]
    shown = province.run(f"request show {number}")
    assert (shown["channel"], shown["due_on"], shown["due_clause"]) == ("paper", "2025-10-20", "Đ4.3")
    province.execute(number)
    assert province.refused(f"request reply {number}").clauses == ["Đ4.3"]
    assert province.run(f"request reply {number} --document 8/TTCNS")["state"] == "replied"
