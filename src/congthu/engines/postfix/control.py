"""How is Postfix asked?"""

from congthu.engines.postfix.config import PostfixConfig
from congthu.engines.probe import ask, first_fault
from congthu.engines.program import Health
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramMissing` if there is none."""
    # The package's defaults are asked for: the machine may have no configuration of its own.
    return version_of("/usr/sbin/postconf", "-d", "-h", "mail_version")


def health(wants: PostfixConfig, *, timeout: float = 10) -> Health:
    """Wait for the banner of the doors that do not open under TLS."""
    return first_fault(
        *(ask(door, expect=b"220 ", timeout=timeout) for door in (wants.mx, wants.submission, wants.internal))
    )
