"""Keep what an act rests on beyond a clause: the warning, the log, the letter that shows why.

The file is sealed as uploaded forms are; its digest goes into the trail with the act, so that a file that was changed
or exchanged shows.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congthu.audit.acts import Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts.steps import record_act, where
from congthu.mailboxes.models import Evidence, Mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule

MIB = 1024**2
LARGEST = 10 * MIB


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that somebody hands in with an act."""

    name: str
    content: bytes


def _where(evidence: Evidence) -> tuple[Subject, str]:
    return where(evidence.mailbox)


@kept_if_refused("mailbox.evidence_read", _where)
def read(evidence: Evidence, *, acting: Actor, now: datetime) -> bytes:
    """Open what was kept; who did so stands in the trail."""
    mailbox = evidence.mailbox
    require(
        acting,
        Role.OPERATOR,
        Role.MANAGING,
        Role.INSPECTOR,
        authority=mailbox.authority,
        to="xem bằng chứng của việc tạm khóa",
    )
    with transaction.atomic():
        told = {"name": evidence.name, "sha256": evidence.sha256}
        record_act("mailbox.evidence_read", mailbox, acting=acting, now=now, cause=Cause(), details=told)
    return bytes(evidence.content)


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
