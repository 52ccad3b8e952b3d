"""How are days, moments and sizes written for people?"""

from datetime import datetime

from django.utils.formats import number_format
from django.utils.timezone import localtime

from congthu.regulations.terms import Size


def day(at: datetime | None) -> str:
    """19/10/2026 in Vietnam, "" for None."""
    return f"{localtime(at):%d/%m/%Y}" if at else ""


def moment(at: datetime | None) -> str:
    """19/10/2026 16:03 in Vietnam, "" for None."""
    return f"{localtime(at):%d/%m/%Y %H:%M}" if at else ""


def last_use(at: datetime | None, *, of_day: bool = False) -> str:
    """When something was last done; what no program has reported may still have been done."""
    return (day(at) if of_day else moment(at)) or "Chưa ghi nhận"


def age_in_words(at: datetime | None, *, now: datetime) -> str:
    """The day with the days that have passed since."""
    if at is None:
        return ""
    days = (localtime(now).date() - localtime(at).date()).days
    return f"{day(at)} ({'hôm nay' if days == 0 else f'{number(days)} ngày trước'})"


def number(count: int) -> str:
    """1.234"""
    return number_format(count, decimal_pos=0, use_l10n=True, force_grouping=True)


def size(count: int) -> str:
    """2 GB"""
    return str(Size(count))
