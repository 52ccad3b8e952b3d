"""Acts keep what the rules were asked and what they said; a refusal keeps it, too, though the act is undone."""

from datetime import date

import pytest
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, PASSWORD

from congthu.audit.acts import Cause, Question
from congthu.audit.models import AuditEntry, Ruling
from congthu.audit.queries import kept_rulings, verify
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.actions import change_password, sign_in
from congthu.mailboxes.acts.quota import change_quota
from congthu.mailboxes.acts.use import excuse
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.questions import ask
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.terms import Size

pytestmark = pytest.mark.django_db
WRONG = Cause("Đ9.1", "12/STP-VP", "Lộ mật khẩu")
LEAK = Cause("Đ8.2.b", "12/STP-VP", "Lộ mật khẩu")


def asked(event):
    """What was asked for the newest entry of *event*, by question."""
    entry = AuditEntry.objects.filter(event=event).first()
    return {one.question: one for one in kept_rulings(entry.pk)}


def refused(act, *arguments, **more):
    with pytest.raises(RefusedByRule) as refusal:
        act(*arguments, acting=more.pop("acting", CONSOLE), now=NOW, **more)
    return refusal.value.refusals


def test_an_issued_mailbox_keeps_which_facts_gave_its_name(world):
    world.mailbox()
    mailbox = holding.issue(
        world.justice,
        MailboxKind.PERSON,
        person=world.person("Nguyễn Văn An", birth_date=date(1980, 2, 29)),
        acting=CONSOLE,
        now=NOW,
        cause=CAUSE,
    ).mailbox
    named = asked("mailbox.issued")[Question.NAMING]
    assert named.answer.outcome == mailbox.address == "nguyenvanan1_sotp@hanoi.gov.vn"
    assert named.facts["full_name"] == "Nguyễn Văn An"
    assert named.facts["taken"] == ["nguyenvanan_sotp@hanoi.gov.vn"]
    assert named.answer.clause == "Đ5.2-2"
    assert named.answer.bases[0].parameter == "naming.person"
    assert "dob" not in Ruling.objects.filter(question="naming").first().facts
    assert named.facts["dob"] == "1980-02-29"
    assert asked("mailbox.issued")[Question.FIRST_QUOTA].answer.outcome == "2 GB"


