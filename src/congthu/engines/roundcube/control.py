"""How is webmail asked?"""

from congthu.engines.nginx.config import Site
from congthu.engines.probe import ask_http
from congthu.engines.program import Health
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramError` if there is none."""
    return version_of("dpkg-query", "--show", "--showformat=${source:Upstream-Version}", "roundcube-core")


def php_version() -> str:
    """Return the installed version of PHP; raise `ProgramMissing` if there is none."""
    return version_of("/usr/sbin/php-fpm8.2", "--version")


def health(site: Site, *, timeout: float = 15) -> Health:
    """Get the sign-in page through the web server: it needs PHP and the database."""
    host = site.names[0] if site.names else site.listen.host
    return ask_http(site.listen, path="/?_task=login", host=host, timeout=timeout, below=300)
