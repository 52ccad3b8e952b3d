"""What are Roundcube and its php-fpm told?

Webmail is one more mail program: it signs in over IMAP, submission and ManageSieve with what its user typed,
under TLS and with the server's name verified, and may do no more than any other. Its pages run under a user
of their own.
"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, DatabaseAccess, TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile, socket_directories
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, AbsolutePath, Count, DomainName, Line, Secret, SystemName, Url
from congthu.engines.versions import Versions

VERSIONS = Versions("Roundcube", ("1.6",))
PHP_VERSIONS = Versions("PHP", ("8.2",))
# The package's statements that make Roundcube's tables, to be run once as the webmail role.
SCHEMA_FILE = "/usr/share/dbconfig-common/data/roundcube/install/pgsql"
DES_KEY_LENGTH = 24


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class RoundcubeConfig:
    """One webmail.

    *server_name* is the name in the certificate of the mail servers, *certificate_authority* what it is
    verified against. *help* is the page that explains sign-in (where an app password comes from).
    """

    layout: Layout
    listen: Address
    database: DatabaseAccess
    imap: TcpAddress
    submission: TcpAddress
    sieve: TcpAddress
    server_name: DomainName
    certificate_authority: AbsolutePath
    session_key: Secret = Field(repr=False)
    largest_message_bytes: Count
    php_version: str
    product_name: Line = "Công Thư"
    help: Url | None = None
    user: SystemName = "congthu-webmail"
    group: SystemName = "congthu-webmail"
    # The web server, which alone may open the socket.
    clients: SystemName = "www-data"
    session_minutes: Count = 30
    processes: Count = 16

    def __post_init__(self) -> None:
        if len(self.session_key) != DES_KEY_LENGTH:
            raise ValueError(f"Roundcube's cipher takes a session key of exactly {DES_KEY_LENGTH} characters")


def render(wants: RoundcubeConfig, version: str) -> Rendered:
    """Return everything Roundcube and its php-fpm need; raise `UnknownVersion`."""
    templates = Templates("roundcube", VERSIONS.family(version))
    php = PHP_VERSIONS.family(wants.php_version)
    layout = wants.layout
    etc, data, logs = layout.etc("roundcube"), layout.data("roundcube"), f"{layout.log_directory}/webmail"
    values = {"wants": wants, "etc": etc, "data": data, "logs": logs, "dsn": _dsn(wants.database)}
    listen = wants.listen.path if isinstance(wants.listen, UnixSocket) else str(wants.listen)
    fpm = f"/usr/sbin/php-fpm{php}"
    pool = f"{etc}/php-fpm.conf"
    own = (wants.user, wants.group, 0o700)
    return Rendered(
        files=(
            RenderedFile(
                "roundcube/config.inc.php",
                templates.render("config.inc.php", **values),
                mode=0o640,
                group=wants.group,
            ),
            # Roundcube looks for both beside its configuration; the package's own are taken as they are.
            RenderedFile("roundcube/defaults.inc.php", "<?php\nrequire '/etc/roundcube/defaults.inc.php';\n"),
            RenderedFile(
                "roundcube/mimetypes.php", "<?php\nreturn require '/etc/roundcube/mimetypes.php';\n"
            ),
            RenderedFile(
                "roundcube/php-fpm.conf",
                templates.render(
                    "php-fpm.conf", **values, listen=listen, unix=isinstance(wants.listen, UnixSocket)
                ),
            ),
        ),
        directories=(
            *socket_directories(wants.listen, owner="root", group=wants.clients),
            Directory(logs, *own),
            Directory(data, *own),
            Directory(f"{data}/sessions", *own),
            Directory(f"{data}/temp", *own),
        ),
        programs=(
            Program(
                name="webmail",
                command=(
                    fpm,
                    "--nodaemonize",
                    "--fpm-config",
                    pool,
                    "--php-ini",
                    f"/etc/php/{php}/fpm/php.ini",
                ),
                stop_signal="QUIT",
                start_seconds=2,
                reload_signal="USR2",
                priority=60,
            ),
        ),
        checks=(
            Check((fpm, "--test", "--fpm-config", pool)),
            Check((f"/usr/bin/php{php}", "-l", f"{etc}/config.inc.php")),
        ),
    )


def _dsn(database: DatabaseAccess) -> str:
    place = str(database.place) if isinstance(database.place, TcpAddress) else f"unix({database.place})"
    options = "&".join(f"{key}={value}" for key, value in database.ssl.items())
    url = f"pgsql://{database.user}:{database.password}@{place}/{database.database}"
    return f"{url}?{options}" if options else url
