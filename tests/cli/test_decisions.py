import json

import pytest
from tests.world import CAUSE, CONSOLE, NOW
from typer.testing import CliRunner

from congthu.cli.answers import Unreadable
from congthu.cli.decisions import decision_app
from congthu.decisions.queries import policy_of
from congthu.directory.acts.roles import appoint
from congthu.directory.roles import Role
from congthu.regulations.refusals import RefusedByRule

DOCUMENT = (
    "--number",
    "12/QĐ",
    "--signed-on",
    "02/03/2026",
    "--signer",
    "Vũ Thị Hạnh",
    "--reason",
    "Tăng an toàn",
)


def call(*arguments):
    return CliRunner().invoke(decision_app, [*arguments, "--json"])


def told(*arguments):
    result = call(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def propose(acting, parameter="quota.person", value="3 GB"):
    of = ("--authority", "hanoi", "--parameter", parameter, "--value", value)
    return ("propose", *of, *DOCUMENT, "--as", acting.login)


@pytest.fixture
def two(world):
    accounts = [world.active(name) for name in ("Trần Thị Bình", "Lê Văn Chín")]
    for account in accounts:
        appoint(account.person, Role.MANAGING, acting=CONSOLE, now=NOW, cause=CAUSE)
    return accounts


def test_a_decision_is_entered_approved_and_listed(world, two):
    first, second = two
    entered = told(*propose(first))
    assert (entered["state"], entered["value"], entered["effective_from"]) == (
        "proposed",
        "3 GB",
        "2026-03-02",
    )
    assert told("approve", str(entered["id"]), "--as", second.login)["state"] == "in_force"
    assert [one["id"] for one in told("list", "--authority", "hanoi")["decisions"]] == [entered["id"]]
    world.hanoi.refresh_from_db()
    assert str(policy_of(world.hanoi).quota.person.value) == "3 GB"
    assert "3 GB" in CliRunner().invoke(decision_app, ["list"]).stdout


def test_numbers_lists_and_null_are_read_as_such(two):
    first, second = two
    number = told(*propose(first, "password.min_length", "12"))
    assert number["value"] == 12
    told("approve", str(number["id"]), "--as", second.login)
    assert told(*propose(first, "password.min_length", "null"))["value"] is None


def test_what_the_regulation_refuses_is_refused(two):
    result = call(*propose(two[0], "quota.person", "1 GB"))
    assert isinstance(result.exception, RefusedByRule)
    assert result.exception.refusals[0].clause == "Đ9.3.b"


def test_one_may_be_rejected(two):
    entered = told(*propose(two[0]))
    assert (
        told("reject", str(entered["id"]), "--reason", "Chưa cần", "--as", two[1].login)["state"]
        == "rejected"
    )


@pytest.mark.usefixtures("world")
def test_what_is_not_there_is_told():
    assert isinstance(call("approve", "999").exception, Unreadable)
