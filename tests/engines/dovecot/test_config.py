import email.policy
from email import message_from_string

import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines.address import TcpAddress
from congthu.engines.dovecot.config import QuotaNotice, render
from congthu.engines.process import ProgramFailed, run
from congthu.engines.versions import UnknownVersion


def wants(**changes):
    return Instance().wants(dovecot=changes)["dovecot"]


def notice(percent):
    return QuotaNotice(
        percent=percent, subject=f"Đã dùng {percent} phần trăm", lines=("Đề nghị xóa bớt thư cũ.",)
    )


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


def test_only_the_notice_of_the_highest_percentage_passed_is_sent():
    rendered = render(wants(quota_notices=(notice(80), notice(95), notice(90)), filling=None), "2.3.19")
    config = text(rendered, "dovecot.conf")
    assert [line.split()[0] for line in config.splitlines() if "storage=" in line] == [
        "quota_warning",
        "quota_warning2",
        "quota_warning3",
    ]
    assert config.index("storage=95%%") < config.index("storage=90%%") < config.index("storage=80%%")
    with pytest.raises(ValidationError, match="two quota notices"):
        wants(quota_notices=(notice(90), notice(90)))


def test_a_notice_is_a_letter_in_vietnamese():
    letter = message_from_string(
        text(render(wants(quota_notices=(notice(90),)), "2.3.19"), "quota-90.eml"),
        policy=email.policy.default,
    )
    assert letter["Subject"] == "Đã dùng 90 phần trăm"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Đề nghị" in letter.get_payload()


def test_a_mailbox_is_listed_as_filling_from_80_percent_on_until_it_is_below():
    config = text(render(wants(), "2.3.19"), "dovecot.conf")
    assert " = storage=80%% quota-warning 80 %u\n" in config
    assert " = -storage=80%% quota-warning below %u\n" in config


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
    run((script, "80", "an@tinh.example"), timeout=30)
    run((script, "80", "binh@tinh.example"), timeout=30)
    assert listed("an@tinh.example") == listed("binh@tinh.example") == "room_first"
    for command in rendered.programs[0].prepare[2:]:
        run(command, timeout=30)
    run((script, "below", "an@tinh.example"), timeout=30)
    assert (listed("an@tinh.example"), listed("binh@tinh.example")) == ("", "room_first")


def test_without_notices_and_list_no_script_is_run():
    assert "quota-warning" not in text(
        render(wants(quota_notices=(), filling=None), "2.3.19"), "dovecot.conf"
    )


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
