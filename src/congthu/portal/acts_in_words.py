"""How is an entry of the trail told to people?"""

from collections.abc import Iterable

from django.urls import reverse

from congthu.audit.explain import who_in_words
from congthu.audit.models import AuditEntry
from congthu.audit.words import event_in_words
from congthu.portal.components.timeline import Moment, Timeline


def timeline(entries: Iterable[AuditEntry]) -> Timeline:
    """The entries as they come, newest first; an act without words shows its name in the data."""
    return Timeline(
        tuple(
            Moment(
                at=entry.at,
                what=event_in_words(entry.event),
                who=who_in_words(entry.actor),
                why=". ".join(part.rstrip(".") for part in (entry.reason, entry.document) if part),
                clause=entry.clause,
                explained=reverse("portal:why", args=[entry.pk]) if _explained(entry) else "",
            )
            for entry in entries
        )
    )


def _explained(entry: AuditEntry) -> bool:
    """Whether more is known than the line itself says."""
    return entry.rulings is not None or "refused" in entry.details
