"""From a Word form to a delivered message, seen from outside: real clients against the demo that a newcomer gets."""

import json
import smtplib
import ssl
import subprocess
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pypdfium2
import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError
from tests.acceptance.outside.browser import Browser
from tests.running import PROJECT, congthu, wait_for

FORM = PROJECT / "src/congthu/operations/demo/mau-03-so-tu-phap.docx"
THREE = ("nguyenthihonganh_sotp", "tranquocdat_sotp", "luongthuyquynh_sotp")
# In two halves, so that no scanner stops over this file.
EICAR_HALVES = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
EICAR = f"{EICAR_HALVES[0]}{EICAR_HALVES[1]}"


@pytest.fixture(scope="module")
def tls(demo: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(demo / "tls" / "ca.pem"))


@pytest.fixture(scope="module")
def story(accounts: list[dict]) -> list[dict]:
    """The three people of the form, in its order."""
    by_name = {one["address"].partition("@")[0]: one for one in accounts}
    return [by_name[name] for name in THREE]


def submit(endpoints: dict, tls: ssl.SSLContext, sender: dict, message: EmailMessage) -> dict:
    with smtplib.SMTP(*endpoints["submission"]) as door:
        door.starttls(context=tls)
        door.login(sender["address"], sender["app_password"])
        return door.send_message(message)


def inbox(endpoints: dict, tls: ssl.SSLContext, one: dict) -> IMAPClient:
    host, port = endpoints["imaps"]
    client = IMAPClient(host, port=port, ssl=True, ssl_context=tls)
    client.login(one["address"], one["app_password"])
    client.select_folder("INBOX")
    return client


def written(sender: str, to: str, subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content("Kính gửi đồng chí.\n")
    return message


def test_the_three_people_of_the_form_have_the_addresses_of_article_5(demo, story):
    for one in story:
        shown = congthu("mailbox", "show", one["address"], "--json", instance=demo)
        assert shown.code == 0, shown.err
        assert shown.json["address"] == one["address"]
        assert one["address"].endswith("_sotp@hanoi.gov.vn")


def test_each_of_them_got_a_sheet_whose_text_can_be_read_and_copied(demo, story):
    for one in story:
        sheet = demo / "demo-sheets" / f"{one['address']}.pdf"
        assert sheet.stat().st_mode & 0o077 == 0
        with pypdfium2.PdfDocument(sheet) as pdf:
            assert len(pdf) == 1
            text = pdf[0].get_textpage().get_text_range()
        assert one["name"] in text
        assert one["address"] in text
        assert "Điều 12" in text


def test_a_message_with_an_attachment_goes_from_one_to_the_other(endpoints, tls, story):
    sender, receiver, _ = story
    message = written(sender["address"], receiver["address"], "Biên bản họp giao ban, số 1")
    content = FORM.read_bytes()
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="biên bản.docx")
    assert submit(endpoints, tls, sender, message) == {}

    def arrived() -> bytes | None:
        with inbox(endpoints, tls, receiver) as client:
            found = client.search(["SUBJECT", "giao ban"], charset="UTF-8")
            return client.fetch(found[-1:], ["BODY.PEEK[]"])[found[-1]][b"BODY[]"] if found else None

    raw = wait_for(arrived, what="the message in the inbox")
    got = BytesParser(policy=policy.default).parsebytes(raw)
    [file] = got.iter_attachments()
    assert file.get_filename() == "biên bản.docx"
    assert file.get_payload(decode=True) == content
    assert "d=hanoi.gov.vn" in got["DKIM-Signature"]


def test_a_mail_program_cannot_use_the_password_of_the_browser(endpoints, tls, story):
    one = story[0]
    host, port = endpoints["imaps"]
    with IMAPClient(host, port=port, ssl_context=tls) as client, pytest.raises(LoginError):
        client.login(one["address"], one["password"])
    with smtplib.SMTP(*endpoints["submission"]) as door:
        door.starttls(context=tls)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            door.login(one["address"], one["password"])


def test_nobody_signs_in_without_tls(endpoints, story):
    with smtplib.SMTP(*endpoints["submission"]) as door:
        door.ehlo()
        assert "auth" not in door.esmtp_features
        with pytest.raises(smtplib.SMTPException):
            door.login(story[0]["address"], story[0]["app_password"])
    with smtplib.SMTP(*endpoints["smtp"]) as door:
        door.ehlo()
        assert "auth" not in door.esmtp_features


def test_a_locked_mailbox_opens_no_door_and_still_receives(endpoints, tls, story, mail):
    sender, _, locked = story
    assert locked["role"] == "locked"
    refused = mail.refusals(login=locked["address"], password=locked["app_password"])
    assert set(refused) == {"imap", "imaps", "submission", "submissions", "sieve"}
    assert mail.refusals(login=sender["address"], password=sender["app_password"]) == {}
    before = mail.held(locked["address"])
    submit(endpoints, tls, sender, written(sender["address"], locked["address"], "Thư vẫn đến"))
    wait_for(lambda: mail.held(locked["address"]) > before, what="mail for the locked mailbox")


