"""A regulation with two stages of a lock, a state for the browser and one for reading is lived through, and no code
knows of it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from tests.world import CAUSE, CONSOLE, PASSWORD, World, agency

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.identity import holding
from congthu.identity.actions import SignInRefused, change_password, create_app_password, sign_in
from congthu.identity.queries import account_by_login
from congthu.identity.standing import standing_of
from congthu.mailboxes.acts import leave as leaving
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.acts import night
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import state_rule, states_of
from congthu.oversight.notices import letter
from congthu.portal import mailbox_consequences as consequences
from congthu.portal.mailbox_consequences import Case
from congthu.regulations.duties import HANOI
from congthu.regulations.refusals import RefusedByRule

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)  # a Monday
DAY = timedelta(days=1)


@pytest.fixture
def place(made_up):
    office = agency(made_up, "Sở Tư pháp", "sotp")
    return World(made_up, office, office)


@pytest.fixture
def mailbox(place):
    """A mailbox whose holder has a password of their own, and Outlook."""
    handed = holding.issue(
        place.justice, MailboxKind.PERSON, person=place.person(), acting=CONSOLE, now=NOW, cause=CAUSE
    )
    account = account_by_login(handed.mailbox.address)
    change_password(account, old=handed.password, new=PASSWORD, now=NOW)
    create_app_password(account, label="Outlook", now=NOW)
    handed.mailbox.refresh_from_db()
    return handed.mailbox


def run(mailbox, day, **more):
    now = datetime(day.year, day.month, day.day, 0, 5, tzinfo=HANOI)
    done = night.run(mailbox.authority, as_of=day, acting=CONSOLE, now=now, **more)
    mailbox.refresh_from_db()
    return [(one.event, one.source, one.target, one.clause) for one in done]


def mail_programs(mailbox):
    """What they may do: the services that the app password opens, send, receive, forward."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT service FROM mail.passdb WHERE address = %s", [mailbox.address])
        services = sorted(service for (service,) in cursor.fetchall())
        cursor.execute("SELECT mail.sends_as(%s)", [mailbox.address])
        sends = bool(cursor.fetchall())
        cursor.execute("SELECT mail.receives(%s)", [mailbox.address])
        receives = bool(cursor.fetchall())
        cursor.execute("SELECT value FROM mail.userdb WHERE address = %s", [mailbox.address])
        told = [json.loads(value) for (value,) in cursor.fetchall()]
    return services, sends, receives, any("sieve_max_redirects" not in one for one in told)


def test_not_used_it_is_first_open_in_the_browser_only_then_sends_no_more_then_is_shut_then_revoked(mailbox):
    assert mail_programs(mailbox) == (["imap", "sieve", "smtp"], True, True, True)

    assert run(mailbox, TODAY + 20 * DAY) == []
    # Twenty days end on a Sunday and so on the Monday after: timers of this regulation roll.
    assert run(mailbox, date(2026, 3, 23)) == []
    assert run(mailbox, date(2026, 3, 24)) == [("little_used", "active", "browser_only", "Đ5.1")]
    assert mail_programs(mailbox) == ([], False, True, False)
    assert sign_in(mailbox.address, PASSWORD, now=NOW)
    where = standing_of(mailbox.address)
    assert (where.login, where.must_change, where.programs) == (True, False, False)
    assert "chỉ dùng được hộp thư qua trình duyệt" in where.refusal.message

    assert run(mailbox, date(2026, 5, 5)) == [("unused", "browser_only", "sending_stopped", "Đ5.2")]
    first_stage = mailbox.locked_at
    assert (mailbox.phase, state_rule(mailbox).label) == ("locked", "Dừng gửi")
    assert mail_programs(mailbox) == (["imap", "sieve"], False, True, False)
    assert sign_in(mailbox.address, PASSWORD, now=NOW)

    assert run(mailbox, date(2026, 6, 1)) == []  # the agency has not been told
    locking.agency_notified(mailbox, acting=CONSOLE, now=datetime(2026, 6, 1, 2, tzinfo=UTC))
    assert run(mailbox, date(2026, 6, 4)) == []  # told, but not three days ago
    assert run(mailbox, date(2026, 6, 5), pending={"restore": [mailbox.address]}) == []
    assert run(mailbox, date(2026, 6, 5)) == [("second_stage", "sending_stopped", "shut", "Đ5.3")]
    assert (mailbox.phase, mailbox.locked_at) == ("locked", first_stage)
    assert mail_programs(mailbox) == ([], False, True, False)
    with pytest.raises(SignInRefused, match="Khóa hẳn"):
        sign_in(mailbox.address, PASSWORD, now=NOW)

    # A month is counted from the first stage, and the agency was told then.
    assert run(mailbox, date(2026, 6, 6)) == [("never_restored", "shut", "revoked", "Đ7.2")]
    assert (mailbox.phase, mailbox.locked_at, mailbox.agency_notified_at) == ("ended", None, None)
    assert mail_programs(mailbox) == ([], False, False, False)


