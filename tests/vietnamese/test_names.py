import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.vietnamese.names import PersonName, fold, normalise, words


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Nguyễn   Văn\u00a0An ", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Đặng Thị Đông"), "Đặng Thị Đông"),
        ("Lê\u200bMinh\tHiếu\n", "LêMinh Hiếu"),
        ("", ""),
    ],
)
def test_a_name_is_kept_in_one_form(written, kept):
    assert normalise(written) == kept


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Thượng Hữu", "duong thuong huu"),
        ("ĐỖ ĐĂNG ĐẠT", "do dang dat"),
        ("Ðông", "dong"),  # U+00D0, which some keyboards give for Đ
        ("ƯƠNG", "uong"),
        ("Ỷ Ỡ Ặ", "y o a"),
    ],
)
def test_folding_takes_accents_off_and_keeps_every_letter(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("H'Hen Niê", ("hhen", "nie")),
        ("Y Moan Ênuôl", ("y", "moan", "enuol")),
        ("Nguyễn - Trần", ("nguyen", "tran")),
        ("Phường 1", ("phuong", "1")),
        ("王 明", ()),
    ],
)
def test_words_hold_only_what_an_address_can(text, found):
    assert words(text) == found


@given(st.text())
def test_words_are_ready_for_an_address_whatever_comes_in(text):
    for word in words(text):
        assert word.isascii()
        assert word.isalnum()
        assert word == word.lower()


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("full", "family", "middle", "given"),
    [
        ("Nguyễn Văn An", "Nguyễn", "Văn", "An"),
        ("Công Tằng Tôn Nữ Thị Lan", "Công", "Tằng Tôn Nữ Thị", "Lan"),
        ("Lê Hiếu", "Lê", "", "Hiếu"),
        ("Hương", "", "", "Hương"),
    ],
)
def test_a_name_splits_at_the_usual_places(full, family, middle, given):
    name = PersonName.split(full)
    assert (name.family, name.middle, name.given) == (family, middle, given)
    assert name.full == full
