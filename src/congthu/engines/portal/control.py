"""How is the portal asked?"""

from congthu.engines.portal.config import PortalConfig
from congthu.engines.probe import ask_http
from congthu.engines.program import Health
from congthu.engines.versions import version_of


def version(granian: str) -> str:
    """Return the version of *granian*; raise `ProgramMissing` if it is not there."""
    return version_of(granian, "--version")


def health(wants: PortalConfig, *, path: str, host: str, timeout: float = 15) -> Health:
    """Get *path* past the web server, under the name *host* that the portal answers to."""
    return ask_http(wants.listen, path=path, host=host, timeout=timeout)
