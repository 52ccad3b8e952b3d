import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from congthu.cli.answers import Unreadable
from congthu.cli.lifecycle import lifecycle_app
from congthu.cli.main import FAMILIES
from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import RefusedByRule

CASES = """regulation,state,issued_on,expected_to,expected_on
hanoi-1643-2023,issued_default,2026-03-02,locked,2026-03-08
"""


def call(*arguments):
    return CliRunner().invoke(lifecycle_app, [*arguments, "--json"])


def told(*arguments):
    result = call(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def test_the_family_is_reached_by_its_name_and_loads_no_records_by_itself():
    assert (FAMILIES["lifecycle"].module, FAMILIES["lifecycle"].records) == ("lifecycle", False)


def test_cases_are_checked_without_a_database_or_an_installation(tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text(CASES, "utf-8")
    program = (
        "import sys; from congthu.cli.main import main\n"
        "try: main(['lifecycle', 'check', sys.argv[1], '--json', '--instance', sys.argv[2]])\n"
        "finally: assert 'django.db' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file), str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)


class TestForecastAndRun:
    def test_a_forecast_lists_every_mailbox_and_counts_each_kind(self, world):
        mailbox = world.mailbox()
        found = told("forecast", "--as-of", "2026-03-08")
        assert found["transitions"] == [
            {
                "authority": "hanoi",
                "address": mailbox.address,
                "event": "default_kept",
                "from": "issued_default",
                "to": "locked",
                "on": "2026-03-08",
                "clause": "Đ8.2.d",
                "gist": "Không đổi mật khẩu mặc định đúng hạn",
            }
        ]
        assert (found["as_of"], found["total"], found["counts"][0]["count"]) == ("2026-03-08", 1, 1)
        assert Mailbox.objects.get().state == "issued_default"

    @pytest.mark.parametrize("day", ["2026-03-08", "08/03/2026"])
    def test_running_does_it_once(self, world, day):
        world.mailbox()
        assert told("run", "--as-of", day, "--authority", "hanoi")["total"] == 1
        assert Mailbox.objects.get().state == "locked"
        assert told("run", "--as-of", day)["total"] == 0

    def test_a_day_to_come_is_refused_and_lived_through_only_when_asked(self, world):
        world.mailbox()
        assert isinstance(call("run", "--as-of", "2199-01-01").exception, RefusedByRule)
        assert told("run", "--as-of", "2199-01-01", "--ahead")["total"] == 1

    @pytest.mark.parametrize(
        "wrong", [("--as-of", "31/02/2026"), ("--as-of", "2026-03-08", "--authority", "khong-co")]
    )
    @pytest.mark.usefixtures("world")
    def test_what_makes_no_sense_is_told(self, wrong):
        assert isinstance(call("forecast", *wrong).exception, Unreadable)

    def test_people_get_counts_and_names(self, world):
        mailbox = world.mailbox()
        result = CliRunner().invoke(lifecycle_app, ["forecast", "--as-of", "2026-03-08"])
        assert mailbox.address in result.stdout
        assert "08/03/2026" in result.stdout
        assert (
            "Không hộp thư nào" in CliRunner().invoke(lifecycle_app, ["run", "--as-of", "2026-03-07"]).stdout
        )


class TestExcuse:
    def test_a_reason_given_is_kept_with_its_day(self, world):
        mailbox = world.mailbox()
        reason = ("--reason", "Đi học dài hạn", "--document", "9/STP")
        assert told("excuse", mailbox.address, "--until", "30/09/2026", *reason) == {
            "address": mailbox.address,
            "excused_until": "2026-09-30",
        }
        assert str(Mailbox.objects.get().excused_until) == "2026-09-30"

    def test_without_a_reason_it_is_refused(self, world):
        mailbox = world.mailbox()
        assert isinstance(call("excuse", mailbox.address, "--until", "30/09/2026").exception, RefusedByRule)
