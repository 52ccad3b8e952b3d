"""What may be put in force in an installation, and what only on trial."""

from datetime import date

import pytest

from congthu.operations.activation import refused, trials, untenable
from congthu.regulations.policy import policy_for

TODAY = date(2026, 11, 26)
IN_FORCE = ["hanoi-1643-2023", "caobang-16-2025", "dongthap-143-2025"]


def asked(*names, trial, today=TODAY):
    return [(one.rule, one.clause) for one in refused([*map(policy_for, names)], today=today, trial=trial)]


def test_what_is_in_force_may_share_an_installation():
    assert asked(*IN_FORCE, trial=False) == []
    assert trials([*map(policy_for, IN_FORCE)], today=TODAY) == []


@pytest.mark.parametrize("name", ["soctrang-draft-2024", "soctrang-59-2024"])
def test_a_draft_and_a_historical_text_run_on_trial_only(name):
    assert asked(name, trial=False) == [("identity.in_force_from", "QĐ.Đ2")]
    assert asked(name, trial=True) == []
    [told] = trials([policy_for(name)], today=TODAY)
    assert told.startswith("Chạy thử, không có hiệu lực")


def test_a_text_runs_before_its_day_on_trial_only():
    assert asked("dongthap-143-2025", trial=False, today=date(2025, 12, 19)) != []
    assert asked("dongthap-143-2025", trial=False, today=date(2025, 12, 20)) == []
    assert asked("dongthap-143-2025", trial=True, today=date(2025, 12, 19)) == []


@pytest.mark.parametrize("trial", [True, False])
def test_two_texts_of_one_domain_never_share_an_installation(trial):
    assert ("domain.mail", "Đ2.1") in asked("soctrang-59-2024", "soctrang-draft-2024", trial=trial)
    assert ("domain.mail", "Đ3.2") in asked("hanoi-1643-2023", "hanoi-1643-2023", trial=trial)


@pytest.mark.parametrize(
    ("names", "trial", "rules"),
    [
        (IN_FORCE, False, []),
        (["soctrang-59-2024"], False, []),
        (["soctrang-draft-2024"], False, ["identity.in_force_from"]),
        (["soctrang-draft-2024"], True, []),
        (["soctrang-59-2024", "soctrang-draft-2024"], True, ["domain.mail"]),
    ],
)
def test_a_file_that_somebody_edited_cannot_put_a_draft_in_force(names, trial, rules):
    found = untenable([*map(policy_for, names)], trial=trial)
    assert [one.rule for one in found] == rules
