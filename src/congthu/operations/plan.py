"""What does one installation want from each program it runs?

The only place where the facts of an installation (its ports, its authorities, their regulations) become the values
that the engines render.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from congthu.engines.address import DatabaseAccess, TcpAddress, UnixSocket
from congthu.engines.clamav import config as clamav
from congthu.engines.clamav import control as clamav_control
from congthu.engines.collector import config as collector
from congthu.engines.collector import control as collector_control
from congthu.engines.dovecot import config as dovecot
from congthu.engines.dovecot import control as dovecot_control
from congthu.engines.gate import config as gate
from congthu.engines.gate import control as gate_control
from congthu.engines.layout import Layout
from congthu.engines.nginx import config as nginx
from congthu.engines.nginx import control as nginx_control
from congthu.engines.portal import config as portal
from congthu.engines.portal import control as portal_control
from congthu.engines.postfix import config as postfix
from congthu.engines.postfix import control as postfix_control
from congthu.engines.postgres import config as postgres
from congthu.engines.postgres import control as postgres_control
from congthu.engines.postgres.roles import DATABASE
from congthu.engines.program import Check, Directory, Health, Program, Rendered, RenderedFile
from congthu.engines.redis import config as redis
from congthu.engines.redis import control as redis_control
from congthu.engines.roundcube import config as roundcube
from congthu.engines.roundcube import control as roundcube_control
from congthu.engines.rspamd import config as rspamd
from congthu.engines.rspamd import control as rspamd_control
from congthu.engines.supervisor import config as supervisor
from congthu.engines.versions import version_of
from congthu.engines.worker import config as worker
from congthu.operations import secrets as secrets_
from congthu.operations.instance import Instance
from congthu.regulations.policy import Policy, policy_with

# Compiling Rspamd's patterns takes 20 seconds once; every installation of the machine shares the result.
PATTERNS = "/var/lib/congthu/rspamd-patterns"
DKIM_SELECTOR = "congthu"
# An encoded attachment is 1.37 times the file: four characters for three bytes, and line ends.
BASE64_OVERHEAD = 1.37
MIB = 1 << 20
LARGEST_FORM = 21 * MIB
FIRST_PAGE = "/dang-nhap/"
QUOTA_NOTICE = dovecot.QuotaNotice(
    subject="Hộp thư của bạn đã dùng @PERCENT@ phần trăm dung lượng",
    lines=(
        "Hộp thư của bạn đã dùng @PERCENT@ phần trăm dung lượng được cấp@CLAUSE@.",
        "Khi hết dung lượng, thư gửi đến sẽ bị trả lại người gửi.",
        "Hãy xóa thư không cần, dọn thư mục Đã xóa, hoặc đề nghị đơn vị vận hành tăng dung lượng.",
    ),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the installation needs on this machine, and how each program is asked whether it is well."""

    files: tuple[RenderedFile, ...]
    directories: tuple[Directory, ...]
    programs: tuple[Program, ...]
    checks: tuple[Check, ...]
    probes: Mapping[str, Callable[[], Health]]
    postgres: postgres.PostgresConfig
    dkim_keys: tuple[rspamd.DkimKey, ...]


class Versions(dict[str, str]):
    """The version of each program on this machine, by engine."""

    @classmethod
    def found(cls) -> "Versions":
        """Ask every program for its version; raises ProgramMissing."""
        return cls(
            clamav=clamav_control.version(),
            dovecot=dovecot_control.version(),
            nginx=nginx_control.version(),
            php=roundcube_control.php_version(),
            portal=portal_control.version(_beside_python("granian")),
            postfix=postfix_control.version(),
            postgres=postgres_control.version(),
            redis=redis_control.version(),
            roundcube=roundcube_control.version(),
            rspamd=rspamd_control.version(),
            supervisor=version_of(_beside_python("supervisord"), "--version"),
        )


def plan_of(instance: Instance) -> Plan:
    """Return the plan of an installation that exists, for asking its programs."""
    return make_plan(instance, secrets_.ensure(instance.secrets, portal_group="congthu"), Versions.found())


def policies_of(instance: Instance) -> list[Policy]:
    """The law of each authority with what was decided there, as far as the installation has run before."""
    try:
        decided = json.loads(instance.decided.read_text("utf-8"))
    except FileNotFoundError:
        decided = {}
    return [
        policy_with(entry.regulation, decided.get(code, ())) for code, entry in instance.authorities.items()
    ]


