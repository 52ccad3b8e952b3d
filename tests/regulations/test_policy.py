"""Every value knows on whose word it holds; decisions move it only where the regulation lets them."""

from datetime import date, timedelta

import pytest

from congthu.regulations.load import catalogue, load
from congthu.regulations.policy import Decision, policy_for, resolve
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.schema import NamingRule, Standing, parameters
from congthu.regulations.terms import Days, Size
from congthu.regulations.values import Source

HANOI = "hanoi-1643-2023"


def decision(parameter, value):
    return Decision(parameter, value, number="12/QĐ-VP", signed_on=date(2026, 3, 2), signer="Chánh Văn phòng")


def decided(parameter, value, regulation=HANOI):
    return resolve(load(regulation), decisions=[decision(parameter, value)]).ruled(parameter)


def test_a_value_of_the_regulation_cites_its_clause():
    ruled = policy_for(HANOI).password.min_length
    assert (ruled.value, ruled.cited, ruled.source) == (8, "Đ12.2", Source.REGULATION)
    assert ruled.origin() == "khoản 2 Điều 12"


def test_where_the_regulation_is_silent_the_platform_speaks_and_says_so():
    ruled = policy_for("dongthap-143-2025").password.min_length
    assert (ruled.value, ruled.cited, ruled.source) == (8, "", Source.PLATFORM)
    assert "mặc định của hệ thống" in ruled.origin()


def test_a_rule_that_nobody_made_is_none_and_never_borrowed():
    assert policy_for("soctrang-59-2024").request.fulfil is None
    assert policy_for("soctrang-59-2024").inactivity.after is None
    assert policy_for(HANOI).lock.revoked_after is None
    assert policy_for("dongthap-143-2025").password.max_age is None


@pytest.mark.parametrize("regulation", catalogue())
def test_every_parameter_is_set_or_recorded_as_silent(regulation):
    document, policy = load(regulation), policy_for(regulation)
    for name, _, ruled in policy.values():
        if isinstance(ruled, NamingRule):
            assert name in document.given
        elif ruled is None:
            assert (name in document.silent) != (name in document.illegible)
        else:
            assert (ruled.source is Source.REGULATION) == (name in document.given)
            assert bool(ruled.cited) == (ruled.source is Source.REGULATION)


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        ("quota.person", "3 GB", Size.parse("3 GB")),
        ("quota.attachments_per_message", "30 MB", Size.parse("30 MB")),
        ("password.min_length", 12, 12),
        ("password.change_default_within", "3 days", Days(3)),
        ("password.classes", ["upper", "lower", "digit", "special"], {"upper", "lower", "digit", "special"}),
        ("lock.revoked_after", "30 days", Days(30)),
        ("retention.revoked_data", "60 days", Days(60)),
    ],
)
def test_a_decision_moves_a_value_in_the_direction_of_its_bound(parameter, value, expected):
    ruled = decided(parameter, value)
    assert ruled.value == expected
    assert ruled.source is Source.OPERATOR
    assert ruled.origin() == "quyết định số 12/QĐ-VP ngày 02/03/2026 của đơn vị vận hành"


@pytest.mark.parametrize(
    ("parameter", "value", "clause"),
    [
        ("quota.person", "1 GB", "Đ9.3.b"),
        ("quota.attachments_per_message", "51 MB", "Đ9.3.b"),
        ("password.min_length", 7, "Đ12.2"),
        ("password.change_default_within", "6 days", "Đ8.2.d"),
        ("password.change_default_within", "1 month", "Đ8.2.d"),
        ("password.classes", ["lower", "digit", "special"], "Đ12.2"),
        ("sign_in.one_time_password", False, "Đ13.1"),
        ("naming.person", "{person.full_name}", "Đ5.2-1"),
    ],
)
def test_a_decision_against_the_bound_is_refused_with_the_clause(parameter, value, clause):
    with pytest.raises(RefusedByRule) as refused:
        decided(parameter, value)
    assert [(one.rule, one.clause) for one in refused.value.refusals] == [(parameter, clause)]


def test_an_exact_value_cannot_be_moved_either_way():
    for value in ("1 GB", "3 GB"):
        with pytest.raises(RefusedByRule):
            decided("quota.person", value, "soctrang-59-2024")
    assert decided("quota.person", "2 GB", "soctrang-59-2024").value == Size.parse("2 GB")


def test_a_decision_about_nothing_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        decided("quota.people", "3 GB")


@pytest.mark.enforces("identity.in_force_from")
@pytest.mark.parametrize(
    ("regulation", "first"),
    [
        ("caobang-16-2025", date(2025, 6, 26)),
        ("soctrang-59-2024", date(2025, 1, 1)),
        (HANOI, date(2023, 3, 20)),
        ("dongthap-143-2025", date(2025, 12, 20)),
    ],
)
def test_a_regulation_holds_from_its_day(regulation, first):
    policy, before = policy_for(regulation), first - timedelta(days=1)
    assert not policy.in_force_on(before)
    assert policy.in_force_on(first)
    refusal = policy.why_not(before)
    assert (refusal.rule, refusal.clause) == ("identity.in_force_from", "QĐ.Đ2")
    assert f"{first:%d/%m/%Y}" in refusal.message
    assert policy.why_not(first) is None


def test_a_regulation_that_has_ended_holds_no_longer():
    policy = policy_for("soctrang-59-2024")
    ended = policy.model_copy(
        update={"identity": policy.identity.model_copy(update={"in_force_until": date(2025, 6, 30)})}
    )
    assert ended.why_not(date(2025, 6, 30)) is None
    assert "hết hiệu lực sau 30/06/2025" in ended.why_not(date(2025, 7, 1)).message


@pytest.mark.enforces("identity.in_force_from")
def test_a_draft_never_holds():
    draft = policy_for("soctrang-draft-2024")
    assert draft.identity.standing is Standing.DRAFT
    assert not draft.in_force_on(date(2026, 1, 1))
    assert "dự thảo" in draft.why_not(date(2026, 1, 1)).message


def test_every_parameter_has_a_description():
    assert all(description for _, description, _ in parameters())
