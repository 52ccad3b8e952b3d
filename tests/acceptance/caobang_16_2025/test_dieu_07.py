"""Điều 7: cấp, thay đổi, thu hồi."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.forms import caobang_phu_luc
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import only_an_operator_carries_out

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ7.2.c")
def test_the_lines_of_a_list_are_done_one_by_one_and_the_wrong_one_is_reported(province: Province) -> None:
    people = [an_applicant() for _ in range(10)]
    people[4] = an_applicant("Nguyễn 123")
    results = province.execute(province.hand_in(province.form(people)))
    assert [one["line"] for one in results if not one["done"]] == [5]
    [wrong] = [one for one in results if not one["done"]]
    assert wrong["refused"][0]["message"]
    assert len({one["address"] for one in results if one["done"]}) == 9


@pytest.mark.clause(REGULATION, "Đ7.2-SLA")
def test_five_working_days_from_receipt_a_saturday_that_is_worked_is_one(
    province: Province, clock: Clock
) -> None:
    clock.set("2026-01-05T09:00")
    number = province.hand_in(province.form([an_applicant()]))
    for step in ("confirm", "forward", "accept"):
        province.answer(f"request {step} {number}")
    shown = province.run(f"request show {number}")
    assert (shown["due_on"], shown["due_clause"]) == ("2026-01-10", "Đ7.2-SLA")


@pytest.mark.clause(REGULATION, "Đ7.1.a")
def test_only_the_operator_carries_requests_out(province: Province) -> None:
    only_an_operator_carries_out(province)


@pytest.mark.clause(REGULATION, "Đ7.1.b")
def test_a_request_comes_as_a_numbered_letter_by_the_document_system(province: Province) -> None:
    def hand_in(way: str, **changes: str) -> str:
        form = caobang_phu_luc(province.agency.name, [an_applicant()], **changes)
        return f"request import {province.write_form(form)} --authority {province.code} {way}"

    assert province.refused(hand_in("--channel paper")).clauses == ["Đ7.2-0"]
    nameless = province.refused(hand_in("--channel document-system", number=""))
    assert (nameless.clauses, "số, ký hiệu" in nameless.refused[0]["message"]) == (["Đ7.2-0"], True)
    assert province.run(hand_in("--channel document-system"))["channel"] == "document-system"


@pytest.mark.clause(REGULATION, "Đ7.2.a")
def test_the_agency_hands_in_and_sees_that_it_is_there(province: Province) -> None:
    focal = province.staff("focal")
    form = province.write_form(province.form([an_applicant()]))
    page = focal.browser.submit(focal.browser.get("yeu-cau/nhap/"), files={"file": form})
    page.must_say("Đã nhận yêu cầu", "Chờ thủ trưởng xác nhận")
    focal.browser.get("yeu-cau/").must_say(province.agency.name)
    stranger = province.staff("focal", province.new_agency())
    stranger.browser.get("yeu-cau/").must_not_say(province.agency.name)
