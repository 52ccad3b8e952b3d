"""The way of a request under each regulation, and what a route can say."""

import pytest
from pydantic import ValidationError

from congthu.regulations.asks import Action
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.route import ENDED, Channel, Route, Stage, Step
from congthu.regulations.values import Source

ISSUE, RESTORE = frozenset({Action.ISSUE}), frozenset({Action.RESTORE})
HANOI, CAO_BANG, DONG_THAP = "hanoi-1643-2023", "caobang-16-2025", "dongthap-143-2025"
SOC_TRANG, DRAFT = "soctrang-59-2024", "soctrang-draft-2024"


def way(regulation, asked=ISSUE):
    return [(str(one.act), one.cited) for one in policy_for(regulation).route.way(asked) if not one.optional]


@pytest.mark.enforces("route.confirm", "route.forward", "route.approve")
@pytest.mark.parametrize(
    ("regulation", "expected"),
    [
        (
            HANOI,
            [("confirm", "PL.sign"), ("forward", "Đ7.2-4"), ("accept", "Đ7.3.d"), ("execute", "Đ10.1.g-3")],
        ),
        (CAO_BANG, [("confirm", "PL-2"), ("accept", "Đ7.2.b"), ("execute", "Đ7.2.c"), ("reply", "Đ7.2.d")]),
        (DONG_THAP, [("confirm", "PL.M01"), ("accept", ""), ("execute", "Đ8.2.e"), ("reply", "Đ8.2.a-2")]),
        (SOC_TRANG, [("approve", "Đ4.2"), ("accept", ""), ("execute", ""), ("reply", "Đ4.2")]),
        (
            DRAFT,
            [
                ("confirm", "PL.all"),
                ("approve", "Đ11.1.a"),
                ("accept", ""),
                ("execute", "Đ11.2.a"),
                ("reply", "Đ4.3"),
            ],
        ),
    ],
)
def test_each_regulation_has_the_steps_that_it_rules_and_the_platforms_for_the_rest(regulation, expected):
    assert way(regulation) == expected


def test_restoring_goes_past_the_focal_point_where_only_issuing_goes_through_it():
    assert "forward" not in dict(way(HANOI, RESTORE))
    assert "forward" in dict(way(HANOI, RESTORE | ISSUE))


def test_a_request_that_does_not_say_what_it_asks_takes_every_step():
    assert "forward" in dict(way(HANOI, frozenset()))


@pytest.mark.parametrize("regulation", catalogue())
def test_every_way_is_accepted_executed_and_answered(regulation):
    acts = [one.act for one in policy_for(regulation).route.way(ISSUE)]
    assert acts[-3:] == [Step.ACCEPT, Step.EXECUTE, Step.REPLY]


def test_where_a_regulation_is_silent_the_platform_says_so():
    sources = {str(one.act): one.source for one in policy_for(SOC_TRANG).route.step}
    assert sources == {
        "approve": Source.REGULATION,
        "reply": Source.REGULATION,
        **dict.fromkeys(("confirm", "accept", "execute", "return", "resubmit", "withdraw"), Source.PLATFORM),
    }


def opened(regulation, stage, asked=ISSUE, **more):
    return [str(one.act) for one in policy_for(regulation).route.open_at(stage, asked, **more)]


def test_what_must_be_done_first_closes_what_comes_after_it():
    assert opened(HANOI, Stage.RECEIVED) == ["confirm", "return", "withdraw"]
    assert opened(HANOI, Stage.CONFIRMED) == ["forward", "return", "withdraw"]
    assert opened(HANOI, Stage.FORWARDED) == ["accept", "return", "withdraw"]


def test_what_need_not_be_done_closes_nothing():
    assert opened(SOC_TRANG, Stage.RECEIVED) == ["confirm", "approve", "return", "withdraw"]
    assert opened(SOC_TRANG, Stage.CONFIRMED) == ["approve", "return", "withdraw"]


def test_nothing_waits_for_whoever_is_their_own_focal_point():
    passed = frozenset({Step.FORWARD})
    assert opened(HANOI, Stage.CONFIRMED, passed=passed) == ["forward", "accept", "return", "withdraw"]
    assert policy_for(HANOI).route.before(Step.ACCEPT, Stage.CONFIRMED, ISSUE, passed=passed) is None


def test_the_step_that_stands_between_is_named_with_its_clause():
    route = policy_for(HANOI).route
    first = route.before(Step.ACCEPT, Stage.RECEIVED, ISSUE)
    second = route.before(Step.ACCEPT, Stage.CONFIRMED, ISSUE)
    assert (first.act, first.cited) == (Step.CONFIRM, "PL.sign")
    assert (second.act, second.cited) == (Step.FORWARD, "Đ7.2-4")
    assert route.before(Step.ACCEPT, Stage.FORWARDED, ISSUE) is None


def test_lines_that_could_not_be_done_may_be_tried_again_until_the_reply():
    assert opened(CAO_BANG, Stage.EXECUTED) == ["execute", "reply"]
    assert opened(CAO_BANG, Stage.REPLIED) == []


def test_what_was_returned_is_handed_in_again_or_given_up():
    assert opened(CAO_BANG, Stage.RETURNED) == ["resubmit", "withdraw"]


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_nothing_more_is_done_with_what_has_ended(stage):
    assert opened(CAO_BANG, stage) == []


def step(act, **more):
    return {"act": act, "by": ["operator"], "gist": "một bước", **more}


def test_one_thing_goes_one_way():
    with pytest.raises(ValidationError, match="bước «accept» ghi hai lần"):
        Route.model_validate({"step": [step("accept"), step("accept", **{"for": ["issue"]})]})
    split = [step("accept", **{"for": ["issue"]}), step("accept", **{"for": ["revoke"]})]
    assert len(Route.model_validate({"step": split}).step) == 2


def test_some_kinds_of_requests_have_channels_of_their_own():
    rule = {"for": ["password"], "by": ["telephone"], "clause": "Đ6.2", "gist": "Báo qua điện thoại"}
    route = Route.model_validate({"channel": [rule]})
    assert route.channels(Action.PASSWORD).by == {Channel.TELEPHONE}
    assert route.channels(Action.ISSUE) is None
