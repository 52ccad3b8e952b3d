"""Requests as they are after reading, and a province that takes them in and carries them out."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

from tests.world import CAUSE, CONSOLE, NOW, World, agency, establish

from congthu.directory.models import Organisation
from congthu.directory.roles import Actor
from congthu.identity import holding
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.asks import Box
from congthu.regulations.route import ONWARD, Channel, Step
from congthu.requests.acts import execute as executing
from congthu.requests.acts import receive as receiving
from congthu.requests.acts import route
from congthu.requests.acts.lines import RowResult
from congthu.requests.channels import Arrival
from congthu.requests.intake import ImportedRequest, Letter, Requester, Row
from congthu.requests.models import Request, RequestRow
from congthu.requests.way import where

PORTAL = Arrival(Channel.PORTAL)
LATER = NOW + timedelta(hours=1)
_NUMBERS = itertools.count(1)


def person_row(line=1, name="Vũ Thùy Liễu", **more):
    fields = {
        "full_name": name,
        "unit": "Văn phòng Sở",
        "position": "Chuyên viên",
        "national_id": f"0011740222{line:02}",
        "otp_phone": "0912345678",
        "decision_no": "412/QĐ-STP",
    }
    return Row(line=line, kind="person.issue", fields={**fields, **more})


def row(kind, line=1, *, box=None, when_locked=None, **fields):
    return Row(line=line, kind=kind, box=Box(box) if box else None, when_locked=when_locked, fields=fields)


def imported(*rows, problems=(), agency="Sở Tư pháp", number="1287/STP-VP", day="2026-02-27"):
    return ImportedRequest(
        form="mau-03",
        kinds=tuple(dict.fromkeys(one.kind for one in rows if one.kind)),
        agency=agency,
        document=Letter(number=number, date=day),
        requester=Requester(full_name="Vũ Thị Bích Thảo", phone="0945127466"),
        rows=rows,
        problems=problems,
    )


@dataclass
class Province:
    """An authority under a regulation, with an agency, its department, and another agency beside it."""

    regulation: str
    world: World = field(init=False)
    office: Organisation = field(init=False)
    other: Organisation = field(init=False)

    def __post_init__(self):
        authority = establish("tinh", self.regulation, "Tỉnh Nhà")
        self.office = agency(authority, "Sở Tư pháp", "sotp")
        self.other = agency(authority, "Sở Nội vụ", "sonv")
        self.world = World(authority, self.office, self.other)

    @property
    def authority(self):
        return self.world.hanoi

    def department(self, name="Phòng Bổ trợ", code="phongbt", parent=None):
        return agency(self.authority, name, code, parent=parent or self.office, kind="department")

    def receive(
        self,
        *rows,
        office=None,
        arrival=PORTAL,
        acting=CONSOLE,
        now=NOW,
        problems=(),
        corrects=None,
        content=b"",
        **letter,
    ) -> Request:
        office = office or self.office
        return receiving.receive(
            imported(*rows, problems=problems, agency=office.name, **letter),
            authority=self.authority,
            agency=office,
            arrival=arrival,
            file_name="phieu.docx",
            content=content or f"phieu {next(_NUMBERS)}".encode(),
            acting=acting,
            now=now,
            corrects=corrects,
        )

    def foreseen(self, *rows, **more) -> list[RequestRow]:
        """The lines as they are kept after receipt."""
        return list(self.receive(*rows, **more).rows.order_by("line"))

    def accept(self, request: Request, *, acting: Actor = CONSOLE, now=NOW) -> Request:
        """Take a request to where it can be executed, by every step of its way."""
        steps = {
            Step.CONFIRM: route.confirm,
            Step.FORWARD: route.forward,
            Step.APPROVE: route.approve,
            Step.ACCEPT: route.accept,
        }
        for step in ONWARD:
            if step in steps and where(request).step(step):
                steps[step](request, acting=acting, now=now)
        return request

    def carry_out(self, *rows, now=LATER, cleaned=(), late=(), chosen=None, **more) -> list[RowResult]:
        """Receive lines and take them all the way."""
        request = self.accept(self.receive(*rows, **more))
        return executing.execute(
            request, acting=CONSOLE, now=now, cleaned=cleaned, late=late, chosen=chosen or {}
        )

    def holder(self, name="Nguyễn Văn An", office=None, **facts) -> Mailbox:
        """Somebody with a mailbox and an account."""
        office = office or self.office
        person = self.world.person(name, organisation=office, **facts)
        return self.issue(MailboxKind.PERSON, office, person=person)

    def issue(self, kind, office=None, **more) -> Mailbox:
        handed = holding.issue(
            office or self.office, MailboxKind(kind), acting=CONSOLE, now=NOW, cause=CAUSE, **more
        )
        return handed.mailbox


def refused(raised):
    return [(one.rule, one.clause) for one in raised.value.refusals]


def stands_against(line: RequestRow):
    """What is kept against a line: rules and clauses."""
    return [(one["rule"], one["clause"]) for one in line.foreseen["refused"]]
