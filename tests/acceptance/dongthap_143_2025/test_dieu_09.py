"""Điều 9: tạm khóa, khôi phục."""

from time import monotonic

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.forms import dongthap_mau_03
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import a_lock_shuts_every_door_and_lets_mail_in

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ9.1-1")
def test_a_locked_mailbox_lets_nobody_in_or_out_and_still_receives(province: Province) -> None:
    a_lock_shuts_every_door_and_lets_mail_in(province, "Đ9.3.b")


@pytest.mark.clause(REGULATION, "Đ9.3.a")
def test_forty_five_days_without_signing_in_lock_the_mailbox(province: Province, clock: Clock) -> None:
    clock.set("2025-12-22T09:00")
    idle, used = province.holders(2)
    for one in (idle, used):
        one.choose_password().sign_in()
    clock.set("2026-02-04T09:00")
    assert idle.state == "active"
    used.sign_in().must_say(used.address)
    clock.set("2026-02-07T09:00")
    assert (idle.shown["state"], idle.shown["ground"]) == ("locked", "Đ9.3.a")
    assert used.state == "active"


@pytest.mark.clause(REGULATION, "Đ9.3.c")
def test_a_lock_for_a_forbidden_act_names_it_and_keeps_the_evidence(province: Province) -> None:
    holder = province.holder()
    province.refused(
        f"mailbox lock {holder.address} --clause Đ9.3.c --act Đ4.2 --document 5/CATTT --reason 'x'"
    )
    province.refused(f"mailbox lock {holder.address} --clause Đ4.3 --reason 'x'")
    holder.lock("Đ9.3.c", more="--act Đ4.2")
    assert (holder.shown["state"], holder.shown["ground"]) == ("locked", "Đ9.3.c")


@pytest.mark.clause(REGULATION, "Đ9.3.d")
def test_an_issued_password_kept_for_five_days_locks_the_mailbox(province: Province, clock: Clock) -> None:
    clock.set("2025-12-22T09:00")
    kept, changed = province.holders(2)
    changed.choose_password()
    clock.set("2025-12-26T09:00")
    assert kept.state == "issued_default"
    clock.set("2025-12-28T09:00")
    assert (kept.shown["state"], kept.shown["ground"]) == ("locked", "Đ9.3.d")
    assert changed.state == "active"


@pytest.mark.clause(REGULATION, "Đ9.1-2")
def test_thirty_days_after_the_agency_was_told_a_lock_becomes_a_revocation(
    province: Province, clock: Clock
) -> None:
    clock.set("2026-02-06T09:00")
    focal, holder = province.staff("focal"), province.holder().choose_password()
    holder.lock("Đ9.3.b")
    focal.hear_of(holder.address)
    clock.set("2026-03-07T09:00")
    assert holder.state == "locked"
    clock.set("2026-03-10T09:00")
    assert holder.state == "revoked"


@pytest.mark.clause(REGULATION, "Đ9.3.a")
def test_forty_five_days_without_signing_in_lock_and_a_mail_program_signs_in(
    province: Province, clock: Clock
) -> None:
    reader, idle = (one.choose_password() for one in province.holders(2))
    key = reader.app_password
    clock.advance("40 days")
    assert idle.state == "active"
    began = clock.now
    with province.mail.imap(reader.address, key):
        pass
    reader.noted("last_login_at", since=began)
    clock.advance("7 days")
    assert (idle.shown["state"], idle.shown["ground"]) == ("locked", "Đ9.3.a")
    assert reader.state == "active"
    clock.advance("45 days")
    assert reader.state == "locked"


@pytest.mark.clause(REGULATION, "Đ9.3.b")
def test_a_warning_locks_and_five_wrong_passwords_only_make_wait(province: Province) -> None:
    holder, hijacked = (one.choose_password() for one in province.holders(2))
    key, began = holder.app_password, monotonic()
    holder.must_enter_nowhere("Sai@123456")  # once at each of the five doors
    # Dovecot counts its two seconds by the ticks of a clock in whole seconds: the wait is longer than one.
    assert monotonic() - began > 1
    assert holder.state == "active"
    holder.must_enter_everywhere(key)
    holder.sign_in().must_say(holder.address)
    assert province.refused(f"mailbox lock {hijacked.address} --clause Đ9.3.b --reason x").clauses == [
        "Đ9.3.b"
    ]
    hijacked.lock("Đ9.3.b", reason="Bị chiếm quyền theo cảnh báo")
    assert (hijacked.shown["state"], hijacked.shown["ground"]) == ("locked", "Đ9.3.b")


@pytest.mark.clause(REGULATION, "Đ9.4")
def test_a_locked_mailbox_is_restored_by_the_way_of_a_request_on_form_03(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-12-29T09:00")
    locked, kept = (one.choose_password() for one in province.holders(2))
    for one in (locked, kept):
        one.lock("Đ9.3.b")
    number = province.hand_in(dongthap_mau_03(province.agency.name, [(locked.name, locked.address)]))
    shown = province.run(f"request show {number}")
    assert (shown["due_on"], shown["due_clause"]) == ("2026-01-07", "Đ9.4")
    assert province.refused(f"request execute {number}").clauses == ["PL.M03"]
    assert locked.state == "locked"
    [done] = province.execute(number)
    old, locked.issued = locked.password, done["password"]
    locked.sign_in(old).must_not_say("Hộp thư của tôi")
    locked.choose_password()
    locked.must_enter_everywhere()
    assert (locked.state, kept.state) == ("active", "locked")
