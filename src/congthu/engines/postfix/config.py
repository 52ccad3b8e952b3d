"""What is Postfix told?

Four doors: the MX for the world, submission and submissions for people and systems that sign in, and an
internal one where our own programs hand mail in (sieve redirects, vacation, notices). Which domains are ours
changes only when an installation is applied and is written into the file; all else is asked of the database, through
proxymap, each time. Whatever is down (database, filter, delivery), the answer at every
door is "try again later", and what was accepted waits in the queue.
"""

from typing import Literal

from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, DatabaseAccess, TcpAddress, UnixSocket, postfix_style
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, AbsolutePath, Count, DomainName, MailAddress, Network
from congthu.engines.versions import Versions

VERSIONS = Versions("Postfix", ("3.7",))
# Each question to the database. Postfix asks for every part of an address in turn, for the address without its
# extension, then for "@domain"; a question with both %u and %d is asked only for what has both.
LOOKUPS = {
    "recipients": "SELECT mail.receives('%u@%d')",
    # Members of a group, and where a mailbox that was left behind leads: none for nearly all addresses.
    "expansions": "SELECT mail.expands('%u@%d')",
    "senders": "SELECT mail.sends_as('%u@%d')",
    # Says nothing of the client, only that the database answers: see master.cf.
    "reachable": "SELECT 'DUNNO' WHERE '%s' <> ''",
}
# To someone who has not signed in and gives an address of one of our domains as the sender. The domain counts, not
# the mailbox: an address that may not send just now must not be there for strangers to borrow.
BORROWED = "553 5.7.1 Dia chi nay chi duoc gui sau khi dang nhap"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PostfixTls:
    """The certificate that Postfix shows, with its chain, and its key."""

    certificate: AbsolutePath
    key: AbsolutePath


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PostfixConfig:
    """One Postfix.

    *domains* are those whose mail it takes. *filling* is the list of mailboxes that may soon be full; without one,
    *quota_status* is asked about every recipient, which takes as long as delivering a small message. *postmaster*
    reads what is written to postmaster at the host itself. *gate* is asked before *filter* about what people send.
    *message_size_limit* is for what comes from elsewhere; *sent_size_limit* lets somewhat larger messages of people
    pass as far as the gate, which can say by which clause they are too large. *internal_networks* are the machines
    of our own programs, which the internal door believes. *outbound*: mail for the world goes "direct" by MX, to a
    relay host, or "nowhere" (an installation without a way out says so to the sender at once). *resolver*: whether
    this machine has DNS at all.
    """

    layout: Layout
    hostname: DomainName
    domains: tuple[DomainName, ...]
    database: DatabaseAccess
    tls: PostfixTls
    mx: TcpAddress
    submission: TcpAddress
    submissions: TcpAddress
    internal: TcpAddress
    internal_networks: tuple[Network, ...] = ("127.0.0.0/8",)
    gate: Address
    filter: Address
    sasl: Address
    delivery: Address
    quota_status: Address
    filling: AbsolutePath | None = None
    postmaster: MailAddress
    message_size_limit: Count
    sent_size_limit: Count
    outbound: Literal["direct", "nowhere"] | TcpAddress = "direct"
    resolver: bool = True
    recipients_per_message: Count = 1000
    processes: Count = 100

    def __post_init__(self) -> None:
        if self.sent_size_limit < self.message_size_limit:
            raise ValueError("the limit for what people send is the larger one")


def render(wants: PostfixConfig, version: str) -> Rendered:
    """Return everything Postfix needs; raise `UnknownVersion`."""
    templates = Templates("postfix", VERSIONS.family(version))
    layout = wants.layout
    etc, data = layout.etc("postfix"), layout.data("postfix")
    values = {
        "wants": wants,
        "etc": etc,
        "data": data,
        "style": postfix_style,
        "deliver_to": f"lmtp:{postfix_style(wants.delivery)}",
        "sasl_path": wants.sasl.path if isinstance(wants.sasl, UnixSocket) else postfix_style(wants.sasl),
        "protocols": _protocols(wants),
        "borrowed": BORROWED,
    }
    maps = (
        RenderedFile(
            f"postfix/{name}.cf",
            templates.render("lookup.cf", database=wants.database, query=query, uri=_uri(wants.database)),
            mode=0o640,
            group="postfix",
        )
        for name, query in LOOKUPS.items()
    )
    postfix = ("/usr/sbin/postfix", "-c", etc)
    return Rendered(
        files=(
            RenderedFile("postfix/main.cf", templates.render("main.cf", **values)),
            RenderedFile("postfix/master.cf", templates.render("master.cf", **values)),
            *maps,
        ),
        directories=(
            Directory(data),
            # "postfix check" makes the tree below the queue, with the owners it wants.
            Directory(f"{data}/queue"),
            Directory(f"{data}/state", "postfix", "postfix", 0o700),
        ),
        programs=(
            Program(
                name="postfix",
                # -d: do not leave the process group. -s would fail in setsid() without a word, "start-fg"
                # leaves a shell above the master that dies alone.
                command=("/usr/lib/postfix/sbin/master", "-c", etc, "-d"),
                prepare=((*postfix, "check"),),
                waits_for=(wants.gate, wants.filter, wants.sasl, wants.delivery),
                reload_signal="HUP",
                priority=50,
                log="postfix-start.log",
            ),
        ),
        checks=(
            Check(("/usr/sbin/postconf", "-c", etc, "-n")),
            Check(("/usr/sbin/postconf", "-c", etc, "-Mf")),
        ),
    )


def _protocols(wants: PostfixConfig) -> str:
    """Return the IP versions of the doors; one that the machine lacks costs a warning at each start."""
    six = any(":" in door.host for door in (wants.mx, wants.submission, wants.submissions, wants.internal))
    return "all" if six else "ipv4"


def _uri(database: DatabaseAccess) -> str | None:
    """Return the connection as a URI, the only form in which Postfix can be told about TLS."""
    if not database.ssl:
        return None
    options = "&".join(f"{key}={value}" for key, value in database.ssl.items())
    return f"postgresql://{database.user}:{database.password}@{database.place}/{database.database}?{options}"