def make_plan(
    instance: Instance, secrets: secrets_.Secrets, versions: Mapping[str, str], *, tree: str = "current"
) -> Plan:
    """Render everything; *tree* is the directory, below the installation, that the rendered paths point into."""
    layout = Layout(root=str(instance.directory), tree=tree)
    policies = policies_of(instance)
    wants = _Wants(instance, secrets, layout, policies, versions["php"])
    parts: list[Rendered] = [
        postgres.render(wants.postgres, versions["postgres"]),
        redis.render(wants.redis, versions["redis"]),
        clamav.render(wants.clamav, versions["clamav"]),
        rspamd.render(wants.rspamd, versions["rspamd"]),
        dovecot.render(wants.dovecot, versions["dovecot"]),
        postfix.render(wants.postfix, versions["postfix"]),
        portal.render(wants.portal, versions["portal"]),
        worker.render(wants.worker),
        collector.render(wants.collector),
        gate.render(wants.gate),
        roundcube.render(wants.roundcube, versions["roundcube"]),
        nginx.render(wants.nginx, versions["nginx"]),
    ]
    programs = [program for part in parts for program in part.programs]
    parts.append(
        supervisor.render(supervisor.SupervisorConfig(layout=layout), programs, versions["supervisor"])
    )
    return Plan(
        files=tuple(file for part in parts for file in part.files),
        directories=tuple(directory for part in parts for directory in part.directories),
        programs=tuple(programs),
        checks=tuple(check for part in parts for check in part.checks),
        probes={
            "postgres": partial(postgres_control.health, wants.app_access),
            "redis": partial(redis_control.health, wants.redis),
            "clamd": partial(clamav_control.health, wants.clamav),
            "rspamd": partial(rspamd_control.health, wants.rspamd),
            "dovecot": partial(dovecot_control.health, wants.dovecot),
            "postfix": partial(postfix_control.health, wants.postfix),
            "portal": partial(portal_control.health, wants.portal, path=FIRST_PAGE, host=instance.listen),
            "worker": partial(_worker_health, wants.app_access),
            "gate": partial(gate_control.health, wants.gate),
            "collector": partial(collector_control.health, wants.collector),
            "webmail": partial(roundcube_control.health, wants.nginx.webmail),
            "nginx": partial(nginx_control.health, wants.nginx),
        },
        postgres=wants.postgres,
        dkim_keys=wants.rspamd.dkim,
    )


