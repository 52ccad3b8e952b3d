"""What was refused is in the trail though its transaction is undone, and nobody can fill the trail with it."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.audit.test_actions import NOW, Somebody
from tests.audit.test_rulings import POLICY

from congthu.audit.acts import Answer, AnsweredNo, Asked, Question, Subject
from congthu.audit.models import AuditEntry, Repeated, Ruling
from congthu.audit.queries import explanation, verify
from congthu.audit.refused import AT_MOST, refusals_kept, tell_counted
from congthu.regulations.refusals import Refusal, RefusedByRule

pytestmark = pytest.mark.django_db
AN = Subject("mailbox", "an@hanoi.gov.vn")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def no(rule="lock.grounds", message="Không phải là căn cứ tạm khóa."):
    refusal = Refusal(rule, "Đ8.2", message)
    return AnsweredNo(
        Asked(Question.LOCK_GROUND, {"clause": "Đ9.1"}, Answer(None, "Đ8.2", (), (refusal,)), POLICY.revision)
    )


class Other:
    key = "binh@hanoi.gov.vn"


def refuse(at=NOW, *, refusal=None, subject=AN, act="mailbox.lock", acting=None, inside=None):
    """An act that does something and is refused then."""

    def tried():
        with (
            refusals_kept(act, subject, authority="hanoi", acting=acting or Somebody(), at=at),
            transaction.atomic(),
        ):
            if inside:
                inside()
            raise refusal or no()

    with pytest.raises(RefusedByRule):
        tried()


def entries():
    return list(AuditEntry.objects.order_by("id"))


def test_a_refused_act_is_in_the_trail_with_its_facts_though_the_act_itself_is_undone():
    refuse()
    [entry] = entries()
    assert (entry.event, entry.subject_key, entry.actor) == ("mailbox.lock.refused", AN.key, "console:root")
    assert entry.details["refused"][0]["rule"] == "lock.grounds"
    assert Ruling.objects.get(entry=entry.pk).facts == {"clause": "Đ9.1"}
    assert "Không được: tạm khóa: an@hanoi.gov.vn" in explanation(entry).headline
    assert "Từ chối: Không phải là căn cứ tạm khóa (khoản 2 Điều 8)." in explanation(entry).lines()
    assert verify().ok


def test_an_act_that_passes_writes_no_refusal():
    with (
        refusals_kept("mailbox.lock", AN, authority="hanoi", acting=Somebody(), at=NOW),
        transaction.atomic(),
    ):
        pass
    assert entries() == []


def test_where_acts_call_acts_the_inner_one_says_what_was_tried_and_the_outer_one_writes_it_once():
    def inner():
        with (
            refusals_kept("mailbox.restore", AN, authority="hanoi", acting=Somebody(), at=NOW),
            transaction.atomic(),
        ):
            raise no()

    refuse(act="request.executed", inside=inner)
    assert [entry.event for entry in entries()] == ["mailbox.restore.refused"]


def test_the_same_refusal_within_a_minute_is_counted_and_the_count_is_told_with_the_next():
    for after in (0, 1, 59):
        refuse(NOW + after * SECOND)
    assert len(entries()) == 1
    refuse(NOW + MINUTE)
    assert [entry.details.get("counted_before") for entry in entries()] == [None, 2]


@pytest.mark.parametrize(
    "other",
    [
        {"subject": Subject("mailbox", "binh@hanoi.gov.vn")},
        {"act": "mailbox.revoke"},
        {"refusal": no("cause.reason")},
        {"acting": Other()},
    ],
)
def test_another_subject_act_rule_or_person_is_another_refusal(other):
    refuse()
    refuse(NOW + SECOND, **other)
    assert len(entries()) == 2


def test_one_person_who_is_refused_everywhere_cannot_fill_the_trail():
    for number in range(AT_MOST + 50):
        refuse(NOW + SECOND * (number % 50), subject=Subject("mailbox", f"nguoi{number}@hanoi.gov.vn"))
    assert len(entries()) == AT_MOST + 1
    assert entries()[-1].event == "any.refused"
    refuse(NOW + SECOND * 10, acting=Other())
    assert entries()[-1].actor == Other.key


def test_what_was_only_counted_is_told_at_night_and_forgotten_then():
    for after in range(3):
        refuse(NOW + after * SECOND)
    assert tell_counted(acting=Somebody(), now=NOW + 2 * MINUTE) == 1
    assert entries()[-1].details == {"actor": "console:root", "times": 2, "since": NOW.isoformat()}
    assert not Repeated.objects.exists()
    assert tell_counted(acting=Somebody(), now=NOW + 3 * MINUTE) == 0


def test_id_numbers_in_the_words_of_a_refusal_are_masked():
    refuse(
        refusal=RefusedByRule(
            Refusal("form.national_id", "", "Số 001174022272 không đúng, 8 chữ số 12345678.")
        )
    )
    assert entries()[0].details["refused"][0]["message"] == "Số •••••••••272 không đúng, 8 chữ số 12345678."
