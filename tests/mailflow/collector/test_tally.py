from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.mailflow.collector.reports import Kind, Use
from congthu.mailflow.collector.tally import Tally

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
USES = st.builds(
    lambda kind, who, minutes: Use(
        kind,
        f"{who}@tinh.example",
        START + timedelta(minutes=minutes),
        "0123456789" if kind is Kind.OPENED else "",
    ),
    st.sampled_from(Kind),
    st.sampled_from("abc"),
    st.integers(0, 1000),
)


def tallied(uses):
    tally = Tally()
    for use in uses:
        tally.add(use)
    return tally


@given(st.lists(USES), st.randoms())
def test_neither_order_nor_hearing_twice_changes_what_is_kept(uses, dice):
    again = [*uses, *uses]
    dice.shuffle(again)
    assert tallied(again) == tallied(uses)


@given(st.lists(USES))
def test_what_is_kept_on_disk_is_the_same(uses):
    tally = tallied(uses)
    assert Tally.from_json(tally.as_json()) == tally


@given(st.lists(USES, min_size=1))
def test_it_grows_with_the_addresses_and_not_with_what_they_do(uses):
    tally = tallied(uses)
    assert len(tally.marks) <= 3
    assert len(tally.keys) <= 3
    assert tally


def test_what_was_written_down_is_forgotten_and_the_rest_is_kept():
    tally = tallied(
        [
            Use(Kind.SENT, "a@tinh.example", START),
            Use(Kind.SENT, "b@tinh.example", START),
            Use(Kind.OPENED, "a@tinh.example", START, "0123456789"),
        ]
    )
    assert tally.without({"a@tinh.example"}) == tallied([Use(Kind.SENT, "b@tinh.example", START)])
    assert not tally.without({"a@tinh.example", "b@tinh.example"})


@pytest.mark.parametrize(
    "kept", [{}, {"marks": {"a@b.vn": {"flown": "2026-03-02"}}, "keys": []}, {"marks": 1}]
)
def test_a_damaged_state_is_no_tally(kept):
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        Tally.from_json(kept)
