"""Điều 6: đặt tên hộp thư."""

import pytest
from tests.acceptance.outside.earlier import an_earlier_mailbox
from tests.acceptance.outside.people import a_name, run_together
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ6.2.a")
@pytest.mark.clause(REGULATION, "Đ6.2.c")
def test_an_agency_gets_its_short_name_and_a_unit_comes_behind_it(province: Province) -> None:
    unit = province.agency.unit("Phòng Chuyển đổi số", "pcds")
    where = f"--organisation {unit.code} --authority {province.code} --document 3/QĐ --reason x"
    province.refused(f"mailbox issue --kind department --choose pcds.{province.agency.code} {where}")
    assert province.issue("agency")["address"] == f"{province.agency.code}@dongthap.gov.vn"
    assert province.issue("department", unit)["address"] == f"{province.agency.code}.pcds@dongthap.gov.vn"


@pytest.mark.clause(REGULATION, "Đ6.2.b")
def test_a_commune_gets_its_bare_name(province: Province) -> None:
    name = f"{a_name()} {a_name()}"
    commune = province.new_agency(f"UBND phường {name}", run_together(name), "locality")
    assert province.issue("locality", commune)["address"] == f"{run_together(name)}@dongthap.gov.vn"


@pytest.mark.clause(REGULATION, "Đ6.2.d")
def test_another_body_gets_its_name(province: Province) -> None:
    body = province.new_agency("Hội Nông dân tỉnh", a_code(), "other_body")
    assert province.issue("other_body", body)["address"] == f"{body.code}@dongthap.gov.vn"


@pytest.mark.clause(REGULATION, "Đ6.3.a")
@pytest.mark.clause(REGULATION, "Đ6.3.b-1")
@pytest.mark.clause(REGULATION, "Đ6.3.b-2")
def test_a_person_gets_the_full_name_and_namesakes_what_the_article_lists_in_its_order(
    province: Province,
) -> None:
    given = run_together(f"{a_name()} {a_name()}")
    name, born = f"Lê Minh {given.capitalize()}", "10/02/1990"
    holders = [province.holder(name, birth_date=born) for _ in range(6)]
    assert [one.address.partition("@")[0] for one in holders] == [
        f"leminh{given}",
        f"leminh{given}1990",
        f"lminh{given}",
        f"lm{given}",
        f"lm{given}1990",
        f"lm{given}021990",
    ]


@pytest.mark.clause(REGULATION, "Đ6.1")
def test_a_mailbox_issued_before_keeps_its_address_and_goes_on_being_used(province: Province) -> None:
    before = an_earlier_mailbox(province, issued="19/12/2025")
    told = province.run(f"mailbox import {before.file} --authority {province.code}")
    assert [(one["verdict"], one["clause"]) for one in told["lines"]] == [("new", "Đ6.1")]
    before.sign_in(province).must_say(before.address)
    again = province.run(f"mailbox import {before.file} --authority {province.code}")
    assert [one["verdict"] for one in again["lines"]] == ["same"]
    after = an_earlier_mailbox(province, issued="20/12/2025")
    province.refused(f"mailbox import {after.file} --authority {province.code}")
