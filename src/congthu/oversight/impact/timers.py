"""Whom would time lock, revoke or destroy by a day under another text, and whom not any more?

Both texts are asked the same question, for all mailboxes at once, and only what differs is told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from congthu.mailboxes.acts.night import Passage
from congthu.oversight.impact.effects import Effect, Kind, Texts
from congthu.regulations.policy import Policy
from congthu.regulations.states import Phase

KINDS = {Phase.LOCKED: Kind.LOCKED, Phase.ENDED: Kind.REVOKED, Phase.DESTROYED: Kind.DESTROYED}
# What wants a new password is a state like others; that it came with the password's age says so.
OLD_AGE = "password.max_age"
Forecast = Callable[[Policy], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Fate:
    """What time does to one mailbox: by which parameter, and on which day."""

    parameter: str
    clause: str
    on: date


def of_time(texts: Texts, forecast: Forecast) -> Iterator[Effect]:
    """What differs in what time does."""
    then, now = _fates(forecast(texts.before)), _fates(forecast(texts.after))
    for kind in dict.fromkeys([*now, *then]):
        one, other = then.get(kind, {}), now.get(kind, {})
        both = set(one) & set(other)
        groups = (
            (kind, other, set(other) - both),
            (Kind.SPARED, one, set(one) - both),
            (Kind.SOONER, other, {address for address in both if other[address].on < one[address].on}),
            (Kind.LATER, other, {address for address in both if other[address].on > one[address].on}),
        )
        for told, fates, addresses in groups:
            for effect in _grouped(told, {address: fates[address] for address in addresses}, texts):
                yield replace(
                    effect,
                    happened_before=_by(effect.parameter, one),
                    happens_after=_by(effect.parameter, other),
                )


def kind_of(passage: Passage) -> Kind:
    """What kind of effect it is to be moved so."""
    if passage.step.timer and passage.step.timer.after == OLD_AGE:
        return Kind.PASSWORD_EXPIRED
    return KINDS.get(passage.phase, Kind.MOVED)


def _by(parameter: str, fates: Mapping[str, Fate]) -> int:
    return sum(one.parameter == parameter for one in fates.values())


def _fates(passages: Sequence[Passage]) -> Mapping[Kind, Mapping[str, Fate]]:
    """The first time that each mailbox meets each kind of effect."""
    found: dict[Kind, dict[str, Fate]] = defaultdict(dict)
    for one in passages:
        found[kind_of(one)].setdefault(one.address, Fate(one.parameter, one.clause, one.on))
    return found


def _grouped(kind: Kind, fates: Mapping[str, Fate], texts: Texts) -> Iterator[Effect]:
    """One effect for each parameter and clause by which mailboxes meet it."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for address in sorted(fates):
        groups[fates[address].parameter, fates[address].clause].append(address)
    for (parameter, clause), listed in groups.items():
        yield replace(texts.effect(kind, parameter, addresses=listed), clause=clause)
