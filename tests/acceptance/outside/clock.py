"""The time of the installation, moved as an operator of a trial moves it."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.acceptance.outside.console import Console


class Clock:
    """Moves time, and can put back what it moved."""

    def __init__(self, console: Console) -> None:
        self._console = console
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
        """Let the installation have the machine's time again."""
        if self._moved:
            self._console.run("clock real")
            self._moved = False

    @property
    def ahead(self) -> timedelta:
        """By how much it is ahead of the machine."""
        return timedelta(seconds=self._show()["ahead_seconds"])

    def be_ahead(self, ahead: timedelta) -> None:
        """Be ahead of the machine by so much."""
        if not ahead:
            self._console.run("clock real")
        else:
            self.set(datetime.fromisoformat(self._show()["machine"]) + ahead)

    def _move(self, command: str) -> list[dict[str, Any]]:
        self._moved = True
        return list(self._console.run(command)["happened"])

    def _show(self) -> dict[str, Any]:
        return dict(self._console.run("clock show"))
