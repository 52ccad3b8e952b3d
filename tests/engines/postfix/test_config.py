import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance, password

from congthu.engines.address import DatabaseAccess, TcpAddress
from congthu.engines.postfix.config import LOOKUPS, render
from congthu.engines.process import ProgramFailed, run
from congthu.engines.versions import UnknownVersion


def wants(**changes):
    return Instance().wants(postfix=changes)["postfix"]


def text(name, **changes):
    return next(
        file.text for file in render(wants(**changes), "3.7.11").files if file.path == f"postfix/{name}"
    )


def doors():
    """Return each service of master.cf with the lines below it."""
    found = {}
    for line in text("master.cf").splitlines():
        if line and not line.startswith(("#", " ")):
            found[name := line.split()[0]] = []
        elif line.startswith("  -o "):
            found[name].append(line.removeprefix("  -o "))
    return found


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("postfix", Instance().rendered()["postfix"]) == []


@pytest.mark.parametrize(
    ("name", "mistake"), [("main.cf", "smtpd_milters = ${unclosed\n"), ("master.cf", "x inet\n")]
)
def test_the_program_itself_accepts_it_and_would_refuse_a_mistake(laid, checked, place, name, mistake):
    rendered = laid("postfix")
    checked(rendered)
    (place / "release/etc/postfix" / name).write_text(mistake)
    with pytest.raises(ProgramFailed):
        checked(rendered)


def test_no_parameter_is_one_that_postfix_does_not_know(laid):
    said = run(laid("postfix").checks[0].argv, timeout=30)
    assert "unused parameter" not in said.stderr


def test_whatever_is_down_the_answer_is_later():
    main = text("main.cf")
    assert "milter_default_action = tempfail\n" in main
    assert "smtpd_policy_service_default_action = 451 " in main
    assert "soft_bounce" not in main


def test_a_door_for_sign_in_shows_a_missing_database_before_it_asks_for_a_password():
    for door in ("127.0.0.1:12587", "127.0.0.1:12465"):
        assert "smtpd_delay_reject=no" in doors()[door]
        assert (
            "smtpd_client_restrictions=check_client_access,proxy:pgsql:/srv/congthu/current/etc/postfix/reachable.cf"
            in (doors()[door])
        )


def test_every_door_filters_what_it_takes_and_where_people_sign_in_the_gate_comes_first():
    gate, filters = "unix:/srv/congthu/run/gate/milter.sock", "unix:/srv/congthu/run/rspamd/milter.sock"
    assert f"smtpd_milters = {filters}\n" in text("main.cf")
    named = {door: line for door, lines in doors().items() for line in lines if "milters=" in line}
    assert named == dict.fromkeys(("127.0.0.1:12587", "127.0.0.1:12465"), f"smtpd_milters={gate},{filters}")


def test_what_people_send_comes_as_far_as_the_gate_which_can_say_why_it_is_too_large():
    limit = 70 * 1024 * 1024
    assert f"message_size_limit = {2 * limit}\n" in text("main.cf")
    smaller = [door for door, lines in doors().items() if f"message_size_limit={limit}" in lines]
    assert smaller == ["127.0.0.1:12025", "127.0.0.1:12026"]
    with pytest.raises(ValueError, match="larger"):
        Instance().wants(postfix={"sent_size_limit": limit - 1})


def test_the_internal_door_believes_its_own_networks_only():
    assert "mynetworks=127.0.0.0/8" in doors()["127.0.0.1:12026"]
    assert "smtpd_relay_restrictions=permit_mynetworks,reject" in doors()["127.0.0.1:12026"]
    assert "mynetworks =\n" in text("main.cf")


def test_no_sign_in_at_the_door_of_the_world_nor_in_the_clear():
    assert "smtpd_sasl_auth_enable = no\n" in text("main.cf")
    assert "smtpd_tls_auth_only = yes\n" in text("main.cf")
    assert "smtpd_tls_security_level=encrypt" in doors()["127.0.0.1:12587"]
    assert "smtpd_tls_wrappermode=yes" in doors()["127.0.0.1:12465"]


