"""Tell the world what an act brought about: written in the act's own transaction, done soon after by the worker.

An errand that is written goes with the act or not at all; one that fails is tried again. Acts name errands; who runs
them stands in `congthu.project.schedule`.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


class Errand(StrEnum):
    """What an act may ask for, and what must be said with it."""

    APPLY_DECISIONS = "apply-decisions"
    """``authority``: other decisions hold there; its mailboxes and the mail programs must follow."""

    TELL_AGENCY_OF_LOCK = "tell-agency-of-lock"
    """``address``: the agency of this mailbox must hear that it is locked; a revocation waits for that."""

    REMIND = "remind"
    """``address``, ``event``, ``on``: whoever can still do something about it must hear what happens then."""

    TELL_OF_STEP = "tell-of-step"
    """``address``, ``event``: whoever the regulation names must hear of the step that the mailbox took."""

    ANNOUNCE_GROUP = "announce-group"
    """``address``: every agency must hear of this group, which anybody may write to from now on."""


def tell(errand: Errand, **about: str | int) -> None:
    """Write one errand; the transaction that is open decides whether it goes out."""
    app.configure_task(errand.value).defer(**about)


def tell_each(errand: Errand, abouts: Iterable[dict[str, Any]]) -> None:
    """Write the same errand about each of many, in one statement."""
    if several := list(abouts):
        app.configure_task(errand.value).batch_defer(*several)


def errands_waiting() -> bool:
    """Say whether the worker still has something to do now; what failed and is tried again later does not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'doing' OR (status = 'todo' "
            "AND coalesce(scheduled_at <= now(), true)))"
        )
        [waiting] = cursor.fetchone()
    return bool(waiting)
