import os
import pwd
import subprocess
import time

import psycopg
import pytest
from tests.engines.samples import Instance, password

from congthu.engines.address import DatabaseAccess
from congthu.engines.postgres import control, roles
from congthu.engines.postgres.config import PostgresConfig
from congthu.engines.process import ProgramFailed
from congthu.engines.program import Health

PASSWORDS = roles.Passwords(**{name: password(name) for name in ("owner", "app", "mta", "imap", "webmail")})


@pytest.fixture
def cluster(laid, place):
    """A server of our own, started as it is rendered."""
    rendered = laid("postgres")
    wants = PostgresConfig(layout=Instance(root=str(place), tree="release").layout)
    version = control.version()
    assert control.initialise(wants, version)
    assert not control.initialise(wants, version)
    entry = pwd.getpwnam(wants.user)
    drop = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    server = subprocess.Popen(rendered.programs[0].command, cwd="/", stderr=subprocess.DEVNULL, **drop)
    end = time.monotonic() + 30
    while True:
        try:
            control.execute(wants, "SELECT 1")
            break
        except ProgramFailed:
            assert time.monotonic() < end
            time.sleep(0.1)
    yield wants
    server.send_signal(2)
    server.wait(timeout=60)


def access(wants, role, word=None):
    return DatabaseAccess(
        place=wants.socket_directory,
        database="congthu",
        user=f"congthu_{role}",
        password=word or password(role),
    )


def connection(wants, role):
    there = access(wants, role)
    return psycopg.connect(
        host=there.host, dbname=there.database, user=there.user, password=there.password, autocommit=True
    )


def test_a_cluster_lets_each_role_do_its_own_and_nothing_else(cluster):
    salts = {role: os.urandom(16) for role in PASSWORDS.by_role()}
    control.execute(cluster, roles.roles_sql(PASSWORDS, salts=salts))
    control.execute(cluster, roles.roles_sql(PASSWORDS, salts=salts))
    control.execute(cluster, roles.create_database_sql())
    control.execute(cluster, roles.grants_sql(), database="congthu")
    with connection(cluster, "owner") as owner:
        owner.execute("CREATE TABLE secret (word text)")
    control.execute(cluster, roles.grants_sql(), database="congthu")

    with connection(cluster, "app") as app:
        app.execute("INSERT INTO secret VALUES ('a')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (x int)")
    with connection(cluster, "mta") as mta:
        for forbidden in (
            "SELECT * FROM public.secret",
            "CREATE TABLE public.x (x int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                mta.execute(forbidden)
    with connection(cluster, "webmail") as webmail:
        webmail.execute("CREATE TABLE session (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            webmail.execute("SELECT * FROM public.secret")

    assert control.health(access(cluster, "mta")) == Health(ok=True, detail="PostgreSQL 15")
    refused = control.health(access(cluster, "mta", word="another-word-of-16"))
    assert not refused.ok
    assert "password authentication failed" in refused.detail


def test_statements_stop_at_the_first_that_fails(cluster):
    with pytest.raises(ProgramFailed, match="division by zero"):
        control.execute(cluster, "SELECT 1/0; CREATE ROLE never_made;")
    assert control.execute(cluster, "SELECT count(*) FROM pg_roles WHERE rolname = 'never_made'") == "0\n"


def test_a_server_that_is_down_is_a_fault_and_says_where(place):
    wants = PostgresConfig(layout=Instance(root=str(place)).layout)
    health = control.health(access(wants, "app"))
    assert not health.ok
    assert wants.socket_directory in health.detail
