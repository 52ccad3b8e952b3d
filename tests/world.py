"""A small province for tests: an authority with two agencies, invented people, and a second authority beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from congthu.audit.acts import Cause
from congthu.directory.acts import organisations
from congthu.directory.acts.authorities import establish_authority
from congthu.directory.acts.organisations import establish_organisation
from congthu.directory.acts.people import enter_person
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import Codes, PersonFacts
from congthu.directory.models import Authority, Organisation, OrganisationKind, Person
from congthu.directory.queries import actor_for
from congthu.directory.roles import Actor, Role
from congthu.identity.accounts import issue_password, open_account
from congthu.identity.actions import change_password
from congthu.identity.models import Account
from congthu.mailboxes.acts.evidence import Shown
from congthu.mailboxes.acts.issue import issue
from congthu.mailboxes.acts.law import load_regulation
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.policy import Policy, policy_for

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday, 09:00 in Hanoi
CONSOLE = Actor.console("root")
CAUSE = Cause(document="12/STP-VP", reason="Theo đề nghị của cơ quan")
PASSWORD = "Hoa-Sen$2026"
EVIDENCE = Shown("canh-bao.txt", "Cảnh báo: 400 thư rác trong một giờ".encode())


@dataclass
class World:
    hanoi: Authority
    justice: Organisation
    interior: Organisation

    def person(self, name="Nguyễn Văn An", *, organisation=None, **facts) -> Person:
        # A post that is listed has a rank; leavers of unknown rank are kept the longest.
        facts = {"position": "Chuyên viên", **facts}
        return enter_person(
            organisation or self.justice, PersonFacts(full_name=name, **facts), acting=CONSOLE, now=NOW
        )

    def actor(self, role: Role, *, organisation=None, name="Trần Thị Bình") -> Actor:
        person = self.person(name, organisation=organisation)
        appoint(person, role, organisation=organisation, acting=CONSOLE, now=NOW, cause=CAUSE)
        return actor_for(person, key=f"{role}@hanoi.gov.vn", now=NOW)

    def mailbox(self, name="Nguyễn Văn An", *, organisation=None) -> Mailbox:
        organisation = organisation or self.justice
        person = self.person(name, organisation=organisation)
        return issue(organisation, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE)

    def account(self, name="Nguyễn Văn An", *, organisation=None) -> tuple[Account, str]:
        """An account as it is on the day of issue, and the issued password."""
        mailbox = self.mailbox(name, organisation=organisation)
        account = open_account(
            authority=mailbox.authority,
            login=mailbox.address,
            person=mailbox.person,
            acting=CONSOLE,
            now=NOW,
            cause=CAUSE,
        )
        return account, issue_password(account, acting=CONSOLE, now=NOW, cause=CAUSE)

    def active(self, name="Nguyễn Văn An", *, organisation=None) -> Account:
        """An account whose holder has chosen :data:`PASSWORD`."""
        account, issued = self.account(name, organisation=organisation)
        change_password(account, old=issued, new=PASSWORD, now=NOW)
        return account


def establish(
    code="hanoi", regulation="hanoi-1643-2023", name="Thành phố Hà Nội", *, policy: Policy | None = None
) -> Authority:
    policy = policy or policy_for(regulation)
    load_regulation(policy, acting=CONSOLE, now=NOW)
    return establish_authority(
        code=code,
        name=name,
        regulation=regulation,
        domains=list(policy.domain.mail.value),
        acting=CONSOLE,
        now=NOW,
    )


def agency(authority: Authority, name: str, code: str, **more) -> Organisation:
    scope = organisations.policy_for(authority.regulation).scope
    if scope.category_needed and "parent" not in more:
        more.setdefault("category", scope.categories.value[0])
    return establish_organisation(
        authority,
        name=name,
        kind=more.pop("kind", OrganisationKind.AGENCY),
        codes=Codes(code),
        valid_from=date(2020, 1, 1),
        acting=CONSOLE,
        now=NOW,
        **more,
    )


def small_world() -> World:
    hanoi = establish()
    return World(hanoi, agency(hanoi, "Sở Tư pháp", "sotp"), agency(hanoi, "Sở Nội vụ", "sonv"))
