"""Điều 5: đặt tên hộp thư."""

import pytest
from tests.acceptance.outside.people import Province, a_name, run_together

REGULATION = "hanoi-1643-2023"
UNIT = "Phòng Hành chính tư pháp"


@pytest.mark.clause(REGULATION, "Đ5.2-2")
def test_who_comes_later_gets_the_unit_into_the_address_and_then_a_number(province: Province) -> None:
    name = f"{a_name()} {a_name()}"  # nobody bears it yet
    holders = [province.holder(name, unit=UNIT) for _ in range(4)]
    own = run_together(name)
    assert [one.address.partition("@")[0] for one in holders] == [
        f"{own}_sotp",
        f"{own}_phonghctp_sotp",
        f"{own}1_sotp",
        f"{own}2_sotp",
    ]
