"""How is Rspamd asked?"""

from congthu.engines.probe import ask_http
from congthu.engines.program import Health
from congthu.engines.rspamd.config import RspamdConfig
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramMissing` if there is none."""
    return version_of("/usr/bin/rspamd", "--version")


def health(wants: RspamdConfig, *, timeout: float = 5) -> Health:
    """Ask the controller: it answers when the workers are there, and needs no password for this."""
    return ask_http(wants.controller, path="/ping", host=wants.controller.host, timeout=timeout, below=300)