@pytest.mark.parametrize(
    ("outbound", "line"),
    [
        ("nowhere", "default_transport = error:5.7.1 "),
        ("direct", "smtp_tls_security_level = may\n"),
        (TcpAddress(host="relay.tinh.example", port=587), "relayhost = [relay.tinh.example]:587\n"),
    ],
)
def test_mail_for_the_world_goes_where_it_is_told(laid, checked, outbound, line):
    assert line in text("main.cf", outbound=outbound)
    checked(laid("postfix", postfix={"outbound": outbound, "resolver": True}))


def test_every_map_that_is_read_through_the_proxy_is_allowed_there():
    allowed = text("main.cf").split("proxy_read_maps = ")[1].split("recipient_delimiter")[0]
    parameters = {"recipients": "virtual_mailbox_maps", "senders": "smtpd_sender_login_maps"}
    for name in LOOKUPS:
        assert f"${parameters[name]}" in allowed if name in parameters else f"{name}.cf" in allowed


def test_the_password_of_the_database_is_for_postfix_alone():
    files = {file.path: file for file in render(wants(), "3.7.11").files}
    for name in LOOKUPS:
        assert (files[f"postfix/{name}.cf"].mode, files[f"postfix/{name}.cf"].group) == (0o640, "postfix")
    assert not [path for path, file in files.items() if password("mta") in file.text and file.mode != 0o640]


def test_a_database_on_another_machine_is_asked_under_tls():
    there = DatabaseAccess(
        place=TcpAddress(host="db.tinh.example", port=5433),
        database="congthu",
        user="congthu_mta",
        password=password("mta"),
        certificate_authority="/etc/ssl/db.crt",
    )
    assert (
        "hosts = postgresql://congthu_mta:only-for-tests-mta@db.tinh.example:5433/congthu"
        "?sslmode=verify-full&sslrootcert=/etc/ssl/db.crt\nquery"
    ) in text("senders.cf", database=there)


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(wants(), "3.10.1")


@pytest.mark.parametrize(
    "change", [{"hostname": "a b"}, {"internal_networks": ("10.0.0.1/8",)}, {"outbound": "somewhere"}]
)
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        wants(**change)


def test_postmaster_at_the_host_itself_is_read_by_someone():
    main = text("main.cf")
    assert "{ postmaster@mail.tinh.example = postmaster@tinh.example }" in main
    assert "virtual_alias_domains = $myhostname\n" in main


def test_room_is_asked_for_where_it_may_be_short_or_where_nobody_lists_it(laid, checked):
    listed, unlisted = text("main.cf"), text("main.cf", filling=None)
    assert "  check_recipient_access lmdb:/srv/congthu/data/dovecot/filling/mailboxes\n" in listed
    assert "reject_unlisted_recipient,\n  room_first\n" in unlisted
    assert "room_first = check_policy_service unix:" in listed
    checked(laid("postfix", postfix={"filling": None}))


def test_a_question_is_asked_for_whole_addresses_only():
    # Postfix tries "@domain" and the bare domain, too; nothing is ever found there.
    assert not [name for name in ("recipients", "senders") if "%s" in LOOKUPS[name]]


def test_our_own_addresses_are_not_borrowed_and_those_below_our_domains_are_not_ours(laid):
    _, here, etc, *_ = laid("postfix").checks[0].argv
    said = run(("/usr/sbin/postconf", here, etc, "-h", "smtpd_sender_restrictions"), timeout=30).stdout
    table = said.strip().removeprefix("check_sender_access ")

    def asked(domain):
        argv = ("/usr/sbin/postmap", here, etc, "-q", domain, table)
        return run(argv, timeout=30, expect=(0, 1)).stdout

    assert asked("tinh.example").startswith("553 5.7.1 ")
    assert asked("xa.tinh.example") == ""
    assert "parent_domain_matches_subdomains =\n" in text("main.cf")
