"""What was asked can be asked again: its own text answers the same, another text answers for itself."""

import pytest
from tests.world import NOW

from congthu.audit.acts import Answer, Question
from congthu.mailboxes import questions as of_mailboxes
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for, policy_under
from congthu.requests import questions as of_requests
from congthu.trial.again import again

HANOI, CAOBANG = policy_for("hanoi-1643-2023"), policy_for("caobang-16-2025")
AN = {"full_name": "Nguyễn Văn An", "org_code": "sotp", "dob": "1980-02-29"}
ASKED = [
    (
        of_mailboxes,
        Question.STEP,
        {"address": "a@hanoi.gov.vn", "state": "active", "act": "lock", "ground": "Đ8.2.b"},
    ),
    (of_mailboxes, Question.STEP, {"address": "a@hanoi.gov.vn", "state": "revoked", "act": "restore"}),
    (
        of_mailboxes,
        Question.TIME,
        {"state": "active", "last_login_on": "2025-07-01", "issued_on": "2025-01-02", "as_of": "2026-03-01"},
    ),
    (of_mailboxes, Question.TIME, {"state": "active", "last_login_on": "2026-02-27", "as_of": "2026-03-01"}),
    (of_mailboxes, Question.SECOND, {"kind": "person", "whose": "Nguyễn Văn An", "held": "an@hanoi.gov.vn"}),
    (of_mailboxes, Question.LOCK_GROUND, {"clause": "Đ8.2.b", "document": ""}),
    (of_mailboxes, Question.LOCK_GROUND, {"clause": "", "document": ""}),
    (of_mailboxes, Question.RESTORE, {"ground": "Đ8.2.b", "cleaned": False}),
    (of_mailboxes, Question.LEAVING, {"personal": True, "rank": "staff", "decision_on": "2026-03-01"}),
    (of_mailboxes, Question.LEAVING, {"personal": True, "rank": "", "decision_on": ""}),
    (of_mailboxes, Question.QUOTA, {"kind": "person", "rank": "staff", "quota": "1 GB", "current": "2 GB"}),
    (of_mailboxes, Question.QUOTA, {"kind": "agency", "quota": "50 GB", "current": "2 GB"}),
    (of_mailboxes, Question.FIRST_QUOTA, {"kind": "person", "rank": ""}),
    (of_mailboxes, Question.EXCUSED, {"until": "2026-09-30"}),
    (of_mailboxes, Question.HANDOVER, {"personal": False, "same_authority": True, "document": "1/A"}),
    (of_requests, Question.DUE, {"kinds": ["person.issue"], "complete_at": NOW.isoformat()}),
    (of_requests, Question.GIVEN, {"parameter": "request.person_facts", "given": ["full_name"]}),
    (of_requests, Question.SENDER, {"sender": "x@hanoi.gov.vn", "sender_kind": "person"}),
    (
        of_requests,
        Question.OWN_SUBTREE,
        {"address": "a@hanoi.gov.vn", "agency": "Sở Tư pháp", "organisation": "Sở Nội vụ", "within": False},
    ),
]


def nothing_taken(_):
    return False


@pytest.mark.parametrize("regulation", catalogue())
@pytest.mark.parametrize(("module", "question", "facts"), ASKED)
def test_every_question_gets_its_own_answer_from_the_text_that_gave_it(
    regulation, module, question, facts, tmp_path
):
    policy = policy_for(regulation)
    asked = module.ask(question, facts, policy)
    then = Answer.from_json(asked.answer.as_json())
    kept = policy_under(asked.revision.content, tmp_path)
    found = again(question, {**asked.facts, **asked.private}, then, policy=kept, taken=nothing_taken)
    assert found.now == then
    assert found.differs is False


@pytest.mark.parametrize("regulation", catalogue())
@pytest.mark.parametrize("taken", [(), ("nguyenvanan", "nguyenvanan_sotp", "an.nv")])
def test_a_name_is_found_again_with_what_was_taken_then(regulation, taken, tmp_path):
    policy = policy_for(regulation)

    def known(address):
        return address.partition("@")[0] in taken

    asked = of_mailboxes.asked_name(MailboxKind.PERSON, AN, policy=policy, taken=known)
    kept = policy_under(asked.revision.content, tmp_path)
    facts = {**asked.facts, **asked.private}
    found = again(Question.NAMING, facts, asked.answer, policy=kept, taken=nothing_taken)
    assert found.now == asked.answer


def test_another_text_answers_for_itself_and_says_that_it_differs():
    asked = of_mailboxes.ask(Question.FIRST_QUOTA, {"kind": "agency"}, HANOI)
    found = again(Question.FIRST_QUOTA, asked.facts, asked.answer, policy=CAOBANG, taken=nothing_taken)
    assert (asked.answer.outcome, found.now.outcome) == ("10 GB", "5 GB")
    assert found.differs is True
    assert found.in_words()[0].startswith("Hộp thư mới được bao nhiêu dung lượng? Khác: 5 GB")


def test_a_refusal_that_the_other_text_does_not_know_differs():
    facts = {"clause": "Đ8.2.b", "document": ""}
    asked = of_mailboxes.ask(Question.LOCK_GROUND, facts, HANOI)
    found = again(
        Question.LOCK_GROUND, facts, asked.answer, policy=policy_for("dongthap-143-2025"), taken=nothing_taken
    )
    assert found.differs is True
    assert found.now.refused[0].rule == "lock.grounds"


def test_a_name_of_then_is_taken_under_another_domain_too():
    asked = of_mailboxes.asked_name(
        MailboxKind.PERSON, AN, policy=HANOI, taken={"nguyenvanan_sotp@hanoi.gov.vn"}.__contains__
    )
    facts = {**asked.facts, **asked.private}
    free = again(Question.NAMING, {**facts, "taken": []}, asked.answer, policy=CAOBANG, taken=nothing_taken)
    name = free.now.outcome.partition("@")[0]
    held = again(
        Question.NAMING,
        facts,
        asked.answer,
        policy=CAOBANG,
        taken=lambda address: address.startswith(f"{name}@"),
    )
    assert held.now.outcome != free.now.outcome


def test_a_password_cannot_be_asked_about_again_and_that_is_said():
    found = again("password", {}, Answer(True), policy=HANOI, taken=nothing_taken)
    assert (found.now, found.differs) == (None, None)
    assert "không được lưu" in found.in_words()[0]
