"""How is the supervisor started, told and asked?"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from congthu.engines.process import run
from congthu.engines.supervisor.config import SupervisorConfig
from congthu.engines.versions import version_of

POLL = 0.2
LAUNCH_SECONDS = 30


class SupervisorDown(Exception):
    """Nobody supervises this installation."""

    def __init__(self, path: str) -> None:
        """Say where it was looked for."""
        super().__init__(f"Hệ thống chưa được khởi động: không kết nối được {path}.")


@dataclass(frozen=True, slots=True)
class ProcessState:
    """A program as its supervisor sees it. *detail* is supervisord's own words."""

    name: str
    state: str
    pid: int
    detail: str

    @property
    def running(self) -> bool:
        """Tell whether there is a process; whether it serves is asked of the process itself."""
        return self.state == "RUNNING"


class Supervisor:
    """The supervisor of one installation. Every method but `running` and `launch` may raise `SupervisorDown`."""

    def __init__(self, wants: SupervisorConfig, supervisord: str) -> None:
        """Speak to the supervisor of *wants*; *supervisord* is the program to launch."""
        self._wants, self._supervisord = wants, supervisord
        self._config = f"{wants.layout.etc('supervisor')}/supervisord.conf"

    def version(self) -> str:
        """Return the version of the program; raise `ProgramMissing`."""
        return version_of(self._supervisord, "--version")

    def running(self) -> bool:
        """Tell whether it answers."""
        try:
            self._call("getState")
        except SupervisorDown:
            return False
        except Fault:
            # It is on its way out and answers nothing else any more.
            return True
        return True

    def pid(self) -> int:
        """Return its process id, 0 where it left no trace or another process has taken the number."""
        try:
            found = int(Path(self._wants.pid_file).read_text("ascii"))
            command = Path(f"/proc/{found}/cmdline").read_bytes()
        except (OSError, ValueError):
            return 0
        return found if self._config.encode() in command else 0

    def launch(self) -> None:
        """Start it in the background and with it every program; return when it answers."""
        run((self._supervisord, "-c", self._config), timeout=LAUNCH_SECONDS)
        until = time.monotonic() + LAUNCH_SECONDS
        while not self.running():
            if time.monotonic() >= until:
                raise SupervisorDown(self._wants.socket.path)
            time.sleep(POLL)

    def states(self) -> tuple[ProcessState, ...]:
        """Return every program."""
        return tuple(
            ProcessState(row["name"], row["statename"], row["pid"], row["spawnerr"] or row["description"])
            for row in self._call("getAllProcessInfo")
        )

    def update(self) -> tuple[str, ...]:
        """Take in a new configuration; return the programs that were started, restarted or removed for it."""
        added, changed, removed = self._call("reloadConfig")[0]
        for name in (*removed, *changed):
            self._call("stopProcessGroup", name)
            self._call("removeProcessGroup", name)
        for name in (*changed, *added):
            self._call("addProcessGroup", name)
        return (*added, *changed, *removed)

    def start(self, name: str, *, wait: bool = True) -> None:
        """Start one program, unless it runs."""
        self._call("startProcess", name, wait, tolerate="ALREADY_STARTED")

    def stop(self, name: str) -> None:
        """Stop one program and wait until it has ended."""
        self._call("stopProcess", name, tolerate="NOT_RUNNING")

    def restart(self, name: str) -> None:
        """Stop and start one program."""
        self.stop(name)
        self.start(name)

    def signal(self, name: str, signal: str) -> None:
        """Send *signal* (``HUP``) to one program."""
        self._call("signalProcess", name, signal)

    def shutdown(self, *, timeout: float) -> bool:
        """End every program and itself; return whether that was done within *timeout* seconds."""
        pid = self.pid()
        with contextlib.suppress(ProcessLookupError):
            if pid:
                os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + timeout
        # The socket closes first and the process goes last: only then is nothing left.
        while self.pid() or self.running():
            if time.monotonic() >= until:
                return False
            time.sleep(POLL)
        return True

    def _call(self, method: str, *arguments: Any, tolerate: str = "") -> Any:
        # A connection each time: one that broke when the supervisor was killed would stay broken. The URL is
        # not used, but the class insists on one.
        transport = SupervisorTransport(serverurl=f"unix://{self._wants.socket.path}")
        try:
            with ServerProxy("http://127.0.0.1", transport=transport) as proxy:
                return getattr(proxy.supervisor, method)(*arguments)
        except Fault as fault:
            if tolerate and fault.faultString.startswith(tolerate):
                return None
            raise
        except (OSError, HTTPException) as error:
            raise SupervisorDown(self._wants.socket.path) from error
