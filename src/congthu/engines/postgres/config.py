"""What is PostgreSQL told?

It listens on a unix socket; on a network only where networks are named, and then under TLS. Nobody is
trusted: the operating system's own users postgres and root are the superuser (peer), every other role shows
its password (SCRAM).
"""

from pydantic.dataclasses import dataclass

from congthu.engines.address import POSTGRES_PORT, TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, AbsolutePath, Count, Host, Network, SystemName
from congthu.engines.versions import Versions

VERSIONS = Versions("PostgreSQL", ("15",))
SUPERUSER = "postgres"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NetworkListener:
    """Where other machines reach the database: addresses of ours, networks of theirs, certificate and key."""

    hosts: tuple[Host, ...]
    port: int
    networks: tuple[Network, ...]
    certificate: AbsolutePath
    key: AbsolutePath


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PostgresConfig:
    """One PostgreSQL cluster."""

    layout: Layout
    user: SystemName = "postgres"
    group: SystemName = "postgres"
    max_connections: Count = 200
    shared_buffers_mib: Count = 256
    network: NetworkListener | None = None

    @property
    def data_directory(self) -> str:
        """The cluster itself."""
        return self.layout.data("postgres")

    @property
    def socket_directory(self) -> str:
        """What libpq is told as the host."""
        return self.layout.run("postgres")

    @property
    def address(self) -> UnixSocket:
        """The socket that answers."""
        return UnixSocket(path=f"{self.socket_directory}/.s.PGSQL.{POSTGRES_PORT}")

    @property
    def addresses(self) -> tuple[UnixSocket | TcpAddress, ...]:
        """Everywhere it listens."""
        remote = self.network
        return (
            self.address,
            *(TcpAddress(host=host, port=remote.port) for host in (remote.hosts if remote else ()) if remote),
        )


def binaries(version: str) -> str:
    """Return the directory of the programs of this *version*."""
    return f"/usr/lib/postgresql/{VERSIONS.family(version)}/bin"


def initdb_command(wants: PostgresConfig, version: str) -> tuple[str, ...]:
    """Return what makes the cluster; it must be run as the user of the database.

    Sorting by code point is the same on every machine and in every version of its C library; Vietnamese order
    is asked for by the queries that show people.
    """
    return (
        f"{binaries(version)}/initdb",
        f"--pgdata={wants.data_directory}",
        f"--username={SUPERUSER}",
        "--auth-local=peer",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
    )


def render(wants: PostgresConfig, version: str) -> Rendered:
    """Return everything PostgreSQL needs; raise `UnknownVersion`."""
    templates = Templates("postgres", VERSIONS.family(version))
    etc = wants.layout.etc("postgres")
    postgres = f"{binaries(version)}/postgres"
    options = ("-D", wants.data_directory, "-c", f"config_file={etc}/postgresql.conf")
    values = {"wants": wants, "etc": etc, "port": wants.network.port if wants.network else POSTGRES_PORT}
    private = {"mode": 0o640, "owner": "root", "group": wants.group}
    return Rendered(
        files=tuple(
            RenderedFile(f"postgres/{name}", templates.render(name, **values), **private)  # type: ignore[arg-type]
            for name in ("postgresql.conf", "pg_hba.conf", "pg_ident.conf")
        ),
        directories=(
            Directory(wants.data_directory, wants.user, wants.group, 0o700),
            Directory(wants.socket_directory, wants.user, wants.group, 0o755),
        ),
        programs=(
            Program(
                name="postgres",
                command=(postgres, *options),
                user=wants.user,
                # Fast: ends sessions and writes a checkpoint. TERM would wait until the last client leaves.
                reload_signal="HUP",
                stop_signal="INT",
                stop_seconds=60,
                priority=10,
            ),
        ),
        checks=(Check((postgres, *options, "-C", "hba_file"), user=wants.user),),
    )
