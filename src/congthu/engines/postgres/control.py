"""How is PostgreSQL made, told and asked?"""

from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from congthu.engines.address import DatabaseAccess
from congthu.engines.postgres.config import SUPERUSER, VERSIONS, PostgresConfig, initdb_command
from congthu.engines.process import ProgramMissing, run
from congthu.engines.program import Health
from congthu.engines.versions import version_of

INITDB_SECONDS = 120
STATEMENT_SECONDS = 300


def version() -> str:
    """Return the installed version that we render for; raise `ProgramMissing` if there is none."""
    for family in VERSIONS.families:
        server = f"/usr/lib/postgresql/{family}/bin/postgres"
        if Path(server).exists():
            return version_of(server, "--version")
    raise ProgramMissing(
        ("postgres",), f"Chưa cài PostgreSQL. Các phiên bản được hỗ trợ: {', '.join(VERSIONS.families)}."
    )


def initialise(wants: PostgresConfig, version: str) -> bool:
    """Make the cluster unless there is one; return whether it was made. Its directories must exist."""
    if (Path(wants.data_directory) / "PG_VERSION").exists():
        return False
    run(initdb_command(wants, version), timeout=INITDB_SECONDS, as_user=wants.user)
    return True


def execute(wants: PostgresConfig, statements: str, *, database: str = SUPERUSER) -> str:
    """Run *statements* as the superuser, stopping at the first that fails; return what they print, bare.

    Only root or the database's own user can: the socket knows them by their user id.
    """
    done = run(
        ("psql", "--host", wants.socket_directory, "--username", SUPERUSER, "--dbname", database, *_PSQL),
        input=statements,
        timeout=STATEMENT_SECONDS,
        as_user=wants.user,
        cwd="/",
    )
    return done.stdout


def health(access: DatabaseAccess, *, timeout: float = 5) -> Health:
    """Sign in as a program does and ask for 1."""
    try:
        where = make_conninfo(
            host=access.host,
            port=access.port,
            dbname=access.database,
            user=access.user,
            password=access.password,
            connect_timeout=max(2, int(timeout)),
            **access.ssl,
        )
        with psycopg.connect(where) as connection:
            connection.execute("SELECT 1")
            return Health(ok=True, detail=f"PostgreSQL {connection.info.server_version // 10000}")
    except psycopg.Error as error:
        return Health(ok=False, detail=str(error).strip())


_PSQL = ("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set", "ON_ERROR_STOP=1")
