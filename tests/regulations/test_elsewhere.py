"""Bắc Ninh's regulation and a ministry that is made up say what the five do not, as data alone."""

from datetime import UTC, date, datetime

import pytest
from tests.elsewhere import BAC_NINH, HERE, HOA_MAI, law, policy_elsewhere

from congthu.audit.acts import Question
from congthu.identity.password_rules import Holder, check
from congthu.mailboxes.grounds import Ground, find_ground
from congthu.mailboxes.naming.rules import MailboxKind, propose_from
from congthu.mailboxes.questions import ask
from congthu.regulations.asks import Action
from congthu.regulations.duties import reports_of
from congthu.regulations.load import load
from congthu.regulations.policy import Decision, resolve
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.route import Channel
from congthu.regulations.vocabulary import AccountClass
from congthu.requests.due import due_for
from congthu.trial.casefiles import due_date
from congthu.trial.review import review

LATE = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)  # Friday, 16:00 in Hanoi
BOTH = [BAC_NINH, HOA_MAI]


@pytest.mark.parametrize("regulation", BOTH)
def test_the_check_finds_nothing_wrong_and_every_number_is_held(regulation):
    found = review(HERE / regulation)
    assert (found.faults, found.asks) == ((), ())


@pytest.mark.parametrize(
    ("regulation", "planned"),
    [
        (BAC_NINH, {"message.attachments_forbidden", "message.encrypted_archives", "custody.opened_daily"}),
        (HOA_MAI, {"message.sending_rate", "message.sending_locked_for", "retention.backup_every"}),
    ],
)
def test_what_no_code_carries_out_is_told_and_not_pretended(regulation, planned):
    [told] = [one.what for one in review(HERE / regulation).notes if "chưa thực hiện" in one.what]
    assert planned < set(told.partition(": ")[2].split(", "))


def test_an_encoder_is_warned_of_an_identity_number_in_addresses():
    told = [one for one in review(HERE / BAC_NINH).notes if "CCCD" in one.what]
    assert [one.line is not None for one in told] == [True, True]


@pytest.mark.enforces("request.fulfil", "request.restore")
@pytest.mark.parametrize(
    ("regulation", "kinds", "last", "clause"),
    [
        (BAC_NINH, {"person.issue"}, date(2026, 3, 10), "Đ6.3"),
        (BAC_NINH, {"person.password"}, datetime(2026, 3, 6, 18, 0), "Đ6.4"),  # noqa: DTZ001  # local time
        (BAC_NINH, {"person.restore"}, date(2026, 3, 10), "Đ7.3"),
        (BAC_NINH, {"person.password", "person.issue"}, datetime(2026, 3, 6, 18, 0), "Đ6.4"),  # noqa: DTZ001
        (HOA_MAI, {"person.password"}, datetime(2026, 3, 9, 11, 0), "Đ9.2"),  # noqa: DTZ001
        (HOA_MAI, {"person.lock"}, datetime(2026, 3, 6, 16, 30), "Đ9.3"),  # noqa: DTZ001
        (HOA_MAI, {"person.change"}, date(2026, 3, 11), "Đ9.1"),
        (HOA_MAI, {"person.restore"}, date(2026, 3, 11), "Đ9.1"),
    ],
)
def test_a_request_is_due_when_the_first_thing_that_it_asks_for_is(regulation, kinds, last, clause):
    _, found = due_for(kinds, LATE, policy=policy_elsewhere(regulation))
    assert (found.last, found.clause) == (last, clause)


def test_a_decision_on_the_general_value_holds_wherever_the_law_says_the_same_elsewhere():
    told = Decision("request.fulfil", "1 day", "3/QĐ", date(2026, 3, 2), "Chánh Văn phòng")
    monday = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    for decisions, last in (([], date(2026, 3, 4)), ([told], date(2026, 3, 3))):
        policy = resolve(load("hanoi-1643-2023"), decisions=decisions)
        _, found = due_for({"person.issue"}, monday, policy=policy)
        assert (found.last, found.clause) == (last, "Đ7.4.e")


def test_where_a_password_has_a_term_of_its_own_it_does_not_wait_for_that_of_restoring():
    policy = policy_elsewhere(BAC_NINH)
    assert due_for({"person.password"}, LATE, policy=policy)[0] == "request.fulfil"
    assert due_for({"person.restore"}, LATE, policy=policy)[0] == "request.restore"


@pytest.mark.parametrize(
    ("told", "last"), [({"action": "password"}, "2026-03-06T14:00"), ({"action": "issue"}, "2026-03-11")]
)
def test_a_row_of_a_file_says_what_its_term_depends_on(told, last):
    row = {"duty": "request.fulfil", "from": "2026-03-06T09:00", "expected": last, **told}
    assert due_date(row, policy_elsewhere(HOA_MAI)) == (last, last)


