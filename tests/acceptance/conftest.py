"""Each clause of a regulation, proved from outside on a running installation; README.md tells how to write one.

The folder of a test names its regulation: ``hanoi_1643_2023`` is ``hanoi-1643-2023``. One installation serves the whole
run, which only moves time forth and puts it back, so the tests run one after another on the worker of the scenarios.
"""

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.console import Console
from tests.acceptance.outside.mail import MailProgram
from tests.acceptance.outside.people import Province

HERE = Path(__file__).parent
# `./congthu regulation prove` names an installation that runs; else the tests make their own.
RUNNING = "CONGTHU_ACCEPTANCE_INSTANCE"
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
            raise pytest.UsageError(f"{item.nodeid}: mark it with a clause of its own regulation")
        item.add_marker(pytest.mark.system)
        item.add_marker(pytest.mark.xdist_group("system"))
    # After the scenarios, which look at an installation as the demo leaves it.
    items[:] = [item for item in items if item not in own] + own


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest) -> Path:
    """The directory of the installation that is asked."""
    named = os.environ.get(RUNNING)
    return Path(named) if named else request.getfixturevalue("demo")


@pytest.fixture(scope="session")
def console(installation: Path) -> Iterator[Console]:
    """The ``congthu`` command."""
    held = Console(installation)
    yield held
    held.end()


@pytest.fixture(scope="session")
def provinces(
    installation: Path, console: Console, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Province]:
    """The authorities of the installation, each under the name of its regulation."""
    endpoints = json.loads((installation / "endpoints.json").read_text("utf-8"))
    described = tomllib.loads((installation / "instance.toml").read_text("utf-8"))
    mail = MailProgram(endpoints, installation / "tls" / "ca.pem")
    scratch = tmp_path_factory.mktemp("phieu")
    return {
        entry["regulation"]: Province(
            code, entry["regulation"], console=console, endpoints=endpoints, mail=mail, scratch=scratch
        )
        for code, entry in described["authorities"].items()
    }


@pytest.fixture
def province(request: pytest.FixtureRequest, provinces: dict[str, Province]) -> Province:
    """The authority under the regulation to which the test belongs."""
    return provinces[regulation_of(request.path)]


@pytest.fixture
def clock(console: Console) -> Iterator[Clock]:
    """The time of the installation; after the test it is what it was."""
    held = Clock(console)
    yield held
    held.put_back()
