"""The time of the installation, moved as an operator of a trial moves it."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.acceptance.outside.console import Console


class Clock:
    """Moves time, and can put back what it moved."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._found_ahead = self._show()["ahead_seconds"]
        self._moved = False

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self._show()["now"])

    @property
    def today(self) -> date:
        return self.now.date()

    def advance(self, term: str) -> list[dict[str, Any]]:
        """Let "3 days", "2 working days", "3 months", "8 hours", "15 minutes" pass; what came about by itself."""
        return self._move(f"clock advance {term}")

    def set(self, when: str | date) -> list[dict[str, Any]]:
        """Go to a day or a moment; what came about by itself on the way."""
        return self._move(f"clock set {when.isoformat() if isinstance(when, date) else when}")

    def put_back(self) -> None:
        """Give the installation the time back in which it was found."""
        if not self._moved:
            return
        if self._found_ahead == 0:
            self._console.run("clock real")
        else:
            machine = datetime.fromisoformat(self._show()["machine"])
            self.set(machine + timedelta(seconds=self._found_ahead))
        self._moved = False

    def _move(self, command: str) -> list[dict[str, Any]]:
        self._moved = True
        return list(self._console.run(command)["happened"])

    def _show(self) -> dict[str, Any]:
        return dict(self._console.run("clock show"))
