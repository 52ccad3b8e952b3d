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


@pytest.mark.clause(REGULATION, "Đ7.2-0")
def test_locks_and_passwords_are_asked_for_by_the_document_system_or_the_support_mailbox(
    province: Province,
) -> None:
    holder = province.holder()
    line = (
        f"request enter 'person.lock address={holder.address}' --authority {province.code} "
        f"--agency {province.agency.code} --document 7/CV --date {province.today.isoformat()}"
    )
    assert province.refused(f"{line} --channel telephone").clauses == ["Đ7.2-0"]
    into = "--channel email --to {}@caobang.gov.vn"
    assert province.refused(f"{line} {into.format('vanthu')}").clauses == ["Đ7.2-0"]
    [locked] = province.execute(int(province.run(f"{line} {into.format('hotromail')}")["number"]))
    assert locked["done"]
    assert (holder.state, holder.shown["ground"]) == ("locked", "Đ7.2-0")
    [open_again] = province.execute(province.ask(f"person.restore address={holder.address}"))
    assert open_again["password"]
    assert holder.state == "restored_must_change"


@pytest.mark.clause(REGULATION, "Đ7.2.b")
def test_what_does_not_fit_goes_back_and_comes_again_beside_its_first_arrival(province: Province) -> None:
    first = province.hand_in(province.form([an_applicant("Nguyễn 123")]))
    province.run(f"request confirm {first}")
    province.refused(f"request return {first}")
    assert province.run(f"request return {first} --reason 'Sai họ tên ở dòng 1'")["state"] == "returned"
    province.refused(f"request accept {first}")
    again = province.hand_in(province.form([an_applicant()]), f"--corrects {first}")
    assert province.run(f"request show {again}")["corrects"] == first
    assert province.run(f"request show {first}")["state"] == "resubmitted"
    [done] = province.execute(again)
    assert done["done"]


@pytest.mark.clause(REGULATION, "Đ7.2.d")
def test_the_agency_is_answered_by_a_numbered_paper(province: Province) -> None:
    number = province.hand_in(province.form([an_applicant()]))
    province.execute(number)
    assert province.refused(f"request reply {number}").clauses == ["Đ7.2.d"]
    told = province.run(f"request reply {number} --document 77/TTCNS")
    assert (told["state"], told["reply_document"]) == ("replied", "77/TTCNS")
