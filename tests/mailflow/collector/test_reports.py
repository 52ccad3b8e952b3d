"""Lines as the programs wrote them on Debian 12, and what must not be taken for such a line."""

import json
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.mailflow.collector.reports import Kind, Use, read_dovecot, read_rspamd

read = partial(read_dovecot, own_host="mail.congthu.test")
DAT = "tranquocdat_sotp@hanoi.gov.vn"
SIGNED_IN = (
    b'2026-11-26 07:48:25 stats: Info: {"event":"auth_request_finished","hostname":"vm",'
    b'"start_time":"2026-11-26T00:48:25.228374Z","end_time":"2026-11-26T00:48:25.263861Z",'
    b'"categories":["service:auth","auth"],"fields":{"duration":35197,"success":"yes","policy_result":"ok",'
    b'"mechanism":"PLAIN","transport":"TLS","service":"imap","session":"FOQUTSNhto9/AAAB","local_ip":"127.0.0.1",'
    b'"real_local_ip":"127.0.0.1","remote_ip":"127.0.0.1","real_remote_ip":"127.0.0.1","local_port":31184,'
    b'"real_local_port":31184,"remote_port":36790,"real_remote_port":36790,'
    b'"original_user":"tranquocdat_sotp@hanoi.gov.vn","user":"tranquocdat_sotp@hanoi.gov.vn",'
    b'"translated_user":"tranquocdat_sotp@hanoi.gov.vn"}}'
)
SUBMITTED = (
    b'2026-11-26 07:52:22 stats: Info: {"event":"auth_request_finished","hostname":"vm",'
    b'"start_time":"2026-11-26T00:52:22.479877Z","end_time":"2026-11-26T00:52:22.481205Z",'
    b'"categories":["auth","service:auth"],"fields":{"duration":1233,"success":"yes","policy_result":"ok",'
    b'"mechanism":"PLAIN","transport":"trusted","service":"smtp","local_ip":"127.0.0.1",'
    b'"real_local_ip":"127.0.0.1","remote_ip":"127.0.0.1","real_remote_ip":"127.0.0.1",'
    b'"original_user":"tranquocdat_sotp@hanoi.gov.vn","user":"tranquocdat_sotp@hanoi.gov.vn",'
    b'"translated_user":"tranquocdat_sotp@hanoi.gov.vn"}}'
)
WRONG_PASSWORD = (
    b'2026-11-26 07:52:22 stats: Info: {"event":"auth_request_finished","hostname":"vm",'
    b'"start_time":"2026-11-26T00:52:22.573123Z","end_time":"2026-11-26T00:52:22.576035Z",'
    b'"categories":["auth","service:auth"],"fields":{"duration":2887,"policy_result":"ok","mechanism":"PLAIN",'
    b'"transport":"trusted","service":"smtp","original_user":"tranquocdat_sotp@hanoi.gov.vn",'
    b'"user":"tranquocdat_sotp@hanoi.gov.vn","translated_user":"tranquocdat_sotp@hanoi.gov.vn"}}'
)
OPENED = (
    b'2026-11-26 07:52:26 stats: Info: {"event":"dict_lookup_finished","hostname":"vm",'
    b'"start_time":"2026-11-26T00:52:26.458128Z","end_time":"2026-11-26T00:52:26.458849Z",'
    b'"categories":["dict","dict-server","service:dict"],"fields":{"remote_pid":6888,"remote_uid":104,'
    b'"dict_name":"auth","duration":654,"bytes_in":104,"bytes_out":222,"driver":"pgsql",'
    b'"user":"tranquocdat_sotp@hanoi.gov.vn",'
    b'"key":"shared/passdb/sieve/tranquocdat_sotp@hanoi.gov.vn/6ba72fd4dd"}}'
)
NO_DATABASE = OPENED.replace(b'/6ba72fd4dd"', b'/6ba72fd4dd","error":"FATAL:  terminating connection"')
NOT_FOUND = OPENED.replace(b'/6ba72fd4dd"', b'/6ba72fd4dd","key_not_found":"yes"')
STORED = (
    b"2026-11-26 07:52:22.847632 lmtp(nguyenthihonganh_sotp@hanoi.gov.vn)<6751><UslbIsaCB2tfGgAAg+zDdQ>: Info: sieve: "
    b"from=<tranquocdat_sotp@hanoi.gov.vn> msgid=<4jZdLG3d6PzDDH7@mail.congthu.test>: stored mail into mailbox 'INBOX'"
)
SENT = (
    b"2026-11-26 07:57:25.76594 #14427(rspamd_proxy) <b62e96>; proxy; rspamd_task_write_log: "
    b"user=tranquocdat_sotp@hanoi.gov.vn action=no action qid=<4jZdS51yz4zDDH1> "
    b"from=<tranquocdat_sotp@hanoi.gov.vn> ip=127.0.0.1 len=189 time=34.847ms "
    b"mid=<4jZdS51yz4zDDH1@mail.congthu.test> scores=0.00/15.00 FROM_EQ_ENVFROM{} "
    b"rcpts=<nguyenthihonganh_sotp@hanoi.gov.vn>"
)
FROM_OUTSIDE = (
    b"2026-11-26 07:57:33 #14427(rspamd_proxy) <8c2f58>; proxy; rspamd_task_write_log: "
    b"user=undef action=no action qid=<4jZdSF3CcwzDDHX> from=<x@example.com> ip=127.0.0.1 len=150 time=2.851ms "
    b"mid=<x>?user=y?action=no?action> scores=4.20/15.00 FROM_EQ_ENVFROM{} rcpts=<nguyenthihonganh_sotp@hanoi.gov.vn>"
)


