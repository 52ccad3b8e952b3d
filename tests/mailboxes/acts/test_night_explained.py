"""What the night does to many at once it can explain for each of them, and ask again."""

import pytest
from tests.mailboxes.acts.test_night import DAY, TODAY, run
from tests.mailboxes.test_timers import NEVER, random_mailboxes
from tests.world import CAUSE, CONSOLE, NOW, establish

from congthu.audit.acts import Question
from congthu.audit.models import AuditEntry
from congthu.audit.queries import explanation, kept_rulings, verify
from congthu.identity import holding
from congthu.mailboxes.lifecycle.facts import facts_of_trail, trail_from
from congthu.mailboxes.timers import trail_of
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule
from congthu.trial.again import again

pytestmark = pytest.mark.django_db


def ruling_of(event, question=Question.TIME):
    entry = AuditEntry.objects.filter(event=event).first()
    return entry, {one.question: one for one in kept_rulings(entry.pk)}[question]


def asked_again(ruling, policy):
    return again(ruling.question, ruling.facts, ruling.answer, policy=policy, taken=lambda _: False)


def test_a_lock_by_time_keeps_the_days_it_was_counted_from_and_the_term(world):
    world.mailbox()
    run(world.hanoi, TODAY + 6 * DAY)
    entry, ruling = ruling_of("mailbox.default_kept")
    assert ruling.facts["issued_on"] == "2026-03-02"
    assert ruling.facts["as_of"] == "2026-03-08"
    assert "last_login_on" not in ruling.facts
    assert ruling.answer.outcome == {
        "event": "default_kept",
        "state": "locked",
        "target": "Tạm khóa",
        "on": "2026-03-08",
    }
    assert [(one.parameter, one.value, one.clause) for one in ruling.answer.bases] == [
        ("password.change_default_within", "5 days", "Đ8.2.d")
    ]
    said = list(explanation(entry).lines())
    assert "Trả lời: Tạm khóa từ 08/03/2026 (điểm d khoản 2 Điều 8)." in said
    assert "Quy định: Thời hạn giữ mật khẩu mặc định: 05 ngày (điểm d khoản 2 Điều 8)" in said
    assert any("được báo cấp 02/03/2026" in line for line in said)
    assert verify().ok


def test_under_a_longer_term_nothing_would_have_happened_by_that_day(world, tmp_path):
    world.mailbox()
    run(world.hanoi, TODAY + 6 * DAY)
    _, ruling = ruling_of("mailbox.default_kept")
    found = asked_again(ruling, policy_for("caobang-16-2025"))
    assert found.differs is True
    assert found.now.outcome is None


@pytest.mark.parametrize("regulation", [one for one in catalogue() if policy_for(one).identity.in_force_from])
def test_whatever_the_night_did_the_pure_rules_answer_again_from_what_was_kept(regulation):
    authority = establish("thu", regulation, "Một tỉnh")
    random_mailboxes(authority, seed=7, count=300)
    run(authority, NEVER)
    policy = policy_for(regulation)
    entries = AuditEntry.objects.filter(actor="console:root", subject_kind="mailbox").exclude(rulings=None)
    # What is done in one go is counted from days that earlier steps of it set, and kept with them.
    seen = 0
    for entry in entries:
        for ruling in kept_rulings(entry.pk):
            found = asked_again(ruling, policy)
            assert (found.now, found.differs) == (ruling.answer, False), (entry.event, ruling.facts)
            seen += 1
    assert seen == entries.count() > 0
    assert verify().ok


def test_a_trail_is_the_same_after_it_was_written_down(world):
    for mailbox in random_mailboxes(establish("thu", "caobang-16-2025", "Một tỉnh"), seed=3, count=100):
        trail = trail_of(mailbox)
        assert trail_from(facts_of_trail(trail)) == trail


def test_a_step_by_an_act_keeps_the_state_it_led_from_and_one_that_there_is_not_is_refused(world):
    mailbox = world.mailbox()
    holding.revoke(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decision_on=TODAY)
    _, taken = ruling_of("mailbox.leave", Question.STEP)
    assert (taken.facts["state"], taken.facts["label"]) == ("issued_default", "Đã cấp, chưa đổi mật khẩu")
    assert taken.answer.outcome["state"] == mailbox.state
    with pytest.raises(RefusedByRule) as refusal:
        holding.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    assert refusal.value.refusals[0].rule == "states.restore"
    _, no = ruling_of("mailbox.restore.refused", Question.STEP)
    assert no.answer.refused
    assert asked_again(no, policy_for("hanoi-1643-2023")).differs is False
