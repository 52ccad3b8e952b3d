"""Does a running installation do what its regulation says? The tests of the clauses are run on it, one after another.

They make people and mailboxes and move time, so only a trial may be asked. The tests run in a process of their own,
which tells line by line how each went.
"""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from congthu.operations.instance import Instance
from congthu.regulations.clauses import Clause
from congthu.regulations.policy import Policy
from congthu.regulations.proofs import proofs, status

INSTALLATION, REPORT = "CONGTHU_ACCEPTANCE_INSTANCE", "CONGTHU_ACCEPTANCE_REPORT"


class CannotProve(Exception):
    """The installation, or this machine, is not one on which clauses can be proved; the text says why."""

    unfit = True


@dataclass(frozen=True, slots=True)
class Proved:
    """What became of one clause. *passed* is None where it has no test; *details* are what failed, for developers."""

    clause: str
    kind: str
    status: str
    by: str | None
    tests: tuple[str, ...]
    passed: bool | None
    seconds: float | None
    details: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form that the contract promises."""
        return {
            "clause": self.clause,
            "class": self.kind,
            "status": self.status,
            "by": self.by,
            "tests": list(self.tests),
            "passed": self.passed,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True)
class _Ran:
    passed: bool
    seconds: float
    detail: str


def check(instance: Instance, policy: Policy) -> None:
    """See that clauses of *policy* can be proved on *instance*.

    Raises:
        CannotProve: it is no trial, it is not up, or it does not run the regulation; or the tests' tools are missing.
    """
    if not instance.test_clock:
        raise CannotProve(
            f"{instance.directory} không phải hệ thống thử: chứng minh thì phải lập người, hộp thư và đổi giờ. "
            "Hãy dùng hệ thống mẫu (./congthu demo) hoặc hệ thống khởi tạo bằng ./congthu init --test-clock."
        )
    if not (instance.directory / "endpoints.json").exists():
        raise CannotProve(f"Hệ thống ở {instance.directory} chưa chạy. Khởi động bằng: ./congthu up")
    held = [entry.regulation for entry in instance.authorities.values()]
    if policy.id not in held:
        raise CannotProve(f"Hệ thống này không chạy {policy.id}; đang chạy: {', '.join(held)}.")
    if importlib.util.find_spec("pytest") is None:
        raise CannotProve("Thiếu công cụ kiểm thử; ./congthu regulation prove tự cài phần còn thiếu.")


def prove(
    instance: Instance, policy: Policy, clauses: Sequence[Clause], *, project: Path
) -> Iterator[Proved]:
    """Run the tests of *clauses*; give each clause, in that order, as soon as all its tests have run.

    Call `check` first.
    """
    known = proofs(policy.id, project)
    wanted = list(dict.fromkeys(test for clause in clauses for test in known.get(str(clause), ())))
    ran: dict[str, list[_Ran]] = {}
    with _running(wanted, instance, project) as reports:
        for clause in clauses:
            tests = known.get(str(clause), ())
            # A test with parameters tells of itself several times, so a clause is done when a later test begins.
            while tests and not _past(tests, ran, wanted) and (line := reports.readline()):
                report = json.loads(line)
                ran.setdefault(report["test"], []).append(
                    _Ran(report["passed"], report["seconds"], report["detail"])
                )
            yield _proved(clause, policy, tests, ran)


def _proved(
    clause: Clause, policy: Policy, tests: tuple[str, ...], ran: Mapping[str, Sequence[_Ran]]
) -> Proved:
    entry = policy.ledger.clause[clause]
    results = [one for test in tests for one in ran.get(test, ())]
    failed = [one.detail for one in results if not one.passed]
    failed += [f"{test}: không chạy được" for test in tests if not ran.get(test)]
    return Proved(
        str(clause),
        entry.kind.value,
        status(entry, tests).value,
        entry.by.value if entry.by else None,
        tests,
        not failed if tests else None,
        round(sum(one.seconds for one in results), 2) if tests else None,
        tuple(failed),
    )


def _past(tests: Sequence[str], ran: Mapping[str, object], wanted: Sequence[str]) -> bool:
    """Say whether a test after the last of *tests* has run."""
    last = max(wanted.index(test) for test in tests)
    return any(test in ran for test in wanted[last + 1 :])


@contextmanager
def _running(tests: Sequence[str], instance: Instance, project: Path) -> Iterator[TextIO]:
    """Run *tests* in a process of their own; give what it reports, a line a test."""
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as reports:
        if not tests:
            os.close(writing)
            yield reports
            return
        environment = {
            **os.environ,
            "PYTHONPATH": str(project / "src"),
            INSTALLATION: str(instance.directory),
            REPORT: f"/dev/fd/{writing}",
        }
        # The tests stay outside: the settings of this process are not theirs.
        for name in ("CONGTHU_INSTANCE", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", *tests],
            cwd=project,
            env=environment,
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=sys.stderr,
        )
        os.close(writing)
        try:
            yield reports
        except BaseException:
            # As if somebody had pressed Ctrl-C: the tests put back the time that they moved.
            process.send_signal(signal.SIGINT)
            raise
        finally:
            process.wait()
