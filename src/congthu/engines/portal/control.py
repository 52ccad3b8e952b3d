"""Which granian is here, and does the portal answer?"""

from importlib.metadata import version as installed

from congthu.engines.portal.config import PortalConfig
from congthu.engines.probe import page
from congthu.engines.program import Health


def version() -> str:
    """Return the version of granian in this environment."""
    return installed("granian")


def health(wants: PortalConfig) -> Health:
    """Fetch the first page without the web server in front."""
    return page(wants.listen, "/")
