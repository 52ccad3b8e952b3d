"""What a mailbox may do, which steps it may take, and what time does to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.mailboxes.lifecycle.machine import IllegalTransition, Trail, next_state, passings, rule_of, step
from congthu.regulations.calendar import vietnam
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank
from congthu.regulations.states import Act

CAO_BANG, DONG_THAP, HANOI = "caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"
SOC_TRANG, DRAFT = "soctrang-59-2024", "soctrang-draft-2024"


def passing(regulation, state, **dates):
    found = passings(state, Trail(**dates), policy=policy_for(regulation), calendar=vietnam())
    return (found[0].target, found[0].on) if found else None


ALLOWED = {
    "requested": "",
    "awaiting_info": "",
    "issued_default": "sign_in must_change receive listed",
    "active": "sign_in send receive forward listed",
    "password_expired": "sign_in must_change receive listed",
    "locked": "receive listed",
    "restored_must_change": "sign_in must_change receive listed",
    "transfer_grace": "sign_in receive forward",
    "revoked_hold": "sign_in receive forward",
    "revoked": "",
    "destroyed": "",
}
"""What each state allows wherever a regulation has it."""
EVERYWHERE = {
    "requested",
    "issued_default",
    "active",
    "restored_must_change",
}
EVERYWHERE |= {"revoked", "destroyed"}
STATES = {
    HANOI: EVERYWHERE | {"locked", "transfer_grace", "revoked_hold"},
    CAO_BANG: EVERYWHERE | {"locked", "password_expired", "transfer_grace"},
    DONG_THAP: EVERYWHERE | {"locked"},
    SOC_TRANG: EVERYWHERE | {"password_expired"},
    DRAFT: EVERYWHERE | {"password_expired"},
}


@pytest.mark.enforces(
    "state.sign_in",
    "state.send",
    "state.receive",
    "state.forward",
    "state.listed",
    "state.must_change",
    "state.web_only",
)
@pytest.mark.parametrize("regulation", STATES)
def test_a_state_allows_the_same_wherever_a_regulation_has_it(regulation):
    policy = policy_for(regulation)
    assert set(policy.states.state) == STATES[regulation]
    for state in STATES[regulation]:
        assert policy.states.state[state].effects == set(ALLOWED[state].split()), state


@pytest.mark.parametrize(
    ("regulation", "state", "clause"),
    [
        (HANOI, "locked", "Đ8.1"),
        (CAO_BANG, "locked", "Đ8.1-1"),
        (DONG_THAP, "locked", "Đ9.1-1"),
        (HANOI, "transfer_grace", "Đ7.4.c-2"),
        (HANOI, "revoked_hold", "Đ7.4.d"),
        (HANOI, "revoked", ""),
        (HANOI, "active", ""),
    ],
)
def test_a_state_cites_the_clause_that_makes_it(regulation, state, clause):
    assert str(rule_of(state, policy_for(regulation)).clause or "") == clause


STEPS = """
    issue: requested > issued_default
    set_password: issued_default restored_must_change password_expired > active
    reissue_password: issued_default active restored_must_change password_expired > restored_must_change
    lock: issued_default active restored_must_change password_expired transfer_grace revoked_hold > locked
    restore: locked > restored_must_change
    transfer: issued_default active restored_must_change password_expired locked > transfer_grace
    leave: issued_default active locked restored_must_change transfer_grace > revoked_hold
    revoke: issued_default active locked restored_must_change password_expired transfer_grace > revoked
    request_again: revoked > requested
    destroy: revoked > destroyed
    idle: issued_default active restored_must_change password_expired > locked
    idle: issued_default active restored_must_change password_expired > revoked
    too_many_failures: issued_default active restored_must_change transfer_grace revoked_hold > locked
    default_kept: issued_default > locked
    password_too_old: active > password_expired
    lock_uncontested: locked > revoked
    transfer_ended: transfer_grace > revoked
    hold_ended: revoked_hold > destroyed
