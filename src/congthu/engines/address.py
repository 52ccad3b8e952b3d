"""Where does a program listen?

Two programs may stand on one machine or on two, so every address is a value: a unix socket or host and port.
What each configuration language writes for it is asked of the address, never guessed from a path.
"""

from typing import assert_never

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.values import STRICT, AbsolutePath, Host, Port, Secret, SqlName

# sun_path of sockaddr_un, less the terminating zero. The kernel would cut a longer name or refuse it, program
# by program, each in words of its own.
MAX_SOCKET_PATH = 107
POSTGRES_PORT = 5432


class SocketPathTooLong(ValueError):
    """The place of the installation is too long for the sockets inside it."""

    def __init__(self, path: str) -> None:
        """Name the path and the cure."""
        super().__init__(
            f"Đường dẫn socket dài {len(path.encode())} byte, tối đa {MAX_SOCKET_PATH}: {path}. "
            "Hãy đặt hệ thống ở một thư mục có đường dẫn ngắn hơn."
        )


def check_socket_path(path: str) -> None:
    """Refuse a path that no unix socket can have."""
    if len(path.encode()) > MAX_SOCKET_PATH:
        raise SocketPathTooLong(path)


@dataclass(frozen=True, slots=True, config=STRICT)
class UnixSocket:
    """A socket file, on a disk that both ends see."""

    path: AbsolutePath

    def __post_init__(self) -> None:
        check_socket_path(self.path)

    def __str__(self) -> str:
        return f"unix:{self.path}"


@dataclass(frozen=True, slots=True, config=STRICT)
class TcpAddress:
    """A host and port, from anywhere."""

    host: Host
    port: Port

    @property
    def loopback(self) -> bool:
        """Tell whether what is said here cannot leave the machine."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


Address = UnixSocket | TcpAddress


def postfix_style(address: Address) -> str:
    """Write it as Postfix does for milters, SASL and policy services: ``unix:path`` or ``inet:host:port``."""
    match address:
        case UnixSocket(path=path):
            return f"unix:{path}"
        case TcpAddress():
            return f"inet:{address}"
        case _:
            assert_never(address)


def plain_style(address: Address) -> str:
    """Write it bare, as Rspamd and Redis clients do: ``path`` or ``host:port``."""
    match address:
        case UnixSocket(path=path):
            return path
        case TcpAddress():
            return str(address)
        case _:
            assert_never(address)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class DatabaseAccess:
    """How one program reaches PostgreSQL: *place* is the directory of its socket, or host and port.

    *certificate_authority* is needed for a host that is not this machine: the connection is then made under
    TLS and the server's name verified.
    """

    place: AbsolutePath | TcpAddress
    database: SqlName
    user: SqlName
    password: Secret = Field(repr=False)
    certificate_authority: AbsolutePath | None = None

    def __post_init__(self) -> None:
        if (
            isinstance(self.place, TcpAddress)
            and not self.place.loopback
            and self.certificate_authority is None
        ):
            raise ValueError(
                "a database on another machine is reached under TLS: name its certificate authority"
            )

    @property
    def address(self) -> Address:
        """The socket or port to knock at."""
        if isinstance(self.place, TcpAddress):
            return self.place
        return UnixSocket(path=f"{self.place}/.s.PGSQL.{POSTGRES_PORT}")

    @property
    def host(self) -> str:
        """What libpq calls the host: the directory of the socket, or the name."""
        return self.place.host if isinstance(self.place, TcpAddress) else self.place

    @property
    def port(self) -> int:
        """The port, which also names the socket file."""
        return self.place.port if isinstance(self.place, TcpAddress) else POSTGRES_PORT

    @property
    def ssl(self) -> dict[str, str]:
        """What libpq must be told about TLS, empty on one machine."""
        if self.certificate_authority is None:
            return {}
        return {"sslmode": "verify-full", "sslrootcert": self.certificate_authority}
