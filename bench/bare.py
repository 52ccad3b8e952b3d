"""What is the bare system that ours is measured against?

The same Postfix, Dovecot and Rspamd, told the same by the same renderers: filter with virus scan, TLS, quota, sieve,
indexes, waiting for the disk. Only what the regulation adds is taken away: every question that goes to the database
is answered by a file (lmdb maps, a passwd-file). What is left between the two rates is the price of being governed.

A *minimal* one besides, for whoever compares with a mail server out of the box: it has no virus scan, no quota and no
sieve either.

All of it lies in a directory inside the installation, on the same disk, and is gone afterwards. Redis and ClamAV are
the installation's own.
"""

import base64
import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from congthu.engines.address import Address, TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.postfix.config import LOOKUPS
from congthu.engines.process import make_directory, run, write_tree
from congthu.engines.program import Program, RenderedFile
from congthu.operations.instance import PORT_NAMES, Instance
from congthu.operations.plan import Versions, make_plan
from congthu.operations.secrets import ensure

OURS = ("postfix", "dovecot", "rspamd")
SHARED = ("redis", "clamav", "postgres", "gate")
READY_WITHIN = 60.0
STOP_WITHIN = 15.0
QUOTA = 10 << 30

# What is replaced in the files that were rendered for Công Thư: file, pattern, what stands there instead.
Change = tuple[str, str, str]
# {etc} is the directory of rendered files.
ANSWERED_BY_FILES: tuple[Change, ...] = (
    (r"postfix/.*\.cf", r"proxy:pgsql:(\S+?)\.cf", r"lmdb:\1"),
    (
        "dovecot/dovecot.conf",
        r"driver = dict\n  args = \S+",
        "driver = passwd-file\n  args = username_format=%Lu {etc}/passwd",
    ),
    ("dovecot/dovecot.conf", r"\ndict \{\n[^}]*\}", ""),
)
OUT_OF_THE_BOX: tuple[Change, ...] = (
    ("rspamd/local.d/antivirus.conf", r"(?s).+", "enabled = false;\n"),
    ("dovecot/dovecot.conf", r"mail_plugins = \$mail_plugins (quota|imap_quota|sieve)", ""),
    ("dovecot/dovecot.conf", r"mail_attachment_detection_options = .*", ""),
)


@dataclass(frozen=True)
class Bare:
    """Where a bare system is asked, where its mail lies, and the processes that its programs began as."""

    smtp: tuple[str, int]
    imap: tuple[str, int]
    mail: Path
    programs: Mapping[str, int]


class BareError(Exception):
    """A bare system did not start; the text holds the end of its logs."""


@contextmanager
def bare_system(installation: Path, accounts: Mapping[str, str], *, minimal: bool = False) -> Iterator[Bare]:
    """Run a bare system with *accounts* (address and password) until the block ends."""
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="bare-", dir=installation))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        home.chmod(0o755)
        real = Instance.read(installation)
        wanted = real.model_copy(update={"directory": home, "ports": _free_ports(real.listen)})
        # Passwords that nobody will be asked for: the programs of a bare system reach nothing that has one.
        plan = make_plan(wanted, ensure(home / "made-up", portal_group="congthu"), Versions.found())
        for name in ("secrets", "tls", *(f"run/{program}" for program in SHARED)):
            (home / name).parent.mkdir(exist_ok=True)
            (home / name).symlink_to(installation / name)
        etc = Path(Layout(root=str(home)).etc("x")).parent
        changes = ANSWERED_BY_FILES + (OUT_OF_THE_BOX if minimal else ())
        files = (file for file in plan.files if file.path.partition("/")[0] in OURS)
        etc.parent.mkdir()
        write_tree(etc, [_changed(file, changes, etc) for file in files])
        _write_answers(etc, accounts)
        (home / "log").mkdir()
        for one in plan.directories:
            if Path(one.path).is_relative_to(home) and not Path(one.path).exists():
                make_directory(Path(one.path), mode=one.mode, owner=one.owner, group=one.group)
        begun = {one.name: _start(stack, home, one) for one in plan.programs if one.name in OURS}
        for port in ("smtp", "imap"):
            _wait_for(TcpAddress(host=wanted.listen, port=wanted.ports[port]), home)
        yield Bare(
            smtp=(wanted.listen, wanted.ports["smtp"]),
            imap=(wanted.listen, wanted.ports["imap"]),
            mail=wanted.data / "mail",
            programs=begun,
        )


