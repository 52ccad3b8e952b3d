"""The ``congthu`` command, as somebody uses it who scripts a system: one ``batch`` conversation for all tests."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.running import PROJECT


@dataclass(frozen=True)
class Answer:
    """How a command ended: its exit code, what it printed, what it said on standard error."""

    line: str
    exit: int
    output: Any
    errors: str

    @property
    def refused(self) -> list[dict[str, str]]:
        """The refusals of an act that a rule does not allow; fails where it was allowed."""
        assert self.exit == 1, f"{self.line}\n→ {self}"
        return self.output["refused"]

    @property
    def clauses(self) -> list[str]:
        """The clauses that refuse."""
        return [one["clause"] for one in self.refused]


class Console:
    """Holds the conversation."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self._process = subprocess.Popen(
            [str(PROJECT / "congthu"), "batch", "--instance", str(instance)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def answer(self, line: str, given: object = None) -> Answer:
        """Run one command, whatever becomes of it; *given* is what it reads on standard input."""
        if given is not None:
            line = f"{line} <<< {json.dumps(given, ensure_ascii=False)}"
        assert "\n" not in line, line
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        assert told, f"batch ended at: {line}"
        found = json.loads(told)
        return Answer(line, found["exit"], found["output"], found.get("errors", ""))

    def run(self, line: str, given: object = None) -> Any:
        """Run one command that must be done, and give the document that it prints."""
        answer = self.answer(f"{line} --json", given)
        assert answer.exit == 0, f"{line}\n→ {answer}"
        return answer.output

    def refused(self, line: str, given: object = None) -> Answer:
        """Run one command that a rule must refuse."""
        answer = self.answer(f"{line} --json", given)
        assert answer.exit == 1, f"{line}\n→ {answer}"
        return answer

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()
