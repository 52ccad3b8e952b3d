"""Which ClamAV is here, and does it answer?"""

from congthu.engines.clamav.config import ClamavConfig
from congthu.engines.probe import greets
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.versions import version_in


def version() -> str:
    """Return the version of the scanner; raises ProgramMissing."""
    return version_in(run(["/usr/sbin/clamd", "--version"], timeout=20).stdout)


def health(wants: ClamavConfig) -> Health:
    """PING, as clamd's own protocol has it."""
    return greets(wants.listen, say=b"zPING\0", expect=b"PONG", until=b"\0")
