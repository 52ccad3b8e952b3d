"""A revision names a text to the letter, and gives it back when the files have changed."""

import shutil
from datetime import date

import pytest

from congthu.regulations.calendar import vietnam
from congthu.regulations.load import DATA, catalogue, load, load_folder
from congthu.regulations.policy import Decision, policy_for, policy_under, resolve
from congthu.regulations.revision import Revision, unfold

HANOI = "hanoi-1643-2023"


def decision(parameter="quota.person", value="3 GB"):
    return Decision(parameter, value, number="12/QĐ-VP", signed_on=date(2026, 3, 2), signer="Chánh Văn phòng")


@pytest.fixture
def copy(tmp_path):
    """A folder of regulations that a test may write in."""
    data = tmp_path / "regulations"
    shutil.copytree(DATA, data)
    return data


def revision(data):
    return resolve(load_folder(data / HANOI, data), data=data).revision


def test_the_same_text_has_the_same_name_wherever_it_lies(copy):
    assert revision(copy).digest == policy_for(HANOI).revision.digest
    assert len(revision(copy).digest) == 64


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (f"{HANOI}/regulation.toml", True),
        (f"{HANOI}/states.toml", True),
        (f"{HANOI}/forms.toml", True),
        ("platform/defaults.toml", True),
        ("calendar/vn.toml", True),
        (f"{HANOI}/cases.toml", False),
        ("caobang-16-2025/regulation.toml", False),
    ],
)
def test_only_what_an_answer_can_rest_on_makes_another_revision(copy, name, told):
    before = revision(copy).digest
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n# một dòng nữa\n")
    assert (revision(copy).digest != before) is told


def test_a_decision_makes_another_revision_and_its_order_does_not():
    decided = [decision(), decision("quota.organisation", "20 GB")]
    one = resolve(load(HANOI), decisions=decided).revision
    other = resolve(load(HANOI), decisions=decided[::-1]).revision
    assert one.digest == other.digest != policy_for(HANOI).revision.digest


@pytest.mark.parametrize("regulation", catalogue())
def test_every_regulation_is_read_again_from_its_revision(regulation, tmp_path):
    before = policy_for(regulation)
    after = policy_under(before.revision.content, tmp_path)
    assert after.revision.digest == before.revision.digest
    assert [one[::2] for one in after.values()] == [one[::2] for one in before.values()]
    assert after.states == before.states


def test_decisions_hold_again_under_the_revision_that_had_them(tmp_path):
    before = resolve(load(HANOI), decisions=[decision()])
    after = policy_under(before.revision.content, tmp_path)
    assert after.quota.person == before.quota.person
    assert "12/QĐ-VP" in after.quota.person.decision


def test_the_calendar_of_then_comes_along(tmp_path):
    policy_under(policy_for(HANOI).revision.content, tmp_path)
    assert vietnam(tmp_path).off == vietnam().off


def test_a_text_on_which_another_builds_comes_along(copy, tmp_path):
    shutil.copytree(copy / HANOI, copy / "sua-doi")
    main = copy / "sua-doi" / "regulation.toml"
    text = main.read_text("utf-8").partition("[scope]")[0] + f'amends = "{HANOI}"\n'
    main.write_text(
        text + '[inactivity]\nafter = { value = "2 months", clause = "Đ8.2.a", gist = "Hai tháng" }\n',
        "utf-8",
    )
    amended = resolve(load_folder(copy / "sua-doi", copy), data=copy)
    again = policy_under(amended.revision.content, tmp_path)
    assert str(again.inactivity.after.value) == "2 months"
    assert again.quota.person == amended.quota.person


def test_a_revision_writes_nothing_outside_its_directory(tmp_path):
    hostile = Revision.of("x", {"../x.toml": ""})
    with pytest.raises(ValueError, match="leaves"):
        unfold(hostile.content, tmp_path / "data")
    assert not (tmp_path / "x.toml").exists()
