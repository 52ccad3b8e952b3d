import itertools

import pytest

from congthu.vietnamese.collation import person_sort_key, sort_key
from congthu.vietnamese.names import PersonName


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Bình", "Cúc", "Dũng", "Đạt", "Em", "Êm", "Ong", "Ông", "Ơn", "Uy", "Ưng", "Yến"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Ha", "Hạ", "Hai"],
        ["Hòa", "Hoán"],
        ["an", "An"],
    ],
)
def test_words_stand_as_in_a_vietnamese_dictionary(ordered):
    for shuffled in itertools.islice(itertools.permutations(ordered), 200):
        assert sorted(shuffled, key=sort_key) == ordered


def test_people_stand_by_ten_then_ho_then_lot():
    ordered = ["Trần Văn An", "Đỗ Thị Ánh", "Lê Thị Hoa", "Nguyễn Thị Hoa", "Nguyễn Văn Hoa", "Bùi Văn Út"]
    names = [PersonName.split(name) for name in reversed(ordered)]
    assert [name.full for name in sorted(names, key=person_sort_key)] == ordered
