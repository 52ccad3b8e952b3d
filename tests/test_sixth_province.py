"""A province that nobody has thought of is data: other separator, other names on collision, other terms, other forms.

The regulation below is made up, and so is everybody in it. It is written as `docs/encode-a-regulation.md` says, into a
folder of its own, and no code knows of it.
"""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.requests.intake.offices import docx

from congthu.cli.main import main
from congthu.identity.password_rules import check
from congthu.mailboxes.lifecycle.machine import Trail, next_state, passings, rule_of
from congthu.mailboxes.naming.rules import MailboxKind, propose_from
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import Duty, due
from congthu.regulations.load import DATA, catalogue, load
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Rank, parameters, sections
from congthu.regulations.states import Act, Effect
from congthu.requests.intake.interpret import interpret, read_document
from congthu.trial.checks import faults_in

ID = "binhan-7-2026"
REGULATION = """
[identity]
title = "Quy chế thư điện tử tỉnh Bình An"
number = "7/2026/QĐ-UBND"
issuer = "Ủy ban nhân dân tỉnh Bình An"
province = "Tỉnh Bình An"
standing = "in-force"
signed_on = 2026-01-05
in_force_from = 2026-02-01
commencement = "QĐ.Đ2"

[domain]
mail = { value = ["binhan.example"], clause = "Đ2.1", bound = "exact", gist = "Một tên miền" }

[naming.agency]
clause = "Đ3.1"
gist = "Mã cơ quan"
patterns = [{ form = "{body.code}" }]

[naming.department]
clause = "Đ3.2"
gist = "Mã cơ quan, gạch ngang, mã phòng"
patterns = [{ form = "{parent.code}-{body.code}" }]

[naming.person]
clause = "Đ3.3"
gist = "Tên, gạch ngang, mã cơ quan; trùng thì thêm chữ đầu, năm sinh, số"
on_collision = "next"
patterns = [
  { form = "{person.given}-{agency.code}" },
  { form = "{person.given}.{person.family|initials}{person.middle|initials}-{agency.code}", clause = "Đ3.4" },
  { form = "{person.given}{person.birth_year}-{agency.code}", clause = "Đ3.4" },
  { form = "{person.given}{n}-{agency.code}", clause = "Đ3.5" },
]

[password]
min_length = { value = 10, clause = "Đ4.1", bound = "minimum", gist = "Ít nhất 10 ký tự" }
classes = { value = ["lower", "digit"], clause = "Đ4.1", gist = "Chữ thường và chữ số" }
max_age = { value = "4 months", clause = "Đ4.2", bound = "maximum", gist = "04 tháng đổi một lần" }

[inactivity]
after = { value = "60 days", clause = "Đ5.1", gist = "60 ngày không đăng nhập thì khóa" }
activity = { value = ["sign-in"], clause = "Đ5.1", gist = "Tính đăng nhập" }

[lock]
revoked_after = { value = "2 months", clause = "Đ5.2", gist = "Khóa 02 tháng thì thu hồi" }

[leaving]
kept = { value = { staff = "10 days", agency-head = "20 days" }, clause = "Đ5.3", gist = "Giữ 10 hoặc 20 ngày" }

[request]
fulfil = { value = "7 working days", clause = "Đ6.1", bound = "maximum", gist = "07 ngày làm việc" }

[roles]
manages = { value = "Sở Khoa học và Công nghệ", clause = "Đ1", gist = "Quản lý" }
operates = { value = "Trung tâm Công nghệ thông tin", clause = "Đ1", gist = "Vận hành" }
"""
STATES = """
[state.active]
label = "Đang dùng"

[state.locked]
label = "Tạm khóa"
phase = "locked"
effects = ["receive"]
clause = "Đ5.1"

[state.revoked_hold]
label = "Chờ hủy"
phase = "leaving"
effects = ["sign_in", "receive"]

[[transition]]
on = "set_password"
clause = "Đ4.1"

[[transition]]
on = "leave"
from = ["active", "locked"]
to = "revoked_hold"
clause = "Đ5.3"

[[transition]]
on = "password_too_old"
from = ["active"]
to = "password_expired"
after = "password.max_age"
since = ["password_changed_on"]
clause = "Đ4.2"

[[transition]]
on = "idle"
from = ["active"]
to = "locked"
after = "inactivity.after"
since = ["issued_on", "last_use"]
from_commencement = true
clause = "Đ5.1"

[[transition]]
on = "lock_uncontested"
from = ["locked"]
to = "revoked"
after = "lock.revoked_after"
since = ["locked_on"]
clause = "Đ5.2"

[[transition]]
on = "hold_ended"
from = ["revoked_hold"]
to = "destroyed"
after = "leaving.kept"
since = ["decision_on"]
clause = "Đ5.3"
"""
CITED = "QĐ.Đ2 Đ1 Đ2.1 Đ3.1 Đ3.2 Đ3.3 Đ3.4 Đ3.5 Đ4.1 Đ4.2 Đ5.1 Đ5.2 Đ5.3 Đ6.1 PL.M1"
CLAUSES = "[clause]\n" + "".join(
    f'"{clause}" = {{ class = "SE", by = "mailboxes", gist = "…" }}\n' for clause in CITED.split()
)
FORMS = """
signed_by = "CHÁNH VĂN PHÒNG"

[requester]
full_name = ["Người lập"]
position = ["Chức vụ"]
unit = ["Đơn vị"]
phone = ["Điện thoại"]

[[forms]]
id = "phieu-a"
printed = "Phiếu A"
title = "Cấp hộp thư cho người mới"
clause = "PL.M1"
words = ["phiếu a"]

[[forms.tables]]
subject = "person"
action = "issue"
columns = [
  { label = "Tên người dùng", field = "full_name", check = "name", required = "PL.M1" },
  { label = "Sinh ngày", field = "birth_date", check = "birth_date" },
  { label = "Máy lẻ hoặc di động", field = "phone", check = "phone" },
]
"""
CASES = """
[[naming]]
says = "Tên trước, cơ quan sau"
kind = "person"
facts = { full_name = "Trịnh Bảo Ngân", org_code = "stc" }
address = "ngan-stc@binhan.example"
clause = "Đ3.3"

[[due]]
says = "Bảy ngày làm việc qua Tết Bính Ngọ"
duty = "request.fulfil"
since = "2026-02-12T09:00"
last = "2026-03-02"
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory) -> Path:
    """A folder of the law with the platform's defaults, the calendar, and the sixth province."""
    data = tmp_path_factory.mktemp("law")
    for name in ("platform", "calendar"):
        shutil.copytree(DATA / name, data / name)
    folder = data / ID
    folder.mkdir()
    said = set(faults_at_first(folder)) - {""}
    silent = f"\n[silent]\nparameters = {json.dumps(sorted(said))}\n"
    (folder / "regulation.toml").write_text(REGULATION + silent, encoding="utf-8")
    return data


