"""Which Debian packages does an installation need, and which are missing?"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from congthu.engines.process import ProgramError, run, stream

RUNTIME = (
    "postgresql",
    "redis-server",
    "postfix",
    "postfix-pgsql",
    "postfix-lmdb",
    "dovecot-core",
    "dovecot-imapd",
    "dovecot-lmtpd",
    "dovecot-managesieved",
    "dovecot-pgsql",
    "dovecot-sieve",
    "rspamd",
    "clamav-daemon",
    "clamav-freshclam",
    "nginx-light",
    "php8.2-fpm",
    "php8.2-intl",
    "php8.2-pgsql",
    "php8.2-zip",
    "roundcube-core",
    "roundcube-pgsql",
    "roundcube-plugins",
    "fonts-liberation2",
    "openssl",
    "procps",
)
TESTING = ("chromium", "git", "iproute2")

# Debian asks these questions while it installs; the answers keep its own set-up out of the way of ours.
PRESEED = """\
postfix postfix/main_mailer_type select No configuration
roundcube-core roundcube/dbconfig-install boolean false
roundcube-core roundcube/database-type select sqlite3
"""
POLICY = Path("/usr/sbin/policy-rc.d")
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


class CannotInstall(Exception):
    """apt could not install what is missing; the text says what to do."""


def missing(packages: Iterable[str]) -> tuple[str, ...]:
    """Return those of *packages* that dpkg does not hold as installed, in their order."""
    answer = run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n"], timeout=60)
    installed = {
        name
        for name, _, status in (line.partition(" ") for line in answer.stdout.splitlines())
        if status == "installed"
    }
    return tuple(package for package in packages if package not in installed)


def install(packages: Iterable[str], *, progress: Callable[[float, str], None]) -> None:
    """Install *packages* from Debian; *progress* hears percent done and what apt is doing.

    No daemon of Debian's is started by it: ours are private to the installation.

    Raises:
        CannotInstall: not root, no network, or a package that is not to be had.
    """
    wanted = tuple(packages)
    if os.geteuid() != 0:
        raise CannotInstall(
            f"Máy còn thiếu các gói Debian: {' '.join(wanted)}. Chạy lại bằng tài khoản root để cài."
        )
    # A file of ours only if there was none: an administrator's own policy stays.
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        POLICY.chmod(0o755)
    try:
        run(["debconf-set-selections"], input=PRESEED, timeout=60)
        _apt(["update"], progress)
        _apt(["install", "-y", "--no-install-recommends", *wanted], progress)
    except ProgramError as failed:
        raise CannotInstall(
            f"apt-get không cài được: {failed}. Kiểm tra mạng và /etc/apt/sources.list rồi chạy lại lệnh."
        ) from failed
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)


def _apt(arguments: list[str], progress: Callable[[float, str], None]) -> None:
    def heard(line: str) -> None:
        # apt-get's machine-readable lines: "dlstatus:1:42.0:…", "pmstatus:postfix:60.0:…"
        kind, _, rest = line.partition(":")
        if kind in {"dlstatus", "pmstatus"}:
            _, _, rest = rest.partition(":")
            percent, _, what = rest.partition(":")
            try:
                progress(float(percent), what.strip())
            except ValueError:
                progress(0.0, line)

    lock_wait = ["-o", "DPkg::Lock::Timeout=300"]
    # A descriptor of its own for the status lines: apt closes the one it is given for the packages' own scripts.
    status = ["sh", "-c", 'exec "$@" 3>&1', "sh"]
    stream(
        [*status, "apt-get", "-q", *lock_wait, "-o", "APT::Status-Fd=3", "-o", "Dpkg::Use-Pty=0", *arguments],
        heard=heard,
        timeout=1800,
        env=QUIET,
    )
