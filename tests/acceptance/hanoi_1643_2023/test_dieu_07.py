"""Điều 7: cấp, thay đổi, thu hồi."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


def answer_to_a_stranger(province: Province, address: str) -> int:
    """What the system says to somebody who writes from outside."""
    message = letter(sender="ban@example.org", to=address)
    return province.mail.deliver(message, sender="ban@example.org", recipient=address)[0]


@pytest.mark.clause(REGULATION, "Đ7.4.c-2")
def test_the_old_mailbox_of_one_who_moves_receives_for_fifteen_days(province: Province, clock: Clock) -> None:
    clock.set("2025-12-01T09:00")
    holder = province.holder().choose_password()
    other = province.new_agency()
    province.run(
        f"mailbox transfer {holder.address} --to {other.code} --decided-on 2025-12-01 --document 9/QĐ "
        "--reason 'Điều động'"
    )
    clock.set("2025-12-15T09:00")
    assert answer_to_a_stranger(province, holder.address) == 250
    clock.set("2025-12-17T09:00")
    assert answer_to_a_stranger(province, holder.address) == 550