"""
"""Every step, from every state that a regulation may have."""
MORE = {("reissue_password", "locked", "restored_must_change"): DONG_THAP}
"""Where a form asks for restoring and a new password in one, a locked mailbox gets one, too."""
ONLY = {
    Act.TOO_MANY_FAILURES: {HANOI},
    "default_kept": {HANOI, DONG_THAP},
    "lock_uncontested": {CAO_BANG, DONG_THAP},
    "idle": {HANOI, CAO_BANG, DONG_THAP, DRAFT},
}
"""Steps that not every regulation takes which has their states."""


@pytest.mark.enforces(
    "transition.issue",
    "transition.set_password",
    "transition.reissue_password",
    "transition.lock",
    "transition.restore",
    "transition.transfer",
    "transition.leave",
    "transition.revoke",
    "transition.request_again",
    "transition.destroy",
    "transition.too_many_failures",
    "transition.timer",
)
@pytest.mark.parametrize("regulation", STATES)
def test_people_and_time_take_the_steps_of_the_regulation_and_no_other(regulation):
    policy = policy_for(regulation)
    wanted = set()
    for line in STEPS.split("\n"):
        event, _, way = line.strip().partition(": ")
        sources, _, target = way.partition(" > ")
        if event == "idle" and (target == "revoked") is not (regulation == DRAFT):
            continue
        if event and target in STATES[regulation] and regulation in ONLY.get(event, STATES):
            wanted |= {(event, one, target) for one in sources.split() if one in STATES[regulation]}
    wanted |= {way for way, where in MORE.items() if where == regulation}
    if "revoked_hold" in STATES[regulation]:
        # Whoever has moved and then goes is kept like everybody who goes: there is nothing to revoke at once.
        wanted.discard(("revoke", "transfer_grace", "revoked"))
    taken = {(one.on, source, one.target) for one in policy.states.transition for source in one.sources}
    assert taken == wanted
    for event, source, target in wanted:
        if event in set(Act):
            assert next_state(source, Act(event), policy=policy) == target


@pytest.mark.enforces("transition.lock", "transition.restore")
def test_a_lock_is_lifted_into_a_state_that_forces_a_new_password():
    policy = policy_for(HANOI)
    locked = next_state("active", Act.LOCK, policy=policy)
    assert locked == "locked"
    assert next_state(locked, Act.RESTORE, policy=policy) == "restored_must_change"
    assert str(step(locked, Act.RESTORE, policy=policy).clause) == "Đ8.3"


@pytest.mark.enforces("transition.too_many_failures")
def test_five_wrong_passwords_lock_where_the_regulation_says_so_and_nowhere_else():
    assert next_state("active", Act.TOO_MANY_FAILURES, policy=policy_for(HANOI)) == "locked"
    for regulation in (CAO_BANG, DONG_THAP, SOC_TRANG, DRAFT):
        with pytest.raises(IllegalTransition):
            next_state("active", Act.TOO_MANY_FAILURES, policy=policy_for(regulation))


@pytest.mark.parametrize(
    ("regulation", "state", "act", "clause", "says"),
    [
        (
            SOC_TRANG,
            "active",
            Act.LOCK,
            "",
            "Quy chế không quy định việc «tạm khóa» hộp thư. Có thể: cấp lại mật khẩu",
        ),
        (CAO_BANG, "active", Act.LEAVE, "", "không quy định việc «thu hồi khi người giữ nghỉ»"),
        (DONG_THAP, "active", Act.TRANSFER, "", "không quy định việc «chuyển công tác»"),
        (HANOI, "active", Act.RESTORE, "Đ8.3", "từ trạng thái «Đang hoạt động» (chỉ từ «Tạm khóa»)"),
        (HANOI, "destroyed", Act.RESTORE, "Đ8.3", "không có bước «khôi phục» từ trạng thái «Đã hủy»"),
        (HANOI, "active", Act.DESTROY, "", "không có bước «hủy» từ trạng thái «Đang hoạt động»"),
        (
            HANOI,
            "revoked_hold",
            Act.DESTROY,
            "Đ7.4.d",
            "hết thời hạn giữ thì tự chuyển sang «Đã hủy» (điểm d khoản 4 Điều 7), không hủy trước hạn.",
        ),
    ],
)
def test_a_step_that_the_regulation_does_not_know_is_refused_in_words(regulation, state, act, clause, says):
    with pytest.raises(IllegalTransition) as refused:
        next_state(state, act, policy=policy_for(regulation))
    assert (refused.value.state, refused.value.act, refused.value.clause) == (state, act, clause)
    assert says in str(refused.value)


@pytest.mark.enforces("inactivity.after", "inactivity.activity", "transition.timer")
@pytest.mark.parametrize(
    ("regulation", "dates", "expected"),
    [
        (CAO_BANG, {"last_login_on": date(2025, 7, 1)}, ("locked", date(2025, 9, 30))),
        (
            CAO_BANG,
            {"last_login_on": date(2025, 7, 1), "last_received_on": date(2025, 9, 1)},
            ("locked", date(2025, 9, 30)),
        ),
        (HANOI, {"last_login_on": date(2023, 11, 30)}, ("locked", date(2024, 3, 1))),
        (
            HANOI,
            {"last_login_on": date(2023, 11, 30), "last_received_on": date(2024, 1, 10)},
            ("locked", date(2024, 4, 11)),
        ),
        (DONG_THAP, {"last_login_on": date(2025, 12, 22)}, ("locked", date(2026, 2, 6))),
        (DONG_THAP, {"last_login_on": date(2025, 11, 1)}, ("locked", date(2026, 2, 4))),
        (DRAFT, {"last_login_on": date(2025, 8, 31)}, ("revoked", date(2026, 3, 1))),
        (SOC_TRANG, {"last_login_on": date(2025, 8, 31)}, None),
        (
            HANOI,
            {"last_login_on": date(2023, 11, 30), "last_sent_on": date(2024, 1, 10)},
            ("locked", date(2024, 4, 11)),
        ),
        (
            DONG_THAP,
            {"last_login_on": date(2025, 12, 22), "last_sent_on": date(2026, 1, 20)},
            ("locked", date(2026, 2, 6)),
        ),
        (HANOI, {}, None),
    ],
)
def test_idleness_counts_what_the_regulation_counts(regulation, dates, expected):
    assert passing(regulation, "active", **dates) == expected


@pytest.mark.enforces("inactivity.after")
def test_a_restored_mailbox_starts_counting_anew():
    dates = {"last_login_on": date(2025, 7, 1), "restored_on": date(2025, 11, 1)}
    assert passing(CAO_BANG, "active", **dates) == ("locked", date(2026, 1, 31))


@pytest.mark.enforces("inactivity.excused")
def test_a_reason_given_in_time_holds_the_lock_off():
    dates = {"last_login_on": date(2025, 7, 1)}
    assert passing(CAO_BANG, "active", **dates, excused_until=date(2025, 12, 31)) == (
        "locked",
        date(2026, 1, 1),
    )
    assert passing(CAO_BANG, "active", **dates, excused_until=date(2025, 8, 1)) == (
        "locked",
        date(2025, 9, 30),
    )
    dates = {"last_login_on": date(2026, 1, 5), "excused_until": date(2026, 8, 31)}
    for regulation in (HANOI, DONG_THAP):
        assert passing(regulation, "active", **dates) == ("locked", date(2026, 9, 1))
    draft = passing(DRAFT, "active", last_login_on=date(2025, 7, 1), excused_until=date(2026, 12, 31))
    assert draft == ("revoked", date(2026, 1, 2))


@pytest.mark.enforces("password.change_default_within", "transition.timer")
@pytest.mark.parametrize(
    ("regulation", "expected"),
    [
        (HANOI, ("locked", date(2026, 3, 8))),
        (DONG_THAP, ("locked", date(2026, 3, 8))),
        (CAO_BANG, ("locked", date(2026, 6, 1))),
        (DRAFT, ("revoked", date(2026, 9, 3))),
        (SOC_TRANG, None),
    ],
)
def test_a_default_password_kept_too_long_locks_only_where_the_regulation_says_so(regulation, expected):
    assert passing(regulation, "issued_default", issued_on=date(2026, 3, 2)) == expected


@pytest.mark.enforces("password.max_age", "transition.timer")
def test_an_old_password_must_be_changed_where_it_may_grow_old():
    changed = {"password_changed_on": date(2025, 11, 30)}
    assert passing(CAO_BANG, "active", **changed) == ("password_expired", date(2026, 3, 1))
    assert passing(SOC_TRANG, "active", **changed) == ("password_expired", date(2026, 5, 31))
    assert passing(DRAFT, "active", **changed) == ("password_expired", date(2026, 5, 31))
    assert passing(HANOI, "active", **changed) is None
    assert passing(DONG_THAP, "active", **changed) is None


@pytest.mark.enforces("lock.revoked_after", "transition.timer")
def test_a_lock_ends_in_revocation_only_after_the_agency_was_told():
    locked = {"locked_on": date(2025, 10, 1)}
    assert passing(CAO_BANG, "locked", **locked) is None
    assert passing(CAO_BANG, "locked", **locked, agency_notified_on=date(2025, 10, 2)) == (
        "revoked",
        date(2025, 11, 1),
    )
    assert passing(CAO_BANG, "locked", **locked, agency_notified_on=date(2025, 11, 20)) == (
        "revoked",
        date(2025, 11, 21),
    )
    assert passing(HANOI, "locked", **locked, agency_notified_on=date(2025, 10, 2)) is None
    locked = {"locked_on": date(2026, 3, 2), "agency_notified_on": date(2026, 3, 2)}
    assert passing(DONG_THAP, "locked", **locked) == ("revoked", date(2026, 4, 2))


@pytest.mark.enforces("leaving.transfer_kept", "transition.timer")
def test_the_old_mailbox_of_a_transfer_receives_for_15_days_from_the_decision():
    assert passing(HANOI, "transfer_grace", decision_on=date(2025, 12, 1)) == ("revoked", date(2025, 12, 17))
    assert passing(HANOI, "transfer_grace") is None


@pytest.mark.enforces("leaving.kept", "transition.timer")
@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        (Rank.STAFF, date(2026, 2, 5)),
        (Rank.UNIT_LEADER, date(2026, 2, 5)),
        (Rank.AGENCY_DEPUTY, date(2026, 3, 7)),
        (Rank.AGENCY_HEAD, date(2026, 3, 7)),
        (Rank.CITY_LEADER, date(2026, 3, 7)),
        (None, date(2026, 3, 7)),
    ],
)
def test_a_leavers_mailbox_is_destroyed_after_its_rank_s_term_and_the_handover_that_was_asked_for(
    rank, expected
):
    dates = {"decision_on": date(2026, 1, 5), "rank": rank}
    assert passing(HANOI, "revoked_hold", **dates) == ("destroyed", expected)
    assert passing(HANOI, "revoked_hold", **dates, handover=True) == ("destroyed", expected)
    assert passing(HANOI, "revoked_hold", **dates, handover=False) is None


def test_nothing_happens_on_its_own_before_the_regulation_holds():
    assert passing(SOC_TRANG, "active", password_changed_on=date(2024, 1, 2)) == (
        "password_expired",
        date(2025, 1, 1),
    )


@pytest.mark.parametrize("regulation", catalogue())
@pytest.mark.parametrize("state", ["revoked", "destroyed"])
def test_time_does_nothing_more_to_what_is_over(regulation, state):
    trail = Trail(locked_on=date(2025, 1, 1), decision_on=date(2025, 1, 1), handover=True)
    assert passings(state, trail, policy=policy_for(regulation), calendar=vietnam()) == []


DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1))
TRAILS = st.builds(
    Trail,
    issued_on=DAYS,
    password_changed_on=DAYS,
    locked_on=DAYS,
    last_login_on=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)


@given(st.sampled_from(catalogue()), st.sampled_from(sorted(ALLOWED)), TRAILS)
def test_using_a_mailbox_never_brings_anything_nearer(regulation, state, trail):
    policy = policy_for(regulation)
    later = replace(trail, last_login_on=trail.last_login_on + timedelta(days=1))
    before = {one.event: one.on for one in passings(state, trail, policy=policy, calendar=vietnam())}
    after = {one.event: one.on for one in passings(state, later, policy=policy, calendar=vietnam())}
    assert before.keys() == after.keys()
    assert all(before[event] <= after[event] for event in before)
