"""The collector: reads the logs all the time, writes down every few seconds what has been heard.

Its state (up to where each log is read, and what is not yet in the database) is one file that is replaced whole. So it
may be killed at any moment: it hears the last lines again, and hearing twice changes nothing. While the database is
away it goes on reading, so that a log that is rotated away meanwhile takes nothing with it.
"""

import json
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from congthu.engines.collector.config import STATE
from congthu.engines.process import replace_file
from congthu.mailflow.collector.reports import Use
from congthu.mailflow.collector.tail import Place, Tail
from congthu.mailflow.collector.tally import Tally

log = logging.getLogger(__name__)

WRITE_EVERY = timedelta(seconds=2)
# After a failure, so that a database that comes back is not met by a storm.
TRY_AGAIN_AFTER = timedelta(seconds=5)
# How often the state is written though nothing was heard: it also says that the collector is alive.
ALIVE_EVERY = timedelta(seconds=10)


class CannotWrite(Exception):
    """The database is not there, or did not take what was told."""


@dataclass(frozen=True, slots=True)
class Source:
    """A log and who reads its lines."""

    path: Path
    read: Callable[[bytes], Use | None]


class Collector:
    """Hears, keeps, writes down."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        directory: Path,
        *,
        write: Callable[[Tally], Collection[str]],
        shifted: Callable[[datetime], datetime],
    ) -> None:
        """Go on where the state in *directory* says.

        *write* puts a tally into the database and returns the addresses that it has dealt with; it raises
        `CannotWrite`. *shifted* makes a moment of the machine one of this installation.
        """
        self._directory, self._write, self._shifted = directory, write, shifted
        places, self.tally = self._kept()
        self._logs = [
            (name, source.read, Tail(source.path, places.get(name))) for name, source in sources.items()
        ]
        self._next_write: datetime | None = None
        self._next_state: datetime | None = None
        self._failing = self._unsaved = False

    def step(self, now: datetime) -> None:
        """Read what is new; write it down and keep the state where it is time. *now* is the machine's."""
        self._hear()
        if self.tally and (self._next_write is None or now >= self._next_write):
            self._put_down(now)
        if self._unsaved or self._next_state is None or now >= self._next_state:
            self.keep()
            self._next_state = now + ALIVE_EVERY

    def keep(self) -> None:
        """Write the state for whoever goes on."""
        state = {
            "places": {name: tail.place.as_json() for name, _, tail in self._logs if tail.place},
            "tally": self.tally.as_json(),
            "failing": self._failing,
        }
        replace_file(self._directory / STATE, json.dumps(state), mode=0o600)
        self._unsaved = False

    def _hear(self) -> None:
        for _, read, tail in self._logs:
            before = tail.place
            for line in tail.lines():
                use = read(line)
                if use is not None:
                    self.tally.add(Use(use.kind, use.address, self._shifted(use.at), use.selector))
            self._unsaved = self._unsaved or tail.place != before

    def _put_down(self, now: datetime) -> None:
        try:
            self.tally = self.tally.without(self._write(self.tally))
        except CannotWrite as wrong:
            if not self._failing:
                log.warning("the database does not take what was heard, it is kept: %s", wrong)
            self._failing, self._next_write = True, now + TRY_AGAIN_AFTER
            return
        if self._failing:
            log.warning("the database takes what was heard again")
        self._failing, self._unsaved, self._next_write = False, True, now + WRITE_EVERY

    def _kept(self) -> tuple[dict[str, Place], Tally]:
        """Read the state; a damaged one costs a second reading of the logs, nothing else."""
        try:
            state: dict[str, Any] = json.loads((self._directory / STATE).read_text("utf-8"))
            places = {name: Place.from_json(kept) for name, kept in state["places"].items()}
            return places, Tally.from_json(state["tally"])
        except FileNotFoundError:
            return {}, Tally()
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            log.warning("the state cannot be read, all logs are read again: %s", wrong)
            return {}, Tally()
