"""How is the portal served?

By granian over WSGI, which Django's synchronous views need, behind nginx.
"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Directory, Program, Rendered, socket_directories
from congthu.engines.values import STRICT, AbsolutePath, Count, SystemName
from congthu.engines.versions import Versions

VERSIONS = Versions("granian", ("2",))
APPLICATION = "congthu.project.wsgi:application"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PortalConfig:
    """One portal. *environment* is what the project's settings read."""

    layout: Layout
    listen: Address
    granian: AbsolutePath
    environment: dict[str, str] = Field(repr=False)
    waits_for: tuple[Address, ...] = ()
    user: SystemName = "congthu"
    group: SystemName = "congthu"
    # nginx's, the only one that may open a unix socket.
    clients: SystemName = "www-data"
    workers: Count = 1
    threads: Count = 8


def render(wants: PortalConfig, version: str) -> Rendered:
    """Return the portal's process; raise `UnknownVersion`."""
    VERSIONS.family(version)
    prepare: tuple[tuple[str, ...], ...]
    match wants.listen:
        case UnixSocket(path=path):
            # granian reads the permissions as a decimal number, and does not start over the socket of a killed
            # incarnation.
            where = ("--uds", path, "--uds-permissions", str(0o660))
            prepare = (("/bin/rm", "-f", path),)
        case tcp:
            prepare = ()
            where = ("--host", tcp.host, "--port", str(tcp.port))
    return Rendered(
        directories=(
            Directory(wants.layout.data("portal"), wants.user, wants.group, 0o750),
            *socket_directories(wants.listen, owner=wants.user, group=wants.clients),
        ),
        programs=(
            Program(
                name="portal",
                command=(
                    wants.granian,
                    "--interface",
                    "wsgi",
                    *where,
                    "--workers",
                    str(wants.workers),
                    "--blocking-threads",
                    str(wants.threads),
                    "--respawn-failed-workers",
                    "--no-ws",
                    APPLICATION,
                ),
                user=wants.user,
                # The socket gets the primary group of the process.
                group=wants.clients if isinstance(wants.listen, UnixSocket) else None,
                prepare=prepare,
                waits_for=wants.waits_for,
                environment=wants.environment,
                umask=0o027,
                start_seconds=2,
                reload_signal="HUP",
                priority=60,
            ),
        ),
    )
