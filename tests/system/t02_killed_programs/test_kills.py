"""Any one program may be killed at any time: it comes back by itself, and no accepted message is lost."""

import os
import signal
import smtplib
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import HeaderParser

from imapclient import IMAPClient
from tests.running import congthu, wait_for

MESSAGES = 500
SENDERS = 4
# How long one sender tries to hand one message over: longer than any program takes to come back.
PATIENCE = 180.0
NO_ANSWER = 421


@dataclass
class Stream:
    """Other mail servers that hand messages to the MX; what gets no 250 is tried again."""

    endpoints: dict
    recipient: str
    accepted: set[str] = field(default_factory=set)
    answers: set[int] = field(default_factory=set)
    stop: threading.Event = field(default_factory=threading.Event)

    def send(self, numbers: range) -> None:
        for number in numbers:
            message = EmailMessage()
            message["From"], message["To"] = "may@example.org", self.recipient
            message["Message-ID"], message["Subject"] = f"<luong-{number}@example.org>", f"Thư số {number}"
            message.set_content("Nội dung.\n")
            end = time.monotonic() + PATIENCE
            while not self._handed_over(message) and not self.stop.is_set() and time.monotonic() < end:
                self.stop.wait(0.2)

    def _handed_over(self, message: EmailMessage) -> bool:
        try:
            with smtplib.SMTP(*self.endpoints["smtp"], timeout=20) as door:
                door.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            self.answers |= {code for code, _ in refused.recipients.values()}
        except smtplib.SMTPResponseException as refused:
            self.answers.add(refused.smtp_code)
        except (OSError, smtplib.SMTPException):
            self.answers.add(NO_ANSWER)
        else:
            self.accepted.add(message["Message-ID"])
            return True
        return False


def programs(demo) -> dict[str, dict]:
    return {one["name"]: one for one in congthu("status", "--json", instance=demo).json["programs"]}


def test_every_accepted_message_arrives_though_each_program_is_killed_once(demo, endpoints, holders, mail):
    receiver = holders[-1]
    sending = Stream(endpoints, receiver["address"])
    share = MESSAGES // SENDERS
    threads = [
        threading.Thread(target=sending.send, args=(range(n * share, (n + 1) * share),))
        for n in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    try:
        for name in programs(demo):
            # Asked again each time: what lost its database may have been started anew as well.
            killed = programs(demo)[name]["pid"]
            os.kill(killed, signal.SIGKILL)

            def back(name: str = name, killed: int = killed) -> bool:
                now = programs(demo)
                return now[name]["pid"] not in {0, killed} and all(one["healthy"] for one in now.values())

            wait_for(back, seconds=120, what=f"{name} back by itself after kill -9")
        for thread in threads:
            thread.join(PATIENCE)
    finally:
        sending.stop.set()
    assert len(sending.accepted) == MESSAGES
    # Asked to try again, never turned away for good.
    assert all(400 <= code < 500 for code in sending.answers), sending.answers

    def missing() -> set[str]:
        return sending.accepted - set(seen())

    def seen() -> Counter[str]:
        host, port = endpoints["imaps"]
        with IMAPClient(host, port=port, ssl_context=mail.tls) as client:
            client.login(receiver["address"], receiver["app_password"])
            client.select_folder("INBOX", readonly=True)
            found = client.search(["HEADER", "Message-ID", "luong-"])
            headers = client.fetch(found, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]).values()
        parser = HeaderParser()
        ids = (
            parser.parsestr(one[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"].decode())["Message-ID"]
            for one in headers
        )
        return Counter(ids)

    # What was deferred while a program was away is tried again by the queue's own timer.
    wait_for(lambda: not missing(), seconds=420, what="every accepted message in the inbox")
