"""How is a clause written in the data, and how do people read it?

In the data: ``Đ8`` article, ``Đ8.2`` clause, ``Đ8.2.b`` point, ``Đ7.2-1`` first unnumbered paragraph of a clause,
``QĐ.Đ2`` article of the decision that promulgates, ``PL.M03`` form of the appendix, ``PL`` the appendix; a row about
several places in sequence names the last after ``–`` or ``…``: ``Đ3.3.a–c``. On a screen: "điểm b khoản 2 Điều 8".
"""

import re
from dataclasses import dataclass
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

ARTICLE = re.compile(
    r"(?P<decision>QĐ\.)?Đ(?P<article>\d{1,3})"
    r"(?:\.(?P<clause>\d{1,2}))?"
    r"(?:\.(?P<point>[a-zđ]))?"
    r"(?:-(?P<paragraph>\d{1,2}|SLA))?"
    r"(?:[–…](?P<through>[a-zđ]|\d{1,2}|\d{1,3}\.\d{1,2}))?"
)
APPENDIX = re.compile(r"PL(?:\.(?P<part>[A-Za-z0-9]{1,8})|-(?P<section>[a-z0-9]{1,8}))?")
PARTS = {"paragraph": "đoạn", "point": "điểm", "clause": "khoản"}
UNSPOKEN = {"0", "SLA"}  # the sentences before the first and after the last numbered part
FORM = re.compile(r"M0?(?P<number>\d{1,2})")


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a regulation. Its string is the form used in the data."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the form used in the data; raise `ValueError` saying what a clause looks like."""
        if ARTICLE.fullmatch(text) or APPENDIX.fullmatch(text):
            return cls(text)
        raise ValueError(
            f"«{text}» không phải là một điều khoản; hãy viết như Đ8, Đ8.2, Đ8.2.b, Đ7.2-1, QĐ.Đ2 hoặc PL.M03"
        )

    def __str__(self) -> str:
        return self.text

    def within(self, other: "Clause") -> bool:
        """Say whether this place is *other* or lies inside it: Đ8.2.b lies within Đ8.2."""
        rest = self.text.removeprefix(other.text)
        return self.text.startswith(other.text) and (not rest or rest[0] in ".-–…")

    def in_words(self) -> str:
        """Write the place as Vietnamese documents do, the smallest part first."""
        if match := ARTICLE.fullmatch(self.text):
            words = [
                f"{word} {match[part]}"
                for part, word in PARTS.items()
                if match[part] and match[part] not in UNSPOKEN
            ]
            if match["through"]:
                words[0] = f"các {words[0]} đến {match['through'].rpartition('.')[2]}"
            words.append(f"Điều {match['article']}")
            if match["decision"]:
                words.append("của Quyết định ban hành")
            return " ".join(words)
        match = APPENDIX.fullmatch(self.text)
        part = match["part"] if match else None
        if part and (form := FORM.fullmatch(part)):
            return f"Mẫu số {int(form['number']):02} của Phụ lục"
        if match and match["section"] and match["section"].isdigit():
            return f"bảng {match['section']} của Phụ lục"
        return "Phụ lục"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda given: given if isinstance(given, cls) else cls.parse(given),
            core_schema.is_instance_schema(cls),
            serialization=core_schema.to_string_ser_schema(),
        )


def in_words(clause: str) -> str:
    """Write *clause*, given as in the data, in words; "" (operator or platform) stays ""."""
    return Clause.parse(clause).in_words() if clause else ""
