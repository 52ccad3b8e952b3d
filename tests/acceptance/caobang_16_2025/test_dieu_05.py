"""Điều 5: đặt tên hộp thư."""

import pytest
from tests.acceptance.outside.people import Province, a_name, an_applicant, run_together

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ5.2")
@pytest.mark.clause(REGULATION, "Đ5.3-2")
def test_a_person_gets_the_name_the_initials_and_the_code_and_the_second_a_number(province: Province) -> None:
    given = run_together(a_name() + a_name())
    name, same_letters = f"Đàm Văn {given.capitalize()}", f"Đặng Vũ {given.capitalize()}"
    first, second = province.holder(name), province.holder(same_letters)
    assert first.address == f"{given}dv.skhcn@caobang.gov.vn"
    assert second.address == f"{given}dv1.skhcn@caobang.gov.vn"


@pytest.mark.clause(REGULATION, "Đ5.3-1")
def test_where_two_meet_people_choose_a_short_name_that_holds_the_person_and_the_agency(
    province: Province,
) -> None:
    given = run_together(a_name() + a_name())
    names = [
        f"Đàm Văn {given.capitalize()}",
        f"Đặng Vũ {given.capitalize()}",
        f"Đỗ Viết {given.capitalize()}",
    ]
    province.holder(names[0])
    nameless = province.hand_in(province.form([an_applicant(names[1])]))
    [refused] = province.execute(nameless, "--choose", "1=x9k.skhcn")
    assert not refused["done"]
    assert "Đ5.3-1" in [one["clause"] for one in refused["refused"]]
    [chosen] = province.execute(
        province.hand_in(province.form([an_applicant(names[2])])), "--choose", f"1={given}.skhcn"
    )
    assert chosen["address"] == f"{given}.skhcn@caobang.gov.vn"
