"""The database is away for a minute: mail waits, nobody is let in, nothing is bounced."""

import smtplib
import time
from email.message import EmailMessage

from tests.running import wait_for

from congthu.operations.supervise import supervisor_of

AWAY = 60.0


def written(number: int, recipient: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "may@example.org", recipient, f"Thư chờ {number}"
    message["Message-ID"] = f"<cho-{number}@example.org>"
    message.set_content("Nội dung.\n")
    return message


def test_mail_waits_while_the_database_is_away_and_nothing_bounces(instance, holders, mail):
    receiver = holders[-1]
    supervisor = supervisor_of(instance)
    log = instance.log / "postfix.log"
    said_before = log.stat().st_size
    held = mail.held(receiver["address"])
    answers: list[int] = []
    in_flight = 20

    def deliver(number: int) -> int:
        message = written(number, receiver["address"])
        try:
            return mail.deliver(message, sender="may@example.org", recipient=receiver["address"])[0]
        except smtplib.SMTPResponseException as refused:
            return refused.smtp_code

    accepted = sum(deliver(number) == 250 for number in range(in_flight))
    assert accepted == in_flight
    supervisor.stop("postgres")
    try:
        began, number = time.monotonic(), in_flight
        while time.monotonic() - began < AWAY:
            code = deliver(number)
            answers.append(code)
            accepted += code == 250
            number += 1
            refused = mail.refusals(login=receiver["address"], password=receiver["app_password"])
            assert len(refused) == 5, "somebody was let in without the database"
    finally:
        supervisor.start("postgres")
    assert answers
    assert all(code == 250 or 400 <= code < 500 for code in answers), answers

    wait_for(
        lambda: mail.refusals(login=receiver["address"], password=receiver["app_password"]) == {},
        seconds=180,
        what="sign-in after the database is back",
    )
    wait_for(
        lambda: mail.held(receiver["address"]) >= held + accepted,
        seconds=420,
        what="everything that was accepted",
    )
    said = log.read_bytes()[said_before:]
    assert b"status=bounced" not in said
    assert deliver(10_000) == 250
