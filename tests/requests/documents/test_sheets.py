from datetime import date

import pytest
from tests.world import CAUSE, CONSOLE, NOW, agency, establish, small_world

from congthu.mailboxes.acts.custody import hand_over
from congthu.mailboxes.acts.issue import issue
from congthu.mailboxes.acts.law import load_regulation
from congthu.mailboxes.acts.lock import lock, restore
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.policy import policy_for
from congthu.requests.documents.credentials import credentials_sheet
from congthu.requests.documents.sheets import sheet_for

pytestmark = pytest.mark.django_db
ENDPOINTS = {
    "portal": "https://thu.example/",
    "imap": ["imap.example", 143],
    "imaps": ["imap.example", 993],
    "submission": ["smtp.example", 587],
    "submissions": ["smtp.example", 465],
}


def sheet(mailbox, endpoints=ENDPOINTS):
    return sheet_for(mailbox, password="Kf7mx-pq2Rt!", document="12/STP-VP", endpoints=endpoints, now=NOW)


@pytest.mark.enforces("password.change_default_within")
def test_a_new_mailbox_says_until_when_its_password_must_be_changed_and_by_which_clause():
    made = sheet(small_world().mailbox())
    assert made.holder == "Nguyễn Văn An"
    assert made.agency == "Sở Tư pháp"
    assert made.must_change.clause == "khoản 1 Điều 12"
    # Issued on the 2nd: five days run to the 7th.
    assert made.deadline.last_day == date(2026, 3, 7)
    assert made.deadline.clause == "điểm d khoản 2 Điều 8"
    assert made.password_rule.clause == "khoản 2 Điều 12"
    assert "8 ký tự" in made.password_rule.text


def test_a_restored_mailbox_cites_its_own_clause_and_has_no_such_deadline():
    mailbox = small_world().mailbox()
    lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    mailbox.refresh_from_db()
    made = sheet(mailbox)
    assert made.must_change.clause == "điểm c khoản 3 Điều 8"
    assert made.deadline is None


def test_where_keeping_the_password_costs_nothing_no_deadline_is_claimed():
    province = establish("caobang", "caobang-16-2025", "Tỉnh Cao Bằng")
    load_regulation(policy_for("caobang-16-2025"), acting=CONSOLE, now=NOW)
    office = agency(province, "Sở Tư pháp", "sotp")
    mailbox = issue(office, MailboxKind.AGENCY, person=None, acting=CONSOLE, now=NOW, cause=CAUSE)
    assert sheet(mailbox).deadline is None


def test_the_sheet_of_an_organisation_names_its_custodian():
    world = small_world()
    office = world.justice
    mailbox = issue(office, MailboxKind.VAN_THU, person=None, acting=CONSOLE, now=NOW, cause=CAUSE)
    assert sheet(mailbox).holder == office.name
    hand_over(mailbox, to=world.person("Lê Thị Cúc"), cause=CAUSE, acting=CONSOLE, now=NOW)
    assert sheet(mailbox).holder == "Lê Thị Cúc"


def test_the_safest_server_on_offer_is_named_and_the_sheet_can_be_printed():
    mailbox = small_world().mailbox()
    assert (sheet(mailbox).imap.port, sheet(mailbox).submission.port) == (993, 465)
    plain = {name: where for name, where in ENDPOINTS.items() if not name.endswith("s")}
    assert sheet(mailbox, plain).imap.security == "STARTTLS"
    assert credentials_sheet(sheet(mailbox)).startswith(b"%PDF")


def test_what_the_installation_does_not_offer_is_left_out():
    made = sheet(small_world().mailbox(), {})
    assert (made.imap, made.submission) == (None, None)
    assert credentials_sheet(made).startswith(b"%PDF")
