"""What two people decide holds in the running programs within seconds, and nobody starts anything anew."""

import json
import smtplib
from email.message import EmailMessage

import pytest
from imapclient import IMAPClient
from tests.running import congthu, wait_for

MIB = 1 << 20
PAPER = ("--document", "3/QĐ-VP", "--reason", "Theo phân công")
SOON = 60


@pytest.fixture
def two_people(demo, accounts):
    """Two of the managing department: the second is appointed for this, and dismissed."""
    of_hanoi = {one["role"]: one for one in accounts if one["authority"] == "hanoi"}
    first, second = of_hanoi["managing"]["address"], of_hanoi["head"]["address"]

    def run(*arguments):
        done = congthu("directory", *arguments, "--json", instance=demo)
        assert done.code == 0, done.out + done.err
        return done.json["id"]

    name = of_hanoi["head"]["name"]
    person = run("person", "find", "--authority", "hanoi", "--name", name, "--agency", "sotp")
    role = run("appoint", str(person), "managing", *PAPER, "--as", first)
    yield first, second
    run("dismiss", str(role), *PAPER, "--as", first)


@pytest.fixture
def decide(demo, two_people):
    """Let two people decide; what was decided is taken back after the test."""
    decided = []

    def both(parameter, value):
        said = congthu(
            *("decision", "propose", "--authority", "hanoi", "--parameter", parameter, "--value", value),
            *("--number", "7/QĐ-VP", "--signed-on", "2026-01-05", "--signer", "Vũ Thị Hạnh"),
            *("--reason", "Theo nhu cầu", "--as", two_people[0], "--json"),
            instance=demo,
        )
        assert said.code == 0, said.out + said.err
        approved = congthu(
            "decision", "approve", str(said.json["id"]), "--as", two_people[1], "--json", instance=demo
        )
        assert approved.code == 0, approved.out + approved.err
        assert json.loads(approved.out)["state"] == "in_force"

    def decide(parameter, value):
        decided.append(parameter)
        both(parameter, value)

    yield decide
    for parameter in dict.fromkeys(decided):
        both(parameter, "null")


@pytest.fixture
def person(holders):
    return next(one for one in holders if one["role"] == "holder")


@pytest.fixture
def imap(mail, endpoints, person):
    host, port = endpoints["imaps"]

    def imap():
        door = IMAPClient(host, port=port, ssl_context=mail.tls, timeout=60)
        door.login(person["address"], person["app_password"])
        return door

    return imap


def letter(person, size):
    message = EmailMessage()
    message["From"] = message["To"] = person["address"]
    message["Subject"] = "Tệp gửi kèm"
    message.set_content("Xin gửi.\n")
    message.add_attachment(b"x" * size, maintype="application", subtype="octet-stream", filename="tep.bin")
    return message


def test_another_limit_for_attachments_holds_for_the_next_message(mail, person, decide):
    def send(size):
        mail.send(letter(person, size), login=person["address"], password=person["app_password"])

    send(2 * MIB)
    decide("quota.attachments_per_message", "1 MB")

    def refused():
        try:
            send(2 * MIB)
        except smtplib.SMTPDataError as refusal:
            return refusal
        return None

    refusal = wait_for(refused, seconds=SOON, what="the gate knows what was decided")
    words = refusal.smtp_error.decode()
    assert (refusal.smtp_code, words[:5]) == (552, "5.3.4")
    assert "muc 1 MB" in words
    assert "quyet dinh so 7/QD-VP ngay 05/01/2026" in words
    send(MIB)


def test_another_quota_and_level_of_warning_hold_at_the_next_sign_in(imap, mail, person, decide):
    def limit():
        with imap() as door:
            [quota] = [one for one in door.get_quota() if one.resource == "STORAGE"]
            return quota.limit

    assert limit() == 2 * 1024 * 1024
    decide("quota.person", "3 GB")
    wait_for(
        lambda: limit() == 3 * 1024 * 1024, seconds=SOON, what="Dovecot knows the quota that was decided"
    )
    decide("quota.warn_at_percent", "50")

    def warned():
        with imap() as door:
            door.select_folder("INBOX", readonly=True)
            found = door.fetch(door.search(["SMALLER", 100_000]), ["BODY.PEEK[TEXT]"])
        return any("50 phần trăm".encode() in one[b"BODY[TEXT]"] for one in found.values())

    with imap() as door:
        door.append("Archive", b"Subject: luu\r\n\r\n" + b"x" * (100 * MIB))
        door.select_folder("Archive")
        # Copies of one message lie in one place on the disk, and count each.
        for _ in range(16):
            door.copy(door.search()[:1], "Archive")
        try:
            wait_for(warned, seconds=2 * SOON, what="a letter that half the quota is used")
        finally:
            door.delete_messages(door.search())
            door.expunge()
