"""In what words is an act told: who acted, on what, and on which ground?

Every action of every capability speaks in these values, so they live at the bottom, beside the trail itself.
"""

from dataclasses import dataclass
from typing import Protocol


class Acting(Protocol):
    """Whoever acts: ``key`` is a mail address, ``console:<user>`` or ``system:<program>``."""

    @property
    def key(self) -> str:
        """The name under which the act is recorded."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The ground of an act: a clause of the regulation, the document that asks for it, and the reason in words."""

    clause: str = ""
    document: str = ""
    reason: str = ""


NO_CAUSE = Cause()


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on: ``Subject("mailbox", "vanthu_sokhcn@hanoi.gov.vn")``."""

    kind: str
    key: str