def at(hour, minute, second, micro=0):
    return datetime(2026, 11, 26, hour, minute, second, micro, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "when"), [(SIGNED_IN, at(0, 48, 25, 263861)), (SUBMITTED, at(0, 52, 22, 481205))]
)
def test_a_sign_in_at_any_door_is_use(line, when):
    assert read(line) == Use(Kind.SIGNED_IN, DAT, when)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"success":"yes",', b""),
        (b'"success":"yes"', b'"success":"no"'),
        (b'"service":"imap"', b'"service":"doveadm"'),
        (b'"service":"imap"', b'"service":"lmtp"'),
        # An operator who acts for the holder.
        (b'"success":"yes",', b'"success":"yes","master_user":"vanhanh@hanoi.gov.vn",'),
        (b'"user":"tranquocdat_sotp@hanoi.gov.vn"', b'"user":"root"'),
        (b'"end_time":"2026-11-26T00:48:25.263861Z"', b'"end_time":"soon"'),
        (b'"fields":{', b'"fields":[{'),
        (b"stats: Info", b"imap: Info"),
    ],
)
def test_what_is_no_sign_in_of_the_holder_is_not(before, after):
    assert before in SIGNED_IN
    assert read(SIGNED_IN.replace(before, after)) is None


def test_a_wrong_password_is_no_use():
    assert read(WRONG_PASSWORD) is None


def test_the_app_password_that_opened_is_known_by_what_finds_it():
    assert read(OPENED) == Use(Kind.OPENED, DAT, at(0, 52, 26, 458849), "6ba72fd4dd")


@pytest.mark.parametrize("line", [NO_DATABASE, NOT_FOUND, OPENED.replace(b"/6ba72fd4dd", b"/6BA'; --")])
def test_a_password_that_was_not_found_has_opened_nothing(line):
    assert read(line) is None


def test_mail_that_was_stored_is_use_of_whose_mailbox_it_is():
    assert read(STORED) == Use(Kind.RECEIVED, "nguyenthihonganh_sotp@hanoi.gov.vn", at(0, 52, 22, 847632))
    bounce = STORED.replace(b"from=<tranquocdat_sotp@hanoi.gov.vn>", b"from=<>")
    assert read(bounce) is not None


def test_what_the_installation_itself_has_written_is_no_mail_received():
    own = STORED.replace(b"from=<tranquocdat_sotp@hanoi.gov.vn>", b"from=<nhac-viec@mail.congthu.test>")
    assert read(own) is None