def ssha512(password: str) -> str:
    """Return the hash that the installation keeps of an app password."""
    salt = secrets.token_bytes(16)
    return "{SSHA512}" + base64.b64encode(hashlib.sha512(password.encode() + salt).digest() + salt).decode()


def maildirs(mail: Path, addresses: Sequence[str]) -> list[Path]:
    """Return the Maildir of each address below *mail*."""
    return [mail / domain / local / "Maildir" for local, domain in (one.split("@") for one in addresses)]


def _changed(file: RenderedFile, changes: Iterable[Change], etc: Path) -> RenderedFile:
    text = file.text
    for path, pattern, instead in changes:
        if re.fullmatch(path, file.path):
            text = re.sub(pattern, instead.replace("{etc}", str(etc)), text)
    return replace(file, text=text)


def _write_answers(etc: Path, accounts: Mapping[str, str]) -> None:
    """Write what the programs ask for: every account exists, receives, signs in and has room."""
    answers: dict[str, Mapping[str, str]] = {
        **{name: {} for name in LOOKUPS},
        "recipients": dict.fromkeys(accounts, "yes"),
        "senders": {address: address for address in accounts},
    }
    for name, rows in answers.items():
        table = etc / "postfix" / name
        table.write_text("".join(f"{key} {value}\n" for key, value in sorted(rows.items())))
        run(["/usr/sbin/postmap", "-c", str(etc / "postfix"), f"lmdb:{table}"], timeout=60)
    room = f"userdb_quota_rule=*:bytes={QUOTA}"
    passwords = etc / "passwd"
    passwords.write_text("".join(f"{name}:{ssha512(word)}::::::{room}\n" for name, word in accounts.items()))
    shutil.chown(passwords, "root", "dovecot")
    passwords.chmod(0o640)


def _start(stack: ExitStack, home: Path, program: Program) -> int:
    """Start a program in a group of its own, end the whole group when the block ends; return its process id."""
    for address in program.waits_for:
        _wait_for(address, home)
    for command in program.prepare:
        run(command, timeout=60)
    with (home / "log" / program.log_name).open("wb") as log:
        process = subprocess.Popen(
            program.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    stack.callback(_end, process)
    return process.pid


def _end(process: subprocess.Popen[bytes]) -> None:
    # The group can outlive its leader: Rspamd and Dovecot have workers.
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WITHIN)


def _wait_for(address: Address, home: Path) -> None:
    match address:
        case UnixSocket(path=path):
            family, where = socket.AF_UNIX, path
        case TcpAddress(host=host, port=port):
            family, where = socket.AF_INET, (host, port)
    until = time.monotonic() + READY_WITHIN
    while True:
        with suppress(OSError), socket.socket(family) as client:
            client.connect(where)
            return
        if time.monotonic() > until:
            raise BareError(f"nothing answers at {address}. {_logs(home)}")
        time.sleep(0.1)


def _logs(home: Path) -> str:
    ends = [
        f"{path.name}: {path.read_text(errors='replace')[-600:]}" for path in (home / "log").glob("*.log")
    ]
    return "\n".join(ends)


def _free_ports(host: str) -> dict[str, int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in PORT_NAMES]
        for one in sockets:
            one.bind((host, 0))
        return {name: one.getsockname()[1] for name, one in zip(PORT_NAMES, sockets, strict=True)}
