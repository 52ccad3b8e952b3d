"""What tests share: a private PostgreSQL, and one real installation, each made on first use and gone in the end.

The database is reached by a unix socket only.

The process that starts the run chooses the directory; pytest-xdist's workers inherit it, the first one that needs a
database starts the cluster, and each has a database of its own in it.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.running import congthu

VARIABLE = "CONGTHU_TEST_SOCKET"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
# Nothing in this cluster outlives the run, so nothing waits for a disk.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
# How long an example takes says how busy the machine is, never that something is wrong.
settings.register_profile(
    "unhurried", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


def pytest_configure(config):
    if hasattr(config, "workerinput") or os.environ.get(VARIABLE):
        return
    # Short: a unix socket's path ends at 107 bytes, and TMPDIR may be long.
    directory = Path(tempfile.mkdtemp(prefix="ct-", dir="/tmp"))
    os.environ[VARIABLE] = str(directory)
    config.stash[OWNED] = directory


OWNED = pytest.StashKey[Path]()


def pytest_unconfigure(config):
    directory = config.stash.get(OWNED, None)
    if directory is None:
        return
    if (directory / "data" / "postmaster.pid").exists():
        _as_postgres("pg_ctl", "stop", "-D", str(directory / "data"), "-m", "immediate")
    os.environ.pop(VARIABLE, None)
    shutil.rmtree(directory, ignore_errors=True)


def _as_postgres(program, *arguments):
    # PostgreSQL refuses to run as root.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(
        [str(BINARIES[-1] / program), *arguments], check=True, capture_output=True, cwd="/", **user
    )


@pytest.fixture(scope="session")
def postgres():
    """The directory of the running cluster's socket."""
    directory = Path(os.environ[VARIABLE])
    data = directory / "data"
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "postmaster.pid").exists():
            if os.geteuid() == 0:
                shutil.chown(directory, "postgres", "postgres")
            _as_postgres(
                "initdb",
                "-D",
                str(data),
                "-U",
                "postgres",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            )
            log = str(directory / "log")
            _as_postgres(
                "pg_ctl", "start", "-w", "-D", str(data), "-l", log, "-o", f"{OPTIONS} -k {directory}"
            )
    return directory


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres, django_db_modify_db_settings_parallel_suffix):
    """Point Django at the cluster; pytest-django loads the settings before this file."""
    from django.db import connections  # noqa: PLC0415  # settings must be loaded

    connections["default"].settings_dict.update(HOST=str(postgres), USER="postgres")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables of the migrations, and what the mail programs read, as `up` makes both."""
    from django.db import connection  # noqa: PLC0415  # settings must be loaded

    from congthu.mailflow.contract import contract_sql  # noqa: PLC0415

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(contract_sql())


@pytest.fixture
def world(db):
    """A small province with two agencies; see ``tests/world.py``."""
    from tests.world import small_world  # noqa: PLC0415  # models only where a test uses them

    return small_world()


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """A database whose transactions are real, for threads and live servers; emptied afterwards.

    In place of pytest-django's own: that empties tables by TRUNCATE, which the audit trail refuses. Tests that use it
    build their world with ``small_world()``, since the ``world`` fixture lives in a transaction.
    """
    from django.db import connection  # noqa: PLC0415  # settings must be loaded

    with django_db_blocker.unblock():
        yield
        tables = ", ".join(connection.introspection.django_table_names(only_existing=True))
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        connection.close()


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A short directory that service users can enter."""
    made = Path(tempfile.mkdtemp(prefix="ct-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def demo(scratch: Path) -> Iterator[Path]:
    """The directory of a demo that is up: one for the scenarios and for the clauses of the regulations."""
    directory = scratch / "demo"
    done = congthu("demo", instance=directory)
    assert done.code == 0, done.out + done.err
    yield directory
    down = congthu("down", instance=directory)
    assert down.code == 0, down.err
