"""Run one rendered program for the time of a test, as its supervisor would."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress

from tests.engines.samples import PREPARE_PATH

from congthu.engines.program import Program


@contextmanager
def running(program: Program, health, *, seconds: float = 60):
    """Start *program*, wait until *health* is well, and end its whole group afterwards."""
    for command in program.prepare:
        subprocess.run(command, check=True, env={"PATH": PREPARE_PATH})
    drop = {"user": program.user, "group": program.group, "extra_groups": []} if os.geteuid() == 0 else {}
    process = subprocess.Popen(
        program.command,
        cwd="/",
        process_group=0,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **{key: value for key, value in drop.items() if value is not None and program.user},
    )
    try:
        end = time.monotonic() + seconds
        while not (answer := health()).ok:
            assert process.poll() is None, f"{program.name} ended with {process.returncode}"
            assert time.monotonic() < end, answer.detail
            time.sleep(0.1)
        yield answer
    finally:
        process.send_signal(getattr(signal, f"SIG{program.stop_signal}"))
        try:
            process.wait(timeout=20)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
