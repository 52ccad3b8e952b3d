"""How high is a post?

By the words of administrative Vietnamese that the platform and the regulation list; a post that nobody has listed has
no rank, and then nothing is counted as if it were low.
"""

from typing import Final

from congthu.regulations.schema import Rank
from congthu.regulations.words import Words, by_phrase
from congthu.vietnamese.phrases import meanings_in

RANKS: Final = tuple(Rank)
"""From the highest to the lowest."""


def rank_of(position: str, *, words: Words, told: str = "") -> Rank | None:
    """The rank that is *told* outright, or that of the post; the highest of several posts; None where neither says."""
    outright = {**by_phrase(words.ranks), **{rank.value: rank for rank in Rank}}
    found = meanings_in(told, outright) or meanings_in(position, by_phrase(words.ranks))
    return min(found, key=RANKS.index) if found else None
