"""What does Dovecot read about one person's mailbox beside its quota?

Settings that the user database gives override those of the file, for this mailbox and at once: no reload, no restart.
Dovecot expands ``%u`` and ``%%`` in them as in the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# From here on Postfix asks before each message whether there is room for it. What is left below must hold any message:
# a fifth of the least quota of a regulation is more than the largest.
FILLING_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Level:
    """A filling at which the holder is told, and the clause that says so ("" where none does)."""

    percent: int
    clause: str = ""


def quota_warnings(levels: Sequence[Level]) -> dict[str, str]:
    """The settings that call ``quota-warning`` when a mailbox passes one of *levels*, or begins to fill up.

    Dovecot obeys the first that is passed and no other, so the highest stands first and filling up last.
    """
    ordered = sorted(levels, key=lambda level: -level.percent)
    filling = min([FILLING_PERCENT, *(level.percent for level in ordered)])
    calls = [
        f"storage={level.percent}%% quota-warning {level.percent} %u {level.clause}".rstrip()
        for level in ordered
    ]
    if not ordered or ordered[-1].percent > filling:
        calls.append(f"storage={filling}%% quota-warning fill %u")
    calls.append(f"-storage={filling}%% quota-warning below %u")
    return {f"quota_warning{number if number > 1 else ''}": call for number, call in enumerate(calls, 1)}