class _Wants:
    """What each engine is asked for, in the order in which one needs the other."""

    def __init__(
        self,
        instance: Instance,
        secrets: secrets_.Secrets,
        layout: Layout,
        policies: list[Policy],
        php_version: str,
    ) -> None:
        self.instance, self.secrets, self.layout = instance, secrets, layout
        domains = sorted({domain for policy in policies for domain in policy.domain.mail.value})
        postmaster = f"postmaster@{domains[0]}" if domains else f"postmaster@{instance.hostname}"
        attachments = max(
            (int(policy.quota.attachments_per_message.value) for policy in policies), default=25 * MIB
        )
        # Postfix counts the encoded message; the clause counts the files. This only has to be no smaller.
        largest = int(attachments * BASE64_OVERHEAD) + MIB
        # Twice as much comes as far as the gate, which names the limit and the clause; Postfix only says "too large".
        largest_sent = 2 * largest
        certificate, key = f"{instance.tls}/cert.pem", f"{instance.tls}/key.pem"
        resolver = self._tcp(*_host_port(instance.resolver[0])) if instance.resolver else None
        waits = (UnixSocket(path=f"{layout.run('postgres')}/.s.PGSQL.5432"),)
        environment = {
            "CONGTHU_INSTANCE": str(instance.directory),
            "DJANGO_SETTINGS_MODULE": "congthu.project.settings",
            "PYTHONPATH": f"{layout.root}/{layout.tree}/app/src",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }

        self.postgres = postgres.PostgresConfig(layout=layout)
        self.app_access = self._database("congthu_app")
        self.redis = redis.RedisConfig(layout=layout, listen=layout.socket("redis", "redis.sock"))
        self.clamav = clamav.ClamavConfig(
            layout=layout,
            listen=layout.socket("clamav", "clamd.sock"),
            largest_message_bytes=largest,
            mirror=instance.signatures,
        )
        self.rspamd = rspamd.RspamdConfig(
            layout=layout,
            milter=layout.socket("rspamd", "milter.sock"),
            controller=self._door("rspamd_controller"),
            controller_password=secrets.rspamd_password,
            redis=self.redis.listen,
            antivirus=self.clamav.listen,
            dkim=tuple(
                rspamd.DkimKey(
                    domain=domain, selector=DKIM_SELECTOR, path=f"{layout.secrets}/dkim/{domain}.key"
                )
                for domain in domains
            ),
            compiled_patterns=PATTERNS,
            largest_message_bytes=largest,
            resolver=resolver,
        )
        self.dovecot = dovecot.DovecotConfig(
            layout=layout,
            hostname=instance.hostname,
            postmaster=postmaster,
            database=self._database("congthu_imap"),
            tls=dovecot.DovecotTls(certificate=certificate, key=key),
            imap=self._door("imap"),
            imaps=self._door("imaps"),
            sieve=self._door("sieve"),
            delivery=layout.socket("dovecot-out", "lmtp"),
            sasl=layout.socket("dovecot-out", "sasl"),
            quota_status=layout.socket("dovecot-out", "quota"),
            filling=f"{layout.data('dovecot')}/filling/mailboxes",
            resubmit=self._door("reinjection"),
            quota_notice=QUOTA_NOTICE,
        )
        self.gate = gate.GateConfig(
            layout=layout,
            listen=layout.socket("gate", "milter.sock"),
            python=sys.executable,
            environment=environment,
        )
        self.postfix = postfix.PostfixConfig(
            layout=layout,
            hostname=instance.hostname,
            domains=tuple(domains),
            database=self._database("congthu_mta"),
            tls=postfix.PostfixTls(certificate=certificate, key=key),
            mx=self._door("smtp"),
            submission=self._door("submission"),
            submissions=self._door("submissions"),
            internal=self._door("reinjection"),
            gate=self.gate.listen,
            filter=self.rspamd.milter,
            sasl=self.dovecot.sasl,
            delivery=self.dovecot.delivery,
            quota_status=self.dovecot.quota_status,
            filling=self.dovecot.filling,
            postmaster=postmaster,
            message_size_limit=largest,
            sent_size_limit=largest_sent,
            outbound="nowhere" if resolver is None else "direct",
            resolver=resolver is not None,
        )
        self.portal = portal.PortalConfig(
            layout=layout,
            listen=layout.socket("portal", "http.sock"),
            granian=_beside_python("granian"),
            environment=environment,
            waits_for=waits,
        )
        self.worker = worker.WorkerConfig(
            layout=layout, python=sys.executable, environment=environment, waits_for=waits
        )
        self.collector = collector.CollectorConfig(
            layout=layout, python=sys.executable, environment=environment
        )
        self.roundcube = roundcube.RoundcubeConfig(
            layout=layout,
            listen=layout.socket("roundcube", "php.sock"),
            database=self._database("congthu_webmail"),
            imap=self._door("imap"),
            submission=self._door("submission"),
            sieve=self._door("sieve"),
            server_name=instance.hostname,
            certificate_authority=f"{instance.tls}/ca.pem",
            session_key=secrets.webmail_key,
            largest_message_bytes=largest,
            php_version=php_version,
        )
        self.nginx = nginx.NginxConfig(
            band="Hệ thống thử, không dùng cho công việc thật." if instance.test_clock else None,
            layout=layout,
            portal=nginx.Site(listen=self._door("portal"), largest_body_bytes=LARGEST_FORM),
            portal_server=self.portal.listen,
            static=layout.data("static"),
            webmail=nginx.Site(listen=self._door("webmail"), largest_body_bytes=largest),
            php=self.roundcube.listen,
        )

    def _door(self, name: str) -> TcpAddress:
        return self._tcp(self.instance.listen, self.instance.ports[name])

    @staticmethod
    def _tcp(host: str, port: int) -> TcpAddress:
        return TcpAddress(host=host, port=port)

    def _database(self, role: str) -> DatabaseAccess:
        return DatabaseAccess(
            place=self.postgres.socket_directory,
            database=DATABASE,
            user=role,
            password=self.secrets.roles[role],
        )


def _worker_health(access: DatabaseAccess) -> Health:
    """The worker is alive as long as it says so in the queue's own table."""
    try:
        with psycopg.connect(
            host=access.host,
            port=access.port,
            dbname=access.database,
            user=access.user,
            password=access.password,
            connect_timeout=5,
        ) as link:
            row = link.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
            ).fetchone()
    except psycopg.Error as wrong:
        return Health(ok=False, detail=str(wrong).strip().splitlines()[-1])
    alive = row is not None and row[0] > 0
    return Health(ok=alive, detail="nhận việc" if alive else "chưa báo có mặt trong hàng đợi")


def _beside_python(program: str) -> str:
    return str(Path(sys.executable).parent / program)


def _host_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host else (port, 53)
