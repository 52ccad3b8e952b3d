import pytest

from congthu.directory.ranks import rank_of
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank

WORDS = policy_for("hanoi-1643-2023").words


@pytest.mark.parametrize(
    ("position", "rank"),
    [
        ("Chuyên viên", Rank.STAFF),
        ("Phó Trưởng phòng", Rank.UNIT_LEADER),
        ("Phó Giám đốc, kiêm Trưởng phòng", Rank.AGENCY_DEPUTY),
        ("Điều phối viên", None),
        ("", None),
    ],
)
def test_the_highest_post_counts_and_an_unlisted_one_has_no_rank(position, rank):
    assert rank_of(position, words=WORDS) is rank


def test_what_is_told_outright_comes_before_the_post():
    assert rank_of("Chuyên viên", told="agency-head", words=WORDS) is Rank.AGENCY_HEAD
    assert rank_of("Chuyên viên", told="Phó Giám đốc", words=WORDS) is Rank.AGENCY_DEPUTY
    assert rank_of("Chuyên viên", told="không rõ", words=WORDS) is Rank.STAFF
