"""How does the database of an installation come to be what this release expects?

The cluster is made once. After that every release brings its roles, tables, views and rights up to date: through the
running server where there is one, through a server that is started for this alone where there is none.
"""

import os
import secrets as dice
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from congthu import clock
from congthu.engines.postgres.config import SUPERUSER, PostgresConfig, binaries
from congthu.engines.postgres.roles import (
    DATABASE,
    OWNER,
    Passwords,
    create_database_sql,
    grants_sql,
    roles_sql,
)
from congthu.engines.process import run
from congthu.mailflow.contract import contract_sql
from congthu.operations.instance import Instance
from congthu.operations.secrets import ROLES, Secrets

ROUNDCUBE_TABLES = Path("/usr/share/dbconfig-common/data/roundcube/install/pgsql")


@contextmanager
def server(config: PostgresConfig, version: str) -> Iterator[None]:
    """Hold a server up for the time of the block; one that runs already is used as it is."""
    if answers(config):
        yield
        return
    etc = config.layout.etc("postgres")
    control = (f"{binaries(version)}/pg_ctl", "-D", config.data_directory)
    options = f"-c config_file={etc}/postgresql.conf"
    log = str(Path(config.data_directory) / "first-start.log")
    run([*control, "-w", "-t", "60", "-l", log, "-o", options, "start"], as_user=config.user, timeout=90)
    try:
        yield
    finally:
        run([*control, "-w", "-m", "fast", "stop"], as_user=config.user, timeout=90)


def answers(config: PostgresConfig) -> bool:
    """Say whether the server takes connections."""
    try:
        with _superuser(config, "postgres"):
            return True
    except psycopg.OperationalError:
        return False


def bring_up_to_date(instance: Instance, config: PostgresConfig, secrets: Secrets, *, source: Path) -> None:
    """Make roles, database, tables, views and rights what the code in *source* expects. Can be run again."""
    passwords = Passwords(**{role.removeprefix("congthu_"): secrets.roles[role] for role in ROLES})
    with _superuser(config, "postgres") as link:
        link.execute(roles_sql(passwords, salts={role: dice.token_bytes(16) for role in ROLES}))
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            link.execute(create_database_sql())
    with _superuser(config, DATABASE) as link:
        # unaccent and pg_trgm are trusted extensions, but their owner must not be a role that programs use.
        for extension in ("unaccent", "pg_trgm"):
            link.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        link.execute(grants_sql())
    python(instance, "django", "migrate", "--no-input", "--verbosity", "0", source=source, owner=True)
    with _superuser(config, DATABASE) as link:
        link.execute(grants_sql())
        with link.transaction():
            link.execute(f"SET LOCAL ROLE {OWNER}")
            link.execute(contract_sql())
            if instance.test_clock:
                link.execute("GRANT SELECT, UPDATE ON mail.clock TO congthu_app")
                link.execute("UPDATE mail.clock SET ahead = %s", [clock.read(instance.directory)])
        _make_webmail_tables(link)


def python(instance: Instance, module: str, *arguments: str, source: Path, owner: bool = False) -> str:
    """Run a module of the code in *source* on the installation and return what it printed."""
    environment = {
        "CONGTHU_INSTANCE": str(instance.directory),
        "DJANGO_SETTINGS_MODULE": "congthu.project.settings",
        "PYTHONPATH": str(source),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if owner:
        environment["CONGTHU_SECRETS"] = str(instance.secrets / "owner.json")
    return run([sys.executable, "-m", module, *arguments], env=environment, timeout=300).stdout


def _make_webmail_tables(link: psycopg.Connection) -> None:
    found = link.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'webmail' LIMIT 1").fetchone()
    if found is None:
        link.execute("SET ROLE congthu_webmail; SET search_path = webmail")
        link.execute(ROUNDCUBE_TABLES.read_text("utf-8").encode())
        link.execute("RESET ROLE; RESET search_path")


@contextmanager
def _superuser(config: PostgresConfig, database: str) -> Iterator[psycopg.Connection]:
    # Root reaches the superuser over the socket by its own name (pg_ident); nobody else does.
    if os.geteuid() != 0:
        raise PermissionError("only root may do this")
    with psycopg.connect(
        host=config.socket_directory, dbname=database, user=SUPERUSER, autocommit=True, connect_timeout=5
    ) as link:
        yield link
