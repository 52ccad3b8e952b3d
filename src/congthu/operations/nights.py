"""What does a day bring about by itself, in every authority?

Decisions take effect whose day has come, and time moves mailboxes. The schedule asks it at night; a trial whose clock
is moved asks it for every night in between. What is done once is not due again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from congthu.decisions.actions import take_effect
from congthu.decisions.queries import next_to_take_effect
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.mailboxes.acts import night
from congthu.mailboxes.acts.reminders import farthest_ahead, remind, reminder_days
from congthu.mailflow.collector.behind import caught_up, lengths
from congthu.operations.supervise import Late, wait_until
from congthu.regulations.duties import HANOI
from congthu.requests.queries import pending_for

# The collector writes down every two seconds what it has heard.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that came about by itself on a day."""

    authority: str
    event: str
    subject: str
    on: date
    clause: str
    gist: str
    source: str = ""
    target: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "authority": self.authority,
            "event": self.event,
            "subject": self.subject,
            "on": self.on.isoformat(),
            "from": self.source or None,
            "to": self.target or None,
            "clause": self.clause,
            "gist": self.gist,
        }


def use_is_known(instance: Path | None) -> bool:
    """Wait, not for ever, until the record knows what people did with their mail programs; say whether it does.

    An installation of the tests (None) has no mail programs.
    """
    if instance is None:
        return True
    logged = lengths(instance)
    try:
        wait_until(lambda: caught_up(instance, logged), PATIENCE, "nhật ký thư chưa đọc hết")
    except Late:
        return False
    return True


def live_through(
    now: datetime, *, acting: Actor, use_known: bool = True, authorities: Iterable[Authority] | None = None
) -> list[Happened]:
    """Do what the day of *now* has brought about by itself; give it in the order in which it was done.

    Every authority is asked unless *authorities* says in which of them something happens.

    Without *use_known* nobody is taken to be idle: who has used a mailbox may not have been heard of.
    """
    day = now.astimezone(HANOI).date()
    happened: list[Happened] = []
    for authority in Authority.objects.order_by("code") if authorities is None else authorities:
        began = take_effect(authority, acting=acting, now=now)
        if began:
            authority.refresh_from_db(fields=["decisions"])
        happened += (
            Happened(authority.code, "decision.in_force", one.parameter, day, "", f"Quyết định {one.number}")
            for one in began
        )
        pending = pending_for(authority)
        happened += (
            Happened(
                authority.code,
                f"mailbox.{one.event}",
                one.address,
                day,
                one.clause,
                one.gist,
                one.source,
                one.target,
            )
            for one in night.run(
                authority, as_of=day, acting=acting, now=now, pending=pending, use_known=use_known
            )
        )
        happened += (
            Happened(
                authority.code,
                "mailbox.reminder",
                one.coming.address,
                day,
                one.coming.clause,
                f"Nhắc trước {one.ahead:02} ngày: {one.coming.gist}",
            )
            for one in remind(authority, as_of=day, acting=acting, now=now, pending=pending)
        )
    return happened


def next_day(first: date, last: date, *, acting: Actor) -> date | None:
    """The first day from *first* to *last* on which anything comes about by itself; None where nothing does."""
    found = (next_day_of(one, first, last, acting=acting) for one in Authority.objects.all())
    return min((day for day in found if day is not None), default=None)


def next_day_of(authority: Authority, first: date, last: date, *, acting: Actor) -> date | None:
    """The first day from *first* to *last* on which anything comes about by itself in one authority."""
    pending = pending_for(authority)
    # What is told ahead happens on a day that may lie beyond.
    until = last + timedelta(days=farthest_ahead(authority))
    forecast = night.forecast(authority, as_of=until, acting=acting, pending=pending, today=first)
    days = [one.on for one in forecast[:1]]
    days += reminder_days(forecast, first=first)
    if (begins := next_to_take_effect(authority)) is not None:
        days.append(begins)
    soonest = max(min(days), first) if days else None
    return soonest if soonest is not None and soonest <= last else None
