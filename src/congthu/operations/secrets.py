"""Which secrets does an installation hold?

Generated once, random, in files of mode 0600; what the portal and the worker need is in a file that only their group
can read. Nothing here is ever shown, logged or put in a command line.
"""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from congthu.engines.process import replace_file

ROLES = ("congthu_owner", "congthu_app", "congthu_mta", "congthu_imap", "congthu_webmail")


@dataclass(frozen=True, repr=False)
class Secrets:
    """The secrets of one installation; no ``repr``, so that a traceback does not tell them."""

    roles: dict[str, str]
    webmail_key: str
    rspamd_password: str


def ensure(directory: Path, *, portal_group: str) -> Secrets:
    """Read the secrets in *directory*, making those that are missing."""
    directory.mkdir(mode=0o711, parents=True, exist_ok=True)
    path = directory / "programs.json"
    held: dict[str, str] = json.loads(path.read_text("ascii")) if path.exists() else {}
    # Hexadecimal needs no quoting in any of the configuration languages these go into.
    for name in (*ROLES, "rspamd"):
        held.setdefault(name, secrets.token_hex(24))
    held.setdefault("webmail", secrets.token_hex(12))  # Roundcube wants exactly 24 characters
    replace_file(path, json.dumps(held, indent=1), mode=0o600)
    portal = _ensure_portal(directory / "portal.json", held["congthu_app"], portal_group)
    # What changes tables is another role than what uses them.
    owner = {**portal, "database_user": "congthu_owner", "database_password": held["congthu_owner"]}
    replace_file(directory / "owner.json", json.dumps(owner, indent=1), mode=0o600)
    return Secrets({role: held[role] for role in ROLES}, held["webmail"], held["rspamd"])


def _ensure_portal(path: Path, database_password: str, group: str) -> dict[str, str]:
    held: dict[str, str] = json.loads(path.read_text("ascii")) if path.exists() else {}
    held.setdefault("secret_key", secrets.token_urlsafe(50))
    # Whoever loses the field key loses the encrypted personal numbers: it is made once and never replaced here.
    held.setdefault("field_key", secrets.token_hex(32))
    held["database_password"] = database_password
    replace_file(path, json.dumps(held, indent=1), mode=0o640, group=group)
    return held
