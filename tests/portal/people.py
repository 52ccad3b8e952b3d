"""How does a small province come about in a test? Invented people, real actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congthu.audit.acts import Cause
from congthu.directory.acts.authorities import establish_authority
from congthu.directory.acts.organisations import establish_organisation
from congthu.directory.acts.people import enter_person
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import Codes, PersonFacts
from congthu.directory.models import Authority, Organisation, OrganisationKind
from congthu.directory.roles import Actor, Role
from congthu.identity.accounts import issue_password, open_account
from congthu.identity.actions import change_password
from congthu.identity.models import Account
from congthu.mailboxes.acts.evidence import Shown
from congthu.mailboxes.acts.issue import issue
from congthu.mailboxes.acts.law import load_regulation
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.forms import RowField
from congthu.regulations.policy import policy_for
from congthu.regulations.route import Channel
from congthu.requests.acts.receive import receive
from congthu.requests.channels import Arrival
from congthu.requests.intake import ImportedRequest, Letter, Problem, Requester, Row
from congthu.requests.models import Request

CONSOLE = Actor.console("tests")
OWN_PASSWORD = "Thang11$mua"
CAUSE = Cause(document="12/STP-VP", reason="Theo phiếu đề nghị")
EVIDENCE = Shown("canh-bao.txt", "Cảnh báo: 400 thư rác trong một giờ".encode())


@dataclass(frozen=True)
class Holder:
    """Somebody with a mailbox; *issued* is the password on their sheet."""

    account: Account
    mailbox: Mailbox
    issued: str

    @property
    def address(self) -> str:
        return self.mailbox.address


@dataclass(frozen=True)
class Province:
    authority: Authority
    agency: Organisation
    now: datetime

    def holder(self, name: str, *, role: Role | None = None, own_password: bool = True) -> Holder:
        """A new person of the agency with a mailbox; with a password of their own unless told otherwise."""
        facts = PersonFacts(name, unit_name="Văn phòng Sở", position="Chuyên viên")
        person = enter_person(self.agency, facts, acting=CONSOLE, now=self.now)
        mailbox = issue(
            self.agency, MailboxKind.PERSON, person=person, acting=CONSOLE, now=self.now, cause=CAUSE
        )
        account = open_account(
            authority=self.authority,
            login=mailbox.address,
            person=person,
            acting=CONSOLE,
            now=self.now,
            cause=CAUSE,
        )
        plain = issue_password(account, acting=CONSOLE, now=self.now, cause=CAUSE)
        if own_password:
            change_password(account, old=plain, new=OWN_PASSWORD, now=self.now)
        if role is not None:
            scope = self.agency if role in {Role.HEAD, Role.FOCAL, Role.CLERK} else None
            appoint(person, role, organisation=scope, acting=CONSOLE, now=self.now, cause=CAUSE)
        account.refresh_from_db()
        mailbox.refresh_from_db()
        return Holder(account, mailbox, plain)


def ask(
    province: Province,
    *names: str,
    days_ago: int = 0,
    problems: tuple[Problem, ...] = (),
    agency: str = "Sở Tư pháp",
    number: str = "1287/STP-VP",
    known: bool = True,
) -> Request:
    """A request of the agency for a mailbox for each of *names*."""
    rows = tuple(
        Row(
            line=line,
            kind="person.issue",
            fields={
                RowField.FULL_NAME: name,
                RowField.UNIT: "Văn phòng Sở",
                RowField.POSITION: "Chuyên viên",
                RowField.NATIONAL_ID: f"0011740222{line:02}",
                RowField.OTP_PHONE: "0912345678",
                RowField.DECISION_NO: "412/QĐ-STP",
            },
        )
        for line, name in enumerate(names, start=1)
    )
    imported = ImportedRequest(
        form="mau-03",
        kinds=("person.issue",),
        agency=agency,
        document=Letter(number=number, date="2026-10-19"),
        requester=Requester(full_name="Vũ Thị Bích Thảo", position="Chánh Văn phòng"),
        rows=rows,
        problems=problems,
    )
    return receive(
        imported,
        authority=province.authority,
        agency=province.agency if known else None,
        file_name="Phiếu đề nghị.docx",
        content=f"{number} {names}".encode(),
        arrival=Arrival(Channel.PORTAL),
        acting=CONSOLE,
        now=province.now - timedelta(days=days_ago),
    )


def found_province(code: str, name: str, regulation: str, now: datetime) -> Province:
    policy = policy_for(regulation)
    load_regulation(policy, acting=CONSOLE, now=now)
    authority = establish_authority(
        code=code,
        name=name,
        regulation=regulation,
        domains=list(policy.domain.mail.value),
        acting=CONSOLE,
        now=now,
    )
    agency = establish_organisation(
        authority,
        name="Sở Tư pháp",
        kind=OrganisationKind.AGENCY,
        codes=Codes("sotuphap"),
        valid_from=date(2023, 3, 20),
        acting=CONSOLE,
        now=now,
    )
    return Province(authority, agency, now)
