"""What does a naming pattern say, and what must be known to fill it?

The whole language: literals ``a-z0-9._-``; ``{entity.field}``, folded and run together; ``{entity.field|initials}``,
the first letter of each word; ``{n}``, a number. Codes of organisations are data and stand as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import Pattern
from congthu.vietnamese.names import PersonName, normalise, words

WRONG_FACT = "naming.wrong_fact"

LOCAL_PART = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
FIELD = re.compile(r"\{(?:(?P<number>n)|(?P<fact>[a-z_]+\.[a-z_]+)(?P<initials>\|initials)?)\}")
LITERAL = re.compile(r"[a-z0-9._-]*")
BIRTH_DATE = re.compile(r"(?:(?:\d{1,2}[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})")
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-\d{1,2}")
FACTS = {
    "person.full_name": "họ và tên",
    "person.family": "họ",
    "person.middle": "tên lót",
    "person.given": "tên",
    "person.birth_year": "năm sinh",
    "person.birth_month": "tháng sinh",
    "agency.code": "mã cơ quan (org_code)",
    "unit.code": "mã đơn vị, bộ phận (dept_code)",
    "body.code": "mã của tổ chức (code)",
    "parent.code": "mã của tổ chức cấp trên (parent_code)",
    "post.title": "chức danh",
}
"""Every fact that a pattern can name, as people call it."""
MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
MAY_BE_EMPTY = frozenset({"person.family", "person.middle"})
CODES = {
    "agency.code": "org_code",
    "unit.code": "dept_code",
    "body.code": "code",
    "parent.code": "parent_code",
}


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one case under the names that patterns use: words for people and posts, codes as they are."""

    parts: Mapping[str, tuple[str, ...]]

    def missing(self, pattern: Pattern) -> list[str]:
        """The facts that *pattern* needs and nobody knows."""
        named = [field["fact"] for field in FIELD.finditer(pattern.form) if field["fact"]]
        return [fact for fact in named if fact not in self.parts]

    def fill(self, pattern: Pattern, number: int | None = None) -> str:
        """The local part that *pattern* gives."""

        def value(field: re.Match[str]) -> str:
            if field["number"]:
                return str(number)
            parts = self.parts[field["fact"]]
            return "".join(part[:1] for part in parts) if field["initials"] else "".join(parts)

        return FIELD.sub(value, pattern.form)


def read_facts(facts: Mapping[str, object]) -> tuple[Known, list[Refusal]]:
    """Read the facts of a case; a fact that is there but cannot be right is refused rather than guessed at."""
    parts: dict[str, tuple[str, ...]] = {}
    wrong: list[Refusal] = []

    name = _person(facts)
    for fact, text in (
        ("person.full_name", normalise(str(facts.get("full_name") or "")) or name.full),
        ("person.family", name.family),
        ("person.middle", name.middle),
        ("person.given", name.given),
        ("post.title", str(facts.get("title") or "")),
    ):
        if found := words(text):
            parts[fact] = found
    if "person.given" in parts:
        parts = {**dict.fromkeys(MAY_BE_EMPTY, ()), **parts}
    elif facts.get("full_name"):
        message = f"Họ tên «{normalise(str(facts['full_name']))}» không có chữ cái nào; hãy kiểm tra lại."
        wrong.append(Refusal(WRONG_FACT, "", message))

    for fact, key in CODES.items():
        code = normalise(str(facts.get(key) or "")).lower()
        if code and well_formed(code):
            parts[fact] = (code,)
        elif code:
            message = f"{FACTS[fact]} «{code}» không hợp lệ; chỉ dùng chữ thường không dấu, chữ số, . _ -"
            wrong.append(Refusal(WRONG_FACT, "", message[0].upper() + message[1:]))

    if born := normalise(str(facts.get("dob") or "")):
        parts |= (dated := _born(born))
        if not dated:
            wrong.append(Refusal(WRONG_FACT, "", f"Ngày sinh «{born}» không đọc được; hãy ghi dd/mm/yyyy."))
    return Known(parts), wrong


def pattern_fault(form: str) -> str | None:
    """Say in Vietnamese what is wrong with a pattern; None when nothing is."""
    if rest := [part for part in FIELD.split(form)[:: FIELD.groups + 1] if not LITERAL.fullmatch(part)]:
        return f"«{rest[0]}» không dùng được trong mẫu địa chỉ; chỉ dùng a-z 0-9 . _ - và {{…}}"
    if unknown := [
        field["fact"] for field in FIELD.finditer(form) if field["fact"] and field["fact"] not in FACTS
    ]:
        return f"không có dữ kiện «{unknown[0]}»; các dữ kiện: {', '.join(FACTS)}"
    if form.count("{n}") > 1:
        return "chỉ được dùng {n} một lần"
    return None


def well_formed(local_part: str) -> bool:
    """Say whether a mailbox can be called so."""
    return len(local_part) <= LONGEST_LOCAL_PART and LOCAL_PART.fullmatch(local_part) is not None


def _born(text: str) -> dict[str, tuple[str, ...]]:
    """The year and, where it is given, the month of a birth date; nothing where *text* is none."""
    if not (read := BIRTH_DATE.fullmatch(text) or ISO_DATE.fullmatch(text)):
        return {}
    if read["month"] is None:
        return {"person.birth_year": (read["year"],)}
    month = f"{int(read['month']):02}"
    return {"person.birth_year": (read["year"],), "person.birth_month": (month,)} if month in MONTHS else {}


def _person(facts: Mapping[str, object]) -> PersonName:
    if given := normalise(str(facts.get("ten") or "")):
        return PersonName(
            normalise(str(facts.get("ho") or "")), normalise(str(facts.get("ten_lot") or "")), given
        )
    return PersonName.split(str(facts.get("full_name") or ""))
