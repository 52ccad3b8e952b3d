"""Phụ lục: biểu mẫu."""

import pytest
from tests.acceptance.outside.forms import caobang_phu_luc
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province, a_code

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "PL-1")
def test_a_line_of_an_organisation_has_one_box_ticked(province: Province) -> None:
    unit = province.agency.unit(f"Phòng {a_code().capitalize()}", a_code())
    for ticks in ("", "issue revoke"):
        form = caobang_phu_luc(province.agency.name, organisations=[unit.name], asked=ticks)
        [wrong] = province.run(f"request show {province.hand_in(form)}")["problems"]
        assert (wrong["line"], wrong["severity"]) == (1, "error")
        assert "đúng một" in wrong["message"]
    form = caobang_phu_luc(province.agency.name, organisations=[unit.name])
    [done] = province.execute(province.hand_in(form))
    assert done["address"] == f"{unit.short}.{province.agency.short}@caobang.gov.vn"


@pytest.mark.clause(REGULATION, "PL-2")
def test_the_number_of_accounts_that_is_said_is_the_number_of_lines(province: Province) -> None:
    people = [an_applicant() for _ in range(4)]
    number = province.hand_in(caobang_phu_luc(province.agency.name, people, counted=5))
    [wrong] = province.run(f"request show {number}")["problems"]
    assert (wrong["severity"], "5 tài khoản" in wrong["message"]) == ("error", True)
    results = province.execute(province.hand_in(caobang_phu_luc(province.agency.name, people, counted=4)))
    assert [one["done"] for one in results] == [True] * 4


@pytest.mark.clause(REGULATION, "PL-head")
def test_one_form_asks_for_everything(province: Province) -> None:
    new, forgetful, leaver = an_applicant(), province.holder().choose_password(), province.holder()
    asked = {"issue": new.name, "password": forgetful.name, "revoke": leaver.name}
    for what, name in asked.items():
        form = caobang_phu_luc(
            province.agency.name, [an_applicant(name)], asked=what, number=f"{what[:1]}9/CV"
        )
        number = province.hand_in(form)
        shown = province.run(f"request show {number}")
        assert (shown["form"], shown["kinds"]) == ("phu-luc", [f"person.{what}"])
        [done] = province.execute(number)
        assert done["done"], done
        assert bool(done["password"]) is (what != "revoke")
    assert leaver.state == "revoked"
    assert forgetful.state == "restored_must_change"
    number = province.hand_in(caobang_phu_luc(province.agency.name, [an_applicant()], phone=""))
    [unheard] = province.execute(number)
    [refusal] = unheard["refused"]
    assert (refusal["clause"], "điện thoại" in refusal["message"]) == ("PL", True)
