"""The people of a demo sign in as told, whatever the clock and whoever looked around did to them."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.world import establish

from congthu.audit.queries import verify
from congthu.directory.models import Organisation
from congthu.directory.roles import Actor
from congthu.identity import holding
from congthu.identity.actions import SignInRefused, change_password, revoke_app_password, sign_in
from congthu.identity.models import Account, AppPassword
from congthu.identity.secrets import selector
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import state_rule
from congthu.operations.demo.cast import CAUSE, LOCKED, NEWCOMER, fill, renew, works
from congthu.operations.nights import live_through
from congthu.regulations.states import Effect

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
DEMO = Actor.system("demo")


@pytest.fixture(params=["hanoi-1643-2023", "caobang-16-2025"])
def cast(request, db):
    regulation = request.param
    return fill(establish(regulation.partition("-")[0], regulation), acting=DEMO, now=NOW)


def must_enter(one, *, now):
    assert sign_in(one.address, one.password, now=now).login == one.address
    if one.app_password:
        assert AppPassword.objects.filter(selector=selector(one.app_password), revoked_at=None).exists()


def test_whom_time_has_locked_or_taken_away_signs_in_again_and_the_trail_is_whole(cast):
    for later in (NOW + timedelta(days=400), NOW + timedelta(days=900)):
        for day in range(0, 400, 40):
            live_through(later - timedelta(days=360 - day), acting=DEMO)
        for one in cast:
            with pytest.raises(SignInRefused):
                sign_in(one.address, one.password, now=later)
            assert renew(one, acting=DEMO, now=later)
            must_enter(one, now=later)
    # The clock goes back to where it was: what was made meanwhile still works, and nothing has to be done.
    for one in cast:
        must_enter(one, now=NOW)
        assert not renew(one, acting=DEMO, now=NOW)
    assert verify().ok


def test_who_is_as_told_is_left_alone(cast):
    before = [one.as_json() for one in cast]
    assert not any(renew(one, acting=DEMO, now=NOW) for one in cast)
    assert [one.as_json() for one in cast] == before
    for one in cast:
        must_enter(one, now=NOW)


def test_a_password_that_a_visitor_has_chosen_stays_theirs_and_a_key_that_they_ended_is_told_anew(cast):
    first, second = [one for one in cast if one.app_password][:2]
    account, chosen = Account.objects.get(login=first.address), "Hoa-Sen$2031"
    change_password(account, old=first.password, new=chosen, now=NOW)
    assert not renew(first, acting=DEMO, now=NOW)
    assert sign_in(first.address, chosen, now=NOW)
    ended, password = second.app_password, second.password
    key = AppPassword.objects.get(selector=selector(ended))
    revoke_app_password(key, acting=DEMO, now=NOW, cause=CAUSE)
    assert renew(second, acting=DEMO, now=NOW)
    assert (second.password, second.app_password != ended) == (password, True)
    must_enter(second, now=NOW)


def test_whom_somebody_has_given_another_password_on_paper_chooses_again(cast):
    one = next(one for one in cast if one.app_password)
    holding.reissue_password(Mailbox.objects.get(address=one.address), cause=CAUSE, acting=DEMO, now=NOW)
    assert renew(one, acting=DEMO, now=NOW)
    must_enter(one, now=NOW)
    assert state_rule(Mailbox.objects.get(address=one.address)).has(Effect.SEND)


def test_a_newcomer_still_has_to_choose_and_whoever_is_told_as_locked_stays_so(cast):
    one = cast[-1]
    mailbox = Mailbox.objects.get(address=one.address)
    holding.reissue_password(mailbox, cause=CAUSE, acting=DEMO, now=NOW)
    one.role, one.app_password = NEWCOMER, None
    assert renew(one, acting=DEMO, now=NOW)
    mailbox.refresh_from_db()
    assert state_rule(mailbox).has(Effect.MUST_CHANGE)
    must_enter(one, now=NOW)
    assert not renew(one, acting=DEMO, now=NOW)
    one.role = LOCKED
    one.password = "không đúng"
    assert not renew(one, acting=DEMO, now=NOW)


def test_whom_somebody_moved_signs_in_where_they_are_now(db):
    cast = fill(establish("hanoi", "hanoi-1643-2023"), acting=DEMO, now=NOW)
    one = next(one for one in cast if one.role == "clerk")
    assert works(one)
    old = Mailbox.objects.select_related("authority", "organisation").get(address=one.address)
    office = Organisation.objects.get(authority=old.authority, code="soxd")
    by = {"cause": CAUSE, "acting": DEMO, "now": NOW}
    handed = holding.transfer(old, to=office, decided_on=NOW.date(), **by)
    # The old mailbox only receives for a time: nobody is led to write from it.
    assert not renew(one, acting=DEMO, now=NOW)
    assert not works(one)
    later = NOW + timedelta(days=20)
    live_through(later, acting=DEMO)
    assert renew(one, acting=DEMO, now=later)
    assert one.address == handed.mailbox.address
    must_enter(one, now=later)
    assert works(one)
