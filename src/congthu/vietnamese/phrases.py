"""Which of a list of phrases does a text contain, and where?

Compared without accents and capitals, whole words only. Of phrases that overlap the longest counts: "khôi phục mật
khẩu" is not "khôi phục".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from congthu.vietnamese.names import fold, normalise

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """One phrase in a text: what it means, its first place and the place behind it in the normalised text."""

    meaning: Meaning
    start: int
    end: int


def phrases_in(text: str, phrases: Mapping[str, Meaning]) -> list[Found[Meaning]]:
    """Every phrase that *text* contains, in the order of the text."""
    # Folding leaves every letter of normalised text in its place, so places hold for the text as written.
    folded = f" {fold(normalise(text))} "
    found: list[Found[Meaning]] = []
    for phrase, meaning in sorted(phrases.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        wanted = fold(normalise(phrase))
        at = folded.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            alone = not folded[at - 1].isalnum() and not folded[end].isalnum()
            if alone and all(end - 1 <= one.start or at - 1 >= one.end for one in found):
                found.append(Found(meaning, at - 1, end - 1))
            at = folded.find(wanted, end)
    return sorted(found, key=lambda one: one.start)


def meanings_in(text: str, phrases: Mapping[str, Meaning]) -> tuple[Meaning, ...]:
    """What *text* says in the words of *phrases*, each meaning once, in the order of the text."""
    return tuple(dict.fromkeys(one.meaning for one in phrases_in(text, phrases)))
