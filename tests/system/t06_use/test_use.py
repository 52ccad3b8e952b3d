"""Whoever uses a mailbox with a mail program is seen, whatever is killed, away or rotated meanwhile."""

import imaplib
import json
import os
import shutil
import signal
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage

import psycopg
import pytest
from tests.running import congthu, wait_for

from congthu.engines.collector.config import STATE
from congthu.operations.supervise import supervisor_of

# The record hears of use within a minute; a busy machine is waited for longer.
PATIENCE = 180


@pytest.fixture
def person(holders):
    return holders[0]


@pytest.fixture
def other(holders):
    return holders[-1]


@pytest.fixture
def noted(demo):
    """What the record says of a mailbox: when it was last used, and how."""

    def noted(person, mark):
        told = congthu("mailbox", "show", person["address"], "--json", instance=demo).json[mark]
        return datetime.fromisoformat(told) if told else None

    return noted


@pytest.fixture
def key_used(instance):
    """When the app password of somebody was last used."""

    def key_used(person):
        with psycopg.connect(host=str(instance.run / "postgres"), dbname="congthu", user="postgres") as link:
            row = link.execute(
                "SELECT max(w.last_used_at) FROM identity_apppassword w JOIN identity_account a ON a.id = w.account_id"
                " WHERE a.login = %s",
                [person["address"]],
            ).fetchone()
        return row[0] if row else None

    return key_used


def now():
    return datetime.now(UTC)


def sign_in(endpoints, instance, person):
    host, port = endpoints["imaps"]
    tls = ssl.create_default_context(cafile=str(instance.tls / "ca.pem"))
    with imaplib.IMAP4_SSL(host, port, ssl_context=tls, timeout=30) as door:
        door.login(person["address"], person["app_password"])


def letter(sender, to):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Trao đổi"
    message["Message-ID"] = f"<su-dung-{now().timestamp()}@example.org>"
    message.set_content("Nội dung.\n")
    return message


def test_a_sign_in_at_each_door_reaches_the_record_within_a_minute(mail, person, noted, key_used):
    for knock in (
        mail._try_imap,
        mail._try_imaps,
        mail._try_submission,
        mail._try_submissions,
        mail._try_sieve,
    ):
        began = now()
        knock(person["address"], person["app_password"])
        wait_for(
            lambda began=began: (
                (noted(person, "last_login_at") or began) > began and (key_used(person) or began) > began
            ),
            seconds=PATIENCE,
            what=f"{knock.__name__} in the record",
        )


def test_what_is_sent_and_received_reaches_the_record_and_a_wrong_password_does_not(
    mail, person, other, noted
):
    began = now()
    assert mail.refusals(login=other["address"], password="sai-mat-khau")
    message = letter(person["address"], other["address"])
    mail.send(message, login=person["address"], password=person["app_password"])
    wait_for(
        lambda: (
            (noted(person, "last_sent_at") or began) > began
            and (noted(other, "last_received_at") or began) > began
        ),
        seconds=PATIENCE,
        what="a message sent and received in the record",
    )
    assert (noted(other, "last_login_at") or began) <= began


def test_a_message_that_the_gate_refuses_is_not_sent(mail, person, other, noted):
    before = noted(person, "last_sent_at")
    message = letter(person["address"], other["address"])
    message.add_attachment(
        b"x" * (51 << 20), maintype="application", subtype="octet-stream", filename="to.bin"
    )
    with pytest.raises(smtplib.SMTPDataError, match="50 MB"):
        mail.send(message, login=person["address"], password=person["app_password"])
    began = now()
    mail._try_imap(person["address"], person["app_password"])
    wait_for(lambda: noted(person, "last_login_at") > began, seconds=PATIENCE, what="a later sign-in")
    assert noted(person, "last_sent_at") == before


def test_nothing_is_lost_or_doubled_though_the_database_is_away_the_collector_killed_and_the_log_rotated(
    instance, endpoints, person, noted
):
    supervisor = supervisor_of(instance)
    state = instance.data / "collector" / STATE

    def pid():
        return next(one.pid for one in supervisor.states() if one.name == "collector")

    def kept():
        return json.loads(state.read_text("utf-8"))

    before = noted(person, "last_login_at")
    collector, began = pid(), now()
    # It hears nothing while somebody signs in; then the database goes, and it hears.
    os.kill(collector, signal.SIGSTOP)
    sign_in(endpoints, instance, person)
    supervisor.stop("postgres")
    try:
        os.kill(collector, signal.SIGCONT)
        wait_for(
            lambda: kept()["failing"] and person["address"] in kept()["tally"]["marks"],
            seconds=PATIENCE,
            what="what was heard, kept in the state",
        )
        os.kill(collector, signal.SIGKILL)
        log = instance.log / "dovecot.log"
        shutil.copy2(log, log.with_name("dovecot.log.20260101-000000"))
        os.truncate(log, 0)
        wait_for(lambda: pid() not in {0, collector}, seconds=PATIENCE, what="the collector back by itself")
    finally:
        supervisor.start("postgres")
    found = wait_for(
        lambda: (at := noted(person, "last_login_at")) and at != before and at,
        seconds=2 * PATIENCE,
        what="the sign-in in the record",
    )
    assert began <= found <= now()
    # Heard once more, it changes nothing.
    kill = pid()
    state.unlink()
    os.kill(kill, signal.SIGKILL)
    wait_for(
        lambda: state.exists() and not kept()["tally"]["marks"], seconds=PATIENCE, what="all heard again"
    )
    assert noted(person, "last_login_at") == found
    log.with_name("dovecot.log.20260101-000000").unlink()
    # Postfix asks a database that was away again after a minute.
    wait_for(
        lambda: congthu("status", instance=instance.directory).code == 0,
        seconds=2 * PATIENCE,
        what="all programs well, as other scenarios expect them",
    )