def test_a_forgotten_password_may_be_told_by_telephone():
    policy = policy_elsewhere(BAC_NINH)
    rule = policy.route.channels(Action.PASSWORD)
    assert (Channel.TELEPHONE in rule.by, str(rule.clause)) == (True, "Đ6.2")
    assert policy.route.channels(Action.ISSUE) is None
    assert Channel.TELEPHONE not in policy.request.channels.value


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    "said", ["Điều 6 Luật Giao dịch điện tử 2023", " điều 6  luật giao dịch điện tử 2023"]
)
def test_a_lock_may_rest_on_an_act_that_another_law_forbids(said):
    policy = policy_elsewhere(BAC_NINH)
    for found in (
        find_ground(said, document="", forbidden_act="", policy=policy),
        find_ground("Đ7.1", document="", forbidden_act=said, policy=policy),
        find_ground("Đ7.1", document="", forbidden_act="", policy=policy),
    ):
        assert isinstance(found, Ground)
        assert (found.clause, found.act) == ("Đ7.1", "Điều 6 Luật Giao dịch điện tử 2023")


@pytest.mark.enforces("lock.grounds")
def test_of_several_laws_the_one_that_was_meant_must_be_named():
    policy = policy_elsewhere(HOA_MAI)
    unsaid = find_ground("Đ7.2.b", document="", forbidden_act="", policy=policy)
    assert (unsaid.clause, unsaid.act) == ("Đ7.2.b", "")
    other = find_ground("Đ7.2.b", document="", forbidden_act="Điều 7 Luật An ninh mạng 2018", policy=policy)
    assert "Điều 8 Luật An ninh mạng 2018" in other.message


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(("day", "refused"), [("2026-03-05", True), ("2026-03-06", False)])
def test_a_ground_may_keep_a_mailbox_locked_for_some_days(day, refused):
    facts = {"ground": "Đ7.2.a", "locked_on": "2026-03-02", "as_of": day, "asked_by": "", "organisation": ""}
    answer = ask(Question.RESTORE, facts, policy_elsewhere(HOA_MAI)).answer
    assert bool(answer.refused) is refused
    if refused:
        assert "sau ngày 05/03/2026" in answer.refused[0].message


@pytest.mark.enforces("naming.party_committee", "naming.council", "naming.locality")
def test_the_bodies_of_one_place_share_its_code():
    policy = policy_elsewhere(BAC_NINH)

    def name(kind, **facts):
        return propose_from(MailboxKind(kind), facts, policy=policy, taken=lambda _: False).address

    # As the directory gives them: the place itself, a body below it, and one that stands alone.
    assert name("locality", code="kinhbac", name="UBND phường Kinh Bắc") == "kinhbac@bacninh.gov.vn"
    assert name("party_committee", code="dukb", parent_code="kinhbac") == "du.kinhbac@bacninh.gov.vn"
    assert name("council", code="kinhbac") == "hdnd.kinhbac@bacninh.gov.vn"


@pytest.mark.enforces("password.min_length")
def test_an_administrator_is_one_whatever_else_they_are():
    policy = policy_elsewhere(HOA_MAI)
    both = Holder(accounts=(AccountClass.ADMINISTRATOR, AccountClass.ORGANISATION))
    [broken] = check("Hoasen-ba-12", rules=policy.password, holder=both)
    assert "14" in broken.message


def test_a_ministry_counts_its_first_day_from_the_signing():
    identity = policy_elsewhere(HOA_MAI).identity
    assert (identity.in_force_from, identity.territory) == (date(2026, 1, 15), "Bộ Hòa Mai")


@pytest.mark.enforces("report.periodic")
def test_reports_carry_their_outline_and_their_periods():
    reports = {one.duty: one for one in reports_of(policy_elsewhere(HOA_MAI))}
    assert [part.title for part in reports["report.operator.month"].outline] == ["Hộp thư", "Sự cố"]
    assert reports["report.department.year"].on_demand
    assert len(reports["report.agency.quarter"].periods(2026)) == 4


def test_a_decision_cannot_give_everybody_what_the_text_gives_only_to_some():
    told = Decision("password.max_age", "6 months", "12/QĐ", date(2026, 3, 2), "Cục trưởng")
    with pytest.raises(RefusedByRule, match="từng loại"):
        resolve(load(HOA_MAI, law()), decisions=[told], data=law())
    more = Decision("password.min_length", 11, "12/QĐ", date(2026, 3, 2), "Cục trưởng")
    ruled = resolve(load(HOA_MAI, law()), decisions=[more], data=law()).password.min_length
    assert (ruled.value, ruled.at(AccountClass.ADMINISTRATOR).value) == (11, 14)
    # Nobody is left with less than everybody has.
    most = Decision("password.min_length", 15, "13/QĐ", date(2026, 3, 2), "Cục trưởng")
    ruled = resolve(load(HOA_MAI, law()), decisions=[most], data=law()).password.min_length
    assert (ruled.value, ruled.at(AccountClass.ADMINISTRATOR).value) == (15, 15)
