"""What is Dovecot told?

IMAP, LMTP and ManageSieve over one Maildir per mailbox. Who may sign in to which service with which password
is asked of the database at every sign-in, through Dovecot's dict service; nothing is cached, so what a state
forbids or a revoked app password ends at once. While the database is down, mail waits and nobody is let in.

A password of a program is found by its first bits: a mailbox may have many, and only the one that could be
meant is compared.
"""

from email.header import Header
from pathlib import PurePosixPath

from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, DatabaseAccess, TcpAddress, UnixSocket
from congthu.engines.dovecot.userdb import quota_warnings
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile, socket_directories
from congthu.engines.templates import Templates
from congthu.engines.values import (
    STRICT,
    AbsolutePath,
    Count,
    DomainName,
    Line,
    MailAddress,
    SystemName,
)
from congthu.engines.versions import Versions

VERSIONS = Versions("Dovecot", ("2.3",))
SELECTOR_BITS = 40
# The folder names that webmail and Dovecot must agree on. RFC 6154 gives programs their meaning.
FOLDERS = {"Drafts": "Drafts", "Sent": "Sent", "Junk": "Junk", "Trash": "Trash", "Archive": "Archive"}


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class DovecotTls:
    """The certificate that Dovecot shows, with its chain, and its key."""

    certificate: AbsolutePath
    key: AbsolutePath


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class QuotaNotice:
    """What the holder reads when a mailbox is filled to a level.

    ``@PERCENT@`` stands for the level, ``@CLAUSE@`` in a line for the clause that says so: in brackets after a space,
    or nothing where no clause does.
    """

    subject: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class DovecotConfig:
    """One Dovecot.

    *mail_user* owns every mailbox. *resubmit* is where sieve hands mail that it forwards or answers.
    *clients* is the user that may open the unix sockets for delivery and sign-in: Postfix. *filling* is the list
    of mailboxes that may soon be full, kept for a Postfix on the same machine. *quota_full* goes over SMTP: plain
    ASCII.
    """

    layout: Layout
    hostname: DomainName
    postmaster: MailAddress
    database: DatabaseAccess
    tls: DovecotTls
    imap: TcpAddress
    imaps: TcpAddress
    sieve: TcpAddress
    delivery: Address
    sasl: Address
    quota_status: Address
    resubmit: TcpAddress
    quota_notice: QuotaNotice
    filling: AbsolutePath | None = None
    quota_full: Line = "Hop thu da het dung luong"
    mail_user: SystemName = "congthu-mail"
    mail_group: SystemName = "congthu-mail"
    clients: SystemName = "postfix"
    connections_per_person: Count = 50
    imap_processes: Count = 4096
    # A forged sign-in costs its sender this long. Only tests set less.
    failure_seconds: int = 2

    def __post_init__(self) -> None:
        if not self.quota_full.isascii():
            raise ValueError("the words for a full mailbox go over SMTP and must be ASCII")

    @property
    def mail_directory(self) -> str:
        """Where the mailboxes lie."""
        return self.layout.data("mail")


def render(wants: DovecotConfig, version: str) -> Rendered:
    """Return everything Dovecot needs; raise `UnknownVersion`."""
    templates = Templates("dovecot", VERSIONS.family(version))
    layout = wants.layout
    etc, data, run = layout.etc("dovecot"), layout.data("dovecot"), layout.run("dovecot")
    values = {
        "wants": wants,
        "etc": etc,
        "data": data,
        "run": run,
        "postfix": layout.etc("postfix"),
        # What an authority wants to be warned of stands in the user database.
        "warnings": quota_warnings(()),
        "folders": FOLDERS,
    }
    config = f"{etc}/dovecot.conf"
    return Rendered(
        files=(
            RenderedFile(
                "dovecot/dovecot.conf", templates.render("dovecot.conf", **values, listener=_listener)
            ),
            RenderedFile("dovecot/auth.conf.ext", templates.render("auth.conf.ext", bits=SELECTOR_BITS)),
            RenderedFile(
                "dovecot/sql.conf.ext",
                templates.render("sql.conf.ext", connect=_connect(wants.database)),
                mode=0o640,
                group="dovecot",
            ),
            RenderedFile("dovecot/quota-warning", templates.render("quota-warning", **values), mode=0o755),
            RenderedFile("dovecot/quota.eml", _letter(wants.quota_notice, wants)),
            RenderedFile("dovecot/before.sieve", templates.render("before.sieve", **values)),
        ),
        directories=(
            Directory(data),
            Directory(f"{data}/sieve"),
            Directory(run),
            # Not the run directory itself, whose modes are Dovecot's affair.
            *socket_directories(
                wants.delivery, wants.sasl, wants.quota_status, owner="root", group=wants.clients
            ),
            Directory(wants.mail_directory, wants.mail_user, wants.mail_group, 0o700),
            *(
                Directory(str(PurePosixPath(path).parent), wants.mail_user, wants.mail_group)
                for path in (wants.filling,)
                if path
            ),
        ),
        programs=(
            Program(
                name="dovecot",
                command=("/usr/sbin/dovecot", "-F", "-c", config),
                # Compiled ahead: the mail user may not write where everyone's rule lies.
                prepare=(
                    ("sievec", "-c", config, f"{etc}/before.sieve", f"{data}/sieve/before.svbin"),
                    ("chmod", "0644", f"{data}/sieve/before.svbin"),
                    *(_make_list(wants, wants.filling) if wants.filling else ()),
                ),
                waits_for=(wants.database.address,),
                reload_signal="HUP",
                # What is compiled knows in which release its source lies; else each delivery compiles it in vain.
                prepare_reload=True,
                priority=40,
            ),
        ),
        checks=(Check(("/usr/bin/doveconf", "-c", config, "-n")),),
    )


def _make_list(wants: DovecotConfig, path: str) -> tuple[tuple[str, ...], ...]:
    """Make the list unless it is there: a Postfix that finds none takes no mail."""
    return (
        ("postmap", "-c", wants.layout.etc("postfix"), "-i", f"lmdb:{path}"),
        ("chown", f"{wants.mail_user}:{wants.mail_group}", f"{path}.lmdb"),
    )


def _listener(address: Address, *, name: str, user: str) -> str:
    """Write one listener of a service: for *user* alone where it is a file."""
    match address:
        case UnixSocket(path=path):
            return f"unix_listener {path} {{\n    mode = 0660\n    user = {user}\n    group = {user}\n  }}"
        case TcpAddress(host=host, port=port):
            return f"inet_listener {name} {{\n    address = {host}\n    port = {port}\n  }}"


def _connect(database: DatabaseAccess) -> str:
    parts = {
        "host": database.host,
        "port": database.port,
        "dbname": database.database,
        "user": database.user,
        "password": database.password,
        **database.ssl,
    }
    return " ".join(f"{key}={value}" for key, value in parts.items())


def _letter(notice: QuotaNotice, wants: DovecotConfig) -> str:
    """Return the letter without To, Date, level and clause, which are known when it is sent."""
    head = (
        f"From: <{wants.postmaster}>",
        # The number stands between two encoded words, where it can be put in.
        f"Subject: {' @PERCENT@ '.join(_encoded(words.strip()) for words in notice.subject.split('@PERCENT@'))}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "Auto-Submitted: auto-generated",
    )
    return "\n".join((*head, "", *notice.lines)) + "\n"


def _encoded(words: str) -> str:
    return Header(words, "utf-8", maxlinelen=10_000).encode() if words else ""
