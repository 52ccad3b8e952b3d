"""Do the tests notice when the law changes?

    python -m tools.perturb [--regulation ID] [--parameter NAME] [--sample N] [--seconds N]

A copy of the project gets one changed value of one regulation at a time (``tools/law_changes.py``), and the tests that
are marked with its parameter run against it until one fails. Where all stay green the mark lies, or no test proves
this value of this regulation: each such change is one line, and the exit code is 1. Everything happens in one process,
the quick tests first; a test that fails without any change ends the run with 2. ID and NAME may be patterns:
``password.*``.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from tools.law_changes import PLATFORM, Change, changes

from congthu.regulations.coverage import behind, marks_on_tests
from congthu.regulations.faults import LawError
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.proofs import ROOT

COPIED = ("src", "tests", "tools", "regulations", "pyproject.toml")
GREEN, BROKEN = 1, 2


@dataclass(eq=False)
class Perturbing:
    """A pytest plugin that runs the collected tests once for every change instead of once."""

    planned: Sequence[Change]
    until: float
    green: list[tuple[Change, int]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    noticed: int = 0
    left: int = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        marks = marks_on_tests(ROOT / "tests")
        items = sorted(session.items, key=_needs_database)
        self.broken = [item.nodeid for item in items if _fails(item)]
        for place, change in enumerate(self.planned if not self.broken else ()):
            if time.monotonic() > self.until:
                self.left = len(self.planned) - place
                break
            nodes = set(behind([change.parameter], marks))
            proving = [item for item in items if item.nodeid.partition("[")[0] in nodes]
            # A test of this very regulation will most likely be the one that fails.
            proving.sort(key=lambda item: change.document not in item.nodeid)
            if not proving:
                continue
            if _noticed(change, proving):
                self.noticed += 1
            else:
                self.green.append((change, len(proving)))
        return True


def _noticed(change: Change, items: Sequence[pytest.Item]) -> bool:
    before = change.file.read_text("utf-8")
    change.file.write_text(change.text(), encoding="utf-8")
    _forget()
    try:
        for one in catalogue() if change.document == PLATFORM else [change.document]:
            policy_for(one)
    except LawError:
        return True  # one step outside what the schema allows: nobody can have this value
    else:
        return any(_fails(item) for item in items)
    finally:
        change.file.write_text(before, encoding="utf-8")
        _forget()


def _needs_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


def _fails(item: pytest.Item) -> bool:
    # As if another file came next: what belongs to the whole run, such as the database, stays.
    following: Any = item.session
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _forget() -> None:
    """Empty every cache that may hold the law as it was."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("congthu.", "tests.")):
            for found in list(vars(module).values()):
                if callable(clear := getattr(found, "cache_clear", None)) and callable(found):
                    clear()


def run(wanted: argparse.Namespace) -> int:
    """Run in the copy, whose law may be changed."""
    documents = [one for one in (*catalogue(), PLATFORM) if fnmatchcase(one, wanted.regulation)]
    marks = marks_on_tests(ROOT / "tests")
    planned = [
        change
        for document in documents
        for change in changes(document)
        if fnmatchcase(change.parameter, wanted.parameter) and behind([change.parameter], marks)
    ]
    if not planned:
        print("no change of the law fits, or no test is marked with what fits")
        return BROKEN
    if wanted.sample:
        planned = random.Random(wanted.seed).sample(planned, min(wanted.sample, len(planned)))  # noqa: S311  # no secret
    nodes = behind([change.parameter for change in planned], marks)
    plugin = Perturbing(planned, time.monotonic() + wanted.seconds)
    options = ("-qq", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-m", "not system")
    ended = pytest.main([*options, *nodes], plugins=[plugin])
    return _told(plugin) if ended is pytest.ExitCode.OK else BROKEN


def _told(plugin: Perturbing) -> int:
    for node in plugin.broken:
        print(f"fails without any change: {node}")
    for change, tests in plugin.green:
        print(f"{change}: {tests} tests stay green")
    left = f", {plugin.left} not tried in time" if plugin.left else ""
    print(f"{plugin.noticed} changes noticed, {len(plugin.green)} not noticed{left}")
    return BROKEN if plugin.broken else GREEN if plugin.green else 0


def main(arguments: Sequence[str]) -> int:
    """Make the copy and run in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--regulation", default="*", metavar="ID", help="also: platform")
    parser.add_argument(
        "--parameter", default="*", metavar="NAME", help="also: state.*, transition.*, form.*"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="only N changes, chosen by --seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3600, help="stop changing after so long")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if wanted.inside:
        return run(wanted)
    with tempfile.TemporaryDirectory(prefix="ct-law-") as directory:
        copy = Path(directory)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, copy)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(copy / "src"), str(copy)))}
        # A database of its own, also where a run of tests with one started this.
        environment.pop("CONGTHU_TEST_SOCKET", None)
        command = [sys.executable, "-m", "tools.perturb", *arguments, "--inside"]
        return subprocess.call(command, cwd=copy, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
