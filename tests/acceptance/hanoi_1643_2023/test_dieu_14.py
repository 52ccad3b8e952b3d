"""Điều 14: trách nhiệm của tổ chức."""

import pytest
from tests.acceptance.outside.forms import hanoi_mau_04
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ14.5")
def test_an_agency_asks_for_its_own_people_and_for_nobody_elses(province: Province) -> None:
    agency, other = province.agency, province.new_agency()
    own, theirs = province.holder(), province.holder(agency=other)
    lines = [
        (one.name, agency.name, one.address, "Số điện thoại đăng ký OTP", "0377118260", "")
        for one in (own, theirs)
    ]
    number = province.hand_in(hanoi_mau_04(agency.name, lines))
    [seen] = [one for one in province.run(f"request show {number}")["rows"] if one["line"] == 2]
    assert [one["clause"] for one in seen["foreseen"]["refused"]] == ["Đ7.2-3"]
    done, refused = province.execute(number)
    assert (done["done"], refused["done"]) == (True, False)
    assert theirs.address in refused["refused"][0]["message"]
