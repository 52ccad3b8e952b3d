"""Where may an installation live?

The mail programs run under their own users, so every directory above the installation must let others pass; their
unix sockets end at 107 bytes; and neither Postfix nor Dovecot can quote a space in a path. A directory that cannot
serve becomes a symbolic link to one that can, so that ``DIR/endpoints.json`` stays where it was promised.
"""

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

FALLBACK = Path("/var/lib/congthu/instances")
LONGEST_BELOW = len("/run/postgres/.s.PGSQL.5432.lock") + 8
SOCKET_PATH_LIMIT = 107
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """An installation's directory as people name it, and the directory that holds it."""

    named: Path
    real: Path
    why_elsewhere: str

    @property
    def moved(self) -> bool:
        return bool(self.why_elsewhere)


def reason_against(directory: Path) -> str:
    """Say in Vietnamese why *directory* (absolute, resolved) cannot hold an installation, "" if it can."""
    if not PLAIN_PATH.fullmatch(str(directory)):
        return "đường dẫn có khoảng trắng hoặc ký tự mà Postfix và Dovecot không đọc được"
    if len(os.fsencode(directory)) + LONGEST_BELOW > SOCKET_PATH_LIMIT:
        return f"đường dẫn quá dài cho unix socket ({SOCKET_PATH_LIMIT} byte)"
    for above in [directory, *directory.parents]:
        if above.exists() and not above.stat().st_mode & stat.S_IXOTH:
            return f"người dùng của các dịch vụ không vào được {above}"
    return ""


def place(named: Path, *, fallback: Path = FALLBACK) -> Place:
    """Choose the directory for the installation that people call *named*; creates nothing."""
    absolute = Path(os.path.abspath(named))  # noqa: PTH100  # resolve() would follow the link that we may have made
    # Judged without its last step: that may be the link that an earlier call made to a fit directory.
    why = reason_against(absolute.parent.resolve() / absolute.name)
    if not why:
        return Place(absolute, absolute.resolve(), "")
    digest = hashlib.sha256(os.fsencode(absolute)).hexdigest()[:8]
    name = re.sub(r"[^a-z0-9-]", "", absolute.name.lower())[:12] or "instance"
    return Place(absolute, fallback / f"{name}-{digest}", why)


def prepare(place_: Place) -> None:
    """Make the directory, and the link to it where it lives elsewhere.

    Raises:
        FileExistsError: *named* exists, holds something, and is not the link we would make.
    """
    place_.real.mkdir(parents=True, exist_ok=True)
    place_.real.chmod(0o755)
    if not place_.moved or place_.named.is_symlink():
        return
    place_.named.parent.mkdir(parents=True, exist_ok=True)
    if place_.named.is_dir() and not any(place_.named.iterdir()):
        place_.named.rmdir()
    place_.named.symlink_to(place_.real)
