"""Which Rspamd is here, and does it answer?"""

from congthu.engines.probe import page
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.rspamd.config import RspamdConfig
from congthu.engines.versions import version_in


def version() -> str:
    """Return its version; raises ProgramMissing."""
    return version_in(run(["/usr/bin/rspamd", "--version"], timeout=20).stdout)


def health(wants: RspamdConfig) -> Health:
    """Ask the controller: it answers only after the rules are loaded."""
    return page(wants.controller, "/ping")
