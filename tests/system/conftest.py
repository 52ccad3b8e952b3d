"""One real installation for all scenarios: made by the demo command, as a newcomer makes it.

The scenarios share it, so they run one after another on one worker; what a scenario changes it puts back.
"""

import json
from pathlib import Path

import pytest

from congthu.operations.demo.mail import MailProgram
from congthu.operations.instance import Instance


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the scenarios together, in the order of their folders, after the quick tests."""
    for item in items:
        if "tests/system/" in str(item.path.as_posix()):
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.xdist_group("system"))


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
