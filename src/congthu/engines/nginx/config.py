"""What is nginx told?

Two sites: the portal, passed on to our own HTTP server, with its static files served directly; and the
webmail, run by php-fpm. Outside loopback both speak TLS only.
"""

from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, AbsolutePath, Count, DomainName, Line, SystemName
from congthu.engines.versions import Versions

VERSIONS = Versions("nginx", ("1.22",))
WEBMAIL_FILES = "/var/lib/roundcube/public_html"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NginxTls:
    """The certificate that a site shows, with its chain, and its key."""

    certificate: AbsolutePath
    key: AbsolutePath


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Site:
    """Where one site is reached, and the largest body that may be sent to it."""

    listen: TcpAddress
    names: tuple[DomainName, ...] = ()
    tls: NginxTls | None = None
    largest_body_bytes: Count

    def __post_init__(self) -> None:
        if self.tls is None and not self.listen.loopback:
            raise ValueError("a site that other machines reach needs a certificate")

    @property
    def url(self) -> str:
        """The address that a browser is given."""
        name = self.names[0] if self.names else self.listen.host
        return f"{'https' if self.tls else 'http'}://{TcpAddress(host=name, port=self.listen.port)}"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NginxConfig:
    """One nginx. *static* holds what `collectstatic` wrote, *php* is the socket or port of php-fpm.

    *band* stands above every page of the webmail, as the portal writes it itself.
    """

    layout: Layout
    portal: Site
    portal_server: Address
    static: AbsolutePath
    webmail: Site
    php: Address
    user: SystemName = "www-data"
    group: SystemName = "www-data"
    workers: Count = 2
    band: Line | None = None


def render(wants: NginxConfig, version: str) -> Rendered:
    """Return everything nginx needs; raise `UnknownVersion`."""
    templates = Templates("nginx", VERSIONS.family(version))
    etc, run, data = wants.layout.etc("nginx"), wants.layout.run("nginx"), wants.layout.data("nginx")
    config = f"{etc}/nginx.conf"
    command = ("/usr/sbin/nginx", "-e", "stderr", "-c", config)
    text = templates.render(
        "nginx.conf",
        wants=wants,
        run=run,
        data=data,
        temporary=TEMPORARY,
        webmail_files=WEBMAIL_FILES,
        upstream=_upstream,
    )
    return Rendered(
        files=(RenderedFile("nginx/nginx.conf", text),),
        directories=(
            Directory(run),
            Directory(data),
            *(Directory(f"{data}/{name}", wants.user, wants.group, 0o700) for name in TEMPORARY),
        ),
        programs=(
            Program(
                name="nginx",
                command=command,
                stop_signal="QUIT",
                # nginx tries to bind for 2.5 s before it gives up: sooner, a doomed one would look alive.
                start_seconds=4,
                reload_signal="HUP",
                priority=70,
            ),
        ),
        checks=(Check((*command, "-t", "-q")),),
    )


def _upstream(address: Address) -> str:
    return f"unix:{address.path}" if isinstance(address, UnixSocket) else str(address)
