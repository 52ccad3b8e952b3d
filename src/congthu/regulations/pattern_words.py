"""Which facts can a naming pattern name, and how do people read a pattern?"""

import re

FIELD = re.compile(
    r"\{(?:(?P<number>n)(?::0(?P<width>\d))?"
    r"|(?P<fact>[a-z_]+\.[a-z_]+)(?:\|(?:(?P<initials>initials)|(?P<end>first|last)(?P<count>\d{1,2})))?)\}"
)
FACTS = {
    "person.full_name": "họ và tên",
    "person.family": "họ",
    "person.middle": "tên lót",
    "person.given": "tên",
    "person.birth_year": "năm sinh",
    "person.birth_month": "tháng sinh",
    "person.birth_day": "ngày sinh",
    "person.national_id": "số CCCD (national_id)",
    "person.phone": "số điện thoại (phone)",
    "agency.code": "mã cơ quan (org_code)",
    "unit.code": "mã đơn vị, bộ phận (dept_code)",
    "body.code": "mã của tổ chức (code)",
    "parent.code": "mã của tổ chức cấp trên (parent_code)",
    "place.code": "mã của địa phương (place_code, hoặc parent_code)",
    "post.title": "chức danh",
}
"""Every fact that a pattern can name, as people call it."""
IN_BRACKETS = re.compile(r" \([a-z_]+[^)]*\)")


def pattern_in_words(form: str) -> str:
    """``{person.full_name}_{agency.code}`` is "‹họ và tên›_‹mã cơ quan›"."""

    def told(field: re.Match[str]) -> str:
        if field["number"]:
            return f"‹số, {field['width']} chữ số›" if field["width"] else "‹số›"
        fact = IN_BRACKETS.sub("", FACTS[field["fact"]])
        if field["end"]:
            return f"‹{field['count']} ký tự {'đầu' if field['end'] == 'first' else 'cuối'} của {fact}›"
        return f"‹chữ đầu của {fact}›" if field["initials"] else f"‹{fact}›"

    return FIELD.sub(told, form)
