"""How are all programs kept running?

supervisord starts each through the guard, which is rendered beside it so that an installation does not change
under a running supervisor when the source tree does. What the guard must know of a program lies in a file of
its own.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from pydantic.dataclasses import dataclass

from congthu.engines.address import TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Directory, Program, Rendered, RenderedFile
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, AbsolutePath, Count
from congthu.engines.versions import Versions

VERSIONS = Versions("Supervisor", ("4",))
# The days of the regulations, and of the logs that prove what happened on them.
TIME_ZONE = "Asia/Ho_Chi_Minh"
GUARD = Path(__file__).parent.parent / "guard.py"
# Longer than supervisord's own start_seconds of any program: a program that waits counts as started, so its
# supervisor tries for ever and never gives up on it.
WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class SupervisorConfig:
    """The supervisor of one installation on one machine."""

    layout: Layout
    python: AbsolutePath = "/usr/bin/python3"
    log_mib: Count = 50
    log_backups: Count = 10

    @property
    def socket(self) -> UnixSocket:
        """Where supervisord is told what to do; for root only."""
        return self.layout.socket("supervisor", "supervisor.sock")

    @property
    def pid_file(self) -> str:
        """Where supervisord writes its process id."""
        return f"{self.layout.run('supervisor')}/supervisord.pid"


def specification(program: Program, layout: Layout) -> str:
    """Return what the guard is told about *program*."""
    return (
        json.dumps(
            {
                "name": program.name,
                "record": f"{layout.run('supervisor')}/{program.name}.json",
                "command": program.command,
                "user": program.user,
                "group": program.group,
                "prepare": program.prepare,
                "waits_for": [_knock(address) for address in program.waits_for],
                "wait_seconds": WAIT_SECONDS,
                "stop_signal": program.stop_signal,
                "stop_seconds": program.stop_seconds,
                "environment": {"TZ": TIME_ZONE, **program.environment},
                "umask": program.umask,
            },
            indent=2,
        )
        + "\n"
    )


def render(wants: SupervisorConfig, programs: Sequence[Program], version: str) -> Rendered:
    """Return the files that keep *programs* running; raise `UnknownVersion`."""
    templates = Templates("supervisor", VERSIONS.family(version))
    etc = wants.layout.etc("supervisor")
    specifications = {program.name: specification(program, wants.layout) for program in programs}
    # A program whose specification changed must be seen as changed by `supervisorctl update`, which compares
    # nothing but the lines of its own file.
    digests = {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in specifications.items()}
    ordered = sorted(programs, key=lambda program: (program.priority, program.name))
    main = templates.render("supervisord.conf", wants=wants, programs=ordered, etc=etc, digests=digests)
    return Rendered(
        files=(
            RenderedFile("supervisor/supervisord.conf", main, mode=0o600),
            RenderedFile("supervisor/guard.py", GUARD.read_text()),
            # The environment of a program may hold its secrets.
            *(
                RenderedFile(f"supervisor/programs/{name}.json", text, mode=0o600)
                for name, text in sorted(specifications.items())
            ),
        ),
        directories=(
            Directory(wants.layout.run("supervisor"), mode=0o700),
            Directory(wants.layout.log_directory, mode=0o755),
        ),
    )


def _knock(address: UnixSocket | TcpAddress) -> str:
    return f"unix:{address.path}" if isinstance(address, UnixSocket) else f"tcp:{address}"
