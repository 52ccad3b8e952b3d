"""How does a mailbox take one step of its regulation's machine, and what must every act name?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from congthu.audit.actions import record
from congthu.audit.acts import NOTHING_ASKED, Asked, Cause, Question, Subject, demand
from congthu.audit.outbox import Errand, tell
from congthu.decisions.queries import policy_of
from congthu.directory.models import Person
from congthu.directory.roles import Actor
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.lifecycle.facts import facts_of_trail
from congthu.mailboxes.lifecycle.machine import Trail, possible, step
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.questions import ask
from congthu.mailboxes.timers import trail_of
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Act, Effect, Party, Phase, Transition


def move(
    mailbox: Mailbox,
    act: Act,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    details: Mapping[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
    **changes: object,
) -> None:
    """Take *mailbox* one step of its regulation's machine; *changes* are columns that change with the step.

    *asked* is what rules said before that. Where *cause* names no clause it is the step's own.

    Raises:
        RefusedByRule: the regulation knows no such step from the state that the mailbox is in now.
    """
    with transaction.atomic():
        row = (
            Mailbox.objects.select_for_update(of=("self",))
            .select_related("authority", "person")
            .get(pk=mailbox.pk)
        )
        before, policy, trail = row.state, policy_of(row.authority), trail_of(row)
        if act is Act.LOCK:
            trail = replace(trail, ground=cause.clause)
        stepped = demand(ask(Question.STEP, _step_facts(row, act, policy, trail), policy))
        taken = step(before, act, policy=policy, trail=trail)
        cause = replace(cause, clause=cause.clause or taken.cited)
        enter(row, taken, policy=policy, now=now)
        row.ground, row.ground_document, row.ground_reason = cause.clause, cause.document, cause.reason
        for column, value in changes.items():
            setattr(row, column, value)
        row.save()
        told = {"from": before, "to": row.state, **(details or {})}
        record_act(
            f"mailbox.{act}", row, acting=acting, now=now, cause=cause, details=told, asked=[*asked, stepped]
        )
        if row.phase == Phase.LOCKED and Party.AGENCY in taken.tell:
            tell(Errand.TELL_AGENCY_OF_LOCK, address=row.address)
        elif taken.tell:
            tell(Errand.TELL_OF_STEP, address=row.address, event=act.value)
    mailbox.refresh_from_db()


def _step_facts(row: Mailbox, act: Act, policy: Policy, trail: Trail) -> dict[str, object]:
    """What a step by an act depends on."""
    known = facts_of_trail(trail)
    return {
        "address": row.address,
        "state": row.state,
        "label": policy.states.label(row.state),
        "act": act.value,
        **{name: known[name] for name in ("kind", "rank", "ground", "leaving") if name in known},
    }


def quota_facts(kind: str, person: Person | None) -> dict[str, object]:
    """What the quota of a mailbox may depend on."""
    return {"kind": str(kind), "rank": person.rank if person else ""}


def knows(mailbox: Mailbox, act: Act) -> bool:
    """Whether the regulation knows a step by *act* from where *mailbox* is."""
    policy = policy_of(mailbox.authority)
    return possible(mailbox.state, act, policy=policy, trail=trail_of(mailbox))


def enter(row: Mailbox, taken: Transition, *, policy: Policy, now: datetime) -> None:
    """Put *row* into the state that the step *taken* leads to, with everything that follows from its phase.

    A lock keeps the moment at which it began from stage to stage, and the leaving that it interrupts.
    """
    rule = policy.states.state[taken.target]
    was_locked = row.phase == Phase.LOCKED
    row.state, row.phase, row.must_change = taken.target, rule.phase.value, rule.has(Effect.MUST_CHANGE)
    row.since = now
    if rule.phase is Phase.OPEN and was_locked:
        row.restored_at = now
    if rule.phase is Phase.LOCKED:
        row.locked_at = row.locked_at or now
    else:
        row.locked_at = row.agency_notified_at = None
        row.leaving = row.state if rule.phase is Phase.LEAVING else ""
    if row.kind in GROUPS and row.must_change:
        # Nobody will choose a password for a group.
        chosen = step(row.state, Act.SET_PASSWORD, policy=policy, trail=Trail(kind=row.kind))
        enter(row, chosen, policy=policy, now=now)


def refuse_own(mailbox: Mailbox, acting: Actor, *, to: str) -> None:
    """Raise RefusedByRule where somebody would shut themselves out: the one operator of a province, it may be."""
    if (
        acting.person_id is None
        or mailbox.person_id != acting.person_id
        or mailbox.kind != MailboxKind.PERSON
    ):
        return
    message = (
        f"{mailbox.address} là hộp thư của chính bạn: {to} rồi thì bạn không đăng nhập được nữa. "
        "Hãy để một người vận hành khác làm việc này."
    )
    raise RefusedByRule(Refusal("mailbox.own", "", message))


def demand_step(mailbox: Mailbox, act: Act) -> None:
    """Raise RefusedByRule where *act* leads nowhere from where *mailbox* is: nothing else is asked before that.

    Whether a step that is only for some mailboxes is for this one, `move` says.
    """
    policy = policy_of(mailbox.authority)
    if not _steps_from(mailbox, act, policy):
        demand(ask(Question.STEP, _step_facts(mailbox, act, policy, trail_of(mailbox)), policy))


def clause_of_step(mailbox: Mailbox, act: Act) -> str:
    """Where the regulation speaks of *act* on a mailbox in this state; "" where it does not."""
    return next(
        (one.cited for one in _steps_from(mailbox, act, policy_of(mailbox.authority)) if one.clause), ""
    )


def _steps_from(mailbox: Mailbox, act: Act, policy: Policy) -> list[Transition]:
    return [one for one in policy.states.steps_by(act) if mailbox.state in one.sources]


def demand_reason(cause: Cause) -> None:
    """Raise RefusedByRule where an act is to be done without a reason in words."""
    if not cause.reason.strip():
        message = "Hãy nêu lý do: lý do được ghi vào nhật ký và báo cho cơ quan."
        raise RefusedByRule(Refusal("cause.reason", "", message))


def demand_document(cause: Cause, what: str, *, clause: str = "") -> None:
    """Raise RefusedByRule, citing *clause*, where the document that asks for *what* is not named."""
    if not cause.document.strip():
        message = f"Hãy nêu số, ký hiệu văn bản {what}."
        raise RefusedByRule(Refusal("cause.document", clause, message))


def record_act(
    event: str,
    mailbox: Mailbox,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    details: Mapping[str, object] | None = None,
    asked: Sequence[Asked] = NOTHING_ASKED,
) -> None:
    """Write one act on *mailbox* into the trail, with what rules said to it, within the transaction that does it."""
    subject, authority = where(mailbox)
    record(
        event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details, asked=asked
    )


def where(mailbox: Mailbox) -> tuple[Subject, str]:
    """Under which subject and authority the trail tells of *mailbox*."""
    return Subject("mailbox", mailbox.address), mailbox.authority.code
