"""Tell agency and holder of a step of a mailbox: before time takes it, and once it was taken.

Whom to tell, and how long before, stands in the step (`congthu.mailboxes.lifecycle.notices`). The agency reads where it
reads every notice; the holder in the mailbox itself while they can sign in to it, else where they read now.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.mailboxes.acts.steps import record_act
from congthu.mailboxes.lifecycle.machine import Passing, passings
from congthu.mailboxes.lifecycle.notices import told_of
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import state_rule
from congthu.mailboxes.timers import trail_of
from congthu.oversight.notices import NOTICES, recipients, write
from congthu.regulations.calendar import vietnam
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI
from congthu.regulations.states import Effect, Party, Transition


def remind(address: str, *, event: str, on: date, now: datetime) -> None:
    """Write to whoever is to be reminded that time does *event* to the mailbox *address* on that day.

    Nothing happens where it is no longer what comes next: it was restored, handed over or asked for meanwhile.

    Raises:
        OSError: the mail system did not take it; nothing is noted.
    """
    mailbox = _found(address)
    coming = _coming(mailbox) if mailbox else None
    if mailbox is None or coming is None or (coming.event, coming.on) != (event, on):
        return
    days = (on - now.astimezone(HANOI).date()).days
    label = policy_of(mailbox.authority).states.label(coming.target)
    clause = f" ({in_words(coming.clause)})" if coming.clause else ""
    why = f"{coming.step.gist}{clause}." if coming.step.gist else ""
    lines = [
        f"Còn {days} ngày nữa, từ ngày {on:%d/%m/%Y}, hộp thư {address} chuyển sang trạng thái “{label}”.",
        f"Người giữ: {mailbox.holder}.",
        f"Lý do: {why}" if why else "",
        "Nếu không đúng hoặc còn cần hộp thư, hãy gửi đề nghị trước ngày đó.",
    ]
    _send(mailbox, coming.step, f"Nhắc trước: {address} sẽ {label[0].lower()}{label[1:]}", lines)
    told: dict[str, object] = {"event": event, "on": on.isoformat()}
    _record("mailbox.reminded", mailbox, told, now=now)


def tell_of_step(address: str, *, event: str, now: datetime) -> None:
    """Write to whoever must hear of the step *event* that the mailbox *address* took.

    Raises:
        OSError: the mail system did not take it; nothing is noted.
    """
    mailbox = _found(address)
    if mailbox is None:
        return
    steps = policy_of(mailbox.authority).states.transition
    taken = next((one for one in steps if one.on == event and one.target == mailbox.state), None)
    if taken is None:
        return  # something else has happened since, of which its own notice tells
    label = state_rule(mailbox).label
    clause = f" (căn cứ {in_words(mailbox.ground)})" if mailbox.ground else ""
    since = f"{mailbox.since.astimezone(HANOI):%d/%m/%Y}"
    lines = [
        f"Hộp thư {address} ({mailbox.holder}) chuyển sang trạng thái “{label}” từ ngày {since}{clause}.",
        f"Lý do: {mailbox.ground_reason or mailbox.ground_document or taken.gist}",
    ]
    _send(mailbox, taken, f"{label}: hộp thư {address}", lines)
    _record("mailbox.told_of_step", mailbox, {"event": event}, now=now)


def _found(address: str) -> Mailbox | None:
    boxes = Mailbox.objects.select_related("authority", "organisation", "person", "successor")
    return boxes.filter(address=address).first()


def _coming(mailbox: Mailbox) -> Passing | None:
    found = passings(
        mailbox.state, trail_of(mailbox), policy=policy_of(mailbox.authority), calendar=vietnam()
    )
    return found[0] if found else None


def _send(mailbox: Mailbox, step: Transition, subject: str, lines: list[str]) -> None:
    policy = policy_of(mailbox.authority)
    to = list(dict.fromkeys(_addresses(mailbox, told_of(step))))
    if not to:
        return
    greeting = f"Kính gửi {mailbox.organisation.name} và người giữ hộp thư,"
    body = "\n".join([greeting, "", *filter(None, lines), "", f"Quy chế áp dụng: {policy.identity.title}."])
    write(mailbox, to=to, subject=subject, body=body)


def _addresses(mailbox: Mailbox, parties: tuple[Party, ...]) -> Iterator[str]:
    for party in parties:
        match party:
            case Party.AGENCY:
                yield from recipients(mailbox)
            case Party.HOLDER:
                rule = state_rule(mailbox)
                if rule.has(Effect.SIGN_IN) and rule.has(Effect.RECEIVE):
                    yield mailbox.address
                elif mailbox.successor is not None:
                    yield mailbox.successor.address
            case Party.OPERATOR:
                support = policy_of(mailbox.authority).notice.support
                yield from (one for one in (support.value if support else ()) if "@" in one)


def _record(event: str, mailbox: Mailbox, told: dict[str, object], *, now: datetime) -> None:
    with transaction.atomic():
        record_act(event, mailbox, acting=NOTICES, now=now, cause=Cause(), details=told)
