"""A mail program: sends over submission, fetches over IMAP, knocks at every door that asks for a password."""

import base64
import imaplib
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from congthu.operations.instance import Instance

SECONDS = 30.0


class MailProgram:
    """What a mail program knows of an installation: its doors and its certificate."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.tls = ssl.create_default_context(cafile=str(instance.tls / "ca.pem"))

    def send(self, message: EmailMessage, *, login: str, password: str) -> None:
        """Send over submission with STARTTLS; raises smtplib.SMTPException for a refusal."""
        with self._submission() as door:
            door.login(login, password)
            door.send_message(message)

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> tuple[int, str]:
        """Hand a message to the MX as a stranger does; return the last reply's code and words."""
        with smtplib.SMTP(self.instance.listen, self.instance.ports["smtp"], timeout=SECONDS) as door:
            try:
                door.send_message(message, sender, [recipient])
            except smtplib.SMTPRecipientsRefused as refused:
                code, words = refused.recipients[recipient]
            except smtplib.SMTPResponseException as refused:
                code, words = refused.smtp_code, _bytes(refused.smtp_error)
            else:
                return 250, "OK"
        return code, words.decode("utf-8", "replace")

    def fetch(self, *, login: str, password: str, message_id: str) -> EmailMessage:
        """Wait until the message is in the inbox, and fetch it; raises TimeoutError."""
        end = time.monotonic() + SECONDS
        with self._imap() as door:
            door.login(login, password)
            while time.monotonic() < end:
                door.select("INBOX", readonly=True)
                _, [found] = door.search(None, "HEADER", "Message-ID", message_id)
                if found:
                    _, parts = door.fetch(found.split()[-1].decode(), "(BODY.PEEK[])")
                    raw = parts[0]
                    assert isinstance(raw, tuple)  # noqa: S101  # what imaplib gives for a literal
                    return message_from_bytes(raw[1], policy=policy.default)
                time.sleep(0.1)
        raise TimeoutError(f"{message_id} did not arrive within {SECONDS:.0f} s")

    def refusals(self, *, login: str, password: str) -> dict[str, str]:
        """Try to sign in at every door; return what each door that refused said."""
        doors: dict[str, Callable[[str, str], None]] = {
            "imap": self._try_imap,
            "imaps": self._try_imaps,
            "submission": self._try_submission,
            "submissions": self._try_submissions,
            "sieve": self._try_sieve,
        }
        refused = {}
        for name, knock in doors.items():
            try:
                knock(login, password)
            except (imaplib.IMAP4.error, smtplib.SMTPResponseException, PermissionError) as refusal:
                refused[name] = str(refusal)
        return refused

    def held(self, address: str) -> int:
        """Count the messages that wait in the mailbox on disk: what arrives for somebody who may not sign in."""
        local, _, domain = address.partition("@")
        root = self.instance.data / "mail" / domain / local
        return sum(1 for folder in ("new", "cur") for path in root.rglob(f"{folder}/*") if path.is_file())

    def _submission(self) -> smtplib.SMTP:
        door = smtplib.SMTP(self.instance.listen, self.instance.ports["submission"], timeout=SECONDS)
        door.starttls(context=self.tls)
        return door

    def _imap(self) -> imaplib.IMAP4:
        door = imaplib.IMAP4(self.instance.listen, self.instance.ports["imap"], timeout=SECONDS)
        door.starttls(self.tls)
        return door

    def _try_imap(self, login: str, password: str) -> None:
        with self._imap() as door:
            door.login(login, password)

    def _try_imaps(self, login: str, password: str) -> None:
        with imaplib.IMAP4_SSL(
            self.instance.listen, self.instance.ports["imaps"], ssl_context=self.tls, timeout=SECONDS
        ) as door:
            door.login(login, password)

    def _try_submission(self, login: str, password: str) -> None:
        with self._submission() as door:
            door.login(login, password)

    def _try_submissions(self, login: str, password: str) -> None:
        with smtplib.SMTP_SSL(
            self.instance.listen, self.instance.ports["submissions"], context=self.tls, timeout=SECONDS
        ) as door:
            door.login(login, password)

    def _try_sieve(self, login: str, password: str) -> None:
        """ManageSieve, RFC 5804: STARTTLS, then AUTHENTICATE PLAIN."""
        with socket.create_connection(
            (self.instance.listen, self.instance.ports["sieve"]), timeout=SECONDS
        ) as plain:
            _sieve_reply(plain)
            plain.sendall(b"STARTTLS\r\n")
            _sieve_reply(plain)
            with self.tls.wrap_socket(plain, server_hostname=self.instance.listen) as door:
                _sieve_reply(door)
                token = base64.b64encode(f"\0{login}\0{password}".encode()).decode("ascii")
                door.sendall(f'AUTHENTICATE "PLAIN" "{token}"\r\n'.encode("ascii"))
                if not (answer := _sieve_reply(door)).startswith("OK"):
                    raise PermissionError(answer)


def letter(*, sender: str, to: str, subject: str, text: str, attachment: Path | None = None) -> EmailMessage:
    """Write a message as a mail program does."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = (
        formatdate(localtime=True),
        make_msgid(domain=sender.partition("@")[2]),
    )
    message.set_content(text)
    if attachment is not None:
        content = attachment.read_bytes()
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=attachment.name
        )
    return message


def _bytes(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _sieve_reply(door: socket.socket) -> str:
    """Read up to the line that ends a reply: OK, NO or BYE."""
    said = b""
    while True:
        more = door.recv(4096)
        if not more:
            raise ConnectionError("the server closed the connection")
        said += more
        last = said.rstrip(b"\r\n").rpartition(b"\n")[2]
        if said.endswith(b"\r\n") and last[:3].rstrip() in {b"OK", b"NO", b"BYE"}:
            return last.decode("utf-8", "replace")
