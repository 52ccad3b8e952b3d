"""Somebody with a mailbox: what they do at the portal, with a mail program, and what they see."""

import random
import re
import secrets
import smtplib
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from itertools import product
from pathlib import Path
from typing import Any, Protocol, cast
from unicodedata import normalize

from imapclient import IMAPClient
from tests.acceptance.outside.browser import Browser, Page
from tests.acceptance.outside.forms import Applicant
from tests.acceptance.outside.mail import DOORS, MailProgram, letter
from tests.running import wait_for

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Đoàn",
    "Lưỡng",
)
MIDDLE = (
    "Thị Thanh",
    "Văn Hữu",
    "Quốc",
    "Thị Hồng",
    "Đức",
    "Minh",
    "Thị Ngọc",
    "Hoài",
    "Xuân",
    "Thùy",
    "Gia",
)
GIVEN = (
    "Ánh",
    "Bình",
    "Châu",
    "Dũng",
    "Đạt",
    "Giang",
    "Huệ",
    "Khánh",
    "Liễu",
    "Mai",
    "Nguyệt",
    "Phượng",
    "Quỳnh",
)
APP_PASSWORD = re.compile(r"\b[a-z2-7]{26,}\b")


def _shuffled() -> Iterator[str]:
    names = [" ".join(parts) for parts in product(FAMILY, MIDDLE, GIVEN)]
    while True:
        random.shuffle(names)
        yield from names


_NAMES = _shuffled()


def a_name() -> str:
    """An invented name: the people of one test have different ones, those of two tests may share it, as people do."""
    return next(_NAMES)


def run_together(name: str) -> str:
    """A name as addresses write it: without accents, in small letters, as one word."""
    plain = normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if letter in string.ascii_lowercase)


def an_applicant(name: str = "", **facts: str) -> Applicant:
    """Somebody with numbers of their own."""
    number = f"001{secrets.choice('01')}{70 + secrets.randbelow(30)}{secrets.randbelow(10**6):06}"
    phone = f"09{secrets.randbelow(10**8):08}"
    return Applicant(name or a_name(), **{"national_id": number, "phone": phone, **facts})


def a_password() -> str:
    """A password as a careful person chooses it: random, and good under every rule of every regulation."""
    letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    return f"{letters[:6].capitalize()}{secrets.choice('@#$%')}{letters[6:]}{10 + secrets.randbelow(90)}"


class Somewhere(Protocol):
    """What somebody needs of the authority that they belong to."""

    portal: str
    mail: MailProgram
    scratch: Path

    def run(self, line: str, given: object = None) -> Any: ...


