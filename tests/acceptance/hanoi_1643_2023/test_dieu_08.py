"""Điều 8: tạm khóa, khôi phục."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import a_lock_shuts_every_door_and_lets_mail_in

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ8.1")
def test_a_locked_mailbox_lets_nobody_in_or_out_and_still_receives(province: Province) -> None:
    a_lock_shuts_every_door_and_lets_mail_in(province, "Đ8.2.b")


@pytest.mark.clause(REGULATION, "Đ8.2.a")
def test_whoever_only_uses_a_mail_program_is_not_idle(province: Province, clock: Clock) -> None:
    reader, writer, receiver, idle, other = (one.choose_password() for one in province.holders(5))
    programs = [(one, one.app_password) for one in (reader, writer, receiver)]
    clock.advance("80 days")
    began = clock.now
    # One reads with a mail program and never comes to the portal, one only sends, one only receives.
    with province.mail.imap(reader.address, programs[0][1]):
        pass
    writer.write(other)
    stranger = letter(sender="ban@example.org", to=receiver.address)
    assert province.mail.deliver(stranger, sender="ban@example.org", recipient=receiver.address)[0] == 250
    reader.noted("last_login_at", since=began)
    writer.noted("last_sent_at", since=began)
    receiver.noted("last_received_at", since=began)
    assert receiver.shown["last_login_at"] < began.isoformat()
    clock.advance("20 days")
    assert (idle.shown["state"], idle.shown["ground"]) == ("locked", "Đ8.2.a")
    assert [one.state for one in (reader, writer, receiver)] == ["active"] * 3
    # What is received is activity as well, and nothing else was done since.
    clock.advance("3 months")
    assert [one.state for one in (reader, writer, receiver)] == ["locked"] * 3


@pytest.mark.clause(REGULATION, "Đ8.2.b")
def test_the_fifth_wrong_password_locks_until_people_restore(province: Province, clock: Clock) -> None:
    holder = province.holder().choose_password()
    for _ in range(4):
        province.browser().sign_in(holder.address, "Sai-mat-khau#1")
    assert holder.state == "active"
    assert holder.sign_in().must_not_say("tạm khóa")
    for _ in range(5):
        province.browser().sign_in(holder.address, "Sai-mat-khau#1")
    province.browser().sign_in(holder.address, holder.password).must_say("tạm khóa")
    shown = holder.shown
    assert (shown["state"], shown["ground"]) == ("locked", "Đ8.2.b")
    clock.advance("3 days")
    province.browser().sign_in(holder.address, holder.password).must_say("tạm khóa")


@pytest.mark.clause(REGULATION, "Đ8.2.c")
def test_what_the_article_does_not_name_is_no_ground_for_a_lock(province: Province) -> None:
    holder = province.holder()
    assert province.refused(f"mailbox lock {holder.address} --clause Đ4.6 --reason 'x'").clauses == ["Đ8.2"]
    assert holder.state == "issued_default"
    holder.lock("Đ8.2.c", more="--act Đ4.2")
    assert holder.state == "locked"


@pytest.mark.clause(REGULATION, "Đ8.2.d")
def test_an_issued_password_kept_for_five_days_locks_the_mailbox(province: Province, clock: Clock) -> None:
    kept, changed = province.holders(2)
    changed.choose_password()
    clock.advance("5 days")
    assert (kept.state, changed.state) == ("issued_default", "active")
    [happened] = [one for one in clock.advance("1 day") if one["subject"] == kept.address]
    assert (happened["to"], happened["clause"]) == ("locked", "Đ8.2.d")
    kept.sign_in().must_say("tạm khóa")
    assert changed.state == "active"


@pytest.mark.clause(REGULATION, "Đ8.3.c")
def test_a_restored_mailbox_asks_for_a_password_of_its_own_again(province: Province) -> None:
    holder = province.holder().choose_password()
    old, app = holder.password, holder.app_password
    holder.lock("Đ8.2.b", reason="lộ mật khẩu")
    holder.restore(more="--cleaned")
    province.browser().sign_in(holder.address, old).must_not_say(holder.name)
    assert holder.sign_in(holder.issued).form("old", "new", "again") is not None
    holder.must_enter_nowhere(app)
    holder.choose_password()
    holder.must_enter_everywhere()
    # What was leaked opens nothing any more.
    holder.must_enter_nowhere(app)


@pytest.mark.clause(REGULATION, "Đ8.2.a")
def test_three_months_without_signing_in_sending_or_receiving_lock_the_mailbox(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-11-30T09:00")
    unused, receives, sends = (one.choose_password() for one in province.holders(3))
    assert sends.app_password
    clock.set("2026-01-10T09:00")
    began = clock.now
    stranger = letter(sender="ban@example.org", to=receives.address)
    assert province.mail.deliver(stranger, sender="ban@example.org", recipient=receives.address)[0] == 250
    sends.write(sends)
    # What is still on its way would arrive on the day to which the clock is set.
    receives.noted("last_received_at", since=began)
    sends.noted("last_received_at", since=began)
    clock.set("2026-02-28T09:00")
    assert unused.state == "active"
    clock.set("2026-03-01T09:00")
    assert (unused.shown["state"], unused.shown["ground"]) == ("locked", "Đ8.2.a")
    assert {receives.state, sends.state} == {"active"}
    clock.set("2026-04-10T09:00")
    assert {receives.state, sends.state} == {"active"}
    clock.set("2026-04-11T09:00")
    assert {receives.state, sends.state} == {"locked"}


@pytest.mark.clause(REGULATION, "Đ8.3.a")
def test_an_organisation_asks_for_a_restore_and_nobody_for_themselves(province: Province) -> None:
    holder = province.holder().choose_password()
    holder.lock("Đ8.2.c")
    line = f"mailbox restore {holder.address} --reason 'Cần dùng thư'"
    assert province.refused(line).clauses == ["Đ8.3.a"]
    stranger = province.new_agency()
    refused = province.refused(f"{line} --document 9/CV --asked-by {stranger.code}")
    assert refused.clauses == ["Đ8.3.a"]
    assert holder.state == "locked"
    province.run(f"{line} --document 9/CV --asked-by {province.agency.code}")
    assert holder.state == "restored_must_change"


@pytest.mark.clause(REGULATION, "Đ8.3.b")
def test_a_mailbox_is_restored_in_two_working_days_after_it_was_cleaned(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-10-10T09:00")
    holder = province.holder().choose_password()
    holder.lock("Đ8.2.b")
    number = province.ask(f"person.restore address={holder.address}")
    shown = province.run(f"request show {number}")
    assert (shown["due_on"], shown["due_clause"]) == ("2025-10-14", "Đ8.3.b")
    [row] = province.execute(number)
    assert [one["clause"] for one in row["refused"]] == ["Đ8.2.b"]
    assert holder.state == "locked"
    [row] = province.execute(number, "--cleaned", "1")
    assert row["done"]
    assert holder.state == "restored_must_change"
