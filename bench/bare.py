"""What is the bare system that ours is measured against?

The same binaries on the same disk and in the same run: Postfix with static lmdb maps, Rspamd, Dovecot
with a passwd-file and Maildir. No database, no portal. Rspamd has the rules of the installation; it
stands there twice, without ClamAV and with the installation's, so that the cost of scanning can be told
from the cost of the rest.

Configuration and sockets are in a directory of their own, the queue and the mailboxes beside the
installation's; both are gone afterwards.
"""

import base64
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
MAIL_USER = "congthu-mail"
READY_WITHIN = 60.0
STOP_WITHIN = 15.0

MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {store}/queue
data_directory = {store}/state
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = {run}/postfix.log
maillog_file_prefixes = {run}
default_database_type = lmdb
myhostname = bare.bench.example
mydestination =
inet_interfaces = {host}
inet_protocols = ipv4
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = lmdb:{run}/postfix/domains
virtual_mailbox_maps = lmdb:{run}/postfix/recipients
virtual_transport = lmtp:unix:{run}/lmtp.sock
message_size_limit = 104857600
smtpd_relay_restrictions = reject_unauth_destination
milter_default_action = tempfail
"""
MASTER_CF = """\
{host}:{plain} inet n - n - 100 smtpd
  -o smtpd_milters=unix:{run}/plain/milter.sock
{host}:{scanned} inet n - n - 100 smtpd
  -o smtpd_milters=unix:{run}/scanned/milter.sock
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
# Processes as in the installation, so that only where the answer comes from differs.
DOVECOT_CONF = """\
base_dir = {run}/dovecot
state_dir = {run}/dovecot-state
instance_name = congthu-bench
log_path = /dev/stderr
protocols = imap lmtp
listen = {host}
ssl = no
disable_plaintext_auth = no
default_client_limit = 10000
default_process_limit = 1000
mail_uid = {user}
mail_gid = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_home = {store}/mail/%Ld/%Ln
mail_location = maildir:~/Maildir
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = scheme=SSHA512 username_format=%Lu {run}/passwd
}}
userdb {{
  driver = passwd-file
  args = username_format=%Lu {run}/passwd
}}
protocol imap {{
  mail_max_userip_connections = 50
}}
service imap-login {{
  service_count = 0
  process_min_avail = 2
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  process_limit = 4096
  service_count = 256
  process_min_avail = 2
}}
service lmtp {{
  process_min_avail = 2
  unix_listener {run}/lmtp.sock {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""
# Rspamd reads override.d after local.d: everything else is as in the installation.
RSPAMD_OVERRIDES = {
    "worker-proxy.inc": 'bind_socket = "{home}/milter.sock mode=0660 owner=_rspamd group=postfix";\n',
    "worker-controller.inc": "enabled = false;\n",
    "dkim_signing.conf": "enabled = false;\n",
    "options.inc": 'tempdir = "{home}/data";\ncontrol_socket = "{home}/control.sock mode=0600";\n',
}
NO_SCANNER = {"antivirus.conf": "enabled = false;\n"}


@dataclass(frozen=True)
class Bare:
    """Where the bare system is asked, and where its mail lies."""

    plain: tuple[str, int]
    scanned: tuple[str, int]
    imap: tuple[str, int]
    mail: Path


class BareError(Exception):
    """The bare system did not start; the text holds the end of its logs."""


@contextmanager
def bare_system(installation: Path, accounts: Mapping[str, str]) -> Iterator[Bare]:
    """Run a bare system with *accounts* (address and password) until the block ends.

    *installation* is the directory of the running one, whose Rspamd rules, Redis and ClamAV are used.
    """
    plain, scanned, imap = _free_ports(3)
    with ExitStack() as stack:
        run = _directory(stack, Path(tempfile.gettempdir()))
        store = _directory(stack, installation)
        _write(run, store, accounts, plain=plain, scanned=scanned, imap=imap)
        for name, overrides in (("plain", {**RSPAMD_OVERRIDES, **NO_SCANNER}), ("scanned", RSPAMD_OVERRIDES)):
            _start_rspamd(stack, run, name, installation / "current/etc/rspamd", overrides)
        _start(stack, run, "dovecot", ["/usr/sbin/dovecot", "-F", "-c", f"{run}/dovecot.conf"])
        subprocess.run(["/usr/sbin/postfix", "-c", f"{run}/postfix", "check"], check=True)
        _start(stack, run, "postfix-start", ["/usr/lib/postfix/sbin/master", "-c", f"{run}/postfix", "-d"])
        for port in (plain, scanned, imap):
            _wait_for_greeting(port, run)
        yield Bare((HOST, plain), (HOST, scanned), (HOST, imap), store / "mail")


def ssha512(password: str) -> str:
    """Return the hash that the installation keeps of an app password."""
    salt = secrets.token_bytes(16)
    return "{SSHA512}" + base64.b64encode(hashlib.sha512(password.encode() + salt).digest() + salt).decode()


def maildirs(mail: Path, addresses: Sequence[str]) -> list[Path]:
    """Return the Maildir of each address below *mail*."""
    return [mail / domain / local / "Maildir" for local, domain in (one.split("@") for one in addresses)]


def _directory(stack: ExitStack, parent: Path) -> Path:
    """Make a directory that every program may enter, and remove it in the end."""
    path = Path(tempfile.mkdtemp(prefix="bench-", dir=parent))
    stack.callback(shutil.rmtree, path, ignore_errors=True)
    path.chmod(0o755)
    return path


def _write(
    run: Path, store: Path, accounts: Mapping[str, str], *, plain: int, scanned: int, imap: int
) -> None:
    postfix = run / "postfix"
    for directory in (postfix, store / "queue", store / "state", store / "mail", run / "dovecot-state"):
        directory.mkdir()
    shutil.chown(store / "state", "postfix", "postfix")
    shutil.chown(store / "mail", MAIL_USER, MAIL_USER)
    values = {"run": run, "store": store, "host": HOST, "user": MAIL_USER, "imap": imap}
    (postfix / "main.cf").write_text(MAIN_CF.format(**values))
    (postfix / "master.cf").write_text(MASTER_CF.format(**values, plain=plain, scanned=scanned))
    (run / "dovecot.conf").write_text(DOVECOT_CONF.format(**values))
    passwords = run / "passwd"
    passwords.write_text("".join(f"{name}:{ssha512(word)}::::::\n" for name, word in accounts.items()))
    shutil.chown(passwords, "root", "dovecot")
    passwords.chmod(0o640)
    domains = sorted({address.partition("@")[2] for address in accounts})
    for name, keys in (("domains", domains), ("recipients", sorted(accounts))):
        (postfix / name).write_text("".join(f"{key} yes\n" for key in keys))
        subprocess.run(["/usr/sbin/postmap", "-c", str(postfix), f"lmdb:{postfix / name}"], check=True)


def _start_rspamd(stack: ExitStack, run: Path, name: str, rules: Path, overrides: Mapping[str, str]) -> None:
    home = run / name
    shutil.copytree(rules, home / "etc")
    for path in (home / "etc/local.d").iterdir():
        shutil.chown(path, "root", "_rspamd")
    (home / "etc/override.d").mkdir()
    for file, text in overrides.items():
        (home / "etc/override.d" / file).write_text(text.replace("{home}", str(home)))
    (home / "data").mkdir()
    shutil.chown(home / "data", "_rspamd", "_rspamd")
    shutil.chown(home, "_rspamd", "postfix")
    places = {"LOCAL_CONFDIR": home / "etc", "DBDIR": home / "data", "RUNDIR": home, "LOGDIR": run}
    variables = [f"--var={key}={value}" for key, value in places.items()]
    rspamd = ["/usr/bin/rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", "/etc/rspamd/rspamd.conf"]
    _start(stack, run, f"rspamd-{name}", [*rspamd, *variables])
    until = time.monotonic() + READY_WITHIN
    while not (home / "milter.sock").exists():
        if time.monotonic() > until:
            raise BareError(f"Rspamd ({name}) does not listen. {_logs(run)}")
        time.sleep(0.1)


def _start(stack: ExitStack, run: Path, name: str, argv: Sequence[str]) -> None:
    """Start a program in a group of its own and end the whole group when the block ends."""
    with (run / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    stack.callback(_end, process)


def _end(process: subprocess.Popen[bytes]) -> None:
    # The group can outlive its leader: Rspamd and Dovecot have workers.
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WITHIN)


def _wait_for_greeting(port: int, run: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=5) as client:
            if client.recv(64):
                return
        if time.monotonic() > until:
            raise BareError(f"nothing answers at port {port}. {_logs(run)}")
        time.sleep(0.1)


def _logs(run: Path) -> str:
    ends = [f"{path.name}: {path.read_text(errors='replace')[-600:]}" for path in run.glob("*.log")]
    return "\n".join(ends)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in sockets]
