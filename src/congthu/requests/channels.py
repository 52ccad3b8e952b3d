"""How did a request reach us, and may it come that way: by this channel, into this mailbox, from this sender?

A regulation speaks of letters and calls. Whoever signs in here is known, so the portal, the command and the API are
open under every regulation; a command that registers a letter says by which channel the letter came.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from congthu.audit.acts import Asked, Question, demand
from congthu.directory.models import Authority, Organisation
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.regulations.asks import Action, actions_of
from congthu.regulations.policy import Policy
from congthu.regulations.route import Channel
from congthu.requests.questions import ask
from congthu.requests.way import focal_point


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a request reached us. *sender* and *received_in* are mailboxes, "" where it did not come by mail."""

    channel: Channel = Channel.CONSOLE
    sender: str = ""
    received_in: str = ""


def check_arrival(
    arrival: Arrival,
    kinds: Iterable[str],
    *,
    addresses: Iterable[str],
    document: str,
    authority: Authority,
    agency: Organisation | None,
    policy: Policy,
) -> list[Asked]:
    """See that a request for *kinds*, about the mailboxes *addresses*, may come as it did; return what was asked.

    Raises:
        RefusedByRule: it may not, with the clause and the way that is open.
    """
    asked = actions_of(kinds)
    told = sorted(str(one) for one in asked)
    facts: dict[str, object] = {
        "channel": str(arrival.channel),
        "asked": told,
        "document": document,
        "received_in": arrival.received_in.strip().lower(),
        "locked_out": _locked_out(arrival, asked, addresses, authority, policy),
    }
    found = [demand(ask(Question.CHANNEL, facts, policy))]
    if arrival.sender or arrival.channel is Channel.EMAIL:
        sender = arrival.sender.strip().lower()
        mailbox = Mailbox.objects.filter(authority=authority, address=sender, phase__in=LIVE_PHASES).first()
        through = focal_point(agency) if agency else None
        facts = {
            "sender": sender,
            "sender_kind": mailbox.kind if mailbox else "",
            "asked": told,
            "focal_point": through.name if through else "",
            "of_focal_point": through is None
            or (mailbox is not None and mailbox.organisation_id == through.pk),
        }
        found.append(demand(ask(Question.SENDER, facts, policy)))
    return found


def _locked_out(
    arrival: Arrival,
    asked: frozenset[Action],
    addresses: Iterable[str],
    authority: Authority,
    policy: Policy,
) -> bool:
    """Whether a paper asks to restore the very mailboxes from which requests have to be sent."""
    kinds = policy.request.sender_kinds
    if arrival.channel is not Channel.PAPER or kinds is None or asked != {Action.RESTORE}:
        return False
    wanted = {address.strip().lower() for address in addresses}
    senders = Mailbox.objects.filter(
        authority=authority, address__in=wanted, kind__in=[str(one) for one in kinds.value]
    )
    return bool(wanted) and senders.count() == len(wanted)


def came_through_focal_point(arrival: Arrival, agency: Organisation | None) -> bool:
    """Whether the sender's mailbox is the focal point's own: then nobody has to forward the request any more."""
    if not arrival.sender or agency is None:
        return False
    sent_from = Mailbox.objects.filter(address=arrival.sender.strip().lower())
    return sent_from.filter(organisation=focal_point(agency)).exists()
