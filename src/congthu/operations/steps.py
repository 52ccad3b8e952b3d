"""How does a person follow long work?

Each step is a line: what is done, then how long it took; long ones show how far they are. On a terminal the line is
redrawn, in a log every change of ten per cent is a line of its own.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

REDRAW_EVERY = 10.0


class Steps:
    """Numbered steps on *console* (standard error, so that standard output stays for results)."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True, highlight=False)
        self.number = 0
        self.started = time.monotonic()

    @contextmanager
    def step(self, what: str) -> Iterator["Step"]:
        """Announce *what*, time it, and say ✓ or ✗ at the end; exceptions pass through."""
        self.number += 1
        step = Step(self.console, f"[{self.number:2}] {what}")
        with self.console.status(step.text) if self.console.is_terminal else _nothing() as status:
            step.status = status
            if not self.console.is_terminal:
                self.console.print(f"{step.text} …", markup=False, soft_wrap=True)
            try:
                yield step
            except BaseException:
                self.console.print(f"  ✗ {what} ({step.seconds})", style="red", markup=False, soft_wrap=True)
                raise
        self.console.print(f"  ✓ {what}{step.note} ({step.seconds})", markup=False, soft_wrap=True)

    def say(self, text: str) -> None:
        self.console.print(text, markup=False, soft_wrap=True)

    @property
    def elapsed(self) -> float:
        """Seconds since the first step."""
        return time.monotonic() - self.started


class Step:
    """One step under way."""

    def __init__(self, console: Console, text: str) -> None:
        self.console = console
        self.text = text
        self.note = ""
        self.status: object | None = None
        self.began = time.monotonic()
        self._last = 0.0

    @property
    def seconds(self) -> str:
        return f"{time.monotonic() - self.began:.1f}".replace(".", ",") + " giây"

    def progress(self, percent: float, what: str) -> None:
        """Show *percent* (0 to 100) and *what* is being done now."""
        update = getattr(self.status, "update", None)
        if update is not None:
            update(f"{self.text}: {percent:.0f} % {what}")
        elif abs(percent - self._last) >= REDRAW_EVERY:
            self._last = percent
            self.console.print(f"     {percent:3.0f} % {what}", markup=False, soft_wrap=True)


@contextmanager
def _nothing() -> Iterator[None]:
    yield None
