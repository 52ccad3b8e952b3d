"""What does a naming pattern say, and what must be known to fill it?

The whole language:

- literals ``a-z0-9._-``;
- ``{entity.field}``, folded and run together;
- ``{entity.field|initials}``, the first letter of each word;
- ``{entity.field|first2}`` and ``{entity.field|last3}``, so many characters of it;
- ``{n}``, a number; ``{n:02}`` with leading zeros.

Codes of organisations are data and stand as they are. A prefix that stands before ``{body.code}`` is not written twice
where the code has it already: ``ubnd{body.code}`` gives ``ubndtangiang`` for ``tangiang`` and for ``ubndtangiang``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from congthu.regulations.naming_rules import Pattern
from congthu.regulations.pattern_words import FACTS, FIELD

LITERAL = re.compile(r"[a-z0-9._-]*")
CODES = {
    "agency.code": "org_code",
    "unit.code": "dept_code",
    "body.code": "code",
    "parent.code": "parent_code",
    "place.code": "place_code",
}
BIRTH = frozenset({"person.birth_year", "person.birth_month", "person.birth_day"})
PRIVATE: Mapping[str, str] = {
    "person.national_id": "số CCCD",
    "person.phone": "số điện thoại",
    "person.birth_day": "ngày sinh",
}
"""Facts that an address would show to everybody who sees it."""


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one case under the names that patterns use: words for people and posts, codes as they are."""

    parts: Mapping[str, tuple[str, ...]]

    def missing(self, pattern: Pattern) -> list[str]:
        """The facts that *pattern* needs and nobody knows."""
        return [fact for fact in facts_in(pattern.form) if fact not in self.parts]

    def fill(self, pattern: Pattern, number: int | None = None) -> str:
        """The local part that *pattern* gives."""

        def value(field: re.Match[str]) -> str:
            if field["number"]:
                return str(number).zfill(int(field["width"] or 0))
            parts = self.parts[field["fact"]]
            if field["initials"]:
                return "".join(part[:1] for part in parts)
            whole, count = "".join(parts), int(field["count"] or 0)
            if field["end"]:
                return whole[:count] if field["end"] == "first" else whole[-count:]
            return whole

        return FIELD.sub(value, self._without_prefix(pattern.form))

    def _without_prefix(self, form: str) -> str:
        prefix, field, _ = form.partition("{body.code}")
        code = "".join(self.parts.get("body.code", ()))
        doubled = field and prefix and "{" not in prefix and code.startswith(prefix)
        return form.removeprefix(prefix) if doubled else form


def facts_in(form: str) -> list[str]:
    """The facts that a pattern names, in its order."""
    return [field["fact"] for field in FIELD.finditer(form) if field["fact"]]


def numbers_in(form: str) -> list[re.Match[str]]:
    """The ``{n}`` of a pattern."""
    return [field for field in FIELD.finditer(form) if field["number"]]


def pattern_fault(form: str) -> str | None:
    """Say in Vietnamese what is wrong with a pattern; None when nothing is."""
    if rest := [part for part in FIELD.split(form)[:: FIELD.groups + 1] if not LITERAL.fullmatch(part)]:
        return (
            f"«{rest[0]}» không dùng được trong mẫu địa chỉ; chỉ dùng a-z 0-9 . _ - , {{dữ kiện}}, "
            "{dữ kiện|initials}, {dữ kiện|first2}, {dữ kiện|last3}, {n} và {n:02}"
        )
    if unknown := [fact for fact in facts_in(form) if fact not in FACTS]:
        return f"không có dữ kiện «{unknown[0]}»; các dữ kiện: {', '.join(FACTS)}"
    if len(numbers_in(form)) > 1:
        return "chỉ được dùng {n} một lần"
    if any(field["end"] and not int(field["count"]) for field in FIELD.finditer(form)):
        return "số ký tự lấy ra phải từ 1"
    return None


def pattern_warning(form: str) -> str | None:
    """Say what a pattern would show of a person to everybody; None when nothing private."""
    shown = [PRIVATE[fact] for fact in facts_in(form) if fact in PRIVATE]
    if not shown:
        return None
    return (
        f"địa chỉ sẽ lộ {', '.join(shown)}, là dữ liệu cá nhân, với mọi người thấy địa chỉ; "
        "hãy báo cơ quan ban hành cân nhắc cách đánh số thay thế"
    )
