from hypothesis import given
from hypothesis import strategies as st

from congthu.vietnamese.phrases import meanings_in, phrases_in

PHRASES = {"khôi phục": "restore", "khôi phục mật khẩu": "password", "tạm khóa": "lock", "otp": "otp"}


def test_the_longest_of_overlapping_phrases_counts():
    assert meanings_in("Đề nghị KHÔI PHỤC MẬT KHẨU", PHRASES) == ("password",)
    assert meanings_in("khôi phục hộp thư; khôi phục mật khẩu", PHRASES) == ("restore", "password")


def test_accents_and_spaces_do_not_matter_but_words_are_whole():
    assert meanings_in("tam  khoa", PHRASES) == ("lock",)
    assert meanings_in("tam khoan, botp", PHRASES) == ()


def test_each_meaning_stands_once_in_the_order_of_the_text():
    assert meanings_in("tạm khóa, khôi phục, tạm khóa", PHRASES) == ("lock", "restore")


def test_places_are_those_of_the_text():
    text = "Số OTP: 0912"
    [found] = phrases_in(text, PHRASES)
    assert text[found.start : found.end] == "OTP"


@given(st.text(), st.sampled_from(list(PHRASES)), st.text())
def test_a_phrase_between_any_texts_is_found_where_it_stands(before, phrase, after):
    text = f"{before} | {phrase} | {after}"
    assert any(one.meaning == PHRASES[phrase] for one in phrases_in(text, PHRASES))
