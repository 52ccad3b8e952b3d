"""A place for one installation, short enough for its sockets, with what the checkers of the programs want to see."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from tests.engines.samples import Instance, written

from congthu.engines.process import make_directory, run


@pytest.fixture
def place():
    directory = Path(tempfile.mkdtemp(prefix="ct-", dir="/tmp"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def certificate(place):
    """A certificate of no authority where the sample instance keeps it."""
    secrets = place / "secrets"
    secrets.mkdir()
    names = (
        "-keyout",
        str(secrets / "mail.key"),
        "-out",
        str(secrets / "mail.crt"),
        "-subj",
        "/CN=mail.tinh.example",
    )
    run(("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names), timeout=30)
    return secrets


@pytest.fixture
def laid(place):
    """Write one engine of the sample instance as a release would be, with its directories; return what was rendered."""

    def lay(engine, **changes):
        # Users that every Debian has, in place of those that an installation makes.
        instance = Instance(
            root=str(place),
            tree="release",
            mail_user="mail",
            webmail_user="www-data",
            own_user="nobody",
            patterns=str(place / "patterns"),
        )
        rendered = instance.rendered(**changes)[engine]
        written(place / "release", rendered)
        for one in rendered.directories:
            owned = {"owner": one.owner, "group": one.group} if os.geteuid() == 0 else {}
            make_directory(Path(one.path), mode=one.mode, **owned)
        return rendered

    return lay


@pytest.fixture
def checked():
    """Run the checks of a rendered engine."""

    def check(rendered):
        for one in rendered.checks:
            run(one.argv, timeout=60, as_user=one.user)

    return check
