"""One real installation for all scenarios: made by the demo command, as a newcomer makes it.

The scenarios share it, so they run one after another on one worker; what a scenario changes it puts back.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from congthu.operations.demo.mail import MailProgram
from congthu.operations.instance import Instance

PROJECT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the scenarios together, in the order of their folders, after the quick tests."""
    for item in items:
        if "tests/system/" in str(item.path.as_posix()):
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.xdist_group("system"))


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
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


def wait_for(holds: Callable[[], object], *, seconds: float, what: str) -> object:
    """Wait for a condition, and say what was waited for when it does not come."""
    end = time.monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A short directory that service users can enter."""
    made = Path(tempfile.mkdtemp(prefix="ct-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def demo(scratch: Path) -> Iterator[Path]:
    """The directory of a demo that is up."""
    directory = scratch / "demo"
    done = congthu("demo", instance=directory)
    assert done.code == 0, done.out + done.err
    yield directory
    down = congthu("down", instance=directory)
    assert down.code == 0, down.err


@pytest.fixture(scope="session")
def instance(demo: Path) -> Instance:
    return Instance.read(demo)


@pytest.fixture(scope="session")
def endpoints(demo: Path) -> dict:
    return json.loads((demo / "endpoints.json").read_text())


@pytest.fixture(scope="session")
def accounts(demo: Path) -> list[dict]:
    return json.loads((demo / "demo-accounts.json").read_text())


@pytest.fixture(scope="session")
def holders(accounts: list[dict]) -> list[dict]:
    """Holders of Hà Nội who can sign in to mail."""
    found = [
        one
        for one in accounts
        if one["authority"] == "hanoi" and one["app_password"] and one["role"] != "locked"
    ]
    assert len(found) >= 2
    return found


@pytest.fixture(scope="session")
def mail(instance: Instance) -> MailProgram:
    return MailProgram(instance)
