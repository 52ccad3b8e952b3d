"""Remind agencies and holders of what time is about to do, as long as they can still do something about it.

Each reminder is written down in the transaction that asks for it to be sent, so that none goes out twice; a machine
that was down for a week sends the last one and not all that it has missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from congthu.audit.outbox import Errand, tell_each
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.mailboxes.acts.night import Passage, forecast
from congthu.mailboxes.lifecycle.notices import days_ahead, due_ahead
from congthu.mailboxes.models import Mailbox, Reminder
from congthu.mailboxes.timers import Pending


@dataclass(frozen=True, slots=True)
class Reminded:
    """A mailbox whose agency or holder is to hear what *coming* does to it, *ahead* days before."""

    coming: Passage
    ahead: int


def remind(
    authority: Authority, *, as_of: date, acting: Actor, now: datetime, pending: Pending | None = None
) -> list[Reminded]:
    """Ask for every reminder to be sent whose day has come by *as_of* and that was not asked for yet."""
    due: dict[str, tuple[Passage, tuple[int, ...]]] = {}
    for coming in _next_ones(authority, as_of, acting=acting, pending=pending):
        ahead = due_ahead(coming.step, happens_on=coming.on, as_of=as_of)
        if ahead:
            due[coming.address] = (coming, ahead)
    if not due:
        return []
    with transaction.atomic():
        ids = dict(Mailbox.objects.filter(address__in=due).select_for_update().values_list("address", "pk"))
        sent = set(
            Reminder.objects.filter(mailbox__in=ids.values()).values_list("mailbox", "event", "on", "ahead")
        )
        fresh = [
            Reminder(mailbox_id=ids[address], event=coming.event, on=coming.on, ahead=days, at=now)
            for address, (coming, ahead) in due.items()
            for days in ahead
            if (ids[address], coming.event, coming.on, days) not in sent
        ]
        Reminder.objects.bulk_create(fresh)
        asked = {(one.mailbox_id, one.ahead) for one in fresh}
        reminded = [
            Reminded(coming, ahead[-1])
            for address, (coming, ahead) in due.items()
            if (ids[address], ahead[-1]) in asked
        ]
        tell_each(
            Errand.REMIND,
            (
                {"address": one.coming.address, "event": one.coming.event, "on": one.coming.on.isoformat()}
                for one in reminded
            ),
        )
    return reminded


def reminder_days(coming: Iterable[Passage], *, first: date) -> list[date]:
    """The days from *first* on which something is told of what *coming* does, before it does."""
    seen: set[str] = set()
    days = []
    for one in coming:
        if one.address not in seen:
            seen.add(one.address)
            days += [one.on - timedelta(days=ahead) for ahead in days_ahead(one.step)]
    return [day for day in days if day >= first]


def farthest_ahead(authority: Authority) -> int:
    """How many days before it happens the earliest reminder of anything goes out; 0 where there is none."""
    steps = policy_of(authority).states.transition
    return max((ahead for step in steps for ahead in days_ahead(step)), default=0)


def _next_ones(
    authority: Authority, as_of: date, *, acting: Actor, pending: Pending | None
) -> Iterable[Passage]:
    """What time does next to each mailbox that is to be reminded of it."""
    farthest = farthest_ahead(authority)
    if not farthest:
        return []
    until = as_of + timedelta(days=farthest)
    seen: dict[str, Passage] = {}
    for one in forecast(authority, as_of=until, acting=acting, pending=pending, today=as_of):
        seen.setdefault(one.address, one)
    return seen.values()
