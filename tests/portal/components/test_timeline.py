from datetime import UTC, datetime

from congthu.portal.components.timeline import Moment, Timeline


def test_a_moment_tells_what_why_when_and_by_which_clause() -> None:
    at = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
    html = str(Timeline((Moment(at, "Tạm khóa", "Trần Thị Bình", "Sai mật khẩu 5 lần", "Đ8.2.b"),)))
    for words in (
        "Tạm khóa",
        "Sai mật khẩu 5 lần",
        "Trần Thị Bình",
        "20/11/2026 09:05",
        "điểm b khoản 2 Điều 8",
    ):
        assert words in html
