"""Keep a directory file while somebody looks at what it would do, carry it out, and keep nothing of it afterwards."""

import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from congthu.directory.acts.importing import import_directory, preview_directory
from congthu.directory.importing.planning.values import Plan
from congthu.directory.importing.reading import Cells, read_sheets
from congthu.directory.models import Authority, DirectoryFile
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.regulations.policy import Policy

# Whoever looks at a file and goes home has it gone the next day.
KEPT = timedelta(days=1)


def keep_file(
    authority: Authority, *, name: str, content: bytes, acting: Actor, now: datetime
) -> DirectoryFile:
    """Keep the file sealed; the ones that the same person left lying are gone."""
    require(acting, Role.OPERATOR, authority=authority, to="nhập danh bạ")
    with transaction.atomic():
        DirectoryFile.objects.filter(authority=authority, done_at=None, by=acting.key).delete()
        return DirectoryFile.objects.create(
            authority=authority,
            name=name[-255:],
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            by=acting.key,
            received_at=now,
        )


def forget_files(*, now: datetime) -> int:
    """Delete the files that nobody carried out within a day; return how many there were."""
    gone, _ = DirectoryFile.objects.filter(done_at=None, received_at__lt=now - KEPT).delete()
    return gone


def preview_file(file: DirectoryFile, *, policy: Policy, acting: Actor, now: datetime) -> Plan:
    """Say what the file would do; raises UnreadableFile, RefusedByRule."""
    return preview_directory(file.authority, _sheets(file), policy=policy, acting=acting, now=now)


def carry_out_file(file: DirectoryFile, *, policy: Policy, acting: Actor, now: datetime) -> Plan:
    """Bring the file in, and empty it: it holds id numbers and phones; raises UnreadableFile, RefusedByRule."""
    sheets = _sheets(file)
    with transaction.atomic():
        plan = import_directory(file.authority, sheets, name=file.name, policy=policy, acting=acting, now=now)
        file.content, file.done_at = b"", now
        file.counts = {
            sheet.value: {verdict.value: number for verdict, number in of_sheet.items()}
            for sheet, of_sheet in plan.counted().items()
        }
        file.save(update_fields=["content", "done_at", "counts"])
    return plan


def access_file(pk: int, *, acting: Actor) -> DirectoryFile:
    """Return a file that waits, to whoever handed it in; raises DirectoryFile.DoesNotExist."""
    return DirectoryFile.objects.select_related("authority").get(pk=pk, done_at=None, by=acting.key)


def _sheets(file: DirectoryFile) -> list[tuple[str, list[Cells]]]:
    # The reader works in a process of its own, which opens the file itself.
    with tempfile.TemporaryDirectory(prefix="congthu-") as folder:
        path = Path(folder) / "danh-ba"
        path.write_bytes(file.content)
        return read_sheets(path)
