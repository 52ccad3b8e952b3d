"""Start, stop and ask the supervisor of one installation."""

import os
import signal
import sys
import time
import xmlrpc.client
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from congthu.engines import guard
from congthu.engines.process import run
from congthu.operations.instance import Instance

STOP_SECONDS = 60.0


class SupervisorError(Exception):
    """The supervisor cannot be started, asked or stopped; the text says what to do."""

    unfit = True


@dataclass(frozen=True, slots=True)
class Running:
    """How one program stands with the supervisor; ``pid`` 0 when it does not run."""

    name: str
    state: str
    pid: int
    since: int
    why: str


def config_path(instance: Instance) -> Path:
    return instance.current / "etc" / "supervisor" / "supervisord.conf"


def pid(instance: Instance) -> int:
    """Return the supervisor's pid, 0 if it does not run."""
    try:
        found = int((instance.run / "supervisor" / "supervisord.pid").read_text("ascii"))
        command = Path(f"/proc/{found}/cmdline").read_bytes()
    except (OSError, ValueError):
        return 0
    # A pid file outlives a killed supervisor, and pids come round again.
    return found if os.fsencode(instance.directory) in command else 0


def start(instance: Instance) -> None:
    """Start the supervisor in the background; it starts the programs."""
    conf = str(config_path(instance))
    run(
        [sys.executable, "-m", "supervisor.supervisord", "-c", conf],
        timeout=30,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
    )
    wait_until(
        lambda: pid(instance) != 0 and _answers(instance), 15, "Bộ giám sát không khởi động được", instance
    )


def stop(instance: Instance) -> None:
    """Stop every program and the supervisor, and end what a killed supervisor left behind."""
    found = pid(instance)
    if found:
        os.kill(found, signal.SIGTERM)
        wait_until(lambda: pid(instance) == 0, STOP_SECONDS, "Bộ giám sát không dừng", instance)
    for record in (instance.run / "supervisor").glob("*.json"):
        guard.end_leftovers(record, stop_signal=signal.SIGTERM, patience=10)


def survivors(instance: Instance) -> list[int]:
    """Return our processes that live although no supervisor watches them."""
    return [
        pid
        for record in sorted((instance.run / "supervisor").glob("*.json"))
        for pid in guard.leftovers(record)
    ]


def programs(instance: Instance) -> list[Running]:
    """Return how every program stands; empty when the supervisor does not run."""
    if not pid(instance):
        return []
    try:
        rows: list[dict[str, Any]] = _proxy(instance).supervisor.getAllProcessInfo()
    except (OSError, xmlrpc.client.Error):
        return []
    return [
        Running(row["name"], row["statename"], int(row["pid"]), int(row["start"]), row["spawnerr"])
        for row in rows
    ]


def restart(instance: Instance, names: list[str]) -> None:
    """Stop and start the named programs."""
    server = _proxy(instance).supervisor
    known = {row.name: row for row in programs(instance)}
    for name in names:
        if name in known and known[name].state in {"RUNNING", "STARTING", "BACKOFF"}:
            server.stopProcess(name, True)  # noqa: FBT003  # XML-RPC has no keywords
        if name in known:
            server.startProcess(name, False)  # noqa: FBT003


def stop_program(instance: Instance, name: str) -> None:
    _proxy(instance).supervisor.stopProcess(name, True)  # noqa: FBT003  # XML-RPC has no keywords


def start_program(instance: Instance, name: str) -> None:
    _proxy(instance).supervisor.startProcess(name, False)  # noqa: FBT003


def reread(instance: Instance) -> None:
    """Make the supervisor follow a new list of programs: gone ones stop, new and changed ones start."""
    server = _proxy(instance).supervisor
    [[added, changed, removed]] = server.reloadConfig()
    for group in [*removed, *changed]:
        server.stopProcessGroup(group)
        server.removeProcessGroup(group)
    for group in [*added, *changed]:
        server.addProcessGroup(group)


def wait_until(holds: Callable[[], bool], seconds: float, what: str, instance: Instance) -> None:
    """Wait for a condition.

    Raises:
        SupervisorError: it did not come true in *seconds*.
    """
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SupervisorError(
                f"{what} sau {seconds:.0f} giây. Xem nhật ký ở {instance.log}, rồi chạy ./congthu doctor."
            )
        time.sleep(0.1)


def _proxy(instance: Instance) -> Any:
    transport = SupervisorTransport(None, None, f"unix://{instance.run}/supervisor/supervisor.sock")
    return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)


def _answers(instance: Instance) -> bool:
    try:
        return bool(_proxy(instance).supervisor.getState())
    except (OSError, xmlrpc.client.Error):
        return False
