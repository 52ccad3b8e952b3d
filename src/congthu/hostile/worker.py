"""Read one hostile file and answer in JSON; runs in a process of its own, see `congthu.hostile.child`."""

import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Final

OPEN_FILES: Final = 32


def limit(*, memory: int, cpu_seconds: int) -> None:
    """Give up everything that reading a file does not need: nothing can be written, no core is left."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer ``{"read": …}`` or ``{"unreadable": "one sentence"}`` to what standard input asks."""
    told = json.load(sys.stdin)
    limit(memory=told["limits"]["memory"], cpu_seconds=told["limits"]["cpu_seconds"])
    # Imported under the limits: the libraries are what hostile files attack.
    from congthu.hostile.child import UnreadableFile  # noqa: PLC0415

    module, _, function = told["reader"].partition(":")
    read = getattr(importlib.import_module(module), function)
    try:
        answer: dict[str, object] = {"read": read(Path(told["path"]).read_bytes(), told["asked"])}
    except UnreadableFile as unreadable:
        answer = {"unreadable": unreadable.message}
    json.dump(answer, sys.stdout, ensure_ascii=False)
