"""Give a mailbox to somebody who was appointed, so that they can sign in and do what they were appointed to.

A request is handed in, confirmed and carried out by people who have signed in. The first ones of an installation, and
the first of each agency, therefore get theirs on the document by which they were appointed, and on nothing less.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from congthu.audit.acts import Cause
from congthu.directory.models import Appointment, Authority, Person
from congthu.directory.queries import visible_people
from congthu.directory.roles import NAMES, Actor, Role
from congthu.identity import holding
from congthu.identity.holding import Handed
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import Refusal, RefusedByRule


@dataclass(frozen=True, slots=True)
class Equipped:
    """What became of one person: the mailbox with its password, shown this once, or why there is none."""

    person: Person
    document: str
    handed: Handed | None
    refused: tuple[Refusal, ...] = ()


def waiting_for_a_mailbox(authority: Authority, *, acting: Actor, now: datetime) -> QuerySet[Person]:
    """Those who hold a role today and have no mailbox to sign in with, as far as *acting* sees them."""
    held = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), person=OuterRef("pk"), since__lte=now
    )
    own = Mailbox.objects.filter(person=OuterRef("pk"), kind=MailboxKind.PERSON, phase__in=LIVE_PHASES)
    found = visible_people(acting).filter(Exists(held), ~Exists(own), authority=authority)
    return found.select_related("authority", "organisation__parent")


def equip(person: Person, *, acting: Actor, now: datetime) -> Handed:
    """Issue a personal mailbox on the ground of the newest role that *person* holds.

    Raises:
        RefusedByRule: they hold none (then the agency asks, as for everybody), have a mailbox, or no name is left.
    """
    return holding.issue(
        person.organisation,
        MailboxKind.PERSON,
        person=person,
        acting=acting,
        now=now,
        cause=_cause(person, now=now),
    )


def equip_appointed(authority: Authority, *, acting: Actor, now: datetime) -> list[Equipped]:
    """Do so for everybody who waits for one; who cannot have one stops nobody else."""
    done: list[Equipped] = []
    for person in waiting_for_a_mailbox(authority, acting=acting, now=now):
        document = _cause(person, now=now).document
        try:
            done.append(Equipped(person, document, equip(person, acting=acting, now=now)))
        except RefusedByRule as refusal:
            done.append(Equipped(person, document, None, refusal.refusals))
    return done


def _cause(person: Person, *, now: datetime) -> Cause:
    held = person.appointments.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)
    newest = held.order_by("-since", "-pk").first()
    if newest is None:
        message = f"{person.full_name} không giữ vai trò nào: hộp thư được cấp theo yêu cầu của cơ quan."
        raise RefusedByRule(Refusal("role.required", "", message))
    return Cause(document=newest.document, reason=f"Được giao vai trò {NAMES[Role(newest.role)]}")
