import json
from pathlib import Path

import pytest
from django.db import connection
from tests.world import agency
from typer.testing import CliRunner

import congthu.operations.demo
from congthu.cli.answers import Unreadable
from congthu.cli.audit import audit_app
from congthu.cli.mailboxes import mailbox_app
from congthu.cli.requests import request_app
from congthu.clock import now
from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import RefusedByRule
from congthu.requests.models import Request

FORM = Path(congthu.operations.demo.__file__).parent / "mau-03-so-tu-phap.docx"
ADDRESS = "nguyenvanan_sotp@hanoi.gov.vn"


def run(app, *arguments, code=0):
    result = CliRunner().invoke(app, [*arguments, "--json"])
    # The command's main function ends the process with the code that such an answer carries.
    ended = 2 if isinstance(result.exception, Unreadable) else result.exit_code
    assert ended == code, (result.output, result.exception)
    return json.loads(result.stdout) if code == 0 else result.output


def refused(app, *arguments):
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert isinstance(result.exception, RefusedByRule), (result.output, result.exception)
    return [(one.rule, one.clause) for one in result.exception.refusals]


@pytest.mark.usefixtures("world")
class TestRequest:
    def test_a_dry_run_reads_and_proposes_and_stores_nothing(self):
        told = run(request_app, "import", "--dry-run", str(FORM), "--authority", "hanoi")
        assert (told["form"], told["kinds"], told["agency"]) == ("mau-03", ["person.issue"], "Sở Tư pháp")
        assert all(row["proposed_address"].endswith("_sotp@hanoi.gov.vn") for row in told["rows"])
        assert set(told) == {"form", "kinds", "agency", "document", "requester", "rows", "problems"}
        assert not Request.objects.exists()

    def test_a_request_goes_all_the_way(self, tmp_path):
        number = str(run(request_app, "import", str(FORM), "--authority", "hanoi")["number"])
        for step, state in (("confirm", "confirmed"), ("forward", "forwarded"), ("accept", "accepted")):
            assert run(request_app, step, number)["state"] == state
        done = run(request_app, "execute", number, "--sheets", str(tmp_path / "phieu"))
        assert done["state"] == "executed"
        assert done["refused"] == []
        sheets = [Path(row["sheet"]) for row in done["rows"]]
        assert all(sheet.read_bytes().startswith(b"%PDF") for sheet in sheets)
        assert {sheet.stat().st_mode & 0o777 for sheet in sheets} == {0o600}
        assert all(row["password"] is None for row in done["rows"])
        assert run(request_app, "reply", number, "--document", "15/TTTH")["state"] == "replied"
        assert [one["number"] for one in run(request_app, "list", "--text", "so tu phap")["requests"]] == [
            int(number)
        ]
        assert run(audit_app, "verify")["ok"]

    def test_id_numbers_and_phones_are_masked(self):
        number = str(run(request_app, "import", str(FORM), "--authority", "hanoi")["number"])
        row = run(request_app, "show", number)["rows"][0]
        assert row["national_id"].startswith("•••")
        assert row["otp_phone"].startswith("•••")

    def test_returning_says_why(self):
        number = str(run(request_app, "import", str(FORM), "--authority", "hanoi")["number"])
        assert refused(request_app, "return", number) == [("cause.reason", "")]
        assert (
            run(request_app, "return", number, "--reason", "Thiếu chữ ký")["return_reason"] == "Thiếu chữ ký"
        )

    @pytest.mark.enforces("request.sender_kinds")
    def test_a_form_sent_from_a_personal_mailbox_is_refused(self, world):
        world.mailbox()
        where = ("--authority", "hanoi", "--from", ADDRESS)
        for extra in ((), ("--dry-run",)):
            assert refused(request_app, "import", str(FORM), *where, *extra) == [
                ("request.sender_kinds", "Đ7.2-4")
            ]

    def test_a_step_out_of_turn_is_refused_with_the_clause(self):
        number = str(run(request_app, "import", str(FORM), "--authority", "hanoi")["number"])
        assert refused(request_app, "accept", number) == [("request.signed_by", "PL.sign")]

    @pytest.mark.parametrize(
        "arguments",
        [
            ("import", str(FORM), "--authority", "nowhere"),
            ("import", "/khong/co.docx", "--authority", "hanoi"),
            ("import", __file__, "--authority", "hanoi"),
            ("show", "999999"),
            ("execute", "x"),
        ],
    )
    def test_what_cannot_be_read_or_found_exits_2(self, arguments):
        run(request_app, *arguments, code=2)

    def test_an_unknown_agency_code_is_refused(self):
        assert refused(request_app, "import", str(FORM), "--authority", "hanoi", "--agency", "x") == [
            ("request.agency", "")
        ]

    def test_the_agency_may_be_named_by_its_code(self, world):
        agency(world.hanoi, "Sở Xây dựng", "soxd")
        told = run(request_app, "import", str(FORM), "--authority", "hanoi", "--agency", "soxd")
        assert told["agency_code"] == "soxd"
        assert told["rows"][0]["proposed_address"].endswith("_soxd@hanoi.gov.vn")


