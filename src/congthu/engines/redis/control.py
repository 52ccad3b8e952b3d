"""How is Redis asked?"""

from congthu.engines.probe import ask
from congthu.engines.program import Health
from congthu.engines.redis.config import RedisConfig
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramMissing` if there is none."""
    return version_of("/usr/bin/redis-server", "--version")


def health(wants: RedisConfig, *, timeout: float = 3) -> Health:
    """Say PING, after the password where there is one."""
    if wants.password:
        say = f"AUTH {wants.password}\r\nPING\r\n".encode()
        return ask(wants.listen, say=say, expect=b"+OK\r\n+PONG", timeout=timeout)
    return ask(wants.listen, say=b"PING\r\n", expect=b"+PONG", timeout=timeout)
