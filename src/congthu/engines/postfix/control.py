"""Which Postfix is here, and does it answer?"""

from congthu.engines.postfix.config import PostfixConfig
from congthu.engines.probe import all_of, greets
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.versions import version_in


def version() -> str:
    """Return its version; raises ProgramMissing."""
    return version_in(run(["/usr/sbin/postconf", "-d", "mail_version"], timeout=20).stdout)


def reload(wants: PostfixConfig) -> None:
    """Take a new configuration up without ending deliveries under way."""
    run(["/usr/sbin/postfix", "-c", wants.layout.etc("postfix"), "reload"], timeout=30)


def health(wants: PostfixConfig) -> Health:
    """Wait for the greeting at each door."""
    return all_of(*(greets(door, expect=b"220 ") for door in (wants.mx, wants.submission, wants.internal)))
