import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance, password

from congthu.engines.address import DatabaseAccess, TcpAddress
from congthu.engines.process import ProgramFailed, run
from congthu.engines.roundcube.config import render
from congthu.engines.versions import UnknownVersion


def wants(**changes):
    return Instance().wants(roundcube=changes)["roundcube"]


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("roundcube", Instance().rendered()["roundcube"]) == []


@pytest.mark.parametrize(
    ("name", "mistake"), [("php-fpm.conf", "no_such = 1\n"), ("config.inc.php", "<?php $x = ';")]
)
def test_the_programs_themselves_accept_it_and_would_refuse_a_mistake(laid, checked, place, name, mistake):
    rendered = laid("roundcube")
    checked(rendered)
    (place / "release/etc/roundcube" / name).write_text(mistake)
    with pytest.raises(ProgramFailed):
        checked(rendered)


def test_php_reads_from_it_what_was_wanted(laid, place):
    laid("roundcube")
    config = place / "release/etc/roundcube/config.inc.php"
    said = run(
        ("/usr/bin/php", "-r", f"require '{config}'; echo $config['product_name'], '|', $config['db_dsnw'];"),
        timeout=20,
    )
    assert (
        said.stdout
        == f"Công Thư|pgsql://congthu_webmail:{password('webmail')}@unix({place}/run/postgres)/congthu"
    )


def test_the_package_s_own_defaults_and_types_are_taken_as_they_are(laid, place):
    laid("roundcube")
    etc = place / "release/etc/roundcube"
    begin = "define('RCUBE_INSTALL_PATH', '/'); define('RCUBE_VERSION', '1'); $config = [];"
    code = f"{begin} require '{etc}/defaults.inc.php'; $types = require '{etc}/mimetypes.php';"
    said = run(
        ("/usr/bin/php", "-r", code + "echo $config['imap_host'], ' ', $types['pdf'];"), timeout=20
    ).stdout
    assert said == "localhost:143 application/pdf"


def test_a_database_on_another_machine_is_reached_under_tls():
    there = DatabaseAccess(
        place=TcpAddress(host="db.tinh.example", port=5433),
        database="congthu",
        user="congthu_webmail",
        password=password("webmail"),
        certificate_authority="/etc/ssl/db.crt",
    )
    config = render(wants(database=there), "1.6.5").files[0].text
    assert "@db.tinh.example:5433/congthu?sslmode=verify-full&sslrootcert=/etc/ssl/db.crt'" in config


@pytest.mark.parametrize("versions", [("1.7.0", "8.2.36"), ("1.6.5", "8.4.1")])
def test_an_unknown_version_is_refused(versions):
    with pytest.raises(UnknownVersion):
        render(wants(php_version=versions[1]), versions[0])


@pytest.mark.parametrize(
    "change", [{"product_name": "Thư'; evil("}, {"session_key": "0123456789abcdef"}, {"help": "javascript:x"}]
)
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        wants(**change)
