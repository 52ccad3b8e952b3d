"""What does the state of somebody's mailbox let them do? The port through which identity asks.

Accounts and mailboxes are siblings that do not import each other; the settings name the object that answers
(``CONGTHU_STANDING``). An account without a mailbox has no standing and nothing that limits it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from congthu.regulations.refusals import Refusal


class Standing(Protocol):
    """Where a mailbox stands at one moment."""

    @property
    def login(self) -> bool:
        """Whether its holder may sign in at all."""

    @property
    def programs(self) -> bool:
        """Whether mail programs may use it: more than the page on which a password is changed."""

    @property
    def refusal(self) -> Refusal:
        """What to say where it may not."""


class Mailboxes(Protocol):
    """What identity asks of mailboxes and tells them."""

    def standing(self, login: str) -> Standing | None:
        """Return the standing of the mailbox *login*, None where there is no such mailbox."""

    def signed_in(self, login: str, *, now: datetime) -> None:
        """Take note that the holder signed in: it counts as use."""

    def password_chosen(self, login: str, *, now: datetime) -> None:
        """Move the mailbox on: its holder has chosen a password of their own."""

    def too_many_failures(self, login: str, *, clause: str, now: datetime) -> bool:
        """Lock the mailbox: its password was typed wrong too often in a row. False where it cannot be locked."""


@cache
def _load(dotted: str) -> Mailboxes:
    return cast("Callable[[], Mailboxes]", import_string(dotted))()


def mailboxes() -> Mailboxes:
    """Return the object that the settings name."""
    return _load(settings.CONGTHU_STANDING)
