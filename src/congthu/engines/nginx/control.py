"""Which nginx is here, and does it answer?"""

from congthu.engines.nginx.config import NginxConfig
from congthu.engines.probe import all_of, page
from congthu.engines.process import run
from congthu.engines.program import Health
from congthu.engines.versions import version_in


def version() -> str:
    """Return its version; raises ProgramMissing."""
    done = run(["/usr/sbin/nginx", "-v"], timeout=20)
    return version_in(done.stdout + done.stderr)


def reload(wants: NginxConfig) -> None:
    """Take a new configuration up; requests under way end as they began."""
    config = f"{wants.layout.etc('nginx')}/nginx.conf"
    run(["/usr/sbin/nginx", "-e", "stderr", "-c", config, "-s", "reload"], timeout=30)


def health(wants: NginxConfig) -> Health:
    """Fetch the first page of both sites, with everything that stands behind it."""
    return all_of(
        *(page(site.listen, "/", host=site.listen.host) for site in (wants.portal, wants.webmail) if not site.tls)
    )
