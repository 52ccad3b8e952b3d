"""In which order do Vietnamese words and people stand?

Letters first (a ă â … d đ e ê … o ô ơ … u ư), and only between words of the same letters the tones: level, huyền, hỏi,
ngã, sắc, nặng; capitals last. People are sorted by tên, then họ, then tên lót.
"""

import unicodedata

from congthu.vietnamese.names import PersonName

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
RANK = {letter: place for place, letter in enumerate(ALPHABET)}

SortKey = tuple[tuple[tuple[int, str], ...], tuple[int, ...], str]


def sort_key(text: str) -> SortKey:
    """A key under which words sort as in a Vietnamese dictionary."""
    letters: list[tuple[int, str]] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", character.lower())
        tone = next((TONES[mark] for mark in marks if mark in TONES), 0)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        # Spaces and punctuation stand before every letter, letters of other alphabets after.
        place = RANK.get(letter, len(ALPHABET) if letter.isalpha() else -1)
        letters.append((place, letter))
        tones.append(tone)
    return tuple(letters), tuple(tones), text.swapcase()


def person_sort_key(name: PersonName) -> tuple[SortKey, SortKey, SortKey]:
    """A key under which people sort by tên, họ, tên lót."""
    return sort_key(name.given), sort_key(name.family), sort_key(name.middle)
