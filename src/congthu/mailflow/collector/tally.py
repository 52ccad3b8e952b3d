"""What has been heard and not written down yet? The newest moment of each kind, and nothing else.

Only the newest counts, so hearing the same line twice changes nothing, and however long the database is away the tally
holds no more than one entry for each address and app password.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from congthu.mailflow.collector.reports import Kind, Use


@dataclass(slots=True)
class Tally:
    """The newest moments, by address and kind of use, and by address and selector."""

    marks: dict[str, dict[Kind, datetime]] = field(default_factory=dict)
    keys: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether anything waits to be written down."""
        return bool(self.marks or self.keys)

    def add(self, use: Use) -> None:
        """Take *use* in."""
        if use.kind is Kind.OPENED:
            key = (use.address, use.selector)
            self.keys[key] = max(use.at, self.keys.get(key, use.at))
            return
        marks = self.marks.setdefault(use.address, {})
        marks[use.kind] = max(use.at, marks.get(use.kind, use.at))

    def without(self, written: Collection[str]) -> "Tally":
        """What is left when the mailboxes with these addresses have been written down."""
        return Tally(
            {address: marks for address, marks in self.marks.items() if address not in written},
            {key: at for key, at in self.keys.items() if key[0] not in written},
        )

    def as_json(self) -> dict[str, Any]:
        """As it is kept on disk."""
        return {
            "marks": {
                address: {kind.value: at.isoformat() for kind, at in marks.items()}
                for address, marks in self.marks.items()
            },
            "keys": [[address, selector, at.isoformat()] for (address, selector), at in self.keys.items()],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Tally":
        """Read what `as_json` wrote; raises ValueError, KeyError or TypeError where it is damaged."""
        found = cls()
        uses: Iterable[Use] = (
            Use(Kind(kind), address, datetime.fromisoformat(at))
            for address, marks in kept["marks"].items()
            for kind, at in marks.items()
        )
        for use in uses:
            found.add(use)
        for address, selector, at in kept["keys"]:
            found.add(Use(Kind.OPENED, address, datetime.fromisoformat(at), selector))
        return found
