from datetime import date

import pytest

from congthu.portal.components.term_chip import TermChip

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (2, "còn 2 ngày làm việc", "plain"),
        (1, "còn 1 ngày làm việc", "warning"),
        (0, "hết hạn hôm nay", "warning"),
        (-1, "quá hạn 1 ngày làm việc", "danger"),
    ],
)
def test_an_open_term_says_what_is_left(left: int, words: str, tone: str) -> None:
    chip = TermChip(DAY, left, "ngày làm việc", "Đ7.3.d")
    assert (chip.words, chip.tone) == (words, tone)


@pytest.mark.parametrize(("left", "words"), [(1, "đúng hạn"), (0, "đúng hạn"), (-2, "trễ 2 ngày")])
def test_a_met_term_says_whether_it_was_in_time(left: int, words: str) -> None:
    assert TermChip(DAY, left, met=True).words == words


def test_the_day_and_the_clause_stand_beside_it() -> None:
    html = str(TermChip(DAY, 2, clause="Đ7.3.d"))
    assert 'datetime="2026-11-24"' in html
    assert "Hạn: 24/11/2026" in html
    assert "điểm d khoản 3 Điều 7" in html


@pytest.mark.parametrize(
    ("left", "words"),
    [(0, "hết hạn lúc 18:00 hôm nay"), (1, "còn 1 ngày, đến 18:00"), (-1, "quá hạn 1 ngày")],
)
def test_a_term_in_hours_says_until_which(left: int, words: str) -> None:
    chip = TermChip(DAY, left, hour="18:00")
    assert chip.words == words
    assert "Hạn: 18:00 24/11/2026" in str(chip)
