"""Is a name a person's or an organisation's, and how does running text write a name in capitals?"""

import re
from typing import Final

# The words with which names of Vietnamese bodies begin, longest first where one begins another. "Đoàn",
# "Văn", "Mai" are family names too, so those bodies are listed with their second word.
HEADS: Final = (
    "ủy ban mặt trận tổ quốc",
    "ủy ban nhân dân",
    "ủy ban",
    "hội đồng nhân dân",
    "hội đồng",
    "hội liên hiệp",
    "hội",
    "đoàn thanh niên",
    "đoàn đại biểu",
    "đoàn luật sư",
    "đoàn tncs",
    "đoàn khối",
    "liên đoàn",
    "liên minh",
    "liên hiệp",
    "văn phòng",
    "trung tâm",
    "chi cục",
    "chi nhánh",
    "cục",
    "sở",
    "ban quản lý",
    "ban chỉ huy",
    "ban",
    "thanh tra",
    "công an",
    "công ty",
    "tổng công ty",
    "bộ chỉ huy",
    "bộ phận",
    "phòng",
    "trường",
    "trạm",
    "bệnh viện",
    "viện",
    "vườn quốc gia",
    "bảo tàng",
    "thư viện",
    "nhà hát",
    "nhà văn hóa",
    "nhà thiếu nhi",
    "đài",
    "báo",
    "đội",
    "tổ",
    "hạt",
    "kho bạc",
    "bảo hiểm xã hội",
    "thuế",
    "tòa án",
    "viện kiểm sát",
    "quỹ",
    "đảng ủy",
    "đảng bộ",
    "thành ủy",
    "tỉnh ủy",
    "huyện ủy",
    "quận ủy",
    "thị ủy",
    "mặt trận tổ quốc",
    "cơ quan",
    "khối",
    "ubmttq",
    "ubnd",
    "hđnd",
    "vp",
    "tt",
)
# Compared with accents, because Tô, Bàn and Đái are family names; only the tone of a diphthong may move.
TWO_PLACES: Final = {"ủy": "(?:ủy|uỷ)", "tòa": "(?:tòa|toà)", "hóa": "(?:hóa|hoá)"}
HEAD_PATTERN: Final = re.compile(
    "|".join(
        " ".join(TWO_PLACES.get(word, word) for word in head.split()) + r"\b"
        for head in sorted(HEADS, key=len, reverse=True)
    )
)
ALWAYS_CAPITAL: Final = frozenset({"ubnd", "hđnd", "đbqh", "tncs", "ubmttq", "mttq", "ii", "iii", "iv"})
JOINTS: Final = frozenset({"và", "-", "–"})
PLACES: Final = ("tỉnh", "thành phố", "thị xã", "thị trấn", "phường", "xã", "huyện", "quận", "đặc khu")


def head_of(name: str) -> str:
    """The words, in lower case, that say what kind of body *name* is; "" for what does not begin like a body."""
    found = HEAD_PATTERN.match(name.strip().lower())
    return found[0] if found else ""


def is_organisation(name: str) -> bool:
    """Say whether *name*, taken from a list of persons and organisations, is an organisation."""
    if head_of(name):
        return True
    words = [word for word in re.split(r"[\s\-–,]+", name) if word]
    # People's names have a capital in every word, names of bodies only in some: "Khuyến nông", "Thi đua".
    return len({word[0].islower() for word in words}) > 1 or bool(re.search(r"\d", name))


def in_running_text(capitals: str) -> str:
    """Write a letterhead name that stands nowhere else in the file as running text would: "SỞ TƯ PHÁP" → "Sở
    Tư pháp".
    """
    words = capitals.lower().split()
    after_head = len(head_of(capitals).split())
    written: list[str] = []
    in_place_name = False
    while len(written) < len(words):
        at = len(written)
        word, before = words[at], words[at - 1] if at else ""
        place = next(
            (name for name in PLACES if at and words[at : at + len(name.split())] == name.split()), ""
        )
        if place:
            written += place.split()
            in_place_name = True
        elif word in ALWAYS_CAPITAL:
            written.append(word.upper())
        elif word in JOINTS or not (
            in_place_name or at in {0, after_head} or before in JOINTS | ALWAYS_CAPITAL
        ):
            written.append(word)
        else:
            written.append(word.capitalize())
    return " ".join(written)
