"""How is nginx asked?"""

from congthu.engines.nginx.config import NginxConfig, Site
from congthu.engines.probe import ask, ask_http, first_fault
from congthu.engines.program import Health
from congthu.engines.versions import version_of


def version() -> str:
    """Return the installed version; raise `ProgramMissing` if there is none."""
    return version_of("/usr/sbin/nginx", "-v")


def health(wants: NginxConfig, *, timeout: float = 5) -> Health:
    """Get something from both sites; that the program behind is down is not nginx's fault."""
    return first_fault(*(_site(site, timeout) for site in (wants.portal, wants.webmail)))


def _site(site: Site, timeout: float) -> Health:
    if site.tls:
        # A handshake that fails is answered in plain words, which proves as much.
        return ask(site.listen, say=b"GET / HTTP/1.0\r\n\r\n", expect=b"HTTP/1.1 400", timeout=timeout)
    host = site.names[0] if site.names else site.listen.host
    return ask_http(site.listen, path="/", host=host, timeout=timeout, below=600)
