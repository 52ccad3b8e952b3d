"""When do two headings mean the same column?

Agencies retype the forms: accents placed otherwise, abbreviations, a footnote mark, a slash for "hoặc".
Labels are compared as folded words; what still differs must be nearly the same letters (a typing mistake) or
stand in the form's list of accepted wordings.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from congthu.vietnamese.names import fold

NEARLY: Final = 0.86
LONGEST_LABEL: Final = 200

ABBREVIATIONS: Final = {
    "sdt": "so dien thoai",
    "dt": "dien thoai",
    "dtdd": "dien thoai di dong",
    "cq": "co quan",
    "dv": "don vi",
    "vb": "van ban",
    "qd": "quyet dinh",
    "hoten": "ho ten",
    "mail": "email",
    "e mail": "email",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
}
# Words that people put in or leave out of a heading without meaning anything by it.
IDLE: Final = frozenset({"va", "so", "cac", "cua", "neu", "co"})

SERIAL: Final = frozenset({"tt", "stt", "thu tu", "no"})

FOOTNOTE_MARK: Final = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079\u207d\u207e]+|\(\s*\d{1,2}\s*\)|\*+")
ASIDE: Final = re.compile(r"\([^()]*\)")
WORD: Final = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """Reduce *label* to the words that tell columns apart."""
    label = FOOTNOTE_MARK.sub(" ", label)
    without_asides = ASIDE.sub(" ", label)
    folded = " ".join(WORD.findall(fold(without_asides if without_asides.strip() else label)))
    words = [
        part
        for word in folded.replace("e mail", "email").split()
        for part in ABBREVIATIONS.get(word, word).split()
    ]
    return " ".join(word for word in words if word not in IDLE) or folded


def is_serial(label: str) -> bool:
    """Say whether *label* heads the column of serial numbers."""
    return plain(label) in SERIAL


@lru_cache(maxsize=65536)
def likeness(label: str, wanted: str) -> float:
    """Say how alike two plain labels are: 1 for the same words, 0 when they are not the same column."""
    if label == wanted:
        return 1.0
    if not label or not wanted or len(label) > LONGEST_LABEL:
        return 0.0
    ratio = SequenceMatcher(None, label, wanted, autojunk=False).ratio()
    return ratio if ratio >= NEARLY else 0.0
