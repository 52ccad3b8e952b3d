"""Can this be the part of an address before the @?"""

import re
from typing import Final

LOCAL_PART: Final = r"^[a-z0-9]+([._][a-z0-9]+)*$"
NO_LOCAL_PART: Final = (
    "không dùng được trong địa chỉ thư: chỉ gồm chữ thường không dấu, số, dấu chấm và gạch dưới giữa các chữ."
)
_PATTERN: Final = re.compile(LOCAL_PART)


def is_local_part(text: str) -> bool:
    """Lower-case letters without accents and digits, with single dots and underscores between them."""
    return _PATTERN.fullmatch(text) is not None
