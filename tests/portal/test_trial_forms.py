import pytest

from congthu.portal.trial_forms import DayTrial, NameTrial, PasswordTrial
from congthu.regulations.duties import PARAMETER, reports_of
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank

HANOI = policy_for("hanoi-1643-2023")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("19/10/2026", "2026-10-19"),
        ("9/1/2026", "2026-01-09"),
        (" 19/10/2026 22:15 ", "2026-10-19T22:15"),
        ("19/10/2026, 8h05", "2026-10-19T08:05"),
        ("2026-10-19", "2026-10-19"),
        ("2026-H1", "2026-H1"),
        ("hôm qua", "hôm qua"),
    ],
)
def test_a_day_is_typed_as_people_write_it(typed: str, read: str) -> None:
    form = DayTrial({"han-duty": "request.restore", "han-start": typed}, policy=HANOI)
    assert form.is_valid()
    assert form.cleaned_data["start"] == read


def test_the_rank_is_asked_only_where_a_term_depends_on_it() -> None:
    said = {"han-duty": "mailbox.leaving", "han-start": "19/10/2026", "han-rank": "agency-head"}
    form = DayTrial(said, policy=HANOI)
    assert form.is_valid()
    assert form.chosen_rank is Rank.AGENCY_HEAD
    assert "rank" not in DayTrial(policy=policy_for("caobang-16-2025")).fields


@pytest.mark.parametrize("regulation", catalogue())
def test_exactly_the_duties_are_offered_for_which_somebody_sets_a_term(regulation: str) -> None:
    policy = policy_for(regulation)
    offered = {duty for _, duties in DayTrial(policy=policy).fields["duty"].choices for duty, _ in duties}
    asked = {duty.value for duty, name in PARAMETER.items() if policy.ruled(name) is not None}
    assert offered == {*asked, *(one.duty for one in reports_of(policy) if one.every)}


@pytest.mark.parametrize("regulation", catalogue())
def test_exactly_the_kinds_are_offered_that_the_regulation_names(regulation: str) -> None:
    policy = policy_for(regulation)
    for kind, _ in NameTrial(policy=policy).fields["kind"].choices:
        assert getattr(policy.naming, kind) is not None


def test_a_password_is_kept_as_typed_and_never_shown_again() -> None:
    form = PasswordTrial({"mk-password": " Có cách "}, policy=HANOI)
    assert form.is_valid()
    assert form.cleaned_data["password"] == " Có cách "
    assert "Có cách" not in str(form["password"])
