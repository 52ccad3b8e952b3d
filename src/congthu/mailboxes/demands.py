"""What has to be so before an act on a mailbox, in a form in which it can be asked long before, too.

A request says at receipt what would stand in the way at the end; the acts ask the same again.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from congthu.directory.models import Organisation, Person
from congthu.enforces import enforces
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import in_use
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal

# What a decision of weeks ago would end at once, or within days, is ended only when somebody has said that it may.
SOON = timedelta(days=3)


def kept_by(person: Person) -> list[Mailbox]:
    """The mailboxes of organisations and titles that *person* would leave without anybody to answer for them."""
    kept = in_use().filter(custodies__person=person, custodies__until=None)
    titles = in_use().filter(person=person, kind=MailboxKind.TITLE)
    return sorted({*kept, *titles}, key=lambda one: one.address)


@enforces("custody.handover")
def still_keeping(person: Person, *, policy: Policy) -> tuple[Refusal, ...]:
    """Why *person* does not go yet: what they keep of an organisation is handed over first."""
    kept = kept_by(person)
    if not kept:
        return ()
    ruled = policy.custody.handover
    named = ", ".join(one.address for one in kept)
    message = (
        f"{person.full_name} đang quản lý {named}. Hãy bàn giao cho người khác trước, rồi làm lại việc này."
    )
    return (Refusal("custody.handover", ruled.cited if ruled and ruled.value else "", message),)


def unseen_end(
    ends: date | None, *, what: str, rule: str, clause: str, now: datetime, counted: str = "ngày quyết định"
) -> tuple[Refusal, ...]:
    """What whoever acts has to have seen: a term *counted* from some day is over, or nearly so."""
    today = now.astimezone(HANOI).date()
    if ends is None or ends - today >= SOON:
        return ()
    when = (
        f"đã qua ({ends:%d/%m/%Y})"
        if ends <= today
        else f"chỉ còn {(ends - today).days} ngày ({ends:%d/%m/%Y})"
    )
    message = (
        f"Thời hạn tính từ {counted} {when}: hộp thư bị {what} ngay sau việc này. "
        "Hãy sao lưu, bàn giao dữ liệu trước, rồi xác nhận đã biết thời hạn."
    )
    return (Refusal(f"{rule}.late", clause, message),)


def restore_facts(
    mailbox: Mailbox, *, asked_by: Organisation, cleaned: bool, now: datetime
) -> dict[str, object]:
    """What the rules are asked before *mailbox* is restored."""
    office = mailbox.organisation
    return {
        "ground": mailbox.ground,
        "cleaned": cleaned,
        "asked_by": asked_by.name,
        "organisation": office.name,
        "locked_on": _day(mailbox.locked_at).isoformat() if mailbox.locked_at else None,
        "as_of": _day(now).isoformat(),
        "may_ask": asked_by.pk in {one.pk for one in _may_ask(office)},
    }


def _may_ask(office: Organisation) -> Iterator[Organisation]:
    """Who may ask in the name of *office*: itself, those above it, and their focal points.

    The channel of an agency may itself be locked; then the one above asks for it.
    """
    while True:
        yield office
        if office.focal is not None:
            yield office.focal
        if office.parent is None:
            return
        office = office.parent


def _day(moment: datetime) -> date:
    return moment.astimezone(HANOI).date()
