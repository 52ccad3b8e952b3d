"""A real installation as people use it: the launcher, and waiting for what comes by itself."""

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

PROJECT = Path(__file__).parents[1]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def congthu(*arguments: str, instance: Path, input_: str | None = None, project: Path = PROJECT) -> Done:
    """Run the launcher as a person does."""
    done = subprocess.run(
        [str(project / "congthu"), *arguments, "--instance", str(instance)],
        capture_output=True,
        text=True,
        input=input_,
        timeout=900,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def wait_for(look: Callable[[], Found], *, seconds: float = 120, what: str) -> Found:
    """Look until there is something, and give it; say what was waited for when it does not come."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)
