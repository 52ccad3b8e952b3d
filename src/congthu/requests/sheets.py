"""What does the sheet say that goes to somebody whose mailbox was issued?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import policy_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import Duty, due
from congthu.regulations.policy import Policy
from congthu.requests.documents.credentials import (
    Cited,
    CredentialsSheet,
    Deadline,
    Server,
    credentials_sheet,
)
from congthu.requests.due import HANOI
from congthu.requests.execution import RowResult
from congthu.requests.models import Request


def sheet_of(result: RowResult, request: Request, *, endpoints: Mapping[str, Any], now: datetime) -> bytes:
    """The credentials sheet of one line, as PDF. *endpoints* is what ``endpoints.json`` of the installation says."""
    mailbox = Mailbox.objects.select_related("authority", "organisation", "person").get(
        address=result.address
    )
    policy = policy_of(mailbox.authority)
    first = policy.password.change_at_first_sign_in
    return credentials_sheet(
        CredentialsSheet(
            authority=mailbox.authority.name,
            regulation=policy.identity.title,
            agency=mailbox.organisation.name,
            holder=mailbox.holder,
            address=mailbox.address,
            password=result.password,
            issued_at=now.astimezone(HANOI),
            must_change=Cited("Phải đổi mật khẩu này ở lần đăng nhập đầu tiên.", _words(first.cited)),
            portal=str(endpoints.get("portal") or ""),
            imap=_server(endpoints.get("imaps")),
            submission=_server(endpoints.get("submissions")),
            unit=mailbox.person.unit_name if mailbox.person else "",
            position=mailbox.person.position if mailbox.person else "",
            document=request.document_number,
            support=", ".join(policy.notice.support.value) if policy.notice.support else "",
            deadline=_deadline(policy, now),
        )
    )


def _deadline(policy: Policy, now: datetime) -> Deadline | None:
    found = due(Duty.DEFAULT_PASSWORD, now, policy=policy, calendar=vietnam())
    if found is None:
        return None
    last = found.last.date() if isinstance(found.last, datetime) else found.last
    return Deadline(last, "Quá hạn này, hộp thư bị tạm khóa.", _words(found.clause))


def _server(endpoint: Any) -> Server:
    host, port = endpoint or ("", 0)
    return Server(str(host), int(port))


def _words(clause: str) -> str:
    return in_words(clause) if clause else ""
