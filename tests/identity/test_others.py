import pytest
from tests.world import CAUSE, CONSOLE, NOW, PASSWORD, agency, establish

from congthu.directory.acts.people import enter_person
from congthu.directory.facts import PersonFacts
from congthu.identity import holding
from congthu.identity.actions import change_password
from congthu.identity.models import Account
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import RefusedByRule


@pytest.fixture
def office(db):
    return agency(establish("soctrang", "soctrang-59-2024"), "Sở Y tế", "soyt")


def holder(office, name):
    person = enter_person(office, PersonFacts(full_name=name), acting=CONSOLE, now=NOW)
    given = holding.issue(office, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE)
    choose(given, PASSWORD)
    return person


def choose(given, password):
    account = Account.objects.get(login=given.mailbox.address)
    change_password(account, old=given.password, new=password, now=NOW)


def the_office_goes_to(office, *people):
    given = holding.issue(office, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE)
    for person in people:
        given = holding.appoint_custodian(given.mailbox, to=person, acting=CONSOLE, now=NOW, cause=CAUSE)
    return given


def reissued(given):
    return holding.reissue_password(given.mailbox, acting=CONSOLE, now=NOW, cause=CAUSE)


@pytest.mark.enforces("password.one_per_account")
def test_who_keeps_the_mailbox_of_an_office_alone_gives_it_a_password_of_its_own(office):
    given = reissued(the_office_goes_to(office, holder(office, "Lê Thị Mai")))
    with pytest.raises(RefusedByRule) as raised:
        choose(given, PASSWORD)
    assert [(one.rule, one.clause) for one in raised.value.refusals] == [
        ("password.one_per_account", "Đ8.2.a")
    ]
    choose(given, "Sen-Hong#2027")


@pytest.mark.enforces("password.one_per_account")
def test_of_two_who_share_a_password_neither_learns_that_of_the_other(office):
    people = [holder(office, name) for name in ("Lê Thị Mai", "Trần Văn Bình")]
    choose(reissued(the_office_goes_to(office, *people)), PASSWORD)


@pytest.mark.enforces("password.one_per_account")
def test_two_people_may_happen_to_choose_the_same(office):
    holder(office, "Lê Thị Mai")
    holder(office, "Trần Văn Bình")
    assert Account.objects.filter(must_change=False).count() == 2
