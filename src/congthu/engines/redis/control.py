"""Which Redis is here, and does it answer?"""

from congthu.engines.probe import greets
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.redis.config import RedisConfig
from congthu.engines.versions import version_in


def version() -> str:
    """Return the version of the server; raises ProgramMissing."""
    return version_in(run(["/usr/bin/redis-server", "--version"], timeout=20).stdout)


def health(wants: RedisConfig) -> Health:
    """PING. With a password it asks for one first, which proves as much."""
    return greets(wants.listen, say=b"PING\r\n", expect=b"-NOAUTH" if wants.password else b"+PONG")