def faults_at_first(folder: Path) -> list[str]:
    """Write the folder without saying on what the regulation is silent; the check names what was forgotten."""
    for name, text in (
        ("regulation", REGULATION),
        ("states", STATES),
        ("clauses", CLAUSES),
        ("forms", FORMS),
        ("cases", CASES),
    ):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    [fault] = faults_in(folder)
    assert "chưa nói gì về" in fault.what
    listed = json.loads(f"[{fault.what.removeprefix('chưa nói gì về: ').partition(';')[0]}]")
    assert set(listed) < {*sections(), *(name for name, _, _ in parameters())}
    return listed


@pytest.fixture(scope="module")
def policy(law):
    return policy_for(ID, law)


def test_the_check_finds_nothing_wrong_and_the_catalogue_knows_it(law):
    assert faults_in(law / ID) == []
    assert catalogue(law) == [ID]


def test_names_follow_its_patterns_and_its_order_on_collision(policy):
    taken: set[str] = set()

    def ask(kind, **facts):
        return propose_from(MailboxKind(kind), facts, policy=policy, taken=taken.__contains__)

    assert ask("department", code="pns", parent_code="stc").address == "stc-pns@binhan.example"
    given = []
    for _ in range(5):
        answer = ask("person", full_name="Trịnh Bảo Ngân", org_code="stc", dob="02/03/1991")
        given.append((answer.address.partition("@")[0], answer.clause))
        taken.add(answer.address)
    assert given == [
        ("ngan-stc", "Đ3.3"),
        ("ngan.tb-stc", "Đ3.4"),
        ("ngan1991-stc", "Đ3.4"),
        ("ngan1-stc", "Đ3.5"),
        ("ngan2-stc", "Đ3.5"),
    ]
    assert ask("van_thu", org_code="stc").address is None


