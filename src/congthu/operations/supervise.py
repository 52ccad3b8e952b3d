"""Start and stop everything that one installation runs, whatever was killed before."""

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from congthu.engines import guard
from congthu.engines.layout import Layout
from congthu.engines.supervisor.config import SupervisorConfig
from congthu.engines.supervisor.control import Supervisor
from congthu.operations.instance import Instance

STOP_SECONDS = 90.0
LEFTOVER_SECONDS = 10.0


class Late(Exception):
    """A condition did not come true in time; the text says which, and where to look."""

    unfit = True


def supervisor_of(instance: Instance) -> Supervisor:
    """Return the supervisor of *instance*, running or not."""
    wants = SupervisorConfig(layout=Layout(root=str(instance.directory)))
    return Supervisor(wants, str(Path(sys.executable).parent / "supervisord"))


def running(instance: Instance) -> bool:
    """Say whether the installation has been started."""
    return supervisor_of(instance).running()


def start(instance: Instance) -> None:
    """Start the supervisor, which starts every program."""
    _end_leftovers(instance)
    supervisor_of(instance).launch()


def stop(instance: Instance) -> None:
    """Stop every program and the supervisor, and end what a killed supervisor left behind.

    Raises:
        Late: something did not stop.
    """
    if not supervisor_of(instance).shutdown(timeout=STOP_SECONDS):
        raise Late(f"Bộ giám sát không dừng sau {STOP_SECONDS:.0f} giây. Xem {instance.log}/supervisord.log.")
    _end_leftovers(instance)


def wait_until(holds: Callable[[], object], seconds: float, otherwise: str) -> None:
    """Wait for a condition.

    Raises:
        Late: it did not come true in *seconds*.
    """
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise Late(f"{otherwise} (đã chờ {seconds:.0f} giây)")
        time.sleep(0.1)


def _end_leftovers(instance: Instance) -> None:
    for record in sorted((instance.run / "supervisor").glob("*.json")):
        guard.end_leftovers(record, stop_signal=signal.SIGTERM, patience=LEFTOVER_SECONDS)
