"""Who tried what that a rule forbids?

A refusal undoes the transaction in which it was found, so it is written afterwards, in one of its own. It is bounded:
of refusals that are alike (same person, act, subject and rules) one a minute is written and the others counted, and of
all that one person runs into at most :data:`AT_MOST` a minute. The count stands in the next entry of the kind, or in
one that the night writes.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.db import DatabaseError, connection, transaction

from congthu.audit.actions import record
from congthu.audit.acts import NOTHING_ASKED, Acting, AnsweredNo, Asked, Subject
from congthu.audit.models import Repeated
from congthu.audit.sealed import masked
from congthu.regulations.refusals import RefusedByRule

P = ParamSpec("P")
Target = TypeVar("Target")
Result = TypeVar("Result")

log = logging.getLogger(__name__)
MINUTE = timedelta(minutes=1)
AT_MOST = 30
LONG_NUMBER = re.compile(r"\d{9,}")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried: *act* is the event that would have been recorded.

    *also* says more of it and makes it another attempt, such as the line of a request. *bounded*: it counts against
    what one person may have written in a minute.
    """

    act: str
    subject: Subject
    authority: str
    acting: Acting
    at: datetime
    also: Mapping[str, object] = field(default_factory=dict)
    bounded: bool = True

    @property
    def event(self) -> str:
        """The event of the trail that tells of it."""
        return f"{self.act}.refused"


@contextmanager
def refusals_kept(
    act: str, subject: Subject, *, authority: str, acting: Acting, at: datetime
) -> Iterator[None]:
    """Write down what is refused inside, once no transaction is left that would undo it.

    Acts call acts: the innermost says what was tried, the outermost writes.
    """
    try:
        yield
    except RefusedByRule as refusal:
        if refusal.attempt is None:
            refusal.attempt = Attempt(act, subject, authority, acting, at)
        if _outermost():
            keep_refusal(refusal)
        raise


def kept_if_refused(
    act: str, where: Callable[[Target], tuple[Subject, str]]
) -> Callable[[Callable[Concatenate[Target, P], Result]], Callable[Concatenate[Target, P], Result]]:
    """Let an act write down that it was refused; *where* gives subject and authority of its first argument.

    The act takes ``acting`` and ``now`` by keyword, as every act does.
    """

    def decorate(
        function: Callable[Concatenate[Target, P], Result],
    ) -> Callable[Concatenate[Target, P], Result]:
        @wraps(function)
        def tried(target: Target, /, *args: P.args, **kwargs: P.kwargs) -> Result:
            subject, authority = where(target)
            acting, at = cast("Acting", kwargs["acting"]), cast("datetime", kwargs["now"])
            with refusals_kept(act, subject, authority=authority, acting=acting, at=at):
                return function(target, *args, **kwargs)

        return tried

    return decorate


def keep_refusal(refusal: RefusedByRule) -> None:
    """Write *refusal* down, or count it; once only, and never in place of what is said to whoever was refused."""
    attempt = refusal.attempt
    if not isinstance(attempt, Attempt):
        return
    refusal.attempt = KEPT
    try:
        with transaction.atomic():
            _write(attempt, refusal)
    except DatabaseError:
        log.exception("a refused %s by %s could not be recorded", attempt.act, attempt.acting.key)


def tell_counted(*, acting: Acting, now: datetime) -> int:
    """Write down the counts that no later refusal has carried into the trail; return how many entries that took."""
    with transaction.atomic():
        old = list(Repeated.objects.select_for_update().filter(since__lte=now - MINUTE))
        counted = [row for row in old if row.unwritten]
        Repeated.objects.filter(pk__in=[row.pk for row in old]).delete()
        for row in counted:
            told = {"actor": row.actor, "times": row.unwritten, "since": row.since.isoformat()}
            subject = Subject(row.subject_kind, row.subject_key)
            record(row.event, subject, authority=row.authority, acting=acting, at=now, details=told)
    return len(counted)


class _Kept:
    """In place of an attempt that is in the trail already."""


KEPT = _Kept()


def _write(attempt: Attempt, refusal: RefusedByRule) -> None:
    rules = sorted({one.rule for one in refusal.refusals})
    recent = Repeated.objects.filter(actor=attempt.acting.key, since__gt=attempt.at - MINUTE)
    if attempt.bounded and recent.count() >= AT_MOST:
        attempt, rules = (
            replace(attempt, act="any", subject=Subject("actor", attempt.acting.key), also={}),
            [],
        )
    row, created = Repeated.objects.select_for_update().get_or_create(
        alike=_alike(attempt, rules),
        defaults={
            "authority": attempt.authority,
            "actor": attempt.acting.key,
            "event": attempt.event,
            "subject_kind": attempt.subject.kind,
            "subject_key": attempt.subject.key,
            "since": attempt.at,
        },
    )
    if not created and abs(attempt.at - row.since) < MINUTE:
        row.unwritten += 1
        row.save(update_fields=["unwritten"])
        return
    counted = {"counted_before": row.unwritten} if row.unwritten else {}
    row.since, row.unwritten = attempt.at, 0
    row.save(update_fields=["since", "unwritten"])
    record(
        attempt.event,
        attempt.subject,
        authority=attempt.authority,
        acting=attempt.acting,
        at=attempt.at,
        details={
            "refused": [
                {**one.as_json(), "message": LONG_NUMBER.sub(lambda found: masked(found[0]), one.message)}
                for one in refusal.refusals
            ],
            **attempt.also,
            **counted,
        },
        asked=asked_by(refusal),
    )


def asked_by(refusal: RefusedByRule) -> tuple[Asked, ...]:
    """What the rules were asked that refused."""
    return refusal.asked if isinstance(refusal, AnsweredNo) else tuple(NOTHING_ASKED)


def _alike(attempt: Attempt, rules: list[str]) -> str:
    also = (f"{name}={value}" for name, value in attempt.also.items())
    parts = (attempt.acting.key, attempt.act, attempt.subject.kind, attempt.subject.key, *rules, *also)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _outermost() -> bool:
    """Whether no transaction is open that a refusal would undo; the one around a test is not meant."""
    blocks = connection.atomic_blocks
    return not blocks or bool(getattr(blocks[-1], "_from_testcase", False))
