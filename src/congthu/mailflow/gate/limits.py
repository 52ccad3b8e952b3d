"""Which limit holds for whose mail, today and with what was decided?

Asked of the records when a message comes, at most once a second: a decision holds for the next message. While the
database is away what was known last goes on to hold; before anything is known, mail waits.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.regulations.terms import Size
from congthu.regulations.values import Ruled

log = logging.getLogger(__name__)
FRESH_SECONDS = 1.0


class NotKnown(Exception):
    """Nobody can say just now what holds for this sender."""


@dataclass(slots=True)
class Limits:
    """The limit of each mail domain. *read* asks the records; *clock* counts seconds."""

    read: Callable[[], Mapping[str, Ruled[Size]]]
    clock: Callable[[], float]
    _known: Mapping[str, Ruled[Size]] = field(default_factory=dict)
    _asked: float | None = None

    def of(self, login: str) -> Ruled[Size]:
        """The limit for what *login* sends; raises `NotKnown`."""
        now = self.clock()
        if self._asked is None or now - self._asked >= FRESH_SECONDS:
            self._asked = now
            try:
                self._known = self.read()
            except NotKnown as away:
                log.warning("what holds cannot be asked, what was known last holds on: %s", away)
        try:
            return self._known[login.rpartition("@")[2].lower()]
        except KeyError:
            raise NotKnown(login) from None


def limits_of_authorities() -> dict[str, Ruled[Size]]:
    """The limit of every authority under each of its domains."""
    return {
        domain: policy_of(authority).quota.attachments_per_message
        for authority in Authority.objects.all()
        for domain in authority.domains
    }