def test_a_letter_about_the_quota_is_not_delivered_as_mail_and_does_not_count():
    assert read(STORED.replace(b"lmtp(", b"lda(")) is None


def test_a_message_that_was_accepted_is_use_of_the_mailbox_in_whose_name_it_was_sent():
    assert read_rspamd(SENT) == Use(Kind.SENT, DAT, at(0, 57, 25, 765940))
    shared = SENT.replace(b"from=<tranquocdat_sotp@", b"from=<VanThu_sotp@")
    assert read_rspamd(shared) == Use(Kind.SENT, "vanthu_sotp@hanoi.gov.vn", at(0, 57, 25, 765940))


def test_a_receipt_without_a_sender_is_use_of_whoever_signed_in():
    receipt = SENT.replace(b"from=<tranquocdat_sotp@hanoi.gov.vn>", b"from=<>")
    assert read_rspamd(receipt) == Use(Kind.SENT, DAT, at(0, 57, 25, 765940))


@pytest.mark.parametrize("action", [b"reject", b"soft reject", b"discard", b"no  action"])
def test_a_message_that_was_refused_is_not_sent(action):
    assert read_rspamd(SENT.replace(b"action=no action", b"action=" + action)) is None
    assert read_rspamd(SENT.replace(b"action=no action", b"action=add header")) is not None


def test_a_message_from_outside_is_sent_by_nobody_of_ours():
    assert read_rspamd(FROM_OUTSIDE) is None


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("TranQuocDat_sotp@HaNoi.gov.vn", DAT),
        ("tranquocdat_sotp+ho-so@hanoi.gov.vn", DAT),
        ('"a, status=sent (x"@hanoi.gov.vn', None),
        ("'; DROP TABLE mailboxes_mailbox; --@x.vn", None),
        ("a\n2026-11-26 07:52:22 lmtp(b@c.vn)", None),
        ("đạt@hanoi.gov.vn", None),
        ("@hanoi.gov.vn", None),
        ("", None),
    ],
)
def test_an_address_is_one_that_a_mailbox_of_ours_can_have(written, address):
    event = json.loads(SIGNED_IN.partition(b"Info: ")[2])
    event["fields"]["user"] = written
    use = read(b"2026-11-26 07:48:25 stats: Info: " + json.dumps(event).encode())
    assert (use.address if use else None) == address


HOSTILE = b"<x>: stored mail into mailbox 'INBOX'"


@pytest.mark.parametrize(
    "line",
    [
        # What strangers write, a message id above all, stands where a line is no longer read.
        STORED.replace(b"lmtp(nguyen", b"lmtp: msgid=<lmtp(nguyen"),
        b"2026-11-26 07:52:22 lmtp(6751): Info: Connect from local",
        b"2026-11-26 07:52:22 imap-login: Info: Login: user=<a@b.vn>, method=PLAIN, " + HOSTILE,
        b"postfix/cleanup[1]: 4jZ: message-id=<" + STORED + b">",
        STORED[20:],
        STORED[:90],
        SIGNED_IN[:-1],
        SIGNED_IN + b" ",
        b"guard: starting dovecot",
        b"\x00\xff" * 40,
        b"",
    ],
)
def test_half_a_line_or_another_says_nothing(line):
    assert read(line) is None
    assert read_rspamd(line) is None


@given(st.binary(max_size=400))
def test_no_line_breaks_the_readers(junk):
    for start in (b"", SIGNED_IN[:45], STORED[:60], SENT[:100]):
        read(start + junk)
        read_rspamd(start + junk)


@pytest.mark.parametrize(
    ("written", "micro"), [(b"", 0), (b".5", 500_000), (b".000007", 7), (b".76594", 765_940)]
)
def test_moments_have_as_many_decimals_as_a_program_writes(written, micro):
    use = read(STORED.replace(b".847632", written))
    assert use is not None
    assert use.at.microsecond == micro


def test_a_day_that_is_none_says_nothing():
    assert read(STORED.replace(b"2026-11-26", b"2026-13-26")) is None
    assert read_rspamd(SENT.replace(b"07:57:25", b"27:57:25")) is None
