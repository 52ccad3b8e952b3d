"""Each row that must never exist is refused by the database itself."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from tests.world import NOW

from congthu.mailboxes.models import Custody, IssuedAddress, Mailbox, StatePermission


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("mailbox_address_plain", {"address": "Nguyễn@hanoi.gov.vn"}),
        ("mailbox_address_plain", {"address": "AN@hanoi.gov.vn"}),
        ("mailbox_domain_of_address", {"domain": "thudo.gov.vn"}),
        ("mailbox_phase_known", {"phase": "đang ngủ"}),
        ("mailbox_locked_at_iff_locked", {"phase": "locked"}),
        ("mailbox_locked_at_iff_locked", {"locked_at": NOW}),
        ("mailbox_open_has_own_password", {"must_change": False}),
        ("mailbox_leaving_has_decision", {"phase": "leaving", "leaving": "issued_default"}),
        ("mailbox_leaving_is_its_state", {"leaving": "issued_default"}),
        ("mailbox_quota_positive", {"quota_bytes": 0}),
        ("mailbox_since_not_before_issue", {"since": NOW.replace(year=2020)}),
    ],
)
def test_a_mailbox_that_contradicts_itself_is_refused(world, constraint, bad):
    mailbox = world.mailbox()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Mailbox.objects.filter(pk=mailbox.pk).update(**bad)


def test_an_address_exists_once(world):
    mailbox = world.mailbox()
    mailbox.pk = None
    with pytest.raises(IntegrityError, match="mailbox"), transaction.atomic():
        mailbox.save(force_insert=True)


@pytest.mark.parametrize("change", ["delete", "update"])
def test_the_history_of_addresses_is_kept(world, change):
    world.mailbox()
    history = IssuedAddress.objects.all()
    with pytest.raises((InternalError, ProgrammingError), match="kept for ever"), transaction.atomic():
        history.delete() if change == "delete" else history.update(at=NOW.replace(year=2030))


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("issued_address_plain", {"address": "x y@hanoi.gov.vn"}),
        ("issued_address_purpose", {"purpose": "đùa"}),
        ("issued_address_has_mailbox", {"purpose": "issued"}),
    ],
)
def test_a_wrong_line_of_the_history_is_refused(world, constraint, bad):
    good = {"address": "kho@hanoi.gov.vn", "domain": "hanoi.gov.vn", "purpose": "reserved", "at": NOW}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        IssuedAddress.objects.create(**{**good, **bad})
    IssuedAddress.objects.create(**good)


def test_custody_does_not_end_before_it_began_nor_twice_at_a_time(world):
    mailbox, person = world.mailbox(), world.person("Lê Thị Hoa")
    Custody.objects.create(mailbox=mailbox, person=person, document="1/QĐ", since=NOW)
    with pytest.raises(IntegrityError, match="custody_once_at_a_time"), transaction.atomic():
        Custody.objects.create(mailbox=mailbox, person=person, document="1/QĐ", since=NOW)
    with pytest.raises(IntegrityError, match="custody_ends_after_it_began"), transaction.atomic():
        Custody.objects.update(until=NOW.replace(year=2020))


@pytest.mark.parametrize("effect", ["send", "must_change", "web_only"])
def test_a_state_allows_nothing_that_needs_signing_in_without_it(world, effect):
    with pytest.raises(IntegrityError, match="state_permission_needs_sign_in"), transaction.atomic():
        StatePermission.objects.filter(state="locked").update(**{effect: True})
