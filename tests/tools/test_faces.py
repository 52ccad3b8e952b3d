"""An act that a face lacks has a reason, and the table in the architecture is the one that the tool would write."""

import tomllib

from tools.faces import REASONS, Act, acts, main, wrong

LOCK = Act("identity.holding", "congthu.identity.holding", "lock")
NAME = "congthu.identity.holding.lock"


def by_face(portal=(), command=(), request=()):
    return {"portal": frozenset(portal), "command": frozenset(command), "request": frozenset(request)}


def test_every_act_has_its_faces_or_a_reason_and_the_page_says_so(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_an_act_that_a_face_lacks_is_named_and_one_that_has_all_is_not():
    faces = by_face([NAME], [NAME], [NAME])
    assert wrong([LOCK], faces, {}) == []
    assert wrong([LOCK], by_face([NAME], [NAME]), {}) == [
        "holding.lock: no request, and no reason in tools/faces.toml"
    ]


def test_a_reason_is_enough_and_an_idle_one_is_a_fault():
    reasons = {"holding.lock": {"request": "no form has it"}}
    assert wrong([LOCK], by_face([NAME], [NAME]), reasons) == []
    [idle] = wrong([LOCK], by_face([NAME], [NAME], [NAME]), reasons)
    assert "idle" in idle
    [unknown] = wrong(
        [LOCK], by_face([NAME], [NAME], [NAME]), {"holding.gone": {"request": "no form has it"}}
    )
    assert "not there" in unknown


def test_the_acts_are_read_from_the_rooms_where_acts_are():
    keys = {act.key for act in acts()}
    assert {"holding.lock", "holding.transfer", "quota.change_quota", "people.move_person"} <= keys
    assert not {key for key in keys if key.startswith("custody.")}
    parts = tomllib.loads(REASONS.read_text("utf-8"))["parts"]
    assert set(parts) <= keys


def test_wrong_usage_writes_nothing(capsys):
    assert main(["--verify"]) == 2
    assert "--check" in capsys.readouterr().out
