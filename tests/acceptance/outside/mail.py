"""A mail program: sends over submission, fetches over IMAP, knocks at every door that asks for a password."""

import imaplib
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from managesieve import MANAGESIEVE
from tests.running import wait_for

SECONDS = 120.0
AUTHENTICATED = 235
DOORS = frozenset({"imap", "imaps", "submission", "submissions", "sieve"})


class Refused(Exception):
    """A door that asks for a password did not let somebody in."""


class MailProgram:
    """What a mail program knows of an installation: its doors and its certificate."""

    def __init__(self, endpoints: dict[str, Any], certificate: Path) -> None:
        self.endpoints = endpoints
        self.tls = ssl.create_default_context(cafile=str(certificate))

    def send(self, message: EmailMessage, *, login: str, password: str, to: list[str] | None = None) -> None:
        """Send over submission with STARTTLS; raises smtplib.SMTPException for a refusal."""
        with self.submission() as door:
            _sign_in(door, login, password)
            door.send_message(message, str(message["From"]), to)

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> tuple[int, str]:
        """Hand a message to the MX as a stranger does; the last reply's code and words."""
        host, port = self.endpoints["smtp"]
        with smtplib.SMTP(host, port, timeout=SECONDS) as door:
            try:
                door.send_message(message, sender, [recipient])
            except smtplib.SMTPRecipientsRefused as refused:
                code, words = refused.recipients[recipient]
            except smtplib.SMTPResponseException as refused:
                code, words = refused.smtp_code, refused.smtp_error
            else:
                return 250, "OK"
        return code, words.decode("utf-8", "replace") if isinstance(words, bytes) else words

    def imap(self, login: str, password: str) -> IMAPClient:
        """A connection on which somebody has signed in."""
        host, port = self.endpoints["imap"]
        door = IMAPClient(host, port, ssl=False, timeout=SECONDS)
        door.starttls(self.tls)
        door.login(login, password)
        return door

    def sieve(self, login: str, password: str) -> MANAGESIEVE:
        """A connection on which somebody has signed in; raises Refused."""
        host, port = self.endpoints["sieve"]
        # The library cannot be told whom to trust; the other doors prove the certificate.
        door = MANAGESIEVE(host, port, use_tls=True, tls_verify=False, timeout=SECONDS)
        if door.login("", login, password) != "OK":
            raise Refused(str(door.response_text))
        return door

    def messages(self, login: str, password: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Every message of a folder."""
        with self.imap(login, password) as door:
            door.select_folder(folder, readonly=True)
            found = door.fetch(door.search(), ["BODY.PEEK[]"])
        return [message_from_bytes(one[b"BODY[]"], policy=policy.default) for one in found.values()]

    def fetch(
        self, message_id: str, *, login: str, password: str, folder: str = "INBOX", seconds: float = SECONDS
    ) -> EmailMessage:
        """Wait until the message is there, and fetch it."""

        with self.imap(login, password) as door:

            def look() -> list[int]:
                door.select_folder(folder, readonly=True)
                return door.search(["HEADER", "Message-ID", message_id])

            found = wait_for(look, seconds=seconds, what=f"{message_id} in {folder} of {login}")
            raw = door.fetch(found[-1:], ["BODY.PEEK[]"])[found[-1]][b"BODY[]"]
        return message_from_bytes(raw, policy=policy.default)

    def refusals(self, login: str, password: str) -> dict[str, str]:
        """Knock at every door; what each door that refused said."""
        knocks: dict[str, Callable[[str, str], None]] = {
            "imap": self._try_imap,
            "imaps": self._try_imaps,
            "submission": self._try_submission,
            "submissions": self._try_submissions,
            "sieve": self._try_sieve,
        }

        def knocked(knock: Callable[[str, str], None]) -> str:
            try:
                knock(login, password)
            except (imaplib.IMAP4.error, smtplib.SMTPResponseException, Refused) as refusal:
                return str(refusal) or type(refusal).__name__
            return ""

        # All at once: each door lets a wrong password wait for two seconds.
        with ThreadPoolExecutor(len(knocks)) as pool:
            said = dict(zip(knocks, pool.map(knocked, knocks.values()), strict=True))
        return {door: words for door, words in said.items() if words}

    def submission(self) -> smtplib.SMTP:
        host, port = self.endpoints["submission"]
        door = smtplib.SMTP(host, port, timeout=SECONDS)
        door.starttls(context=self.tls)
        return door

    def _try_imap(self, login: str, password: str) -> None:
        with self.imap(login, password):
            pass

    def _try_imaps(self, login: str, password: str) -> None:
        host, port = self.endpoints["imaps"]
        with imaplib.IMAP4_SSL(host, port, ssl_context=self.tls, timeout=SECONDS) as door:
            door.login(login, password)

    def _try_submission(self, login: str, password: str) -> None:
        with self.submission() as door:
            _sign_in(door, login, password)

    def _try_submissions(self, login: str, password: str) -> None:
        host, port = self.endpoints["submissions"]
        with smtplib.SMTP_SSL(host, port, context=self.tls, timeout=SECONDS) as door:
            _sign_in(door, login, password)

    def _try_sieve(self, login: str, password: str) -> None:
        self.sieve(login, password).logout()


def _sign_in(door: smtplib.SMTP, login: str, password: str) -> None:
    """Once, by one mechanism: ``login`` would try the next one with a password that was refused."""
    door.ehlo()
    door.user, door.password = login, password
    code, words = door.auth("PLAIN", door.auth_plain)
    if code != AUTHENTICATED:
        raise smtplib.SMTPAuthenticationError(code, words)


def letter(
    *,
    sender: str,
    to: str,
    subject: str = "Trao đổi công việc",
    text: str = "Kính gửi đồng chí.\n",
    attachments: dict[str, bytes] | None = None,
) -> EmailMessage:
    """Write a message as a mail program does."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message.set_content(text)
    for name, content in (attachments or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message
