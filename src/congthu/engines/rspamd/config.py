"""What is Rspamd told?

It judges each message for Postfix over the milter protocol: spam (with what people's reports taught it, kept
in Redis), viruses (ClamAV), and signs what leaves in the name of each domain. The package's own rules stay
where they are; only what differs is rendered. It asks nobody outside unless a resolver is named, and never
sends what it read to anyone.
"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.address import Address, TcpAddress, UnixSocket, plain_style
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile, socket_directories
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, AbsolutePath, Count, DomainName, Secret, SystemName
from congthu.engines.versions import Versions

VERSIONS = Versions("Rspamd", ("3.4",))
# Modules that need names resolved.
NEED_RESOLVER = ("arc", "dmarc", "mx_check", "rbl", "spf", "surbl", "emails", "hfilter")
# Modules that ask or tell strangers, or whose lists come from their servers, or that delay mail on purpose.
NEVER = (
    "asn",
    "bimi",
    "dcc",
    "fuzzy_check",
    "greylist",
    "metric_exporter",
    "mid",
    "mime_types",
    "multimap",
    "neural",
    "p0f",
    "phishing",
    "reputation",
    "rspamd_update",
    "url_redirector",
    "whitelist",
)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class DkimKey:
    """The key that signs for *domain*; the file must be readable by Rspamd's user."""

    domain: DomainName
    selector: DomainName
    path: AbsolutePath


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class RspamdConfig:
    """One Rspamd.

    *clients* is the group that may open the milter's unix socket: Postfix. *compiled_patterns* may be shared
    by installations on one machine: compiling takes 20 seconds once.
    """

    layout: Layout
    milter: Address
    controller: TcpAddress
    controller_password: Secret = Field(repr=False)
    redis: Address
    redis_password: Secret | None = Field(default=None, repr=False)
    antivirus: Address
    dkim: tuple[DkimKey, ...]
    compiled_patterns: AbsolutePath
    largest_message_bytes: Count
    user: SystemName = "_rspamd"
    clients: SystemName = "postfix"
    resolver: TcpAddress | None = None
    spam_score: float = 6
    reject_score: float = 15
    workers: Count = 2

    def __post_init__(self) -> None:
        if len({key.domain for key in self.dkim}) != len(self.dkim):
            raise ValueError("two DKIM keys for one domain: a domain signs with one key at a time")


def render(wants: RspamdConfig, version: str) -> Rendered:
    """Return everything Rspamd needs; raise `UnknownVersion`."""
    templates = Templates("rspamd", VERSIONS.family(version))
    layout = wants.layout
    etc, data, run = layout.etc("rspamd"), layout.data("rspamd"), layout.run("rspamd")
    off = NEVER if wants.resolver else tuple(sorted((*NEVER, *NEED_RESOLVER)))
    values = {"wants": wants, "run": run, "data": data, "plain": plain_style, "milter": _milter(wants)}
    secret = ("worker-controller.inc", "redis.conf")
    names = (
        "actions.conf",
        "antivirus.conf",
        "classifier-bayes.conf",
        "dkim.conf",
        "dkim_signing.conf",
        "force_actions.conf",
        "logging.inc",
        "milter_headers.conf",
        "options.inc",
        "redis.conf",
        "worker-controller.inc",
        "worker-fuzzy.inc",
        "worker-normal.inc",
        "worker-proxy.inc",
    )
    places = (
        "-c",
        "/etc/rspamd/rspamd.conf",
        f"--var=LOCAL_CONFDIR={etc}",
        f"--var=DBDIR={data}",
        f"--var=RUNDIR={run}",
        f"--var=LOGDIR={layout.log_directory}",
    )
    return Rendered(
        files=(
            *(
                RenderedFile(
                    f"rspamd/local.d/{name}",
                    templates.render(name, **values),
                    mode=0o640 if name in secret else 0o644,
                    group=wants.user if name in secret else "root",
                )
                for name in names
            ),
            *(RenderedFile(f"rspamd/local.d/{module}.conf", "enabled = false;\n") for module in off),
        ),
        directories=(
            Directory(data, wants.user, wants.user, 0o750),
            Directory(run, wants.user, wants.clients, 0o750),
            *socket_directories(wants.milter, owner=wants.user, group=wants.clients),
            Directory(wants.compiled_patterns, wants.user, wants.user, 0o755),
        ),
        programs=(
            Program(
                name="rspamd",
                command=("/usr/bin/rspamd", "-f", "-u", wants.user, "-g", wants.user, *places),
                waits_for=(wants.redis,),
                reload_signal="HUP",
                priority=30,
            ),
        ),
        checks=(Check(("/usr/bin/rspamadm", *places[2:], "configtest", "-c", "/etc/rspamd/rspamd.conf")),),
    )


def _milter(wants: RspamdConfig) -> str:
    if isinstance(wants.milter, UnixSocket):
        return f"{wants.milter.path} mode=0660 owner={wants.user} group={wants.clients}"
    return str(wants.milter)
