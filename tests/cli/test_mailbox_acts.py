"""The commands that issue a mailbox, set something at it and end it: each is the act that the portal calls."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.test_records import refused, run
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, PASSWORD, World, agency, establish
from typer.testing import CliRunner

from congthu.audit.models import AuditEntry
from congthu.cli.answers import Unreadable
from congthu.cli.mailboxes import mailbox_app
from congthu.clock import now
from congthu.directory.acts.roles import appoint
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.actions import change_password
from congthu.identity.models import Account
from congthu.mailboxes.models import IssuedAddress, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.duties import HANOI

ADDRESS = "nguyenvanan_sotp@hanoi.gov.vn"
WHY = ("--reason", "Theo đề nghị của cơ quan", "--document", "12/STP-VP")
TODAY = now().astimezone(HANOI).date()
HOLDER = ("--person", "Nguyễn Văn An")


def wrong(*arguments):
    """What a command says that cannot read its arguments."""
    result = CliRunner().invoke(mailbox_app, [*arguments, "--json"])
    assert isinstance(result.exception, Unreadable), (result.output, result.exception)
    return str(result.exception)


def issue(*arguments, code=0):
    return run(mailbox_app, "issue", "--organisation", "sotp", *WHY, *arguments, code=code)


class TestIssue:
    def test_a_person_gets_a_mailbox_and_a_password_once(self, world):
        world.person("Nguyễn Văn An")
        told = issue("--kind", "person", *HOLDER)
        assert (told["address"], told["state"]) == (ADDRESS, "issued_default")
        assert told["password"]
        assert "password" not in run(mailbox_app, "show", ADDRESS)

    def test_the_password_is_on_a_sheet_where_one_is_asked_for(self, world, tmp_path):
        world.person("Nguyễn Văn An")
        told = issue("--kind", "person", *HOLDER, "--sheet", str(tmp_path / "phieu"))
        assert "password" not in told
        assert (tmp_path / "phieu" / f"{ADDRESS}.pdf").read_bytes().startswith(b"%PDF")

    @pytest.mark.parametrize(
        ("arguments", "address"),
        [
            (("--kind", "van_thu"), "vanthu_sotp@hanoi.gov.vn"),
            (("--kind", "agency"), "sotp@hanoi.gov.vn"),
            (("--kind", "title", "--title", "Giám đốc", *HOLDER), "giamdoc_sotp@hanoi.gov.vn"),
            (("--kind", "group_agency", "--title", "Lãnh đạo"), "lanhdao_sotp@hanoi.gov.vn"),
            (("--kind", "system", "--title", "kythuat"), "kythuat@hanoi.gov.vn"),
        ],
    )
    def test_every_kind_has_its_name(self, world, arguments, address):
        world.person("Nguyễn Văn An")
        assert issue(*arguments)["address"] == address

    def test_a_kind_that_there_is_not_is_wrong_usage_and_one_that_the_law_lacks_a_refusal(self, world):
        assert "group_city" in wrong("issue", "--organisation", "sotp", "--kind", "hotline", *WHY)
        assert world.hanoi
        assert refused(mailbox_app, "issue", "--organisation", "sotp", "--kind", "front", *WHY) == [
            ("naming.kind", "")
        ]

    def test_namesakes_are_told_apart_by_their_number(self, world):
        world.person("Nguyễn Văn An")
        second = world.person("Nguyễn Văn An")
        asked = ("issue", "--organisation", "sotp", "--kind", "person", *HOLDER, *WHY)
        assert f"{second.pk} Nguyễn Văn An" in wrong(*asked)
        assert issue("--kind", "person", "--person", str(second.pk))["holder"] == "Nguyễn Văn An"

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--kind", "person"),
            ("--kind", "person", "--person", "Không Ai"),
            ("--kind", "agency", "--authority", "caobang"),
        ],
    )
    def test_what_is_not_there_is_wrong_usage(self, world, arguments):
        assert world.justice
        issue(*arguments, code=2)


class TestLock:
    def test_evidence_is_kept_and_can_be_taken_out_again(self, world, tmp_path):
        world.mailbox()
        file = tmp_path / EVIDENCE.name
        file.write_bytes(EVIDENCE.content)
        ground = ("--clause", "Đ8.2.c", "--act", "Đ4.2", "--reason", "Phát tán thư rác")
        assert refused(mailbox_app, "lock", ADDRESS, *ground) == [("lock.evidence", "Đ8.2.c")]
        told = run(mailbox_app, "lock", ADDRESS, *ground, "--evidence", str(file))
        assert told["ground_words"].startswith("điểm c khoản 2 Điều 8. hành vi tại khoản 2 Điều 4")
        [kept] = told["evidence"]
        out = run(mailbox_app, "evidence", ADDRESS, str(kept["number"]), "--out", str(tmp_path / "ra"))
        assert Path(out["file"]).read_bytes() == EVIDENCE.content
        assert AuditEntry.objects.filter(event="mailbox.evidence_read").exists()

    def test_a_file_that_cannot_be_read_is_wrong_usage(self, world):
        world.mailbox()
        run(mailbox_app, "lock", ADDRESS, "--clause", "Đ8.2.b", "--evidence", "/khong/co", code=2)


class TestEnding:
    @pytest.mark.enforces("leaving.kept")
    def test_who_leaves_by_which_rank_is_told_with_the_day(self, world):
        world.mailbox()
        by = ("leave", ADDRESS, "--decided-on", f"{TODAY:%d/%m/%Y}", *WHY)
        assert "staff" in wrong(*by, "--rank", "giám đốc")
        told = run(mailbox_app, *by, "--rank", "agency-head")
        ends = (TODAY + timedelta(days=61)).isoformat()
        assert [(one["state"], one["on"]) for one in told["next"]] == [("destroyed", ends)]

    @pytest.mark.enforces("leaving.kept")
    def test_a_handing_over_is_asked_for_and_recorded(self, world):
        world.mailbox()
        run(mailbox_app, "leave", ADDRESS, "--decided-on", TODAY.isoformat(), *WHY)
        assert run(mailbox_app, "handover", ADDRESS, "--ask", *WHY)["next"] == []
        told = run(mailbox_app, "handover", ADDRESS, "--done", "--to", "Lê Hoa", "--what", "Hồ sơ", *WHY)
        assert told["handover"] == {"asked": True, "done": True}
        assert told["next"]

    @pytest.mark.enforces("leaving.transfer_kept")
    def test_a_move_gives_a_mailbox_there(self, world):
        world.mailbox()
        told = run(mailbox_app, "transfer", ADDRESS, "--to", "sonv", "--decided-on", TODAY.isoformat(), *WHY)
        assert (told["address"], told["former"]) == ("nguyenvanan_sonv@hanoi.gov.vn", ADDRESS)
        assert told["password"]
        assert run(mailbox_app, "show", ADDRESS)["successor"] == told["address"]

    @pytest.mark.django_db
    def test_where_no_address_names_the_agency_the_answer_says_by_which_decision_it_moved(self):
        province = establish("soctrang", "soctrang-59-2024", "Tỉnh Sóc Trăng")
        here, there = (agency(province, name, code) for name, code in (("Sở A", "soa"), ("Sở B", "sob")))
        one = World(province, here, there).mailbox()
        told = run(
            mailbox_app, "transfer", one.address, "--to", "sob", "--decided-on", TODAY.isoformat(), *WHY
        )
        assert (told["address"], told["organisation"], told["state"]) == (one.address, "Sở B", one.state)
        assert told["moved"] == {
            "to": "sob",
            "decision_on": TODAY.isoformat(),
            "document": WHY[3],
            "reason": WHY[1],
        }
        one.person.refresh_from_db()
        assert one.person.organisation == there

    @pytest.mark.enforces("retention.revoked_data")
    def test_destroying_wants_two_people_and_the_end_of_the_term(self, world):
        office = holding.issue(world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE)
        holding.revoke(office.mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        logins = []
        for name in ("Trần Văn An", "Lê Thị Hoa"):
            account = world.active(name)
            appoint(account.person, Role.OPERATOR, cause=CAUSE, acting=CONSOLE, now=NOW)
            logins.append(account.login)
        address = office.mailbox.address
        assert refused(mailbox_app, "destroy", address, *WHY) == [("mailbox.two_people", "")]
        run(mailbox_app, "destroy", address, *WHY, "--as", logins[0])
        assert refused(mailbox_app, "destroy", address, "--approve", "--as", logins[0]) == [
            ("mailbox.two_people", "")
        ]
        assert run(mailbox_app, "destroy", address, "--approve", "--as", logins[1])["state"] == "destroyed"


class TestSettings:
    def test_a_mailbox_is_handed_over_or_somebody_is_added(self, world):
        world.person("Lê Thị Hoa")
        world.person("Đỗ Văn Bình")
        address = issue("--kind", "van_thu")["address"]
        first = run(mailbox_app, "handover", address, "--to", "Lê Thị Hoa", "--beside", *WHY)
        assert (first["custodians"], "password" in first) == (["Lê Thị Hoa"], False)
        told = run(mailbox_app, "handover", address, "--to", "Đỗ Văn Bình", *WHY)
        assert told["custodians"] == ["Đỗ Văn Bình"]
        assert told["password"]
        run(mailbox_app, "handover", address, "--ask", "--done", *WHY, code=2)

    def test_another_password(self, world):
        account = world.active()
        assert run(mailbox_app, "password", ADDRESS, *WHY)["password"]
        assert not account.check_password("x")
        assert not Account.objects.get(login=ADDRESS).check_password(PASSWORD)

    @pytest.mark.enforces("quota.person", "quota.raised_by")
    def test_less_room_is_given_on_purpose_only(self, world):
        world.mailbox()
        assert run(mailbox_app, "quota", ADDRESS, "5 GB", *WHY)["quota_bytes"] == 5 * 1024**3
        assert refused(mailbox_app, "quota", ADDRESS, "3 GB", *WHY) == [("quota.lowered", "Đ9.3.a")]
        assert run(mailbox_app, "quota", ADDRESS, "3 GB", "--lower", *WHY)["quota_bytes"] == 3 * 1024**3

    def test_an_alias_comes_and_goes_and_its_address_stays_taken(self, world):
        world.mailbox()
        other = "an.nv@hanoi.gov.vn"
        assert run(mailbox_app, "alias", ADDRESS, other, *WHY)["aliases"] == [other]
        assert run(mailbox_app, "alias", ADDRESS, other, "--end", *WHY)["aliases"] == []
        assert refused(mailbox_app, "alias", ADDRESS, other, *WHY) == [("naming.unique", "")]
        run(mailbox_app, "alias", ADDRESS, other, "--end", *WHY, code=2)

    def test_an_address_is_reserved_and_a_foreign_one_is_not(self, world):
        told = run(mailbox_app, "reserve", "gopy@hanoi.gov.vn", "--reason", "Đường dây nóng")
        assert told["purpose"] == "reserved"
        assert IssuedAddress.objects.filter(pk="gopy@hanoi.gov.vn").exists()
        assert refused(mailbox_app, "reserve", "gopy@gmail.com", "--reason", "x") == [("domain.mail", "")]
        assert refused(mailbox_app, "reserve", "góp ý@hanoi.gov.vn", "--reason", "x") == [("naming.form", "")]
        assert world.hanoi

    @pytest.mark.enforces("inactivity.excused")
    def test_an_absence_is_written_down(self, world):
        world.mailbox()
        told = run(mailbox_app, "excuse", ADDRESS, "--until", f"{TODAY + timedelta(days=90):%d/%m/%Y}", *WHY)
        assert told["excused_until"] == (TODAY + timedelta(days=90)).isoformat()
        run(mailbox_app, "excuse", ADDRESS, "--until", "32/13/2027", *WHY, code=2)

    @pytest.mark.enforces("naming.group_city")
    def test_a_group_and_its_members(self, world):
        agency(world.hanoi, "Văn phòng UBND thành phố", "vpubnd")
        clerk = issue("--kind", "van_thu")["address"]
        group = run(
            mailbox_app,
            "issue",
            "--organisation",
            "vpubnd",
            "--kind",
            "group_city",
            "--title",
            "vanthudonvi",
            *WHY,
        )
        assert "password" not in group
        where = group["address"]
        assert run(mailbox_app, "members", where, "--add", clerk, *WHY)["members"] == [clerk]
        assert len(run(mailbox_app, "members", where, "--every", "van_thu", *WHY)["members"]) == 2
        assert len(run(mailbox_app, "members", where, "--remove", clerk, *WHY)["members"]) == 1
        assert run(mailbox_app, "members", where, "--not-every", "van_thu", *WHY)["members"] == []
        run(mailbox_app, "members", where, "--remove", clerk, *WHY, code=2)


def test_what_is_shown_says_what_the_law_will_do_next(world):
    account, issued = world.account()
    shown = run(mailbox_app, "show", ADDRESS)
    [first] = [one for one in shown["next"] if one["event"] == "default_kept"]
    assert (first["label"], first["clause"]) == ("Tạm khóa", "Đ8.2.d")
    assert set(shown["effects"]) == {"sign_in", "must_change", "receive", "listed"}
    change_password(account, old=issued, new=PASSWORD, now=NOW)
    shown = run(mailbox_app, "show", ADDRESS)
    assert [one["event"] for one in shown["next"]] == ["idle"]
    assert Mailbox.objects.get().state == "active"
