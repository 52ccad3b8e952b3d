"""Điều 8: tạm khóa, khôi phục."""

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import a_lock_shuts_every_door_and_lets_mail_in

REGULATION = "caobang-16-2025"


@pytest.mark.clause(REGULATION, "Đ8.1-1")
def test_a_locked_mailbox_lets_nobody_in_or_out_and_still_receives(province: Province) -> None:
    a_lock_shuts_every_door_and_lets_mail_in(province, "Đ8.2.b")


@pytest.mark.clause(REGULATION, "Đ8.2.a")
def test_ninety_days_without_signing_in_lock_unless_a_reason_was_given(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-07-01T09:00")
    idle, excused = province.holders(2)
    for one in (idle, excused):
        one.choose_password().sign_in()
    province.run(
        f"lifecycle excuse {excused.address} --until 2025-12-31 --reason 'Đi học' --document 9/SKHCN"
    )
    clock.set("2025-09-28T09:00")
    assert idle.state == "active"
    clock.set("2025-10-01T09:00")
    assert (idle.shown["state"], idle.shown["ground"]) == ("locked", "Đ8.2.a")
    assert excused.state != "locked"


@pytest.mark.clause(REGULATION, "Đ8.2.a")
def test_signing_in_with_a_mail_program_counts_and_receiving_does_not(
    province: Province, clock: Clock
) -> None:
    reader, receiver = (one.choose_password() for one in province.holders(2))
    key = reader.app_password
    clock.advance("80 days")
    began = clock.now
    with province.mail.imap(reader.address, key):
        pass
    stranger = letter(sender="ban@example.org", to=receiver.address)
    assert province.mail.deliver(stranger, sender="ban@example.org", recipient=receiver.address)[0] == 250
    reader.noted("last_login_at", since=began)
    receiver.noted("last_received_at", since=began)
    clock.advance("15 days")
    # Its password is three months old by now; that is no lock.
    assert reader.state == "password_expired"
    assert (receiver.shown["state"], receiver.shown["ground"]) == ("locked", "Đ8.2.a")


@pytest.mark.clause(REGULATION, "Đ8.2.b")
def test_a_lock_wants_the_warning_and_the_agency_is_told(province: Province) -> None:
    focal, holder = province.staff("focal"), province.holder()
    bare = province.refused(f"mailbox lock {holder.address} --clause Đ8.2.b --reason 'bị chiếm'")
    assert bare.clauses == ["Đ8.2.b"]
    assert holder.state != "locked"
    province.run(f"mailbox lock {holder.address} --clause Đ8.2.b --reason 'bị chiếm' --document 5/CATTT-NCSC")
    focal.hear_of(holder.address)
    shown = holder.shown
    assert (shown["state"], shown["ground"]) == ("locked", "Đ8.2.b")


@pytest.mark.clause(REGULATION, "Đ8.2.c")
def test_a_lock_for_a_forbidden_act_names_it_and_keeps_the_evidence(province: Province) -> None:
    holder = province.holder()
    for bare in ("", "--act Đ4.2", "--act Đ4.2 --document 5/CATTT"):
        province.refused(f"mailbox lock {holder.address} --clause Đ8.2.c --reason 'x' {bare}")
    holder.lock("Đ8.2.c", more="--act Đ4.2")
    assert (holder.shown["state"], holder.shown["ground"]) == ("locked", "Đ8.2.c")


@pytest.mark.clause(REGULATION, "Đ8.1-2")
def test_thirty_days_after_the_agency_was_told_a_lock_becomes_a_revocation_unless_it_asked(
    province: Province, clock: Clock
) -> None:
    clock.set("2025-10-01T09:00")
    focal, silent, asked = province.staff("focal"), *province.holders(2)
    for one in (silent, asked):
        one.lock("Đ8.2.b")
        focal.hear_of(one.address)
    clock.set("2025-10-20T09:00")
    line = f'person.restore full_name="{asked.name}" address={asked.address}'
    enter = f"request enter --authority {province.code} --agency {province.agency.code} --document 5/CV"
    province.run(f"{enter} '{line}'")
    clock.set("2025-10-30T09:00")
    assert (silent.state, asked.state) == ("locked", "locked")
    clock.set("2025-11-02T09:00")
    assert (silent.state, asked.state) == ("revoked", "locked")


@pytest.mark.clause(REGULATION, "Đ8.1-2")
def test_where_no_mailbox_could_take_the_notice_the_operator_tells_the_agency_on_paper(
    province: Province, clock: Clock
) -> None:
    holder = province.holder()
    province.run(f"mailbox lock {holder.address} --document 7/STP --reason 'Cơ quan đề nghị'")
    shown = holder.shown
    assert (shown["ground"], shown["next"], shown["waits_for"]) == ("Đ7.2-0", [], ["agency_notified"])
    clock.advance("40 days")
    assert holder.state == "locked"
    untold = province.run(f"mailbox list --authority {province.code} --untold")["mailboxes"]
    assert holder.address in [one["address"] for one in untold]
    assert province.refused(f"mailbox told {holder.address}").clauses == ["Đ8.3"]
    # The term counts from the lock, so that it is over by now: who tells the agency has to have seen that.
    assert province.refused(f"mailbox told {holder.address} --document 12/TTCNS").clauses == ["Đ8.1-2"]
    told = province.run(f"mailbox told {holder.address} --document 12/TTCNS --confirm-late")
    assert (told["waits_for"], [one["event"] for one in told["next"]]) == ([], ["lock_uncontested"])
    province.refused(f"mailbox told {holder.address} --document 12/TTCNS --confirm-late")
    clock.advance("1 day")
    assert holder.state == "revoked"


@pytest.mark.clause(REGULATION, "Đ8.3")
def test_a_locked_mailbox_is_restored_by_the_way_of_a_request_under_a_new_password(
    province: Province,
) -> None:
    locked, kept = (one.choose_password() for one in province.holders(2))
    for one in (locked, kept):
        one.lock("Đ8.2.b")
    line = f'person.restore full_name="{locked.name}" address={locked.address}'
    enter = f"request enter --authority {province.code} --agency {province.agency.code} --document 5/CV"
    number = province.run(f"{enter} '{line}'")["number"]
    province.refused(f"request execute {number}")
    assert province.run(f"request show {number}")["due_clause"] in {"Đ8.3", "Đ7.2-SLA"}
    [done] = province.execute(number)
    old, locked.issued = locked.password, done["password"]
    locked.sign_in(old).must_not_say("Hộp thư của tôi")
    locked.choose_password()
    locked.must_enter_everywhere()
    assert (locked.state, kept.state) == ("active", "locked")
