import pytest

from congthu.regulations.clauses import Clause, in_words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Đ8", "Điều 8"),
        ("Đ8.2", "khoản 2 Điều 8"),
        ("Đ8.2.b", "điểm b khoản 2 Điều 8"),
        ("Đ8.2.đ", "điểm đ khoản 2 Điều 8"),
        ("Đ7.2-1", "đoạn 1 khoản 2 Điều 7"),
        ("Đ11.2.i-3", "đoạn 3 điểm i khoản 2 Điều 11"),
        ("Đ7.2-SLA", "khoản 2 Điều 7"),
        ("Đ3.3.a–c", "các điểm a đến c khoản 3 Điều 3"),
        ("Đ2.1–2.4", "các khoản 1 đến 4 Điều 2"),
        ("QĐ.Đ2", "Điều 2 của Quyết định ban hành"),
        ("PL.M03", "Mẫu số 03 của Phụ lục"),
        ("PL-1", "bảng 1 của Phụ lục"),
        ("PL", "Phụ lục"),
        ("PL.sign", "Phụ lục"),
    ],
)
def test_a_clause_reads_as_vietnamese_documents_write_it(written, words):
    assert Clause.parse(written).in_words() == words
    assert str(Clause.parse(written)) == written


@pytest.mark.parametrize(
    "written", ["", "8.2", "D8.2", "Điều 8", "Đ8.", "Đ8.2.B", "Đ8.2.bb", "Đ8..2", "PLM03"]
)
def test_anything_else_is_refused_with_an_example(written):
    with pytest.raises(ValueError, match=r"hãy viết như Đ8, Đ8\.2"):
        Clause.parse(written)


def test_what_no_clause_says_stays_empty_in_words():
    assert in_words("") == ""


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ("Đ8.2.b", "Đ8.2", True),
        ("Đ8.2", "Đ8.2", True),
        ("Đ8.2-1", "Đ8.2", True),
        ("Đ8.2.a–c", "Đ8.2.a", True),
        ("Đ8.2", "Đ8.2.b", False),
        ("Đ8.21", "Đ8.2", False),
        ("Đ81", "Đ8", False),
    ],
)
def test_a_part_lies_within_its_whole_and_a_longer_number_does_not(inner, outer, within):
    assert Clause.parse(inner).within(Clause.parse(outer)) is within
