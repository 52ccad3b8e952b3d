"""A value may be another for some classes, and says so; where only some have one, others are held to nothing."""

import pytest
from pydantic import ValidationError
from tests.regulations.saying import saying

from congthu.regulations.asks import Action
from congthu.regulations.terms import Hours, Size, Term, WorkingDays
from congthu.regulations.values import Partly
from congthu.regulations.vocabulary import AccountClass, Rank

HANOI = "hanoi-1643-2023"


def test_a_class_with_a_value_of_its_own_is_held_to_it_and_every_other_to_the_general_one():
    policy = saying(
        HANOI,
        {
            "password.min_length": {
                "value": 8,
                "by": {"administrator": {"value": 10, "clause": "Đ2", "gist": "Quản trị 10"}},
            }
        },
    )
    length = policy.password.min_length
    assert length.value == 8
    assert length.at(AccountClass.PERSON).value == 8
    assert length.at(None).cited == "Đ1"
    own = length.at(AccountClass.ADMINISTRATOR)
    assert (own.value, own.cited, own.gist, own.origin()) == (10, "Đ2", "Quản trị 10", "Điều 2")
    assert [str(one) for one in length.clauses()] == ["Đ1", "Đ2"]


def test_the_first_class_that_has_a_value_decides():
    by = {"administrator": {"value": 12}, "organisation": {"value": 9}}
    length = saying(HANOI, {"password.min_length": {"value": 8, "by": by}}).password.min_length
    assert length.at(AccountClass.ADMINISTRATOR, AccountClass.ORGANISATION).value == 12
    assert length.at(AccountClass.PERSON, AccountClass.ORGANISATION).value == 9


def test_room_may_go_by_rank():
    room = saying(
        HANOI, {"quota.person": {"value": "2 GB", "by": {"agency-head": {"value": "5 GB"}}}}
    ).quota.person
    assert (room.at(Rank.AGENCY_HEAD).value, room.at(Rank.STAFF).value) == (
        Size.parse("5 GB"),
        Size.parse("2 GB"),
    )


def test_what_only_some_have_holds_nobody_else():
    some = saying(HANOI, {"request.fulfil": {"by": {"password": {"value": "2 hours"}}}}).request.fulfil
    assert some.at(Action.PASSWORD).value == Hours(2)
    assert some.at(Action.ISSUE).value is None


def test_a_value_that_nobody_has_is_no_value():
    with pytest.raises(ValidationError, match="thiếu «value»"):
        Partly[Term, Action].model_validate({"clause": "Đ1", "gist": "…"})


def test_every_class_is_told_the_general_value_first():
    some = saying(
        HANOI, {"request.fulfil": {"value": "2 working days", "by": {"password": {"value": "2 hours"}}}}
    )
    assert list(some.request.fulfil.every()) == [(None, WorkingDays(2)), (Action.PASSWORD, Hours(2))]
