"""Điều 7: cấp, thay đổi, thu hồi."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.people import Holder, an_applicant
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


def leave(province: Province, holder: Holder, day: str) -> None:
    province.run(
        f"mailbox leave {holder.address} --decided-on {day} --document 9/QĐ --reason 'Nghỉ hưu theo chế độ'"
    )


@pytest.mark.clause(REGULATION, "Đ7.4.d-2")
def test_one_who_leaves_sends_nothing_reads_for_thirty_days_and_is_then_destroyed(
    province: Province, clock: Clock
) -> None:
    clock.set("2026-01-05T09:00")
    holder, other = province.holder(rank="staff"), province.holder()
    assert holder.app_password
    leave(province, holder, "2026-01-05")
    assert holder.refused_to_write(other)[0] in {535, 553, 550}
    assert answer_to_a_stranger(province, holder.address) == 250
    clock.set("2026-02-03T09:00")
    with holder.imap() as program:
        program.select_folder("INBOX", readonly=True)
    clock.set("2026-02-06T09:00")
    assert holder.state == "destroyed"
    assert answer_to_a_stranger(province, holder.address) == 550
    assert "imap" in holder.refusals()


@pytest.mark.clause(REGULATION, "Đ7.4.d-3")
def test_the_head_of_an_agency_who_leaves_is_kept_for_sixty_days(province: Province, clock: Clock) -> None:
    clock.set("2026-01-05T09:00")
    head = province.holder(rank="agency-head").choose_password()
    leave(province, head, "2026-01-05")
    clock.set("2026-03-05T09:00")
    assert head.state == "revoked_hold"
    clock.set("2026-03-08T09:00")
    assert head.state == "destroyed"


@pytest.mark.clause(REGULATION, "Đ7.4.c-1")
def test_the_agency_that_receives_somebody_asks_for_the_move(province: Province, clock: Clock) -> None:
    clock.set("2025-12-01T09:00")
    holder, other = province.holder(), province.new_agency()
    line = f"mailbox transfer {holder.address} --to {other.code} --decided-on 2025-12-01 --document 9/QĐ --reason x"
    assert province.refused(f"{line} --asked-by {province.agency.code}").clauses == ["Đ7.4.c-1"]
    province.run(f"{line} --asked-by {other.code}")


@pytest.mark.clause(REGULATION, "Đ7.4.e")
def test_the_operator_has_two_days_from_when_everything_was_said(province: Province, clock: Clock) -> None:
    clock.set("2025-10-13T09:00")
    lacking = province.hand_in(province.form([an_applicant(phone="")]))
    assert province.run(f"request show {lacking}")["due_on"] is None
    person = an_applicant()
    number = province.hand_in(province.form([person]))
    due = province.run(f"request show {number}")
    assert (due["due_on"], due["due_clause"]) == ("2025-10-15", "Đ7.4.e")
    [row] = province.execute(number)
    # The directory knows at once.
    where = f"--authority {province.code} --agency {province.agency.code}"
    found = province.run(f"directory person find --name '{person.name}' {where}")
    assert (found["full_name"], found["position"]) == (person.name, person.position)
    assert province.run(f"mailbox show {row['address']}")["holder"] == person.name
