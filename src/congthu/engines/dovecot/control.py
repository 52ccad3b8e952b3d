"""How is Dovecot asked?"""

from congthu.engines.dovecot.config import DovecotConfig
from congthu.engines.probe import ask, first_fault
from congthu.engines.program import Health
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramMissing` if there is none."""
    return version_of("/usr/sbin/dovecot", "--version")


def health(wants: DovecotConfig, *, timeout: float = 5) -> Health:
    """Wait for the greetings of IMAP, LMTP and ManageSieve."""
    return first_fault(
        ask(wants.imap, expect=b"* OK", timeout=timeout),
        ask(wants.delivery, expect=b"220", timeout=timeout),
        ask(wants.sieve, expect=b'"IMPLEMENTATION"', timeout=timeout),
    )
