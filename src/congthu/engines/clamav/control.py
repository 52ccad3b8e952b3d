"""How is ClamAV asked?"""

from congthu.engines.clamav.config import ClamavConfig
from congthu.engines.probe import ask
from congthu.engines.program import Health
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramMissing` if there is none."""
    return version_of("/usr/sbin/clamd", "--version")


def health(wants: ClamavConfig, *, timeout: float = 5) -> Health:
    """Say PING: answered once the signatures are loaded."""
    return ask(wants.listen, say=b"zPING\0", expect=b"PONG", timeout=timeout)
