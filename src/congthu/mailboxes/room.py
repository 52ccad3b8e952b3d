"""When is somebody told that their mailbox is filling up, and on which clause?"""

from collections.abc import Mapping

from congthu.enforces import enforces
from congthu.regulations.schema import QuotaSection


@enforces("quota.warn_at_percent", "quota.warn_again_at")
def warning_levels(rules: QuotaSection) -> Mapping[int, str]:
    """At how many per cent of the room somebody is told, the lowest first, each with the clause that says so."""
    first, again = rules.warn_at_percent, rules.warn_again_at
    levels = {
        **dict.fromkeys(again.value if again else (), again.cited if again else ""),
        first.value: first.cited,
    }
    return dict(sorted(levels.items()))


def times_told(used_percent: int, *, rules: QuotaSection) -> int:
    """How often somebody whose mailbox is filled so far has been told."""
    return sum(used_percent >= level for level in warning_levels(rules))
