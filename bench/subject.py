"""Which installation is measured, and through which mailboxes?"""

import argparse
import imaplib
import json
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from congthu.operations.instance import Instance
from congthu.operations.supervise import supervisor_of

UNFIT = 3


@dataclass(frozen=True)
class Subject:
    """A running installation: its doors, mailboxes with an app password each, and where its programs began."""

    directory: Path
    smtp: tuple[str, int]
    imap: tuple[str, int]
    accounts: dict[str, str]
    programs: dict[str, int]

    def only(self, *names: str) -> dict[str, int]:
        """Return those of its programs."""
        return {name: self.programs[name] for name in names}

    @property
    def mail(self) -> Path:
        return self.directory / "data" / "mail"


def read(directory: Path) -> Subject:
    """Read what an installation says of itself; end with 3 and the cure if it cannot be measured."""
    real = directory.resolve()
    try:
        endpoints = json.loads((real / "endpoints.json").read_text("utf-8"))
        people = json.loads((real / "demo-accounts.json").read_text("utf-8"))
    except FileNotFoundError as missing:
        sys.stderr.write(f"congthu: không có {missing.filename}. Chạy ./congthu demo rồi đo lại.\n")
        sys.exit(UNFIT)
    # Who is locked receives, but cannot sign in.
    accounts = {
        one["address"]: one["app_password"]
        for one in people
        if one.get("app_password") and one["role"] != "locked"
    }
    if not accounts:
        sys.stderr.write("congthu: không hộp thư nào có mật khẩu ứng dụng. Chạy lại ./congthu demo.\n")
        sys.exit(UNFIT)
    programs = {one.name: one.pid for one in supervisor_of(Instance.read(real)).states()}
    return Subject(real, _pair(endpoints["smtp"]), _pair(endpoints["imap"]), accounts, programs)


def let_in(door: tuple[str, int], accounts: Mapping[str, str]) -> dict[str, str]:
    """Those of *accounts* that still sign in at *door*, since visitors lock mailboxes; end with 3 where none does."""
    found = {}
    for login, password in accounts.items():
        program = imaplib.IMAP4(*door)
        with suppress(imaplib.IMAP4.error):
            program.login(login, password)
            found[login] = password
        program.logout()
    if not found:
        sys.stderr.write(
            "congthu: không hộp thư nào của bản chạy thử đăng nhập được. Chạy lại ./congthu demo.\n"
        )
        sys.exit(UNFIT)
    return found


def arguments(benchmark: str, **counts: int) -> argparse.Namespace:
    """Return the arguments of a benchmark: ``--instance``, ``--json``, ``--rounds`` and the named counts."""
    # Programs of the bare system end with their block, so a request to stop must pass through it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    parser = argparse.ArgumentParser(prog=f"congthu bench {benchmark}")
    parser.add_argument("--instance", type=Path, default=Path("var/demo"))
    parser.add_argument("--json", action="store_true")
    for name, count in {"rounds": 5, **counts}.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    return parser.parse_args()


def heard(line: str) -> None:
    """Tell a person how far it is; standard output is for the result."""
    sys.stderr.write(f"{line}\n")


def _pair(where: list[str | int]) -> tuple[str, int]:
    host, port = where
    return str(host), int(port)
