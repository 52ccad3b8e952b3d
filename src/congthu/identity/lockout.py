"""What do wrong passwords bring about: nothing yet, a door shut for some minutes, or a mailbox locked?

A regulation counts wrong passwords in a row, or only those within some time; and either the mailbox is locked until
somebody restores it, or nobody is let in for as long as it says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from congthu.enforces import enforces
from congthu.regulations.schema import SignInSection
from congthu.regulations.terms import Hours, Minutes, Term

LENGTHS: dict[type[Term], timedelta] = {Minutes: timedelta(minutes=1), Hours: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong passwords in a row: how many, since when, and when the last was."""

    count: int = 0
    since: datetime | None = None
    last: datetime | None = None


@enforces("sign_in.failures_within")
def after_failure(before: Failures, *, rules: SignInSection, now: datetime) -> Failures:
    """What is counted once one more password was wrong."""
    within = rules.failures_within
    over = within is not None and before.since is not None and now - before.since > length(within.value)
    was_shut = reached(before, rules=rules) and rules.locked_for is not None
    if over or was_shut or before.since is None:
        return Failures(1, now, now)
    return Failures(min(before.count + 1, 1000), before.since, now)


@enforces("sign_in.failures_before_lock")
def reached(failures: Failures, *, rules: SignInSection) -> bool:
    """Whether so many wrong passwords have the consequence that the regulation sets."""
    limit = rules.failures_before_lock
    return limit is not None and failures.count >= limit.value


@enforces("sign_in.locked_for")
def shut_until(failures: Failures, *, rules: SignInSection) -> datetime | None:
    """Until when nobody is let in; None where the door is open, or where the mailbox itself is locked instead."""
    if rules.locked_for is None or failures.last is None or not reached(failures, rules=rules):
        return None
    return failures.last + length(rules.locked_for.value)


def length(term: Term) -> timedelta:
    """How long a term of the clock, or of days, lasts."""
    return LENGTHS.get(type(term), timedelta(days=1)) * term.count