def test_a_lock_keeps_its_ground_and_a_refused_one_does_too(world):
    mailbox = world.mailbox()
    assert refused(holding.lock, mailbox, cause=WRONG)[0].rule == "lock.grounds"
    no = asked("mailbox.lock.refused")[Question.LOCK_GROUND]
    assert no.facts == {"clause": "Đ9.1", "document": "12/STP-VP", "evidence": False}
    assert "không phải là căn cứ" in no.answer.refused[0].message
    holding.lock(mailbox, cause=LEAK, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    yes = asked("mailbox.lock")[Question.LOCK_GROUND]
    assert (yes.answer.outcome, yes.answer.clause) == (True, "Đ8.2.b")
    assert verify().ok


def test_a_leak_keeps_a_mailbox_shut_until_it_is_dealt_with_and_both_answers_are_kept(world):
    mailbox = world.active()
    box = mailbox.person.mailboxes.get()
    holding.lock(box, cause=LEAK, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    refused(holding.restore, box, cause=CAUSE)
    facts = {"ground": "Đ8.2.b", "asked_by": "Sở Tư pháp", "organisation": "Sở Tư pháp", "may_ask": True}
    facts |= {"locked_on": "2026-03-02", "as_of": "2026-03-02"}
    assert asked("mailbox.restore.refused")[Question.RESTORE].facts == {**facts, "cleaned": False}
    holding.restore(box, cause=CAUSE, cleaned=True, acting=CONSOLE, now=NOW)
    assert asked("mailbox.restore")[Question.RESTORE].facts == {**facts, "cleaned": True}


def test_a_quota_below_the_minimum_is_refused_with_the_value_that_it_was_held_against(world):
    mailbox = world.mailbox()
    refused(change_quota, mailbox, quota=Size.parse("1 GB"), cause=CAUSE)
    no = asked("mailbox.quota_changed.refused")[Question.QUOTA]
    told = {"kind": "person", "rank": "staff", "quota": "1 GB", "current": "2 GB"}
    assert no.facts == {**told, "lowering": False, "document": "12/STP-VP"}
    assert (no.answer.bases[0].value, no.answer.bases[0].clause) == ("2 GB", "Đ9.3.b")
    change_quota(mailbox, quota=Size.parse("3 GB"), cause=CAUSE, acting=CONSOLE, now=NOW)
    assert asked("mailbox.quota_changed")[Question.QUOTA].answer.outcome is True


def test_a_reason_for_absence_keeps_the_clause_that_knows_such_reasons(world):
    excuse(world.mailbox(), until=date(2026, 9, 30), cause=CAUSE, acting=CONSOLE, now=NOW)
    assert asked("mailbox.excused")[Question.EXCUSED].answer.clause == "Đ8.2.a"


def test_whoever_lacks_the_role_is_refused_and_that_is_kept(world):
    mailbox, head = world.mailbox(), world.actor(Role.HEAD, organisation=world.justice)
    refused(holding.lock, mailbox, cause=LEAK, acting=head)
    entry = AuditEntry.objects.get(event="mailbox.lock.refused")
    assert (entry.actor, entry.details["refused"][0]["rule"]) == (head.key, "role.required")


class TestPassword:
    def test_of_a_refused_password_only_the_broken_rules_are_kept(self, world):
        account, issued = world.account()
        with pytest.raises(RefusedByRule):
            change_password(account, old=issued, new="abcdef", now=NOW)
        no = asked("account.password_changed.refused")[Question.PASSWORD]
        assert {one.rule for one in no.answer.refused} == {
            "password.min_length",
            "password.classes",
            "password.specials",
        }
        assert no.facts == {}
        assert "abcdef" not in str(list(Ruling.objects.values())) + str(list(AuditEntry.objects.values()))

    def test_of_an_accepted_one_that_it_breaks_none(self, world):
        world.active()
        yes = asked("account.password_changed")[Question.PASSWORD]
        assert (yes.answer.outcome, yes.facts) == (True, {})
        assert {one.parameter for one in yes.answer.bases} == {
            "password.min_length",
            "password.classes",
            "password.specials",
        }
        assert PASSWORD not in str(list(Ruling.objects.values()))

    def test_wrong_passwords_that_lock_keep_how_many_there_were(self, world):
        login = world.active().login
        for _ in range(5):
            with pytest.raises(RefusedByRule):
                sign_in(login, "sai", now=NOW)
        locked = asked("mailbox.too_many_failures")[Question.FAILURES]
        assert locked.facts == {"failures": 5}
        assert (
            locked.answer.bases[0].value == policy_for("hanoi-1643-2023").sign_in.failures_before_lock.value
        )

    def test_the_right_password_at_a_locked_mailbox_is_kept_as_a_refusal(self, world):
        account = world.active()
        box = account.person.mailboxes.get()
        holding.lock(box, cause=LEAK, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule):
            sign_in(account.login, PASSWORD, now=NOW)
        entry = AuditEntry.objects.get(event="account.signed_in.refused")
        assert entry.details["refused"][0]["rule"] == "state.locked"


@pytest.mark.enforces("quota.person")
@pytest.mark.parametrize(
    ("raised", "allowed"), [(True, ["2 GB", "3 GB"]), (False, ["2 GB"])], ids=["raised by somebody", "fixed"]
)
def test_a_size_without_a_word_for_its_direction_is_what_everybody_gets(raised, allowed):
    hanoi = policy_for("hanoi-1643-2023")
    person = hanoi.quota.person.model_copy(update={"bound": None})
    quota = hanoi.quota.model_copy(
        update={"person": person, "raised_by": hanoi.quota.raised_by if raised else None}
    )
    policy = hanoi.model_copy(update={"quota": quota})
    sizes = ["1 GB", "2 GB", "3 GB"]
    answers = [ask(Question.QUOTA, {"kind": "person", "quota": one}, policy).answer for one in sizes]
    assert [one for one, answer in zip(sizes, answers, strict=True) if not answer.refused] == allowed
    assert {one.clause for one in answers} == {"Đ9.3.b"}
