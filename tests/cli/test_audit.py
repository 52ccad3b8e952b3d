import shutil

import pytest
from tests.cli.test_records import run
from tests.world import CONSOLE, EVIDENCE, NOW, agency, establish
from typer.testing import CliRunner

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.cli.audit import audit_app
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.accounts import open_account
from congthu.regulations.load import DATA
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule

pytestmark = pytest.mark.django_db
LEAK = Cause("Đ8.2.b", "12/STP-VP", "Lộ mật khẩu")


@pytest.fixture
def locked(world):
    """A mailbox that was locked, and the number of the line that says so."""
    mailbox = world.mailbox()
    holding.lock(mailbox, cause=LEAK, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    return mailbox, AuditEntry.objects.get(event="mailbox.lock").pk


def account_of(actor, world):
    """An account by which *actor* types commands."""
    person = world.justice.people.filter(full_name=actor.name).first()
    open_account(authority=world.hanoi, login=actor.key, person=person, acting=CONSOLE, now=NOW, cause=LEAK)
    return actor.key


class TestExplain:
    def test_a_lock_is_explained_with_facts_values_and_text(self, locked):
        told = run(audit_app, "explain", str(locked[1]))
        assert (told["event"], told["subject"]["key"]) == ("mailbox.lock", locked[0].address)
        [ruling] = [one for one in told["rulings"] if one["question"] == "lock.grounds"]
        assert ruling["facts"] == {"clause": "Đ8.2.b", "document": "12/STP-VP", "evidence": True}
        assert (ruling["answer"]["outcome"], ruling["answer"]["clause"]) == (True, "Đ8.2.b")
        assert ruling["regulation"] == "hanoi-1643-2023"
        assert "Vì: Lộ mật khẩu." in told["words"]
        assert "Căn cứ: điểm b khoản 2 Điều 8." in told["words"]

    def test_people_read_the_same_words(self, locked):
        told = run(audit_app, "explain", str(locked[1]))
        result = CliRunner().invoke(audit_app, ["explain", str(locked[1])])
        assert result.stdout.splitlines() == told["words"]

    @pytest.mark.usefixtures("locked")
    def test_an_unknown_number_is_wrong_usage_and_says_which_there_are(self):
        newest = AuditEntry.objects.first().pk
        assert f"từ 1 đến {newest}" in str(
            CliRunner().invoke(audit_app, ["explain", str(newest + 1)]).exception
        )
        run(audit_app, "explain", str(newest + 1), code=2)

    def test_the_head_of_another_agency_learns_nothing_of_it(self, locked, world):
        stranger = world.actor(Role.HEAD, organisation=world.interior, name="Phạm Thị Hoa")
        person = world.interior.people.get(full_name="Phạm Thị Hoa")
        open_account(
            authority=world.hanoi, login=stranger.key, person=person, acting=CONSOLE, now=NOW, cause=LEAK
        )
        run(audit_app, "explain", str(locked[1]), "--as", stranger.key, code=2)

    def test_the_head_of_the_own_agency_reads_it(self, locked, world):
        head = account_of(world.actor(Role.HEAD, organisation=world.justice, name="Lê Thị Lan"), world)
        assert run(audit_app, "explain", str(locked[1]), "--as", head)["number"] == locked[1]


class TestUnder:
    def test_the_same_text_answers_the_same(self, locked):
        told = run(audit_app, "explain", str(locked[1]), "--under", "hanoi-1643-2023")
        assert told["differs"] is False
        assert told["under"]["regulation"] == "hanoi-1643-2023"

    def test_the_text_of_another_province_says_what_would_differ(self, locked):
        told = run(audit_app, "explain", str(locked[1]), "--under", "dongthap-143-2025")
        assert told["differs"] is True
        [one] = [one for one in told["again"] if one["question"] == "lock.grounds"]
        assert one["answer"]["refused"][0]["rule"] == "lock.grounds"

    def test_a_folder_that_is_being_written_can_be_asked(self, world, tmp_path):
        world.mailbox()
        folder = tmp_path / "hanoi-sua"
        shutil.copytree(DATA / "hanoi-1643-2023", folder)
        main = folder / "regulation.toml"
        main.write_text(
            main.read_text("utf-8").replace('person = { value = "2 GB"', 'person = { value = "4 GB"')
        )
        number = str(AuditEntry.objects.get(event="mailbox.issued").pk)
        told = run(audit_app, "explain", number, "--under", str(folder))
        changed = {one["question"]: one["answer"]["outcome"] for one in told["again"] if one["differs"]}
        assert changed == {"quota.first": "4 GB"}

    def test_the_text_of_then_is_asked_by_its_name(self, locked):
        revision = policy_for("hanoi-1643-2023").revision
        told = run(audit_app, "explain", str(locked[1]), "--under", revision.short)
        assert (told["under"]["revision"], told["differs"]) == (revision.digest, False)

    def test_what_is_no_text_is_wrong_usage_and_says_which_there_are(self, locked, tmp_path):
        result = CliRunner().invoke(audit_app, ["explain", str(locked[1]), "--under", "khong-co"])
        assert "hanoi-1643-2023" in str(result.exception)
        run(audit_app, "explain", str(locked[1]), "--under", "khong-co", code=2)
        run(audit_app, "explain", str(locked[1]), "--under", str(tmp_path), code=2)


class TestList:
    def test_the_lines_of_a_mailbox_are_listed_newest_first(self, locked):
        told = run(audit_app, "list", "--subject", locked[0].address)["entries"]
        assert [one["event"] for one in told] == ["mailbox.lock", "mailbox.issued"]
        assert told[0]["explained"] is True

    @pytest.mark.parametrize(
        ("options", "events"),
        [
            (("--event", "mailbox.lock"), {"mailbox.lock"}),
            (("--event", "mailbox."), {"mailbox.lock", "mailbox.issued"}),
            (("--actor", "console:root", "--event", "mailbox.lock"), {"mailbox.lock"}),
            (("--actor", "system:night"), set()),
            (("--from", "2026-03-02", "--to", "02/03/2026", "--event", "mailbox.lock"), {"mailbox.lock"}),
            (("--from", "2026-03-03"), set()),
            (("--to", "2026-03-01"), set()),
            (("--authority", "hanoi", "--event", "mailbox.lock"), {"mailbox.lock"}),
        ],
    )
    @pytest.mark.usefixtures("locked")
    def test_they_are_narrowed(self, options, events):
        assert {one["event"] for one in run(audit_app, "list", *options)["entries"]} == events

    @pytest.mark.usefixtures("locked")
    def test_an_unknown_authority_and_a_day_that_is_none_are_wrong_usage(self):
        run(audit_app, "list", "--authority", "khong-co", code=2)
        run(audit_app, "list", "--from", "hôm qua", code=2)

    @pytest.mark.usefixtures("locked")
    def test_an_operator_reads_the_own_authority_only(self, world):
        caobang = establish("caobang", "caobang-16-2025", "Tỉnh Cao Bằng")
        agency(caobang, "Sở Tư pháp", "sotp")
        operator = account_of(world.actor(Role.OPERATOR, name="Lê Thị Lan", organisation=None), world)
        told = run(audit_app, "list", "--as", operator, "--limit", "1000")["entries"]
        assert {one["authority"] for one in told} == {"hanoi"}

    @pytest.mark.usefixtures("locked")
    def test_whoever_has_no_role_for_it_is_refused(self, world):
        head = account_of(world.actor(Role.HEAD, organisation=world.justice, name="Lê Thị Lan"), world)
        result = CliRunner().invoke(audit_app, ["list", "--as", head])
        assert isinstance(result.exception, RefusedByRule)
