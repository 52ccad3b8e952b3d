"""How is what the law asks of one mailbox written down, so that it can be asked again?"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from congthu.mailboxes.lifecycle.machine import Trail
from congthu.regulations.schema import Rank

DAYS = frozenset(
    {
        "issued_on",
        "password_changed_on",
        "last_login_on",
        "last_sent_on",
        "last_received_on",
        "use_recorded_from",
        "locked_on",
        "restored_on",
        "entered_on",
        "decision_on",
        "left_on",
        "agency_notified_on",
        "excused_until",
    }
)


def facts_of_trail(trail: Trail) -> dict[str, Any]:
    """What is known of *trail* as plain JSON values; what is not known is left out."""
    told: dict[str, Any] = {}
    for one in fields(trail):
        value = getattr(trail, one.name)
        if value is None or value in ("", frozenset()):
            continue
        match value:
            case date():
                told[one.name] = value.isoformat()
            case frozenset():
                told[one.name] = sorted(value)
            case _:
                told[one.name] = str(value) if isinstance(value, str) else value
    return told


def trail_from(facts: Mapping[str, Any]) -> Trail:
    """The trail that *facts* tell; facts that are none of it are passed over."""
    known: dict[str, Any] = {}
    for one in fields(Trail):
        if one.name not in facts:
            continue
        value = facts[one.name]
        if one.name in DAYS:
            value = date.fromisoformat(value)
        elif one.name == "rank":
            value = Rank(value) if value in set(Rank) else None
        elif one.name == "pending":
            value = frozenset(value)
        known[one.name] = value
    return Trail(**known)
