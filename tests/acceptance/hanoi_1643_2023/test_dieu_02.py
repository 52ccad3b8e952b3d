"""Điều 2: các loại hộp thư."""

import pytest
from tests.acceptance.outside.people import Holder, an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ2.2")
def test_there_are_four_kinds_and_groups_and_no_other(province: Province) -> None:
    for kind in ("agency", "van_thu", "ky_thuat"):
        province.issue(kind)
    province.holder()
    province.issue("group_agency", title="Lãnh đạo")
    kinds = {
        one["kind"]
        for one in province.run(f"mailbox list --authority {province.code} --limit 100000")["mailboxes"]
        if one["organisation"] == province.agency.name
    }
    assert kinds == {"agency", "van_thu", "ky_thuat", "person", "group_agency"}
    unknown = province.answer(f"mailbox issue --kind thu_rieng --organisation {province.agency.code}")
    assert unknown.exit == 2
    assert "van_thu" in unknown.errors


@pytest.mark.clause(REGULATION, "Đ2.2.a")
def test_the_mailbox_of_an_organisation_has_people_who_look_after_it(province: Province) -> None:
    clerk = province.holder().choose_password()
    box = province.issue("agency")["address"]
    given = province.run(
        f"mailbox handover {box} --to {clerk.person} --document 3/QĐ --reason 'Giao quản lý'"
    )
    Holder(province, province.agency.name, box, given["password"]).choose_password()
    other = province.holder()
    other.receive(clerk.write(other, sender=box))
    assert other.refused_to_write(clerk, sender=box)[0] == 553


@pytest.mark.clause(REGULATION, "Đ2.2.b")
def test_a_personal_mailbox_has_one_holder(province: Province) -> None:
    holder, other = province.holders(2)
    refused = province.refused(
        f"mailbox handover {holder.address} --to {other.person} --document 3/QĐ --reason 'Giao'"
    )
    assert refused.refused
    again = province.answer(
        f"mailbox issue --kind person --organisation {province.agency.code} --authority {province.code} "
        f"--person {holder.person} --document 3/QĐ"
    )
    assert again.exit == 1


@pytest.mark.clause(REGULATION, "Đ2.2.c")
@pytest.mark.clause(REGULATION, "Đ5.1.a")
def test_an_organisation_has_one_mailbox_for_its_clerk(province: Province) -> None:
    assert province.issue("van_thu")["address"] == f"vanthu_{province.agency.code}@hanoi.gov.vn"
    second = province.refused(_issue(province, "van_thu"))
    assert second.clauses == ["Đ2.2.c"]


@pytest.mark.clause(REGULATION, "Đ2.2.d")
@pytest.mark.clause(REGULATION, "Đ5.1.b")
def test_an_organisation_has_one_mailbox_for_its_technicians(province: Province) -> None:
    assert province.issue("ky_thuat")["address"] == f"kythuat_{province.agency.code}@hanoi.gov.vn"
    second = province.refused(_issue(province, "ky_thuat"))
    assert second.clauses == ["Đ2.2.d"]


@pytest.mark.clause(REGULATION, "Đ2.3")
def test_who_gets_a_mailbox_stands_in_the_directory_and_who_lost_it_does_not(province: Province) -> None:
    person = an_applicant(position="Chuyên viên")
    holder = province.holder(person.name, position=person.position)
    found = province.run(f"directory person show {holder.person}")
    assert (found["full_name"], found["position"]) == (person.name, "Chuyên viên")
    assert found["organisation"] == province.agency.code


def _issue(province: Province, kind: str) -> str:
    where = f"--organisation {province.agency.code} --authority {province.code}"
    return f"mailbox issue --kind {kind} {where} --document 3/QĐ --reason 'Cấp thêm'"
