"""Which Roundcube and PHP are here, and does php-fpm answer?"""

from congthu.engines.probe import greets
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.roundcube.config import RoundcubeConfig
from congthu.engines.versions import version_in

# A FastCGI record that asks for what every server must tell (FCGI_GET_VALUES, no names), and how the answer begins.
GET_VALUES = bytes([1, 9, 0, 0, 0, 0, 0, 0])
VALUES = bytes([1, 10])


def version() -> str:
    """Return the version of Roundcube's package; raises ProgramFailed where it is not installed."""
    return version_in(run(["dpkg-query", "-W", "-f", "${Version}", "roundcube-core"], timeout=20).stdout)


def php_version() -> str:
    """Return the version of PHP; raises ProgramMissing."""
    return version_in(run(["/usr/bin/php8.2", "-r", "echo PHP_VERSION;"], timeout=20).stdout)


def health(wants: RoundcubeConfig) -> Health:
    """Ask php-fpm in its own protocol."""
    answer = greets(wants.listen, say=GET_VALUES, expect=VALUES, until=VALUES)
    return Health(ok=answer.ok, detail="php-fpm nhận việc" if answer.ok else answer.detail)
