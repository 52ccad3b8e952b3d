"""Who may read which line of the audit trail?

The console and those who operate, manage or inspect an authority read all of its lines; anybody else those about a
mailbox or a request that they may see, and about their own account.
"""

from congthu.audit.models import AuditEntry
from congthu.directory.models import Authority
from congthu.directory.queries import visible_authorities
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import access_mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.models import Request
from congthu.requests.queries import access_request

READERS = (Role.OPERATOR, Role.MANAGING, Role.INSPECTOR)


def access_entry(number: int, *, acting: Actor) -> AuditEntry:
    """Return the line *number*; raises AuditEntry.DoesNotExist for what is not there, or may not be seen."""
    entry = AuditEntry.objects.get(pk=number)
    if acting.trusted or acting.has(*READERS, authority=entry.authority) or _sees_subject(entry, acting):
        return entry
    raise AuditEntry.DoesNotExist


def readable_authorities(acting: Actor) -> list[Authority]:
    """The authorities whose whole trail *acting* may read.

    Raises:
        RefusedByRule: there is none.
    """
    found = [one for one in visible_authorities(acting) if acting.has(*READERS, authority=one.code)]
    if not found and not acting.trusted:
        message = "Bạn chưa được giao quyền đọc nhật ký. Đơn vị vận hành, cơ quan quản lý và người kiểm tra đọc được."
        raise RefusedByRule(Refusal("role.required", "", message))
    return found


def _sees_subject(entry: AuditEntry, acting: Actor) -> bool:
    try:
        match entry.subject_kind:
            case "mailbox" | "account":
                if entry.subject_key == acting.key:
                    return True
                access_mailbox(entry.subject_key, acting=acting)
            case "request":
                access_request(int(entry.subject_key), acting=acting)
            case _:
                return False
    except (Mailbox.DoesNotExist, Request.DoesNotExist, ValueError):
        return False
    return True
