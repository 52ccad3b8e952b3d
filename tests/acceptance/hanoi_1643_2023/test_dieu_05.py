"""Điều 5: đặt tên hộp thư."""

import pytest
from tests.acceptance.outside.earlier import an_earlier_mailbox
from tests.acceptance.outside.people import Holder, a_name, run_together
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ5.2-2")
def test_who_comes_later_gets_the_unit_into_the_address_and_then_a_number(province: Province) -> None:
    name = f"{a_name()} {a_name()}"  # nobody bears it yet
    unit = province.agency.unit("Phòng Hành chính", "phonghc")
    holders = [province.holder(name, unit) for _ in range(4)]
    own, agency = run_together(name), province.agency.code
    assert [one.address.partition("@")[0] for one in holders] == [
        f"{own}_{agency}",
        f"{own}_phonghc_{agency}",
        f"{own}1_{agency}",
        f"{own}2_{agency}",
    ]


@pytest.mark.clause(REGULATION, "Đ5.1.c")
def test_an_organisation_gets_its_code_and_a_unit_its_own_before_it(province: Province) -> None:
    agency = province.agency
    unit = agency.unit("Phòng Công nghệ thông tin", "phongcntt")
    assert province.issue("agency")["address"] == f"{agency.code}@hanoi.gov.vn"
    assert province.issue("department", unit)["address"] == f"phongcntt_{agency.code}@hanoi.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.2-1")
def test_a_person_gets_the_full_name_or_the_title_and_the_code_of_the_agency(province: Province) -> None:
    name = f"{a_name()} {a_name()}"
    holder = province.holder(name)
    assert holder.address == f"{run_together(name)}_{province.agency.code}@hanoi.gov.vn"
    title = province.issue("title", person=str(holder.person), title="Giám đốc")
    assert title["address"] == f"giamdoc_{province.agency.code}@hanoi.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.3-2")
def test_a_group_of_an_agency_is_named_like_its_mailboxes_and_once_only(province: Province) -> None:
    group = province.issue("group_agency", title="Lãnh đạo")
    assert group["address"] == f"lanhdao_{province.agency.code}@hanoi.gov.vn"
    where = f"--organisation {province.agency.code} --authority {province.code}"
    province.refused(f"mailbox issue --kind group_agency --title 'Lãnh đạo' {where} --document 3/QĐ")


@pytest.mark.clause(REGULATION, "Đ5.4")
def test_an_address_from_before_the_regulation_is_kept_and_one_from_after_it_is_not(
    province: Province,
) -> None:
    before = an_earlier_mailbox(province, issued="19/03/2023")
    told = province.run(f"mailbox import {before.file} --authority {province.code}")
    assert [(one["address"], one["verdict"], one["clause"]) for one in told["lines"]] == [
        (before.address, "new", "Đ5.4")
    ]
    assert province.run(f"mailbox show {before.address}")["grandfathered"] is True
    before.sign_in(province).must_say(before.address)
    after = an_earlier_mailbox(province, issued="20/03/2023")
    province.refused(f"mailbox import {after.file} --authority {province.code}")
    assert province.answer(f"mailbox show {after.address}").exit == 2


@pytest.mark.clause(REGULATION, "Đ5.3-1")
def test_a_group_for_all_is_proposed_by_one_office_told_to_every_agency_and_reaches_its_members(
    province: Province,
) -> None:
    clerk = province.issue("van_thu")
    reader = Holder(province, "", clerk["address"], clerk["password"]).choose_password()
    writer = province.holder().choose_password()
    name = f"nhom{a_code()}"
    line = f"mailbox issue --kind group_city --title {name} --authority {province.code} --document 3/QĐ"
    refused = province.refused(f"{line} --organisation {province.agency.code}")
    assert refused.clauses == ["Đ5.3-1"]
    office = province.new_agency("Văn phòng UBND thành phố")
    group = province.run(f"{line} --organisation {office.code}")["address"]
    assert group == f"{name}@hanoi.gov.vn"
    assert group in reader.hear_of(group).get_content()
    province.run(f"mailbox members {group} --every van_thu --document 3/QĐ")
    sent = writer.write(group)
    assert reader.receive(sent)["Message-ID"] == sent["Message-ID"]
    # One who is given a clerk's mailbox tomorrow is in it, too.
    later = province.issue("van_thu", province.new_agency())
    newcomer = Holder(province, "", later["address"], later["password"]).choose_password()
    sent = writer.write(group)
    assert newcomer.receive(sent)["Message-ID"] == sent["Message-ID"]