def test_due_dates_and_timers_are_its_own(policy):
    def last(duty, start, rank=None):
        return due(Duty(duty), start, policy=policy, calendar=vietnam(), rank=rank).last

    assert last("request.fulfil", "2026-03-02") == date(2026, 3, 11)
    assert last("mailbox.leaving", "2026-03-02", Rank.STAFF) == date(2026, 3, 12)
    assert last("mailbox.leaving", "2026-03-02", Rank.AGENCY_HEAD) == date(2026, 3, 22)
    assert due(Duty.INCIDENT, "2026-03-02T08:00", policy=policy, calendar=vietnam()) is None


def test_the_life_of_a_mailbox_is_its_own(policy):
    def first(state, **dates):
        found = passings(state, Trail(**dates), policy=policy, calendar=vietnam())
        return (found[0].target, found[0].on, found[0].clause) if found else None

    # Sixty days from the first day in force, not from the sign-in before it.
    assert first("active", last_login_on=date(2026, 1, 2)) == ("locked", date(2026, 4, 3), "Đ5.1")
    assert first("active", password_changed_on=date(2026, 3, 31))[:2] == (
        "password_expired",
        date(2026, 8, 1),
    )
    assert first("locked", locked_on=date(2026, 3, 31)) == ("revoked", date(2026, 6, 1), "Đ5.2")
    assert next_state("active", Act.LEAVE, policy=policy) == "revoked_hold"
    assert not rule_of("locked", policy).has(Effect.LISTED)


def test_passwords_are_judged_by_its_rules_and_the_defaults_say_that_they_are_none_of_it(policy):
    def broken(password):
        return [(one.rule, one.clause) for one in check(password, rules=policy.password)]

    assert broken("hoasen2026") == []
    assert broken("hoasen-202") == []
    assert broken("hoasen202") == [("password.min_length", "Đ4.1")]
    assert broken("HOASENHOASEN") == [("password.classes", "Đ4.1")] * 2
    assert policy.quota.person.cited == ""


def test_its_form_is_read_from_a_word_file(law):
    header = ["STT", "Tên người dùng", "Sinh ngày", "Máy lẻ hoặc di động"]
    rows = [["1", "Trịnh Bảo Ngân", "02/3/1991", "0912345678"], ["2", "", "03/4/1992", "0912345679"]]
    read = interpret(
        read_document(docx("Phiếu A", "Người lập: Lê Bình", [header, *rows])), forms=load(ID, law).forms
    )
    assert (read.form, read.kinds) == ("phieu-a", ("person.issue",))
    assert read.rows[0].fields["birth_date"] == "1991-03-02"
    assert [(one.line, one.field) for one in read.problems if one.line] == [(2, "full_name")]


def test_it_can_be_tried_from_its_folder(law, capsys):
    with pytest.raises(SystemExit) as end:
        main(
            [
                "regulation",
                "try",
                str(law / ID),
                "deadline",
                "request.fulfil",
                "--from",
                "2026-02-12",
                "--json",
            ]
        )
    assert (end.value.code or 0, json.loads(capsys.readouterr().out)["due"]) == (0, "2026-03-02")
