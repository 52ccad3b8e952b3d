"""Keep what an act rests on beyond a clause: the warning, the log, the letter that shows why.

The file is sealed as uploaded forms are; its digest goes into the trail with the act, so that a file that was changed
or exchanged shows.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from congthu.directory.roles import Actor
from congthu.mailboxes.models import Evidence, Mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule

MIB = 1024**2
LARGEST = 10 * MIB


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that somebody hands in with an act."""

    name: str
    content: bytes


def keep(shown: Shown, mailbox: Mailbox, *, act: str, acting: Actor, now: datetime) -> dict[str, object]:
    """Seal *shown* beside the act; return what the trail says of it.

    Raises:
        RefusedByRule: the file is larger than can be kept.
    """
    if len(shown.content) > LARGEST:
        message = f"Tệp bằng chứng lớn hơn {LARGEST // MIB} MB. Hãy gửi phần cần thiết."
        raise RefusedByRule(Refusal("evidence.size", "", message))
    digest = hashlib.sha256(shown.content).hexdigest()
    Evidence.objects.create(
        mailbox=mailbox,
        act=act,
        name=shown.name[-200:],
        sha256=digest,
        size=len(shown.content),
        content=shown.content,
        by=acting.key,
        at=now,
    )
    return {"evidence": {"name": shown.name[-200:], "sha256": digest, "size": len(shown.content)}}
