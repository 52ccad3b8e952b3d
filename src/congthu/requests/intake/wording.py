"""What does a line ask for in words, where no box of the form says it?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from congthu.regulations.asks import Action, Box, Subject
from congthu.regulations.fields import RowField
from congthu.regulations.words import Words, by_phrase
from congthu.vietnamese.names import fold, normalise
from congthu.vietnamese.phrases import meanings_in

SUBJECT_LINE: Final = re.compile(r"\s*(v/v|ve viec|trich yeu)\b")


@dataclass(frozen=True)
class Wording:
    """The words of the province, and the lines above the tables that say what the letter is about."""

    words: Words
    title: str = ""

    @cached_property
    def _asks(self) -> dict[str, Action]:
        return by_phrase(self.words.asks)

    def asked(self, ticks: Sequence[Action], said: str, *, unprinted: frozenset[Action]) -> Action | None:
        """What the ticks ask for; where there are none what the line *said*, or the letter for what has no printed box.

        Nothing where that is not exactly one thing. Whoever ticks a new password for a mailbox and writes that it is
        to be restored wants it restored: the words say more than the box could.
        """
        named = meanings_in(said, self._asks)
        if len(ticks) == 1:
            restored = ticks[0] is Action.PASSWORD and named == (Action.RESTORE,)
            return Action.RESTORE if restored else ticks[0]
        if ticks:
            return None
        if named:
            return named[0] if len(named) == 1 else None
        about = tuple(action for action in meanings_in(self.title, self._asks) if action in unprinted)
        return about[0] if len(about) == 1 and len(meanings_in(self.title, self._asks)) == 1 else None

    def box(
        self, subject: Subject | None, action: Action | None, values: Mapping[RowField, str]
    ) -> Box | None:
        """The kind of mailbox that a line asking for a new one names beside whose it is."""
        if subject is not Subject.ORGANISATION or action is not Action.ISSUE:
            return None
        told = [values.get(field, "") for field in (RowField.ORG_NAME, RowField.REMARKS)]
        named = [*meanings_in(" ; ".join(told), by_phrase(self.words.boxes))]
        alone = {fold(normalise(wording)): box for wording, box in by_phrase(self.words.boxes_alone).items()}
        named += [alone[text] for text in map(fold, told) if text in alone]
        return named[0] if named else None


def subject_of(opening: Sequence[str]) -> str:
    """The lines that say what a letter is about: "V/v …"."""
    return " ".join(line for line in opening if SUBJECT_LINE.match(fold(line)))
