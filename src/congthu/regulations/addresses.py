"""What does a mail address of ours look like? Lower-case letters without accents and digits, with single dots,
underscores and hyphens between them.
"""

import re
from typing import Final

LOCAL_PART: Final = r"[a-z0-9]+([._-][a-z0-9]+)*"
LONGEST_LOCAL_PART: Final = 64  # RFC 5321, 4.5.3.1.1
DOMAIN: Final = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
ADDRESS: Final = f"{LOCAL_PART}@{DOMAIN}"
NO_LOCAL_PART: Final = (
    "không dùng được trong địa chỉ thư: chỉ gồm chữ thường không dấu, số, và giữa các chữ có dấu chấm, gạch dưới, "
    f"gạch ngang; nhiều nhất {LONGEST_LOCAL_PART} ký tự."
)
_LOCAL_PART: Final = re.compile(LOCAL_PART)
_DOMAIN: Final = re.compile(DOMAIN)
_ADDRESS: Final = re.compile(ADDRESS)


def is_local_part(text: str) -> bool:
    """Whether *text* can stand before the @."""
    return len(text) <= LONGEST_LOCAL_PART and _LOCAL_PART.fullmatch(text) is not None


def is_domain(text: str) -> bool:
    """Whether *text* can stand behind the @, in small letters."""
    return _DOMAIN.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Whether *text* can be an address of ours, in small letters."""
    return _ADDRESS.fullmatch(text) is not None and is_local_part(text.partition("@")[0])
