"""What a post, a box and a wish are called, in the words of the platform."""

import pytest

from congthu.regulations.asks import Action, Box
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank
from congthu.regulations.words import Words, by_phrase
from congthu.vietnamese.phrases import meanings_in

WORDS = policy_for("hanoi-1643-2023").words


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Khôi phục hộp thư bị khóa", (Action.RESTORE,)),
        ("Đề nghị tạm khóa", (Action.LOCK,)),
        ("quên mật khẩu, đề nghị cấp lại mật khẩu", (Action.PASSWORD,)),
        ("khôi phục mật khẩu", (Action.PASSWORD,)),
        ("khôi phục, cấp lại mật khẩu", (Action.RESTORE, Action.PASSWORD)),
        ("Thay đổi chức vụ: Trưởng phòng", (Action.CHANGE,)),
        ("Nghỉ hưu từ ngày 01/10/2026", (Action.REVOKE,)),
        ("Phòng Kinh tế", ()),
    ],
)
def test_a_line_asks_in_words(said, asked):
    assert meanings_in(said, by_phrase(WORDS.asks)) == asked


@pytest.mark.parametrize(
    ("position", "rank"),
    [
        ("Chủ tịch UBND thành phố", Rank.CITY_LEADER),
        ("Giám đốc", Rank.AGENCY_HEAD),
        ("Phó Giám đốc Sở", Rank.AGENCY_DEPUTY),
        ("Phó Chủ tịch UBND phường", Rank.AGENCY_DEPUTY),
        ("Phó Trưởng phòng", Rank.UNIT_LEADER),
        ("Chuyên viên", Rank.STAFF),
        ("Văn thư", Rank.STAFF),
    ],
)
def test_a_post_has_a_rank(position, rank):
    assert meanings_in(position, by_phrase(WORDS.ranks)) == (rank,)


def test_a_post_that_nobody_listed_has_none():
    assert meanings_in("Điều phối viên", by_phrase(WORDS.ranks)) == ()


@pytest.mark.parametrize(
    ("said", "box"),
    [
        ("Hộp thư văn thư Sở Tư pháp", (Box.VAN_THU,)),
        ("Nhóm thư lãnh đạo Sở", (Box.GROUP_AGENCY,)),
        ("nhóm thư toàn thành phố", (Box.GROUP_CITY,)),
        ("Trung tâm Kỹ thuật tài nguyên", ()),
    ],
)
def test_a_box_is_called_by_its_kind(said, box):
    assert meanings_in(said, by_phrase(WORDS.boxes)) == box


def test_the_words_of_a_province_come_before_the_platforms():
    own = Words.model_validate({"ranks": {"unit-leader": ["giám đốc"]}}).over(WORDS)
    assert meanings_in("Giám đốc", by_phrase(own.ranks)) == (Rank.UNIT_LEADER,)
    assert meanings_in("Phó Giám đốc", by_phrase(own.ranks)) == (Rank.AGENCY_DEPUTY,)
