"""How does a supervised program start, after whatever happened to its earlier incarnation?

Run by the system's Python alone (``/usr/bin/python3 -I -S guard.py SPEC.json``) so that it starts in
milliseconds and needs nothing of the project. In this order it: ends what a killed incarnation left in its
process group (nginx, Rspamd and php-fpm leave workers that hold the listening sockets; a killed supervisor
leaves everything); runs what prepares the start; waits, within limits, for the addresses the program needs;
drops to its user; becomes the program, keeping the process id that the supervisor watches.

The specification is a JSON object: ``name record command user group prepare waits_for wait_seconds
stop_signal stop_seconds environment umask``.
"""

import contextlib
import grp
import json
import os
import pwd
import signal
import socket
import subprocess  # noqa: TID251  (the guard runs without the project: process.py is not there)
import sys
import time
from pathlib import Path
from typing import Any

POLL = 0.1
# The machine's first process buries the children of a killed supervisor, some a few seconds late.
BURIAL_SECONDS = 10
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PROC = Path("/proc")


def say(words: str) -> None:
    """Say one line into the log of the program."""
    sys.stderr.write(f"guard: {words}\n")
    sys.stderr.flush()


def started_at(pid: int) -> int | None:
    """Return the start time of *pid* in clock ticks since boot, None if there is no such process."""
    fields = _stat(pid)
    return None if fields is None else int(fields[19])


def group_members(pgid: int) -> list[int]:
    """Return the living processes of the group *pgid*."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields is not None and fields[0] != "Z" and int(fields[2]) == pgid:
                found.append(int(entry.name))
    return found


def boot_id() -> str:
    """Tell this run of the machine from every other."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def remember(record: Path) -> None:
    """Write down who we are: after the exec, this is the program itself and the leader of its group."""
    pid = os.getpid()
    new = record.with_suffix(".new")
    new.write_text(json.dumps({"boot": boot_id(), "pid": pid, "started": started_at(pid)}))
    new.replace(record)


def recorded(record: Path) -> tuple[int, int] | None:
    """Return process id and start time from *record*, None if they are of another run of the machine, or ours."""
    try:
        old = json.loads(record.read_text())
        boot, pid, started = old["boot"], int(old["pid"]), int(old["started"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return None if boot != boot_id() or pid == os.getpid() else (pid, started)


def leftovers(record: Path) -> list[int]:
    """Return the living processes of the incarnation in *record*, none if its id has gone to someone else."""
    old = recorded(record)
    if old is None:
        return []
    pid, started = old
    leader = started_at(pid)
    if leader is not None and leader != started:
        # Linux gives a number away again only when no process and no group bears it any more, so a leader of
        # another age means that everything of the old group is gone.
        return []
    return [member for member in group_members(pid) if (started_at(member) or 0) >= started]


def end_leftovers(record: Path, *, stop_signal: int, patience: float) -> None:
    """Ask what is left to stop, wait, then end it."""
    left = leftovers(record)
    if not left:
        return
    say(f"ending {len(left)} processes of an earlier incarnation")
    _send(left, stop_signal)
    until = time.monotonic() + patience
    while (left := leftovers(record)) and time.monotonic() < until:
        time.sleep(POLL)
    _send(left, signal.SIGKILL)
    while leftovers(record):
        time.sleep(POLL)


def await_burial(record: Path, *, patience: float) -> None:
    """Wait until the old leader has left the process table: Dovecot and PostgreSQL take a dead one for alive."""
    until = time.monotonic() + patience
    while (old := recorded(record)) and started_at(old[0]) == old[1] and time.monotonic() < until:
        time.sleep(POLL)


def answers(address: str) -> bool:
    """Try to connect to ``unix:path`` or ``tcp:host:port``."""
    kind, _, where = address.partition(":")
    try:
        if kind == "unix":
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(where)
        else:
            host, _, port = where.rpartition(":")
            with socket.create_connection((host.strip("[]"), int(port)), timeout=1):
                pass
    except OSError:
        return False
    return True


def wait_for(addresses: list[str], seconds: float) -> str | None:
    """Wait until all answer; return the first that did not within *seconds*, None if all did."""
    until = time.monotonic() + seconds
    for address in addresses:
        while not answers(address):
            if time.monotonic() >= until:
                return address
            time.sleep(POLL)
    return None


def drop(user: str, group: str | None) -> dict[str, str]:
    """Become *user*, with *group* as the primary group if given; return its part of the environment."""
    entry = pwd.getpwnam(user)
    gid = grp.getgrnam(group).gr_gid if group else entry.pw_gid
    if os.geteuid() == 0:
        os.setgroups(sorted({gid, *os.getgrouplist(user, entry.pw_gid)}))
        os.setresgid(gid, gid, gid)
        os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
    elif os.geteuid() != entry.pw_uid:
        raise PermissionError(f"only root can become {user}")
    return {"HOME": entry.pw_dir, "USER": user, "LOGNAME": user}


def main(argv: list[str]) -> int:
    """Start the program of the specification named in *argv*; return only when that failed."""
    spec: dict[str, Any] = json.loads(Path(argv[1]).read_text())
    record = Path(spec["record"])
    stop = signal.Signals[f"SIG{spec['stop_signal']}"]
    end_leftovers(record, stop_signal=stop, patience=float(spec["stop_seconds"]))
    await_burial(record, patience=BURIAL_SECONDS)
    remember(record)
    environment = {"PATH": SEARCH_PATH, "LANG": "C.UTF-8", "HOME": "/"}
    for command in spec["prepare"]:
        code = subprocess.call(command, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
        if code:
            say(f"{command[0]} ended with {code}: not starting {spec['name']}")
            return 1
    missing = wait_for(spec["waits_for"], float(spec["wait_seconds"]))
    if missing:
        say(f"{missing} does not answer: not starting {spec['name']}, the supervisor will try again")
        return 75
    os.umask(spec["umask"])
    if spec["user"]:
        environment |= drop(spec["user"], spec["group"])
    # Python ignores SIGPIPE and the program would inherit that.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        os.execve(spec["command"][0], spec["command"], environment | spec["environment"])  # noqa: S606
    except OSError as error:
        say(f"{spec['command'][0]}: {error.strerror}")
    return 127


def _stat(pid: int) -> list[str] | None:
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    # The second field is the name in brackets and may itself hold blanks and brackets.
    return text.rpartition(")")[2].split()


def _send(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
