"""What is ClamAV told?

clamd scans what Rspamd hands it. The test signature for EICAR is always there, so that the way from a virus
to its refusal can be proved anywhere; the official signatures come through freshclam where a mirror can be
reached.
"""

import hashlib

from pydantic.dataclasses import dataclass

from congthu.engines.address import Address
from congthu.engines.layout import Layout
from congthu.engines.program import Check, Directory, Program, Rendered, RenderedFile, socket_directories
from congthu.engines.templates import Templates
from congthu.engines.values import STRICT, Count, Host, SystemName
from congthu.engines.versions import Versions

VERSIONS = Versions("ClamAV", ("1.4",))
# The test file of eicar.org, in hexadecimal so that no scanner stops over this file.
_EICAR_HEX = (
    "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e5449564952"
    "55532d544553542d46494c452124482b482a"
)
EICAR = bytes.fromhex(_EICAR_HEX)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ClamavConfig:
    """One clamd. *mirror* is where freshclam finds the official signatures, None where it reaches none."""

    layout: Layout
    listen: Address
    user: SystemName = "clamav"
    clients: SystemName = "_rspamd"
    largest_message_bytes: Count
    threads: Count = 4
    mirror: Host | None = None


def render(wants: ClamavConfig, version: str) -> Rendered:
    """Return everything ClamAV needs; raise `UnknownVersion`."""
    templates = Templates("clamav", VERSIONS.family(version))
    layout = wants.layout
    etc, data = layout.etc("clamav"), layout.data("clamav")
    # clamd counts the scanned stream, which holds decoded parts too; one and a half times is enough for both.
    limit = wants.largest_message_bytes * 3 // 2
    signatures = ("congthu-eicar.ndb", "congthu-eicar.hdb")
    scanner = Program(
        name="clamd",
        command=("/usr/sbin/clamd", "--foreground", f"--config-file={etc}/clamd.conf"),
        user=wants.user,
        # The socket gets the primary group of the process: only Rspamd may hand files to the scanner.
        group=wants.clients,
        prepare=(("install", "-m", "0644", *(f"{etc}/{name}" for name in signatures), data),),
        start_seconds=2,
        priority=20,
    )
    updater = Program(
        name="freshclam",
        command=("/usr/bin/freshclam", "--daemon", "--foreground", f"--config-file={etc}/freshclam.conf"),
        user=wants.user,
        priority=20,
    )
    updates = wants.mirror is not None
    return Rendered(
        files=(
            RenderedFile(
                "clamav/clamd.conf", templates.render("clamd.conf", wants=wants, data=data, limit=limit)
            ),
            RenderedFile("clamav/congthu-eicar.ndb", f"Eicar-Test-Signature:0:*:{_EICAR_HEX}\n"),
            RenderedFile(
                "clamav/congthu-eicar.hdb",
                f"{hashlib.md5(EICAR, usedforsecurity=False).hexdigest()}:{len(EICAR)}:Eicar-Test-File\n",
            ),
            *(
                (
                    RenderedFile(
                        "clamav/freshclam.conf", templates.render("freshclam.conf", wants=wants, data=data)
                    ),
                )
                if updates
                else ()
            ),
        ),
        directories=(
            Directory(data, wants.user, wants.user, 0o755),
            Directory(f"{data}/scratch", wants.user, wants.user, 0o700),
            *socket_directories(wants.listen, owner=wants.user, group=wants.clients),
        ),
        programs=(scanner, *((updater,) if updates else ())),
        # clamconf says what is wrong and then ends with 0.
        checks=(Check(("/bin/sh", "-c", f"! /usr/bin/clamconf --config-dir={etc} 2>&1 | grep -a ERROR:")),),
    )
