"""When is somebody told that their mailbox is filling up?"""

from congthu.enforces import enforces
from congthu.regulations.schema import QuotaSection


@enforces("quota.warn_at_percent", "quota.warn_again_at")
def warning_levels(rules: QuotaSection) -> tuple[int, ...]:
    """At how many per cent of the room somebody is told, the first level first."""
    again = rules.warn_again_at.value if rules.warn_again_at else ()
    return tuple(sorted({rules.warn_at_percent.value, *again}))


def told(used_percent: int, *, rules: QuotaSection) -> bool:
    """Whether somebody whose mailbox is filled so far has been told."""
    return used_percent >= warning_levels(rules)[0]