class TestMailbox:
    def test_a_mailbox_is_listed_and_shown(self, world):
        world.mailbox()
        assert [one["address"] for one in run(mailbox_app, "list", "--authority", "hanoi")["mailboxes"]] == [
            ADDRESS
        ]
        assert run(mailbox_app, "show", ADDRESS)["state_label"] == "Đã cấp, chưa đổi mật khẩu"

    def test_locking_and_restoring_name_their_ground(self, world):
        world.active()
        assert refused(mailbox_app, "lock", ADDRESS) == [("cause.reason", "")]
        why = ("--reason", "Theo đề nghị", "--document", "9/STP")
        assert run(mailbox_app, "lock", ADDRESS, *why)["state"] == "locked"
        told = run(mailbox_app, "restore", ADDRESS, *why)
        assert told["state"] == "restored_must_change"
        assert told["password"]

    def test_revoking_needs_the_day_of_the_decision(self, world):
        world.mailbox()
        why = ("--reason", "Nghỉ hưu", "--document", "7/QĐ")
        assert refused(mailbox_app, "revoke", ADDRESS, *why) == [("leaving.kept", "Đ7.4.d")]
        run(mailbox_app, "revoke", ADDRESS, *why, "--decision-date", "hôm qua", code=2)
        assert (
            run(mailbox_app, "revoke", ADDRESS, *why, "--decided-on", now().date().isoformat())["state"]
            == "revoked_hold"
        )

    @pytest.mark.enforces("quota.person")
    def test_a_quota_below_the_regulations_is_refused(self, world):
        world.mailbox()
        assert refused(mailbox_app, "quota", ADDRESS, "1 GB", "--reason", "x") == [("quota.person", "Đ9.3.b")]
        assert (
            run(mailbox_app, "quota", ADDRESS, "3 GB", "--reason", "Nhiều thư")["quota_bytes"] == 3 * 1024**3
        )
        run(mailbox_app, "quota", ADDRESS, "nhiều", "--reason", "x", code=2)

    def test_acting_as_somebody_is_limited_to_their_grants(self, world):
        account = world.active("Lê Thị Hoa")
        world.mailbox()
        run(mailbox_app, "show", ADDRESS, "--as", account.login, code=2)
        run(mailbox_app, "show", account.login, "--as", account.login)
        assert refused(
            mailbox_app, "lock", account.login, "--reason", "x", "--document", "1", "--as", account.login
        ) == [("role.required", "Đ10.1.g-1")]
        assert Mailbox.objects.filter(state="locked").count() == 0


@pytest.mark.usefixtures("world")
def test_a_trail_that_was_changed_exits_1():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_auditentry SET reason = 'khác' WHERE id = 1")
    result = CliRunner().invoke(audit_app, ["verify", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["first_bad"] == 1