def test_nobody_sends_in_the_name_of_another(endpoints, tls, story):
    sender, receiver, _ = story
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        submit(endpoints, tls, sender, written(receiver["address"], sender["address"], "Giả danh"))
    assert refused.value.smtp_code == 553
    assert submit(endpoints, tls, sender, written(sender["address"], receiver["address"], "Đúng tên")) == {}


@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        ("nguyenthihonganh_sotp@hanoi.gov.vn", 250),
        ("khongcoai_sotp@hanoi.gov.vn", 550),
        ("ai@example.org", 554),
    ],
)
def test_the_mx_takes_mail_for_mailboxes_that_exist_and_for_nobody_else(mail, recipient, code):
    message = written("ban@example.org", recipient, "Từ bên ngoài")
    assert mail.deliver(message, sender="ban@example.org", recipient=recipient)[0] == code


@pytest.mark.parametrize(("content", "code"), [(EICAR, 554), ("Tệp thường", 250)])
def test_a_virus_is_refused_and_another_file_is_not(mail, story, content, code):
    message = written("ban@example.org", story[1]["address"], "Tệp gửi kèm")
    message.add_attachment(
        content.encode(), maintype="application", subtype="octet-stream", filename="tep.com"
    )
    got, words = mail.deliver(message, sender="ban@example.org", recipient=story[1]["address"])
    assert got == code, words


def test_the_same_form_is_not_taken_twice(demo, accounts):
    again = congthu("request", "import", str(FORM), "--authority", "hanoi", "--json", instance=demo)
    assert again.code == 1
    assert "yêu cầu số 1" in again.json["refused"][0]["message"]


def test_a_dry_run_reads_the_form_and_stores_nothing(demo):
    arguments = ("request", "import", "--dry-run", "--json", str(FORM), "--authority", "hanoi")
    read = congthu(*arguments, instance=demo)
    assert read.code == 0, read.err
    assert read.json["form"] == "mau-03"
    assert read.json["kinds"] == ["person.issue"]
    assert [row["full_name"] for row in read.json["rows"]] == [
        "Nguyễn Thị Hồng Ánh",
        "Trần Quốc Đạt",
        "Lưỡng Thuỳ Quỳnh",
    ]
    listed = congthu("request", "list", "--json", instance=demo)
    assert listed.code == 0, listed.err
    assert json.dumps(listed.json).count("1502/STP-VP") == 1


def test_a_file_that_is_no_form_is_refused_with_one_sentence(demo, tmp_path):
    letter = tmp_path / "thu.docx"
    letter.write_bytes(b"not a zip")
    refused = congthu("request", "import", str(letter), "--authority", "hanoi", instance=demo)
    assert refused.code == 2
    assert len(refused.err.strip().splitlines()) == 1


def test_the_demo_runs_again_and_issues_nothing_new(demo, accounts):
    again = congthu("demo", "--json", instance=demo)
    assert again.code == 0, again.err
    assert again.json["first"] is False
    assert json.loads((demo / "demo-accounts.json").read_text()) == accounts


def test_every_program_is_well_and_the_doctor_finds_nothing(demo):
    status = congthu("status", "--wait", "60", "--json", instance=demo)
    assert status.code == 0, status.out
    names = {program["name"] for program in status.json["programs"]}
    assert names == {
        *("postgres", "redis", "clamd", "rspamd", "dovecot", "postfix"),
        *("portal", "worker", "collector", "gate", "webmail", "nginx"),
    }
    doctor = congthu("doctor", "--json", instance=demo)
    assert doctor.code == 0, doctor.out


def test_the_webmail_of_a_trial_says_that_it_is_one(endpoints):
    Browser(str(endpoints["webmail"])).get("/").must_say("Hệ thống thử, không dùng cho công việc thật.")


def test_the_audit_trail_is_whole(demo):
    verified = congthu("audit", "verify", "--json", instance=demo)
    assert verified.code == 0, verified.err
    assert verified.json["ok"] is True


def test_nothing_listens_beyond_loopback(instance):
    ports = set(instance.ports.values())
    listening = subprocess.run(["ss", "-H", "-ltn"], capture_output=True, text=True, check=True).stdout
    ours = [
        line.split()[3] for line in listening.splitlines() if int(line.split()[3].rpartition(":")[2]) in ports
    ]
    assert len(ours) >= 8
    assert all(where.startswith("127.0.0.1:") for where in ours)


def test_no_secret_is_readable_by_others_or_told_to_a_log(demo, instance, accounts):
    held = json.loads((instance.secrets / "programs.json").read_text())
    secrets = {*held.values(), *json.loads((instance.secrets / "portal.json").read_text()).values()}
    secrets |= {one["password"] for one in accounts}
    secrets |= {one["app_password"] for one in accounts if one["app_password"]}
    told = []
    for path in instance.directory.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        inside = path.relative_to(instance.directory).parts[0]
        readable = path.stat().st_mode & 0o004 and all(
            above.stat().st_mode & 0o001 for above in path.parents if above != Path("/")
        )
        if inside == "log" or ((readable and inside != "releases") or (readable and "etc" in path.parts)):
            content = path.read_bytes()
            told += [str(path) for secret in secrets if secret.encode() in content]
    assert told == []
