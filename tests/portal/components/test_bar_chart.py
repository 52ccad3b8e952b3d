import re

from congthu.portal.components.bar_chart import Bar, BarChart


def chart(*bars: Bar) -> str:
    return str(BarChart("Tình trạng các điều khoản", "Tình trạng", "Số điều khoản", bars))


def test_the_table_says_in_numbers_what_the_bars_draw() -> None:
    page = chart(Bar("Thực hiện", "done", 30, "?status=enforced"), Bar("Dự kiến", "clock", 60, soft=True))
    assert "<caption" in page
    assert re.findall(r'<td class="number">(\d+)</td>', page) == ["30", "60"]
    assert re.findall(r' width="([\d.]+)"', page) == ["50.0", "100.0"]
    assert "33 %" in page
    assert 'href="?status=enforced"' in page
    assert page.count('aria-hidden="true"') >= 2


def test_what_is_shown_now_is_marked() -> None:
    assert 'aria-current="true"' in chart(Bar("Dự kiến", "clock", 1, "?", current=True))


def test_nothing_counted_draws_nothing_and_divides_by_nothing() -> None:
    assert ' width="0.0"' in chart(Bar("Dự kiến", "clock", 0))
