"""Tell an agency what happened to its mailboxes.

A notice goes as mail to the agency's own mailboxes and to the people who answer for it: focal point, head and clerk.
When the mail system has taken it, the record says that the agency was told. Where nobody in the agency can be written
to, the one above it is told; where nobody is found at all the mailbox stays untold, a revocation that waits for the
notice goes on waiting, pages, `mailbox list --untold` and `doctor` show it, and the operator tells the agency on paper.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.models import Appointment, Organisation
from congthu.directory.roles import AGENCY_ROLES, Actor
from congthu.enforces import enforces
from congthu.mailboxes.acts.lock import agency_notified
from congthu.mailboxes.acts.steps import record_act
from congthu.mailboxes.kinds import GROUPS, PERSONAL
from congthu.mailboxes.lifecycle.machine import Passing, passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import in_use, state_rule, timeline, untold_locks
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.states import LIVE, Effect, Phase

# Recipients of one message: fewer than the doors take at once.
AT_A_TIME = 200
NOTICES = Actor.system("notices")


class NobodyToTell(Exception):
    """No mailbox of the agency or of one above it can take a notice."""


@enforces("lock.revoked_after")
def tell_agency_of_lock(address: str, *, now: datetime) -> None:
    """Write to the agency of the locked mailbox *address*, and take note that it was told.

    Nothing happens to a mailbox that has been restored meanwhile, or whose agency was told before.

    Raises:
        NobodyToTell: there is no mailbox that could take the notice.
        OSError: the mail system did not take it; nothing is noted.
    """
    mailbox = untold_locks().filter(address=address).first()
    if mailbox is None:
        return
    to = list(recipients(mailbox))
    if not to:
        raise NobodyToTell(f"{mailbox.organisation.name}: không có hộp thư nào nhận được thông báo")
    write(mailbox, to=to, subject=f"Tạm khóa hộp thư {address}", body=letter(mailbox, now=now))
    agency_notified(mailbox, acting=NOTICES, now=now)


def write(mailbox: Mailbox, *, to: list[str], subject: str, body: str) -> None:
    """Write about *mailbox* to the addresses *to*.

    Raises:
        OSError: the mail system did not take it.
    """
    _message(mailbox, subject, body, to=to).send()


def _message(
    mailbox: Mailbox, subject: str, body: str, *, to: list[str], bcc: Sequence[str] = ()
) -> EmailMessage:
    return EmailMessage(
        subject=subject,
        body=body,
        # The envelope is the mail host's: what we have written ourselves is no mail that keeps a mailbox in use.
        from_email=f"postmaster@{settings.CONGTHU_MAIL_HOST}",
        headers={"From": _postmaster(mailbox)},
        to=to,
        bcc=bcc,
    )


def _postmaster(mailbox: Mailbox) -> str:
    return f"postmaster@{mailbox.authority.domain}"


@enforces("naming.group_city")
def announce_group(address: str, *, now: datetime) -> None:
    """Write to every agency of the authority that the group *address* is there, and take note of it.

    Nothing happens to a group that has ended meanwhile, or was announced before.

    Raises:
        OSError: the mail system did not take it; nothing is noted, and agencies may read it twice.
    """
    group = in_use().select_related("authority", "organisation").filter(address=address).first()
    if group is None or was_announced(group):
        return
    to = list(_every_agency(group))
    body = "\n".join(
        [
            "Kính gửi các cơ quan, đơn vị,",
            "",
            f"Nhóm thư {address} được lập theo đề nghị của {group.organisation.name}.",
            f"Văn bản: {group.ground_document or 'không nêu'}.",
            "Thư gửi đến địa chỉ này đến mọi thành viên của nhóm.",
            "",
            f"Quy chế áp dụng: {policy_of(group.authority).identity.title}, {in_words(group.issued_under)}.",
        ]
    )
    for start in range(0, len(to), AT_A_TIME):
        # Blind copies: an agency needs no list of all others.
        bcc = to[start : start + AT_A_TIME]
        _message(group, f"Lập nhóm thư {address}", body, to=[_postmaster(group)], bcc=bcc).send()
    with transaction.atomic():
        told = {"agencies": len(to)}
        record_act("mailbox.group_announced", group, acting=NOTICES, now=now, cause=Cause(), details=told)


def was_announced(group: Mailbox) -> bool:
    """Whether the agencies have been told of *group*."""
    return timeline(group).filter(event="mailbox.group_announced").exists()


def _every_agency(group: Mailbox) -> Iterator[str]:
    """Where each agency of the authority reads its notices: its clerk's mailbox if it has one, or else its own."""
    offices = Organisation.objects.filter(authority=group.authority, parent=None, valid_to=None)
    for office in offices.order_by("name"):
        shared = Mailbox.objects.filter(organisation=office, state__in=_receiving(group))
        clerk = shared.filter(kind=MailboxKind.VAN_THU)
        own = (clerk if clerk.exists() else shared).exclude(kind__in=[*PERSONAL, *GROUPS])
        yield from own.order_by("address").values_list("address", flat=True)


