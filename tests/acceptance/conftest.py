"""Each clause of a regulation, proved from outside on a running installation; README.md tells how to write one.

The folder of a test names its regulation: ``hanoi_1643_2023`` is ``hanoi-1643-2023``. One installation serves the whole
run, which only moves time forth and puts it back, so the tests run one after another on the worker of the scenarios.
"""

import json
import os
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.console import Console
from tests.acceptance.outside.mail import MailProgram
from tests.acceptance.outside.provinces import Province
from tests.running import congthu

HERE = Path(__file__).parent
# `./congthu regulation prove` names an installation that runs; else the tests make their own.
RUNNING = "CONGTHU_ACCEPTANCE_INSTANCE"
# Two texts of one domain never share an installation: this one has its own.
SECOND = "soctrang-draft-2024"
# Where it reads how each test went, one JSON document a line.
REPORT = "CONGTHU_ACCEPTANCE_REPORT"


def regulation_of(path: Path) -> str:
    """The regulation to which a test file belongs."""
    return path.relative_to(HERE).parts[0].replace("_", "-")


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    path = os.environ.get(REPORT)
    if path is None or (call.when != "call" and call.excinfo is None):
        return
    told = {
        "test": item.nodeid.partition("[")[0],
        "passed": call.excinfo is None,
        "seconds": round(call.duration, 3),
        "detail": f"{item.nodeid}: {call.excinfo.exconly()}" if call.excinfo else "",
    }
    with Path(path).open("a", encoding="utf-8") as report:
        report.write(json.dumps(told, ensure_ascii=False) + "\n")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    own = [item for item in items if item.path.is_relative_to(HERE)]
    for item in own:
        marks = list(item.iter_markers("clause"))
        if not marks or any(mark.args[0] != regulation_of(item.path) for mark in marks):
            raise pytest.UsageError(
                f"{item.nodeid}: mark it with a clause of its own regulation, or with that alone"
            )
        item.add_marker(pytest.mark.system)
        item.add_marker(pytest.mark.xdist_group("system"))
    # After the scenarios, which look at an installation as the demo leaves it.
    items[:] = [item for item in items if item not in own] + own


class Installation:
    """An installation that is up: its command, and its authorities by their regulation."""

    def __init__(self, directory: Path, scratch: Path) -> None:
        self.directory, self.console = directory, Console(directory)
        described = tomllib.loads((directory / "instance.toml").read_text("utf-8"))
        self.authorities = {entry["regulation"]: code for code, entry in described["authorities"].items()}
        self._endpoints = json.loads((directory / "endpoints.json").read_text("utf-8"))
        self._mail = MailProgram(self._endpoints, directory / "tls" / "ca.pem")
        self._scratch = scratch

    def province(self, regulation: str) -> Province:
        """The authority under a regulation, with an agency of its own."""
        return Province(
            self.authorities[regulation],
            regulation,
            console=self.console,
            endpoints=self._endpoints,
            mail=self._mail,
            scratch=self._scratch,
        )


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests put the forms that they fill in."""
    return tmp_path_factory.mktemp("phieu")


@pytest.fixture(scope="session")
def main_installation(request: pytest.FixtureRequest, forms: Path) -> Iterator[Installation]:
    """The installation that is asked: the one that was named, or the demo."""
    named = os.environ.get(RUNNING)
    held = Installation(Path(named) if named else request.getfixturevalue("demo"), forms)
    # Whoever left its clock somewhere gets it back there; the tests begin in the machine's time.
    clock = Clock(held.console)
    found = clock.ahead
    clock.be_ahead(timedelta(0))
    yield held
    clock.be_ahead(found)
    held.console.end()


@pytest.fixture(scope="session")
def second_installation(scratch: Path, forms: Path) -> Iterator[Installation]:
    """A trial of the text that shares its domain with one of the demo's; made when a test needs it."""
    directory = scratch / "du-thao"
    for command in (["init", "--test-clock", "--regulation", SECOND], ["up"]):
        done = congthu(*command, instance=directory)
        assert done.code == 0, done.out + done.err
    held = Installation(directory, forms)
    yield held
    held.console.end()
    down = congthu("down", instance=directory)
    assert down.code == 0, down.err


@pytest.fixture
def installation(request: pytest.FixtureRequest, main_installation: Installation) -> Installation:
    """The installation that runs the regulation of the test."""
    if regulation_of(request.path) in main_installation.authorities:
        return main_installation
    return request.getfixturevalue("second_installation")


@pytest.fixture
def province(request: pytest.FixtureRequest, installation: Installation) -> Province:
    """The authority under the regulation to which the test belongs."""
    return installation.province(regulation_of(request.path))


@pytest.fixture
def clock(installation: Installation) -> Iterator[Clock]:
    """The time of the installation; after the test it is what it was."""
    held = Clock(installation.console)
    yield held
    held.put_back()
