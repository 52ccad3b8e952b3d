import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines.address import TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.postgres.config import NetworkListener, PostgresConfig, initdb_command, render
from congthu.engines.process import ProgramFailed
from congthu.engines.versions import UnknownVersion

NETWORK = NetworkListener(
    hosts=("10.1.0.5",),
    port=5433,
    networks=("10.1.0.0/16",),
    certificate="/etc/ssl/db.crt",
    key="/etc/ssl/db.key",
)
HERE = PostgresConfig(layout=Layout(root="/srv/congthu"))
REACHABLE = PostgresConfig(layout=Layout(root="/srv/congthu"), network=NETWORK)


def text(wants, name):
    return next(file.text for file in render(wants, "15.18").files if file.path.endswith(name))


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("postgres", Instance().rendered()["postgres"]) == []


def test_the_server_itself_accepts_it_and_would_refuse_a_mistake(laid, checked, place):
    rendered = laid("postgres")
    checked(rendered)
    (place / "release/etc/postgres/postgresql.conf").write_text("no_such_parameter = 1\n")
    with pytest.raises(ProgramFailed):
        checked(rendered)


def test_on_one_machine_nothing_listens_on_a_network():
    assert "listen_addresses = ''" in text(HERE, "postgresql.conf")
    assert "host" not in text(HERE, "pg_hba.conf")
    assert HERE.addresses == (UnixSocket(path="/srv/congthu/run/postgres/.s.PGSQL.5432"),)


def test_other_machines_come_in_under_tls_with_a_password_and_never_as_the_superuser():
    hba = text(REACHABLE, "pg_hba.conf").splitlines()
    assert [line.split() for line in hba if "10.1.0.0/16" in line] == [
        ["hostssl", "all", "postgres", "10.1.0.0/16", "reject"],
        ["hostssl", "all", "all", "10.1.0.0/16", "scram-sha-256"],
    ]
    assert "ssl = on" in text(REACHABLE, "postgresql.conf")
    assert TcpAddress(host="10.1.0.5", port=5433) in REACHABLE.addresses


def test_no_line_trusts_anyone():
    assert "trust" not in text(HERE, "pg_hba.conf") + text(REACHABLE, "pg_hba.conf")


def test_the_cluster_is_made_with_checksums_and_a_sorting_that_no_update_changes():
    command = initdb_command(HERE, "15.18")
    assert {"--data-checksums", "--locale=C.UTF-8", "--pgdata=/srv/congthu/data/postgres"} <= set(command)


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(HERE, "17.2")


@pytest.mark.parametrize("change", [{"user": "post gres"}, {"max_connections": 0}])
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        PostgresConfig(layout=Layout(root="/srv/congthu"), **change)