def recipients(mailbox: Mailbox) -> Iterator[str]:
    """Where the agency of *mailbox* reads its notices; of one that has no such place, the next above it."""
    office: Organisation | None = mailbox.organisation
    while office is not None:
        found = [*_own_mailboxes(office, but=mailbox), *_of_those_who_answer(office, but=mailbox)]
        if found:
            yield from dict.fromkeys(found)
            return
        office = office.parent


def letter(mailbox: Mailbox, *, now: datetime) -> str:
    """The notice of a lock in words: why, by which clause, until when to ask for what."""
    policy = policy_of(mailbox.authority)
    clause = f" (căn cứ {in_words(mailbox.ground)})" if mailbox.ground else ""
    since = f"{mailbox.since.astimezone(HANOI):%H:%M ngày %d/%m/%Y}"
    rule = state_rule(mailbox)
    arrives = "Thư gửi đến vẫn được nhận." if rule.has(Effect.RECEIVE) else "Thư gửi đến không được nhận."
    lines = [
        f"Kính gửi {mailbox.organisation.name},",
        "",
        f"Hộp thư {mailbox.address} ({mailbox.holder}) chuyển sang trạng thái “{rule.label}” từ {since}{clause}.",
        f"Lý do: {mailbox.ground_reason or mailbox.ground_document}",
        f"{arrives} Nếu còn cần dùng, cơ quan gửi đề nghị khôi phục.",
    ]
    if following := _next(mailbox, told_on=now.astimezone(HANOI).date()):
        lines.append(_what_comes(following, policy))
    return "\n".join([*lines, "", f"Quy chế áp dụng: {policy.identity.title}."])


def _next(mailbox: Mailbox, *, told_on: date) -> Passing | None:
    """What time does first with the mailbox if the agency, told on *told_on*, does nothing."""
    mailbox.agency_notified_at = datetime.combine(told_on, datetime.min.time(), HANOI)
    trail = trail_of(mailbox)
    mailbox.agency_notified_at = None
    coming = passings(mailbox.state, trail, policy=policy_of(mailbox.authority), calendar=vietnam())
    return next(iter(coming), None)


def _what_comes(one: Passing, policy: Policy) -> str:
    target = policy.states.state[one.target]
    when = f"từ ngày {one.on:%d/%m/%Y} ({in_words(one.clause)})"
    if target.phase is Phase.OPEN:
        return f"Hộp thư tự chuyển sang “{target.label}” {when}."
    becomes = "bị thu hồi" if target.phase is Phase.ENDED else f"chuyển sang “{target.label}”"
    return f"Nếu không có đề nghị khôi phục, hộp thư {becomes} {when}."


def _own_mailboxes(office: Organisation, *, but: Mailbox) -> list[str]:
    theirs = Mailbox.objects.filter(organisation=office, state__in=_receiving(but)).exclude(pk=but.pk)
    shared = theirs.exclude(kind__in=[*PERSONAL, *GROUPS])
    return list(shared.order_by("address").values_list("address", flat=True))


def _of_those_who_answer(office: Organisation, *, but: Mailbox) -> list[str]:
    answering = Appointment.objects.filter(
        organisation=office, until=None, role__in=sorted(role.value for role in AGENCY_ROLES)
    )
    theirs = Mailbox.objects.filter(
        person__in=answering.values("person"), authority=but.authority, state__in=_receiving(but)
    )
    return list(theirs.exclude(pk=but.pk).order_by("address").values_list("address", flat=True))


def _receiving(mailbox: Mailbox) -> list[str]:
    """The live states in which somebody reads what arrives."""
    table = policy_of(mailbox.authority).states
    return [state for state in table.in_phase(*LIVE) if table.state[state].has(Effect.SIGN_IN)]
