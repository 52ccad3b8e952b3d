import pytest

from congthu.portal.components.clause_reference import ClauseReference


@pytest.mark.parametrize(
    ("clause", "words"),
    [("Đ12.2", "khoản 2 Điều 12"), ("Đ8.2.b", "điểm b khoản 2 Điều 8"), ("", "mặc định của hệ thống")],
)
def test_a_clause_is_written_in_full(clause: str, words: str) -> None:
    assert words in str(ClauseReference(clause))
