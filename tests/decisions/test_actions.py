from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.world import CAUSE, CONSOLE, NOW, establish

from congthu.audit.models import AuditEntry
from congthu.audit.queries import verify
from congthu.decisions.actions import approve, propose, reject, take_effect
from congthu.decisions.models import OperatorDecision
from congthu.decisions.queries import access_decision, policy_of, visible_decisions
from congthu.directory.models import Authority
from congthu.directory.roles import Role
from congthu.mailboxes.acts.quota import change_quota
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.terms import Days, Size
from congthu.regulations.values import Source

TODAY = NOW.date()
DAY = timedelta(days=1)


def rules(raised):
    return [(one.rule, one.clause) for one in raised.value.refusals]


def enter(acting, authority, parameter="password.min_length", value=12, **more):
    given = {
        "number": "12/QĐ-TTTH",
        "signed_on": TODAY,
        "signer": "Vũ Thị Hạnh",
        "reason": "Tăng an toàn",
        "effective_from": TODAY,
    }
    return propose(authority, parameter, value, acting=acting, now=NOW, **{**given, **more})


@pytest.fixture
def first(world):
    return world.actor(Role.MANAGING, name="Trần Thị Bình")


@pytest.fixture
def second(world):
    return world.actor(Role.MANAGING, name="Lê Văn Chín")


@pytest.fixture
def hanoi(world):
    return world.hanoi


def fresh(authority):
    return Authority.objects.get(pk=authority.pk)


def min_length(authority):
    return policy_of(fresh(authority)).password.min_length