def test_what_follows_depends_on_the_ground(place, mailbox):
    sent_too_much = Cause(clause="Đ6.1", reason="Gửi 900 thư trong một giờ")
    locking.lock(mailbox, cause=sent_too_much, acting=CONSOLE, now=NOW)
    assert mailbox.state == "sending_stopped"
    assert run(mailbox, TODAY + 3 * DAY) == []
    assert run(mailbox, TODAY + 4 * DAY) == [("cooled_down", "sending_stopped", "active", "Đ6.1")]
    assert (mailbox.phase, mailbox.restored_at is not None) == ("open", True)

    locking.lock(mailbox, cause=Cause(clause="Đ6.2", reason="Cấm"), acting=CONSOLE, now=NOW)
    assert (mailbox.state, mail_programs(mailbox)) == ("sealed", ([], False, False, False))
    other = place.mailbox("Lê Thị Hoa")
    locking.lock(other, cause=sent_too_much, acting=CONSOLE, now=NOW)
    locking.lock(other, cause=Cause(clause="Đ6.2", reason="Cấm"), acting=CONSOLE, now=NOW + DAY)
    assert (other.state, other.locked_at, other.since) == ("sealed", NOW, NOW + DAY)
    with pytest.raises(RefusedByRule, match="không có bước «tạm khóa» từ trạng thái «Niêm phong»"):
        locking.lock(other, cause=sent_too_much, acting=CONSOLE, now=NOW)


def test_a_lock_that_ends_by_itself_opens_nothing_to_whom_has_no_password_of_their_own(place):
    mailbox = place.mailbox()
    locking.lock(mailbox, cause=Cause(clause="Đ6.1", reason="Gửi nhiều"), acting=CONSOLE, now=NOW)
    assert run(mailbox, TODAY + 20 * DAY) == []


def test_who_leaves_can_only_read(mailbox):
    with pytest.raises(RefusedByRule, match="thực sự rời cơ quan"):
        leaving.leave(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decided_on=TODAY)
    leaving.leave(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decided_on=TODAY, left_on=TODAY + 9 * DAY)
    assert (mailbox.state, mailbox.phase, mailbox.leaving) == ("reading_only", "leaving", "reading_only")
    assert mail_programs(mailbox) == (["imap", "sieve"], False, True, False)
    # Nobody has handed over, and this regulation always waits for that.
    assert run(mailbox, TODAY + 400 * DAY) == []


def test_the_term_of_who_leaves_counts_from_the_day_on_which_they_are_gone(mailbox):
    leaving.leave(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, decided_on=TODAY, left_on=date(2026, 5, 4))
    leaving.record_handover(mailbox, to="Lê Thị Hoa", what="Mọi thư", cause=CAUSE, acting=CONSOLE, now=NOW)
    # Ten days for somebody of no rank.
    assert run(mailbox, date(2026, 5, 14)) == []
    assert run(mailbox, date(2026, 5, 15)) == [("gone", "reading_only", "revoked", "Đ7.1")]


def test_a_list_offers_the_states_of_the_regulation_by_their_names(place):
    states = states_of([place.hanoi])
    assert states["browser_only"] == "Chỉ dùng qua trình duyệt"
    assert list(states)[-2:] == ["revoked", "destroyed"]
    assert "requested" not in states


def test_a_state_that_the_regulation_does_not_know_is_shown_as_it_stands(mailbox):
    """A regulation was changed under existing mailboxes."""
    Mailbox.objects.filter(pk=mailbox.pk).update(state="former")
    mailbox.refresh_from_db()
    rule = state_rule(mailbox)
    assert rule.label == "former (quy chế hiện hành không có trạng thái này)"
    assert not rule.effects
    assert mail_programs(mailbox) == ([], False, False, False)
    assert run(mailbox, TODAY + 400 * DAY) == []


def test_the_letter_and_the_page_say_what_comes_in_the_words_of_the_regulation(mailbox):
    case = Case(mailbox, policy_of(mailbox.authority), TODAY, ground="Đ6.1")
    assert consequences.lock(case)[:2] == (
        "Người giữ hộp thư không gửi được thư nữa; vẫn đọc thư được.",
        "Thư đến vẫn được nhận và giữ lại.",
    )
    assert "Thư gửi đến bị trả lại." in consequences.lock(replace(case, ground="Đ6.2"))

    run(mailbox, TODAY + 70 * DAY)
    assert mailbox.state == "sending_stopped"
    said = letter(mailbox, now=datetime(2026, 5, 20, 2, tzinfo=UTC))
    assert "trạng thái “Dừng gửi”" in said
    assert "Nếu không có đề nghị khôi phục, hộp thư chuyển sang “Khóa hẳn” từ ngày" in said
