"""Has everything that the mail programs have logged by now reached the record?

Asked by whoever moves the clock of a trial: what was used before must not look unused in the months that are lived
through.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from congthu.engines.collector.config import STATE

LOGS = ("dovecot", "rspamd")


def lengths(instance: Path) -> dict[str, int]:
    """How long the logs are now."""
    logs = {name: instance / "log" / f"{name}.log" for name in LOGS}
    return {name: path.stat().st_size for name, path in logs.items() if path.exists()}


def caught_up(instance: Path, wanted: Mapping[str, int]) -> bool:
    """Say whether the logs have been read as far as *wanted*, and what was heard there stands in the database."""
    try:
        state = json.loads((instance / "data" / "collector" / STATE).read_text("utf-8"))
        read = {name: int(state["places"][name]["offset"]) for name in wanted}
        waiting = any(state["tally"].values())
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return not waiting and all(read[name] >= length for name, length in wanted.items())
