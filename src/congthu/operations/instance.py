"""What is this installation: its name, its ports, its authorities, where its parts live?

``DIR/instance.toml`` holds it, without any secret; ``init`` writes it once, people may edit it, ``up`` applies it.
"""

import json
import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PORT_NAMES = (
    "smtp",
    "submission",
    "submissions",
    "imap",
    "imaps",
    "sieve",
    "portal",
    "webmail",
    "reinjection",
    "milter",
    "rspamd_controller",
)


class InstanceError(Exception):
    """The installation cannot be read or made; the text says what to do."""

    unfit = True


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Portal(_Frozen):
    """Where people sign in."""

    hosts: tuple[str, ...] = Field(description="Host names that the portal answers to.")
    https: bool = Field(
        default=True, description="Whether browsers reach it by TLS; a trial on loopback does not."
    )


class Database(_Frozen):
    """Where PostgreSQL is; ``host`` is a directory for a unix socket, or a host name."""

    host: str
    port: int = 5432
    name: str = "congthu"
    user: str = "congthu_app"


class AuthorityEntry(_Frozen):
    """A province or city served by this installation, and the regulation in force there."""

    name: str
    regulation: str


class Instance(_Frozen):
    """One installation; every path is below :attr:`directory`."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    hostname: str = Field(
        pattern=r"^[a-z0-9.-]+$", description="The name that the mail servers give themselves."
    )
    listen: str = Field(default="127.0.0.1", description="The address that everything listens on.")
    demo: bool = False
    test_clock: bool = Field(
        default=False, description="Whether time can be moved, for trials; said when it is made, never later."
    )
    resolver: tuple[str, ...] = Field(
        default=(), description="DNS servers for Rspamd, host:port; none = no look-ups."
    )
    signatures: str | None = Field(
        default=None,
        description="Where freshclam finds ClamAV's official signatures, such as database.clamav.net.",
    )
    ports: dict[str, int]
    portal: Portal
    database: Database
    authorities: dict[str, AuthorityEntry]
    directory: Path = Field(exclude=True)

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Read ``directory/instance.toml``; raises InstanceError in Vietnamese."""
        path = directory / "instance.toml"
        try:
            return cls.model_validate(
                {**tomllib.loads(path.read_text("utf-8")), "directory": directory.resolve()}
            )
        except FileNotFoundError:
            raise InstanceError(
                f"Chưa có hệ thống nào ở {directory}. "
                f"Khởi tạo bằng: ./congthu init --instance {directory} --regulation hanoi-1643-2023"
            ) from None
        except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as wrong:
            raise InstanceError(
                f"Không đọc được {path}: {wrong}. Sửa tệp rồi chạy lại: ./congthu up."
            ) from wrong

    def to_toml(self) -> str:
        """Return the text of ``instance.toml``. JSON's strings, numbers and lists are TOML's as well."""
        lines = ["# Hệ thống thư này là gì. Không chứa bí mật. Sửa xong chạy: ./congthu up", ""]
        tables: list[str] = []
        for key, value in self.model_dump(mode="json", exclude_none=True).items():
            if not isinstance(value, dict):
                lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
            elif key == "authorities":
                for code, entry in value.items():
                    tables += ["", f"[authorities.{code}]", *_pairs(entry)]
            else:
                tables += ["", f"[{key}]", *_pairs(value)]
        return "\n".join([*lines, *tables, ""])

    @property
    def current(self) -> Path:
        """The release in force: configuration and code as they were last applied."""
        return self.directory / "current"

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def decided(self) -> Path:
        """What was decided for each authority, as the worker last wrote it down."""
        return self.data / "worker" / "decided.json"

    @property
    def run(self) -> Path:
        return self.directory / "run"

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @property
    def secrets(self) -> Path:
        return self.directory / "secrets"

    @property
    def tls(self) -> Path:
        return self.directory / "tls"

    def url(self, port: str) -> str:
        return f"http://{self.listen}:{self.ports[port]}/"

    def endpoints(self) -> dict[str, object]:
        """What ``endpoints.json`` says (design, section 6); null where the service is not part of the installation."""
        pair = {name: [self.listen, number] for name, number in self.ports.items()}
        return {
            "portal": self.url("portal"),
            "webmail": self.url("webmail"),
            "api": None,
            "openid": None,
            **{name: pair[name] for name in ("smtp", "submission", "submissions", "imap", "imaps", "sieve")},
            "ldap": None,
        }


def _pairs(table: dict[str, object]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
