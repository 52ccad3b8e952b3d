"""Which PostgreSQL is here, and does it answer?"""

import psycopg

from congthu.engines.postgres.config import SUPERUSER, PostgresConfig
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.versions import version_in


def version() -> str:
    """Return the version of the server; raises ProgramMissing."""
    return version_in(run(["/usr/lib/postgresql/15/bin/postgres", "--version"], timeout=20).stdout)


def health(wants: PostgresConfig) -> Health:
    """Ask it to count to one. Only root and the database's own user are let in this way."""
    try:
        with psycopg.connect(
            host=wants.socket_directory, dbname="postgres", user=SUPERUSER, connect_timeout=5
        ) as link:
            link.execute("SELECT 1")
            return Health(ok=True, detail=f"PostgreSQL {link.info.server_version // 10000}")
    except psycopg.Error as wrong:
        return Health(ok=False, detail=str(wrong).strip().splitlines()[-1])
