"""Where do the measurements run that need records but no mail? A private PostgreSQL, gone when the block ends.

Unlike that of the tests it waits for the disk as an installation does. Its tables are made by the project's own
migrations.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
# A checkpoint in the middle of one round would be measured in that round only.
OPTIONS = "-c listen_addresses='' -c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=1d -c autovacuum=0"


@contextmanager
def private_database() -> Iterator[None]:
    """Set Django up on a database of its own until the block ends."""
    # The cluster ends with the block, so a request to stop must pass through it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # Short: a unix socket's path ends at 107 bytes.
    directory = Path(tempfile.mkdtemp(prefix="ctb-", dir="/tmp"))
    data = directory / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres", "postgres")
        _as_postgres(
            "initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        log = str(directory / "log")
        _as_postgres("pg_ctl", "start", "-w", "-D", str(data), "-l", log, "-o", f"{OPTIONS} -k {directory}")
        _as_postgres("createdb", "-h", str(directory), "-U", "postgres", "congthu")
        os.environ["CONGTHU_TEST_SOCKET"] = str(directory)
        os.environ["DJANGO_SETTINGS_MODULE"] = "congthu.project.settings"
        import django  # noqa: PLC0415  # settings are known now

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
    finally:
        if (data / "postmaster.pid").exists():
            _as_postgres("pg_ctl", "stop", "-D", str(data), "-m", "immediate")
        shutil.rmtree(directory, ignore_errors=True)


def _as_postgres(program: str, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(
        [str(BINARIES[-1] / program), *arguments], check=True, capture_output=True, cwd="/", **user
    )
