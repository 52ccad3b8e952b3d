"""How much processor time did a program and everything it started take?

Steadier than a rate on a machine that has other work to do: who waits for a processor does not use it.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def effort(programs: Mapping[str, int]) -> dict[str, float]:
    """Return the seconds of each program so far; *programs* names the process that each began as."""
    children: dict[int, list[int]] = {}
    seconds: dict[int, float] = {}
    for process, fields in _processes():
        # utime, stime, and those of the children that ended and were waited for: see proc(5).
        seconds[process] = sum(map(int, fields[11:15])) / TICKS
        children.setdefault(int(fields[1]), []).append(process)

    def tree(root: int) -> float:
        return seconds.get(root, 0.0) + sum(tree(child) for child in children.get(root, ()))

    return {name: tree(root) for name, root in programs.items()}


def _processes() -> Iterable[tuple[int, list[str]]]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            text = (entry / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        # The name of a program may hold spaces and brackets; what is counted comes after the last one.
        yield int(entry.name), text.rpartition(")")[2].split()