@dataclass
class Holder:
    """Somebody with a mailbox, who has got the issued password on paper.

    *person* is their number in the directory, *agency* the code of their organisation there.
    """

    province: Somewhere
    name: str
    address: str
    issued: str
    person: int = 0
    agency: str = ""
    password: str = ""
    _app_password: str = field(default="", repr=False)
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.province.portal)

    def sign_in(self, password: str = "") -> Page:
        """Sign in at the portal; where the page leads that comes."""
        return self.browser.sign_in(self.address, password or self.password or self.issued)

    def choose_password(self, password: str = "") -> "Holder":
        """Do what the portal asks on the first day."""
        chosen = password or a_password()
        page = self.sign_in(self.issued)
        page = self.browser.submit(page, old=self.issued, new=chosen, again=chosen)
        assert "old" not in [name for form in page.tree.forms for name in form.fields], page.text
        self.password = chosen
        return self

    @property
    def app_password(self) -> str:
        """A password for mail programs, made in the portal when it is first needed."""
        if not self._app_password:
            if not self.password:
                self.choose_password()
            self._app_password = self.new_app_password()
        return self._app_password

    def new_app_password(self, label: str = "Thunderbird") -> str:
        page = self.browser.get("mat-khau-ung-dung/")
        if "label" not in [name for form in page.tree.forms for name in form.fields]:
            self.sign_in()
            page = self.browser.get("mat-khau-ung-dung/")
        page = self.browser.submit(page, label=label)
        shown = APP_PASSWORD.search(page.text)
        assert shown, page.text
        return shown.group()

    def imap(self) -> IMAPClient:
        return self.province.mail.imap(self.address, self.app_password)

    def refusals(self, password: str = "") -> dict[str, str]:
        """What each door for mail programs says that refuses."""
        return self.province.mail.refusals(self.address, password or self.app_password)

    def must_enter_nowhere(self, password: str = "") -> None:
        """No mail program gets in."""
        assert set(self.refusals(password)) == DOORS

    def must_enter_everywhere(self, password: str = "") -> None:
        """Mail programs get in at every door."""
        assert self.refusals(password) == {}

    def write(self, to: "Holder | str", **more: Any) -> EmailMessage:
        """Send a message from a mail program and give it; raises smtplib.SMTPException for a refusal.

        *sender* is another address in whose name it is sent.
        """
        address = to if isinstance(to, str) else to.address
        message = letter(**{"sender": self.address, "to": address, **more})
        self.province.mail.send(message, login=self.address, password=self.app_password)
        return message

    def refused_to_write(self, to: "Holder | str", **more: Any) -> tuple[int, str]:
        """Send what must be refused; the code and the words of the server."""
        try:
            self.write(to, **more)
        except smtplib.SMTPRecipientsRefused as refused:
            [(code, words)] = refused.recipients.values()
        except smtplib.SMTPResponseException as refused:
            code, words = refused.smtp_code, refused.smtp_error
        else:
            raise AssertionError(f"{self.address} could write to {to}")
        return code, words.decode("utf-8", "replace") if isinstance(words, bytes) else words

    def passes_on_to(self, other: "Holder") -> None:
        """Let a rule send everything that arrives on to somebody else."""
        door = self.province.mail.sieve(self.address, self.app_password)
        assert door.putscript("on", f'redirect "{other.address}";\n') == "OK", door.response_text
        assert door.setactive("on") == "OK", door.response_text
        door.logout()

    def receive(self, message: EmailMessage, **more: Any) -> EmailMessage:
        """Wait until the message is in the mailbox."""
        return self.province.mail.fetch(
            message["Message-ID"], login=self.address, password=self.app_password, **more
        )

    def hear_of(self, what: str) -> EmailMessage:
        """Wait for a message of the system whose subject says *what*."""

        def look() -> list[EmailMessage]:
            found = self.province.mail.messages(self.address, self.app_password)
            return [one for one in found if what in str(one["Subject"])]

        return wait_for(look, what=f"{self.address} hears of {what}")[-1]

    def lock(self, clause: str, *, reason: str = "Theo cảnh báo", more: str = "") -> None:
        """Have the mailbox locked on a ground, with a warning as its evidence."""
        warning = self.province.scratch / f"canh-bao-{secrets.token_hex(4)}.txt"
        warning.write_text(f"Cảnh báo về {self.address}\n", "utf-8")
        self.province.run(
            f"mailbox lock {self.address} --clause {clause} --reason '{reason}' --document 5/CATTT "
            f"--evidence {warning} {more}"
        )

    def restore(self, *, document: str = "9/STP-VP", reason: str = "Cơ quan đề nghị", more: str = "") -> None:
        """Have the mailbox restored; the new password is on the holder's paper."""
        given = self.province.run(
            f"mailbox restore {self.address} --document '{document}' --reason '{reason}' {more}"
        )
        self.issued, self.password, self._app_password = str(given["password"]), "", ""

    @property
    def shown(self) -> dict[str, Any]:
        """What ``mailbox show`` says now."""
        return self.province.run(f"mailbox show {self.address}")

    def noted(self, mark: str, *, since: datetime) -> datetime:
        """Wait until the record says that the mailbox was used after *since*.

        *mark* is ``last_login_at``, ``last_sent_at`` or ``last_received_at``.
        """

        def look() -> datetime | None:
            told = self.shown[mark]
            at = datetime.fromisoformat(told) if told else None
            return at if at and at >= since else None

        return cast("datetime", wait_for(look, seconds=180, what=f"{mark} of {self.address} after {since}"))

    @property
    def state(self) -> str:
        return str(self.shown["state"])
