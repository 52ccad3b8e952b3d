"""Where the tests act: an authority of the installation, with agencies and people made through its faces."""

import secrets
import shlex
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.acceptance.outside import forms
from tests.acceptance.outside.browser import Browser
from tests.acceptance.outside.console import Answer, Console
from tests.acceptance.outside.forms import Applicant, Letter
from tests.acceptance.outside.mail import MailProgram
from tests.acceptance.outside.people import Holder, an_applicant

# The form by which each regulation wants mailboxes for people to be asked for; the others have none.
FORMS: dict[str, Callable[..., Letter]] = {
    "hanoi-1643-2023": forms.hanoi_mau_03,
    "caobang-16-2025": forms.caobang_phu_luc,
    "dongthap-143-2025": forms.dongthap_mau_01,
    "soctrang-draft-2024": forms.soctrang_m1,
    "soctrang-59-2024": forms.soctrang_m1,
}
# The category of an agency, where a regulation applies by categories that must be told.
CATEGORIES = {"soctrang-draft-2024": "sở, ban, ngành và đơn vị sự nghiệp thuộc UBND tỉnh"}
# Before every day that a test goes back to.
LONG_AGO = date(2015, 1, 1)
PAPER = ("--document", "12/QĐ", "--reason", "Theo đề nghị của cơ quan")


def a_code() -> str:
    """A code that no other organisation has."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))


@dataclass(frozen=True)
class Agency:
    """An organisation in the directory; *code* is its path of codes."""

    province: "Province"
    code: str
    name: str

    @property
    def short(self) -> str:
        """The code alone, as addresses write it."""
        return self.code.rpartition("/")[2]

    def unit(self, name: str, code: str = "", kind: str = "department") -> "Agency":
        """A unit below it."""
        return self.province.new_agency(name, code, kind, parent=self)


class Province:
    """One authority of the installation, with its regulation."""

    def __init__(
        self,
        code: str,
        regulation: str,
        *,
        console: Console,
        endpoints: dict[str, Any],
        mail: MailProgram,
        scratch: Path,
    ) -> None:
        self.code, self.regulation, self.console, self.mail = code, regulation, console, mail
        self.endpoints, self.scratch = endpoints, scratch
        self.portal = str(endpoints["portal"])

    def run(self, line: str, given: object = None) -> Any:
        """Run one command that must be done, and give the document that it prints."""
        return self.console.run(line, given)

    def refused(self, line: str, given: object = None) -> Answer:
        """Run one command that a rule must refuse."""
        return self.console.refused(line, given)

    def answer(self, line: str, given: object = None) -> Answer:
        """Run one command, whatever becomes of it."""
        return self.console.answer(f"{line} --json", given)

    @property
    def today(self) -> date:
        """The day in the installation."""
        return datetime.fromisoformat(self.run("clock show")["now"]).date()

    def browser(self) -> Browser:
        """The browser of nobody yet."""
        return Browser(self.portal)

    # --- who is there ---------------------------------------------------------------------------------------------

    @cached_property
    def agency(self) -> Agency:
        """The agency of the test, made when it is first needed."""
        return self.new_agency()

    def new_agency(
        self, name: str = "", code: str = "", kind: str = "agency", parent: Agency | None = None, **facts: str
    ) -> Agency:
        """An organisation that nobody else uses; *facts* as options of ``directory add``."""
        code = code or a_code()
        name = name or f"Ban Quản lý dự án {code.capitalize()}"
        options = {"authority": self.code, "name": name, "kind": kind, "from": LONG_AGO.isoformat(), **facts}
        if parent is not None:
            options["parent"] = parent.code
        elif self.regulation in CATEGORIES:
            options.setdefault("category", CATEGORIES[self.regulation])
        made = self.run(_line("directory add", code, **options))
        return Agency(self, str(made["code"]), name)

    def new_person(self, person: Applicant, agency: Agency | None = None, **facts: str) -> int:
        """Enter somebody in the directory; their number there."""
        options = {
            "authority": self.code,
            "agency": (agency or self.agency).code,
            "name": person.name,
            "unit": person.unit,
            "position": person.position,
            "birth_date": person.birth_date,
            "national_id": person.national_id,
            "phone": person.phone,
            "otp_phone": person.phone,
            **facts,
        }
        return int(self.run(_line("directory person add", **options))["id"])

    def holder(self, name: str = "", agency: Agency | None = None, **facts: str) -> Holder:
        """Somebody who has just been given a mailbox; *facts* such as ``position`` and ``rank``."""
        known = {key: facts.pop(key) for key in list(facts) if key in Applicant.__dataclass_fields__}
        person = an_applicant(name, **known)
        agency = agency or self.agency
        number = self.new_person(person, agency, **facts)
        given = self.issue("person", agency, person=str(number))
        return Holder(self, person.name, given["address"], given["password"], number, agency.code)

    def holders(self, count: int, agency: Agency | None = None) -> list[Holder]:
        """Several of them."""
        return [self.holder(agency=agency) for _ in range(count)]

    def issue(self, kind: str, agency: Agency | None = None, **options: str) -> dict[str, Any]:
        """Issue a mailbox of any kind; what the command tells, with the password where there is one."""
        where = (agency or self.agency).code
        line = _line("mailbox issue", kind=kind, organisation=where, authority=self.code, **options)
        return dict(self.run(f"{line} {shlex.join(PAPER)}"))

    def staff(self, role: str, agency: Agency | None = None) -> Holder:
        """Somebody who holds a role (operator, managing, head, focal, clerk, inspector), with their own password."""
        who = self.holder(agency=agency)
        over = {"over": (agency or self.agency).code} if role in {"head", "focal", "clerk"} else {}
        self.run(_line("directory appoint", str(who.person), role, document="15/QĐ", **over))
        return who.choose_password()

    # --- requests ---------------------------------------------------------------------------------------------------

    def form(self, people: Sequence[Applicant], agency: Agency | None = None, **more: Any) -> Letter:
        """The form by which an agency asks for mailboxes for people."""
        return FORMS[self.regulation]((agency or self.agency).name, people, **more)

    def write_form(self, form: Letter) -> Path:
        """Write a form where commands and browsers find it."""
        return form.save(self.scratch / f"phieu-{secrets.token_hex(4)}.docx")

    def hand_in(self, form: Letter, *more: str) -> int:
        """Bring a form in; the number of the request."""
        options = " ".join(more)
        line = f"request import {self.write_form(form)} --authority {self.code} {options}"
        return int(self.run(line)["number"])

    def ask(self, *lines: str, agency: Agency | None = None) -> int:
        """Enter an agency's letter that follows no form; each line as ``request enter`` wants it."""
        where = (agency or self.agency).code
        line = _line(
            "request enter",
            *lines,
            authority=self.code,
            agency=where,
            document="5/CV",
            date=self.today.isoformat(),
            requester="Vũ Thị Bích Thảo",
        )
        return int(self.run(line)["number"])

    def execute(self, number: int, *more: str) -> list[dict[str, Any]]:
        """Carry a request from the head's signature to its execution; the result of each line."""
        for step in ("confirm", "forward", "approve", "accept"):
            self.answer(f"request {step} {number}")  # not every route has every step
        answer = self.answer(f"request execute {number} {' '.join(more)}")
        return list(answer.output["rows"])


def _line(command: str, *arguments: str, **options: str) -> str:
    """A command with those options that say something."""
    given = [
        part for name, value in options.items() if value for part in (f"--{name.replace('_', '-')}", value)
    ]
    return f"{command} {shlex.join([*arguments, *given])}"
