"""One installation, as values, for the tests of all engines."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from congthu.engines.address import DatabaseAccess, TcpAddress
from congthu.engines.clamav import config as clamav
from congthu.engines.collector import config as collector
from congthu.engines.dovecot import config as dovecot
from congthu.engines.gate import config as gate
from congthu.engines.layout import Layout
from congthu.engines.nginx import config as nginx
from congthu.engines.portal import config as portal
from congthu.engines.postfix import config as postfix
from congthu.engines.postgres import config as postgres
from congthu.engines.process import replace_file
from congthu.engines.program import Rendered
from congthu.engines.redis import config as redis
from congthu.engines.roundcube import config as roundcube
from congthu.engines.rspamd import config as rspamd
from congthu.engines.supervisor import config as supervisor
from congthu.engines.worker import config as worker

PREPARE_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
MIB = 1024 * 1024
VERSIONS = {
    "postgres": "15.18",
    "redis": "7.0.15",
    "clamav": "1.4.6",
    "rspamd": "3.4",
    "dovecot": "2.3.19.1",
    "postfix": "3.7.11",
    "nginx": "1.22.1",
    "roundcube": "1.6.5",
    "portal": "2.8.7",
    "supervisor": "4.3.0",
}


def password(name: str) -> str:
    """A password of no use anywhere, long enough to be allowed."""
    return f"only-for-tests-{name}"


@dataclass(frozen=True)
class Instance:
    """The values of every engine of one installation below *root*."""

    root: str = "/srv/congthu"
    tree: str = "current"
    port: int = 12000
    mail_user: str = "congthu-mail"
    webmail_user: str = "congthu-webmail"
    own_user: str = "congthu"
    source: str = "/usr/share/congthu"
    python: str = "/usr/share/congthu/venv/bin"
    patterns: str = "/var/cache/congthu/rspamd"
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        return Layout(root=self.root, tree=self.tree)

    def at(self, port: int) -> TcpAddress:
        return TcpAddress(host="127.0.0.1", port=self.port + port)

    def access(self, role: str) -> DatabaseAccess:
        return DatabaseAccess(
            place=self.layout.run("postgres"),
            database="congthu",
            user=f"congthu_{role}",
            password=password(role),
        )

    @property
    def certificate(self) -> dict[str, str]:
        return {"certificate": f"{self.layout.secrets}/mail.crt", "key": f"{self.layout.secrets}/mail.key"}

    def wants(self, **changes: object) -> dict[str, object]:
        """Return what each engine is told; *changes* are merged in, per engine."""
        layout = self.layout
        tls = self.certificate
        limit = 70 * MIB
        sockets = {
            name: layout.socket(program, f"{name}.sock")
            for program, name in (
                ("redis", "redis"),
                ("clamav", "clamd"),
                ("rspamd", "milter"),
                ("mail", "lmtp"),
                ("mail", "sasl"),
                ("mail", "quota"),
                ("portal", "portal"),
                ("roundcube", "php"),
            )
        }
        base: dict[str, tuple[type, dict[str, object]]] = {
            "postgres": (postgres.PostgresConfig, {}),
            "redis": (redis.RedisConfig, {"listen": sockets["redis"]}),
            "clamav": (clamav.ClamavConfig, {"listen": sockets["clamd"], "largest_message_bytes": limit}),
            "rspamd": (
                rspamd.RspamdConfig,
                {
                    "milter": sockets["milter"],
                    "controller": self.at(334),
                    "controller_password": password("rspamd"),
                    "redis": sockets["redis"],
                    "antivirus": sockets["clamd"],
                    "dkim": (
                        rspamd.DkimKey(
                            domain="tinh.example",
                            selector="ct1",
                            path=f"{layout.secrets}/dkim/tinh.example.key",
                        ),
                    ),
                    "compiled_patterns": self.patterns,
                    "largest_message_bytes": limit,
                },
            ),
            "dovecot": (
                dovecot.DovecotConfig,
                {
                    "hostname": "mail.tinh.example",
                    "postmaster": "postmaster@tinh.example",
                    "database": self.access("imap"),
                    "tls": dovecot.DovecotTls(**tls),
                    "imap": self.at(143),
                    "imaps": self.at(993),
                    "sieve": self.at(190),
                    "delivery": sockets["lmtp"],
                    "sasl": sockets["sasl"],
                    "quota_status": sockets["quota"],
                    "filling": f"{layout.data('dovecot')}/filling/mailboxes",
                    "resubmit": self.at(26),
                    "quota_notice": dovecot.QuotaNotice(
                        subject="Hộp thư đã dùng @PERCENT@ phần trăm dung lượng",
                        lines=(
                            "Hộp thư của ông/bà đã dùng @PERCENT@ phần trăm dung lượng@CLAUSE@.",
                            "Đề nghị xóa bớt thư cũ.",
                        ),
                    ),
                    "mail_user": self.mail_user,
                    "mail_group": self.mail_user,
                },
            ),
            "postfix": (
                postfix.PostfixConfig,
                {
                    "hostname": "mail.tinh.example",
                    "domains": ("tinh.example", "so.tinh.example"),
                    "database": self.access("mta"),
                    "tls": postfix.PostfixTls(**tls),
                    "mx": self.at(25),
                    "submission": self.at(587),
                    "submissions": self.at(465),
                    "internal": self.at(26),
                    "gate": layout.socket("gate", "milter.sock"),
                    "filter": sockets["milter"],
                    "sasl": sockets["sasl"],
                    "delivery": sockets["lmtp"],
                    "quota_status": sockets["quota"],
                    "filling": f"{layout.data('dovecot')}/filling/mailboxes",
                    "postmaster": "postmaster@tinh.example",
                    "message_size_limit": limit,
                    "sent_size_limit": 2 * limit,
                    "outbound": "nowhere",
                    "resolver": False,
                },
            ),
            "nginx": (
                nginx.NginxConfig,
                {
                    "portal": nginx.Site(listen=self.at(80), largest_body_bytes=50 * MIB),
                    "portal_server": sockets["portal"],
                    "static": f"{layout.data('portal')}/static",
                    "webmail": nginx.Site(listen=self.at(81), largest_body_bytes=limit),
                    "php": sockets["php"],
                },
            ),
            "roundcube": (
                roundcube.RoundcubeConfig,
                {
                    "listen": sockets["php"],
                    "database": self.access("webmail"),
                    "imap": self.at(143),
                    "submission": self.at(587),
                    "sieve": self.at(190),
                    "server_name": "mail.tinh.example",
                    "certificate_authority": f"{layout.secrets}/ca.crt",
                    "session_key": "0123456789abcdefABCDEF-_",
                    "largest_message_bytes": limit,
                    "php_version": "8.2.36",
                    "user": self.webmail_user,
                    "group": self.webmail_user,
                },
            ),
            "portal": (
                portal.PortalConfig,
                {
                    "listen": sockets["portal"],
                    "granian": f"{self.python}/granian",
                    "environment": self.environment,
                    "user": self.own_user,
                    "group": self.own_user,
                },
            ),
        }
        return {
            name: kind(**{"layout": layout, **values, **changes.get(name, {})})  # type: ignore[dict-item]
            for name, (kind, values) in base.items()
        }

    def rendered(self, **changes: object) -> dict[str, Rendered]:
        """Render every engine, supervisor last over the programs of all."""
        modules = {
            "postgres": postgres,
            "redis": redis,
            "clamav": clamav,
            "rspamd": rspamd,
            "dovecot": dovecot,
            "postfix": postfix,
            "nginx": nginx,
            "roundcube": roundcube,
            "portal": portal,
        }
        wants = self.wants(**changes)
        done: dict[str, Rendered] = {
            name: modules[name].render(values, VERSIONS[name])  # type: ignore[attr-defined]
            for name, values in wants.items()
        }
        own = {"environment": self.environment, "user": self.own_user, "group": self.own_user}
        done["worker"] = worker.render(
            worker.WorkerConfig(layout=self.layout, python=f"{self.python}/python", **own)  # type: ignore[arg-type]
        )
        done["gate"] = gate.render(
            gate.GateConfig(
                layout=self.layout,
                listen=self.layout.socket("gate", "milter.sock"),
                python=f"{self.python}/python",
                **own,  # type: ignore[arg-type]
            )
        )
        done["collector"] = collector.render(
            collector.CollectorConfig(layout=self.layout, python=f"{self.python}/python", **own)  # type: ignore[arg-type]
        )
        programs = [program for one in done.values() for program in one.programs]
        done["supervisor"] = supervisor.render(
            supervisor.SupervisorConfig(layout=self.layout), programs, VERSIONS["supervisor"]
        )
        return done


def written(release: Path, rendered: Rendered) -> None:
    """Write the files of one engine as a release has them; with their owners where whoever runs the test may."""
    for file in rendered.files:
        place = release / "etc" / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        owned = {"owner": file.owner, "group": file.group} if os.geteuid() == 0 else {}
        replace_file(place, file.text, mode=file.mode, **owned)
