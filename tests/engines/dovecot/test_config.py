import email.policy
from email import message_from_string

import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines.address import TcpAddress
from congthu.engines.dovecot.config import render
from congthu.engines.process import ProgramFailed, run
from congthu.engines.versions import UnknownVersion


def wants(**changes):
    return Instance().wants(dovecot=changes)["dovecot"]


def text(rendered, name):
    return next(file.text for file in rendered.files if file.path == f"dovecot/{name}")


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("dovecot", Instance().rendered()["dovecot"]) == []


@pytest.mark.usefixtures("certificate")
def test_the_program_itself_accepts_it_and_would_refuse_a_mistake(laid, checked, place):
    rendered = laid("dovecot")
    checked(rendered)
    (place / "release/etc/dovecot/dovecot.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ProgramFailed, match="no_such_setting"):
        checked(rendered)


@pytest.mark.usefixtures("certificate")
def test_the_rule_for_everyone_compiles(laid, place):
    for command in laid("dovecot", dovecot={"filling": None}).programs[0].prepare:
        run(command, timeout=30)
    # Readable for the mail user, who may not compile it.
    assert (place / "data/dovecot/sieve/before.svbin").stat().st_mode & 0o777 == 0o644


@pytest.mark.usefixtures("certificate")
def test_delivery_and_sign_in_may_come_from_other_machines(laid, checked, place):
    doors = {
        name: TcpAddress(host="10.1.0.7", port=port)
        for name, port in (("delivery", 24), ("sasl", 12345), ("quota_status", 12346))
    }
    checked(laid("dovecot", dovecot=doors))
    config = (place / "release/etc/dovecot/dovecot.conf").read_text()
    assert "inet_listener lmtp {\n    address = 10.1.0.7\n    port = 24\n" in config


def test_a_password_is_looked_for_by_service_mailbox_and_its_own_first_bits():
    assert "key = passdb/%{service}/%{user}/%{sha256;truncate=40:password}\n" in text(
        render(wants(), "2.3.19"), "auth.conf.ext"
    )


def test_nothing_of_a_sign_in_is_kept():
    assert "auth_cache_size = 0\n" in text(render(wants(), "2.3.19"), "dovecot.conf")


def test_the_notice_is_a_letter_in_vietnamese_whose_level_and_clause_are_put_in_when_it_is_sent():
    kept = text(render(wants(), "2.3.19"), "quota.eml")
    letter = message_from_string(
        kept.replace("@PERCENT@", "90").replace("@CLAUSE@", " (Đ9.3.c)"), policy=email.policy.default
    )
    assert letter["Subject"] == "Hộp thư đã dùng 90 phần trăm dung lượng"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "đã dùng 90 phần trăm dung lượng (Đ9.3.c)." in letter.get_payload()


@pytest.mark.usefixtures("certificate")
@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("90", "an@tinh.example", "Đ9.3.c"), "đã dùng 90 phần trăm dung lượng (Đ9.3.c)."),
        (("95", "an@tinh.example"), "đã dùng 95 phần trăm dung lượng."),
        (("fill", "an@tinh.example"), None),
        (("below", "an@tinh.example"), None),
    ],
)
def test_a_letter_is_written_for_a_level_and_for_nothing_else(laid, place, told, says):
    laid("dovecot", dovecot={"filling": None})
    script = place / "release/etc/dovecot/quota-warning"
    # The letter itself, instead of its delivery.
    script.write_text(script.read_text().partition("| exec")[0])
    said = run((str(script), *told), timeout=30).stdout
    assert (says in said and f"To: <{told[1]}>" in said) if says else said == ""


def test_of_a_mailbox_of_which_nothing_is_told_it_is_only_noted_that_it_fills_up():
    config = text(render(wants(), "2.3.19"), "dovecot.conf")
    assert "  quota_warning = storage=80%% quota-warning fill %u\n" in config
    assert "  quota_warning2 = -storage=80%% quota-warning below %u\n" in config
    assert "quota_warning3" not in config


def test_postfix_finds_in_the_list_whom_dovecot_put_there_and_nobody_else(laid, place):
    laid("postfix")
    rendered = laid("dovecot")
    script, table = (
        str(place / "release/etc/dovecot/quota-warning"),
        f"lmdb:{place}/data/dovecot/filling/mailboxes",
    )

    def listed(address):
        argv = ("/usr/sbin/postmap", "-c", f"{place}/release/etc/postfix", "-q", address, table)
        return run(argv, timeout=30, expect=(0, 1)).stdout.strip()

    for command in rendered.programs[0].prepare[2:]:
        run(command, timeout=30)
    assert listed("an@tinh.example") == ""
    run((script, "fill", "an@tinh.example"), timeout=30)
    run((script, "fill", "binh@tinh.example"), timeout=30)
    assert listed("an@tinh.example") == listed("binh@tinh.example") == "room_first"
    for command in rendered.programs[0].prepare[2:]:
        run(command, timeout=30)
    run((script, "below", "an@tinh.example"), timeout=30)
    assert (listed("an@tinh.example"), listed("binh@tinh.example")) == ("", "room_first")


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(wants(), "2.4.1")


@pytest.mark.parametrize(
    "change",
    [{"hostname": "a\nb"}, {"postmaster": "a@b\n"}, {"mail_user": "a}"}, {"quota_full": "Hộp thư đã đầy"}],
)
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        wants(**change)