class TestTwoPeople:
    def test_what_one_enters_and_another_approves_holds(self, hanoi, first, second):
        decision = enter(first, hanoi)
        assert min_length(hanoi).value == 8
        approve(decision, acting=second, now=NOW)
        ruled = min_length(hanoi)
        assert (ruled.value, ruled.source) == (12, Source.OPERATOR)
        assert ruled.origin() == f"quyết định số 12/QĐ-TTTH ngày {TODAY:%d/%m/%Y} của đơn vị vận hành"

    def test_a_decision_is_not_signed_on_a_day_to_come(self, hanoi, first):
        with pytest.raises(RefusedByRule, match="ngày ký chưa đến") as raised:
            enter(first, hanoi, signed_on=TODAY + DAY, effective_from=TODAY + DAY)
        assert rules(raised) == [("decision.signed", "")]

    @pytest.mark.parametrize(
        ("parameter", "value"),
        [("password.change_default_within", "0 days"), ("quota.attachments_per_message", "0 MB")],
    )
    def test_nothing_is_decided_to_be_none_at_all(self, hanoi, first, parameter, value):
        with pytest.raises(RefusedByRule, match="không đặt được bằng không") as raised:
            enter(first, hanoi, parameter=parameter, value=value)
        assert [rule for rule, _ in rules(raised)] == [parameter]

    def test_one_number_of_a_year_has_one_day(self, hanoi, first):
        enter(first, hanoi)
        with pytest.raises(RefusedByRule, match=f"đã được nhập với ngày ký {TODAY:%d/%m/%Y}") as raised:
            enter(first, hanoi, parameter="password.history", value=3, signed_on=TODAY - DAY)
        assert rules(raised) == [("decision.signed", "")]
        enter(
            first, hanoi, parameter="password.history", value=3, signed_on=TODAY.replace(year=TODAY.year - 1)
        )

    def test_nobody_approves_what_they_entered(self, hanoi, first):
        decision = enter(first, hanoi)
        with pytest.raises(RefusedByRule) as raised:
            approve(decision, acting=first, now=NOW)
        assert rules(raised) == [("decision.two_people", "")]
        assert min_length(hanoi).value == 8

    def test_the_database_wants_two_people_too(self, hanoi, first):
        decision = enter(first, hanoi)
        with pytest.raises(IntegrityError, match="decision_takes_two_people"), transaction.atomic():
            OperatorDecision.objects.filter(pk=decision.pk).update(
                approved_by=first.person_id, approved_at=NOW
            )

    def test_a_console_is_nobody_in_particular(self, hanoi, first):
        with pytest.raises(RefusedByRule) as raised:
            enter(CONSOLE, hanoi)
        assert rules(raised) == [("decision.two_people", "")]
        with pytest.raises(RefusedByRule):
            approve(enter(first, hanoi), acting=CONSOLE, now=NOW)

    @pytest.mark.parametrize("role", [Role.OPERATOR, Role.INSPECTOR])
    def test_others_than_the_managing_department_decide_nothing(self, world, role, first):
        other = world.actor(role, name="Ngô Văn Mười")
        with pytest.raises(RefusedByRule) as raised:
            enter(other, world.hanoi)
        assert rules(raised) == [("role.required", "Đ3.4")]
        with pytest.raises(RefusedByRule):
            approve(enter(first, world.hanoi), acting=other, now=NOW)

    def test_what_is_rejected_is_not_approved_any_more(self, hanoi, first, second):
        decision = enter(first, hanoi)
        with pytest.raises(RefusedByRule):
            reject(decision, reason=" ", acting=second, now=NOW)
        reject(decision, reason="Chưa đủ căn cứ", acting=second, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            approve(decision, acting=second, now=NOW)
        assert rules(raised) == [("decision.open", "")]

    def test_every_step_is_in_the_trail_with_the_document(self, hanoi, first, second):
        approve(enter(first, hanoi), acting=second, now=NOW)
        entries = AuditEntry.objects.filter(subject_kind="decision").order_by("id")
        assert [entry.event for entry in entries] == [
            "decision.proposed",
            "decision.approved",
            "decision.in_force",
        ]
        assert {entry.document for entry in entries} == {"12/QĐ-TTTH"}
        assert entries[0].details == {
            "parameter": "password.min_length",
            "value": 12,
            "effective_from": TODAY.isoformat(),
        }
        assert verify().ok


class TestTheBound:
    @pytest.mark.parametrize(
        ("parameter", "value", "said"),
        [
            ("password.min_length", 7, ("password.min_length", "Đ12.2")),
            ("quota.person", "1 GB", ("quota.person", "Đ9.3.b")),
            ("sign_in.one_time_password", False, ("sign_in.one_time_password", "Đ13.1")),
            ("naming.person", "{person.full_name}", ("naming.person", "Đ5.2-1")),
            # The regulation names no direction: it leaves no room.
            ("inactivity.after", "1 month", ("inactivity.after", "Đ8.2.a")),
            ("password.min_length", "dài", ("password.min_length", "Đ12.2")),
            ("quota.person", {"GB": 3}, ("quota.person", "Đ9.3.b")),
            ("password.length", 12, ("decision.parameter", "")),
        ],
    )
    def test_what_the_regulation_does_not_let_go_is_refused_with_its_clause(
        self, hanoi, first, parameter, value, said
    ):
        with pytest.raises(RefusedByRule) as raised:
            enter(first, hanoi, parameter, value)
        assert rules(raised) == [said]
        assert not OperatorDecision.objects.exists()

    @pytest.mark.parametrize(
        ("parameter", "value", "expected"),
        [
            ("quota.person", "3 GB", Size.parse("3 GB")),
            ("password.change_default_within", "3 days", Days(3)),
            ("lock.revoked_after", "30 days", Days(30)),
            ("quota.warn_at_percent", 80, 80),
        ],
    )
    def test_what_it_leaves_to_the_operator_holds(self, world, first, parameter, value, expected):
        hanoi, second = world.hanoi, world.actor(Role.MANAGING, name="Lê Văn Chín")
        approve(enter(first, hanoi, parameter, value), acting=second, now=NOW)
        assert policy_of(fresh(hanoi)).ruled(parameter).value == expected

    @pytest.mark.parametrize(
        "wrong", [{"number": ""}, {"signer": " "}, {"reason": ""}, {"effective_from": TODAY - DAY}]
    )
    def test_a_document_without_what_makes_it_one_is_refused(self, hanoi, first, wrong):
        with pytest.raises(RefusedByRule):
            enter(first, hanoi, **wrong)

    def test_rules_ask_the_decision(self, world, first, second):
        mailbox = world.mailbox()
        approve(enter(first, world.hanoi, "quota.person", "4 GB"), acting=second, now=NOW)
        mailbox.refresh_from_db()
        with pytest.raises(RefusedByRule) as raised:
            change_quota(mailbox, quota=Size.parse("3 GB"), cause=CAUSE, acting=CONSOLE, now=NOW)
        assert rules(raised) == [("quota.person", "Đ9.3.b")]
        world.justice.authority.refresh_from_db()
        assert world.mailbox("Lê Thị Hoa").quota_bytes == Size.parse("4 GB")


class TestTime:
    def test_a_decision_waits_for_its_day(self, hanoi, first, second):
        approve(enter(first, hanoi, effective_from=TODAY + 10 * DAY), acting=second, now=NOW)
        assert take_effect(hanoi, acting=CONSOLE, now=NOW + 9 * DAY) == []
        assert min_length(hanoi).value == 8
        assert len(take_effect(hanoi, acting=CONSOLE, now=NOW + 10 * DAY)) == 1
        assert min_length(hanoi).value == 12
        assert take_effect(hanoi, acting=CONSOLE, now=NOW + 11 * DAY) == []

    def test_a_later_decision_takes_the_place_of_an_earlier_one(self, hanoi, first, second):
        approve(enter(first, hanoi), acting=second, now=NOW)
        # Less than was decided before, though not less than the regulation wants.
        approve(enter(second, hanoi, value=10, number="13/QĐ-TTTH"), acting=first, now=NOW)
        assert min_length(hanoi).value == 10
        ended = OperatorDecision.objects.get(number="12/QĐ-TTTH")
        assert ended.ended_at == NOW

    def test_a_decision_is_repealed_by_another(self, hanoi, first, second):
        with pytest.raises(RefusedByRule) as raised:
            enter(first, hanoi, value=None)
        assert rules(raised) == [("decision.nothing", "")]
        approve(enter(first, hanoi), acting=second, now=NOW)
        approve(enter(first, hanoi, value=None, number="14/QĐ-TTTH"), acting=second, now=NOW)
        ruled = min_length(hanoi)
        assert (ruled.value, ruled.source) == (8, Source.REGULATION)

    def test_a_new_regulation_starts_without_decisions(self, hanoi, first, second):
        approve(enter(first, hanoi), acting=second, now=NOW)
        waiting = enter(first, hanoi, "quota.person", "3 GB")
        establish(regulation="dongthap-143-2025")
        assert policy_of(fresh(hanoi)).password.min_length.source is not Source.OPERATOR
        with pytest.raises(RefusedByRule) as raised:
            approve(OperatorDecision.objects.get(pk=waiting.pk), acting=second, now=NOW)
        assert rules(raised) == [("decision.regulation", "")]


class TestWhoSeesWhat:
    def test_one_authority_decides_nothing_for_another(self, hanoi, first, second):
        other = establish("haiphong", name="Thành phố khác")
        approve(enter(first, hanoi), acting=second, now=NOW)
        assert min_length(other).value == 8
        with pytest.raises(RefusedByRule):
            enter(first, other)

    def test_decisions_of_another_authority_are_not_there(self, hanoi, first):
        decision = enter(first, hanoi)
        assert access_decision(decision.pk, acting=first) == decision
        assert list(visible_decisions(CONSOLE, authority="hanoi")) == [decision]
        Authority.objects.filter(pk=hanoi.pk).update(code="khac")
        with pytest.raises(OperatorDecision.DoesNotExist):
            access_decision(decision.pk, acting=first)


def test_asking_for_the_policy_asks_no_database(hanoi, first, second, django_assert_num_queries):
    approve(enter(first, hanoi), acting=second, now=NOW)
    authority = fresh(hanoi)
    with django_assert_num_queries(0):
        assert policy_of(authority) is policy_of(authority)
