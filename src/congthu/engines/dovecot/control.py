"""Which Dovecot is here, and does it answer?"""

from congthu.engines.dovecot.config import DovecotConfig
from congthu.engines.probe import all_of, greets
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.versions import version_in


def version() -> str:
    """Return its version; raises ProgramMissing."""
    return version_in(run(["/usr/sbin/dovecot", "--version"], timeout=20).stdout)


def reload(wants: DovecotConfig) -> None:
    """Take a new configuration up without ending anybody's connection."""
    run(["/usr/bin/doveadm", "-c", f"{wants.layout.etc('dovecot')}/dovecot.conf", "reload"], timeout=30)


def health(wants: DovecotConfig) -> Health:
    """Wait for the greetings of IMAP, LMTP and ManageSieve."""
    return all_of(
        greets(wants.imap, expect=b"* OK"),
        greets(wants.delivery, expect=b"220 "),
        greets(wants.sieve, expect=b'"IMPLEMENTATION"'),
    )
