"""What is Redis told?

It keeps what Rspamd has learnt. Only Rspamd's group reaches its socket; on a network it asks for a password.
"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, TcpAddress
from congthu.engines.layout import Layout
from congthu.engines.program import Directory, Program, Rendered, RenderedFile, socket_directories
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, Count, Secret, SystemName
from congthu.engines.versions import Versions

VERSIONS = Versions("Redis", ("7.0",))


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class RedisConfig:
    """One Redis. *clients* is the group that may open a unix socket."""

    layout: Layout
    listen: Address
    user: SystemName = "redis"
    clients: SystemName = "_rspamd"
    password: Secret | None = Field(default=None, repr=False)
    memory_mib: Count = 256

    def __post_init__(self) -> None:
        if isinstance(self.listen, TcpAddress) and self.password is None:
            raise ValueError("a Redis that listens on a port needs a password")


def render(wants: RedisConfig, version: str) -> Rendered:
    """Return everything Redis needs; raise `UnknownVersion`."""
    templates = Templates("redis", VERSIONS.family(version))
    unix = not isinstance(wants.listen, TcpAddress)
    return Rendered(
        files=(
            RenderedFile(
                "redis/redis.conf",
                templates.render("redis.conf", wants=wants, unix=unix),
                mode=0o640,
                group=wants.clients,
            ),
        ),
        directories=(
            Directory(wants.layout.data("redis"), wants.user, wants.clients, 0o700),
            *socket_directories(wants.listen, owner=wants.user, group=wants.clients),
        ),
        programs=(
            Program(
                name="redis",
                command=("/usr/bin/redis-server", f"{wants.layout.etc('redis')}/redis.conf"),
                user=wants.user,
                # The socket gets the primary group of the process; Redis cannot be told another.
                group=wants.clients,
                priority=10,
            ),
        ),
    )
