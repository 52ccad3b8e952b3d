"""Under which system users do our programs run, and do they exist?"""

import pwd

from congthu.engines.process import run

# name → the group it also belongs to ("" = none)
OURS = {"congthu": "", "congthu-mail": "", "congthu-webmail": ""}
OF_PACKAGES = ("postgres", "redis", "clamav", "_rspamd", "dovecot", "dovenull", "postfix", "www-data")


def missing() -> tuple[str, ...]:
    """Return the users that a package should have made but has not."""
    return tuple(name for name in OF_PACKAGES if not _exists(name))


def ensure() -> tuple[str, ...]:
    """Make our users where they do not exist, and return those that were made. Needs root."""
    made = tuple(name for name in OURS if not _exists(name))
    for name in made:
        run(
            [
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                name,
            ],
            timeout=60,
        )
    return made


def ids(name: str) -> tuple[int, int]:
    """Return (uid, gid) of *name*; raises KeyError if there is no such user."""
    entry = pwd.getpwnam(name)
    return entry.pw_uid, entry.pw_gid


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
