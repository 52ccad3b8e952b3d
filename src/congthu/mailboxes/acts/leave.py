"""Take a mailbox from its holder: at once, or kept for handing over until a day that a decision sets."""

from datetime import date, datetime, timedelta

from django.db import transaction

from congthu.audit.acts import Asked, Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.acts.grounds import demand_past
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.acts.custody import refuse_while_keeping
from congthu.mailboxes.acts.steps import (
    clause_of_step,
    demand_document,
    demand_reason,
    demand_step,
    move,
    record_act,
    refuse_own,
)
from congthu.mailboxes.demands import unseen_end
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.questions import ask
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import last_day, leaving_term
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.schema import Rank
from congthu.regulations.states import Act, Anchor

DAY = timedelta(days=1)


@enforces("leaving.kept")
def leave(
    mailbox: Mailbox,
    *,
    decided_on: date,
    cause: Cause,
    acting: Actor,
    now: datetime,
    left_on: date | None = None,
    late: bool = False,
) -> None:
    """Keep the mailbox of somebody who leaves for the term of their rank, counted from the day of the decision.

    *left_on* is the day on which they really leave, which a regulation may count from. *late* says that whoever acts
    has seen that the term is over, or nearly so.

    Raises:
        RefusedByRule: the regulation keeps nothing or counts from a day of leaving that is not given, the holder still
            keeps mailboxes of an organisation, the decision is of a day to come, or its term is over or ends within
            three days and nobody has confirmed that.
    """
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="thu hồi hộp thư khi người giữ nghỉ")
    policy = policy_of(mailbox.authority)
    refuse_own(mailbox, acting, to="thu hồi")
    _refuse_unfit(mailbox, policy)
    demand_step(mailbox, Act.LEAVE)
    clause = _kept_clause(policy)
    demand_reason(cause)
    demand_document(cause, "đề nghị thu hồi", clause=clause)
    asked = _asked(mailbox, decided_on, policy)
    demand_past(decided_on, clause=clause, now=now)
    _demand_left(left_on, policy)
    if mailbox.person is not None:
        refuse_while_keeping(mailbox.person, policy=policy)
    counts = policy.states.counts_from(Anchor.LEFT) is not None
    ends = ends_after_leaving(
        mailbox, max(decided_on, left_on) if counts and left_on else decided_on, policy=policy
    )
    refuse_unseen(ends, what="hủy", rule="leaving.kept", clause=clause, now=now, late=late)
    told: dict[str, object] = {"decision_on": decided_on.isoformat(), "rank": _rank(mailbox)}
    if left_on is not None:
        told["left_on"] = left_on.isoformat()
    if late:
        told["late"] = True
    move(
        mailbox,
        Act.LEAVE,
        cause=cause,
        acting=acting,
        now=now,
        details=told,
        asked=[asked],
        decision_on=decided_on,
        left_on=left_on,
    )


def revoke(
    mailbox: Mailbox,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    decision_on: date | None = None,
    late: bool = False,
) -> None:
    """Take *mailbox* from its holder: at once, or held for handing over where the regulation says so.

    *decision_on* is the day of the decision by which the holder leaves; the time of holding counts from it.
    """
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="thu hồi hộp thư")
    refuse_own(mailbox, acting, to="thu hồi")
    policy = policy_of(mailbox.authority)
    personal = mailbox.kind == MailboxKind.PERSON
    kept = personal and policy.leaving.kept is not None
    act = Act.LEAVE if kept else Act.REVOKE
    demand_step(mailbox, act)
    clause = clause_of_step(mailbox, act)
    demand_reason(cause)
    demand_document(cause, "đề nghị thu hồi", clause=clause)
    asked = _asked(mailbox, decision_on, policy)
    if decision_on is None or not kept:
        if decision_on is not None:
            demand_past(decision_on, clause=clause, now=now)
        if personal and mailbox.person is not None:
            refuse_while_keeping(mailbox.person, policy=policy)
        move(
            mailbox,
            Act.REVOKE,
            cause=cause,
            acting=acting,
            now=now,
            asked=[asked],
            decision_on=decision_on or mailbox.decision_on,
        )
        return
    leave(mailbox, decided_on=decision_on, cause=cause, acting=acting, now=now, late=late)


def ask_handover(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Take note that the agency wants what is in the mailbox of one who leaves: its end waits for that."""
    require(
        acting,
        Role.OPERATOR,
        Role.HEAD,
        Role.FOCAL,
        authority=mailbox.authority,
        organisation=mailbox.organisation_id,
        to="yêu cầu bàn giao",
    )
    demand_document(cause, "đề nghị bàn giao", clause=_kept_clause(policy_of(mailbox.authority)))
    with transaction.atomic():
        row = _leaving_row(mailbox)
        row.handover_asked, row.handover_done = True, False
        row.save(update_fields=["handover_asked", "handover_done"])
        record_act("mailbox.handover_asked", row, acting=acting, now=now, cause=cause)
    mailbox.refresh_from_db()


def record_handover(
    mailbox: Mailbox,
    *,
    to: str,
    what: str,
    cause: Cause,
    acting: Actor,
    now: datetime,
    late: bool = False,
) -> None:
    """Take note that *what* was in the mailbox of one who leaves was handed over to *to*, by which record.

    Where only this was waited for the mailbox ends with the next night: *late* says that whoever acts has seen it.
    """
    require(
        acting,
        Role.OPERATOR,
        Role.HEAD,
        Role.FOCAL,
        authority=mailbox.authority,
        organisation=mailbox.organisation_id,
        to="ghi nhận bàn giao",
    )
    policy = policy_of(mailbox.authority)
    demand_document(cause, "đề nghị bàn giao (biên bản)", clause=_kept_clause(policy))
    if not to.strip() or not what.strip():
        message = "Hãy nêu người nhận bàn giao và nội dung đã bàn giao."
        raise RefusedByRule(Refusal("custody.handover", _kept_clause(policy), message))
    with transaction.atomic():
        row = _leaving_row(mailbox)
        row.handover_done = True
        if ends := next(iter(passings(row.state, trail_of(row), policy=policy, calendar=vietnam())), None):
            refuse_unseen(ends.on, what="hủy", rule="leaving.kept", clause=ends.clause, now=now, late=late)
        row.save(update_fields=["handover_done"])
        told: dict[str, object] = {"to": to.strip(), "what": what.strip()}
        record_act("mailbox.handover_recorded", row, acting=acting, now=now, cause=cause, details=told)
    mailbox.refresh_from_db()


def ends_after_leaving(mailbox: Mailbox, decided_on: date, *, policy: Policy) -> date | None:
    """The first day on which nothing is left of the mailbox of somebody who leaves by a decision of *decided_on*."""
    rank = _rank(mailbox)
    term = leaving_term(Rank(rank) if rank else None, policy=policy)
    return last_day(term, decided_on) + DAY if term else None


def _demand_left(left_on: date | None, policy: Policy) -> None:
    clause = policy.states.counts_from(Anchor.LEFT)
    if left_on is None and clause is not None:
        message = "Quy chế tính thời hạn giữ hộp thư từ ngày người giữ thực sự rời cơ quan: hãy nêu ngày đó."
        raise RefusedByRule(Refusal("leaving.kept", clause, message))


def refuse_unseen(
    ends: date | None,
    *,
    what: str,
    rule: str,
    clause: str,
    now: datetime,
    late: bool,
    counted: str = "ngày quyết định",
) -> None:
    """Raise RefusedByRule where a term *counted* from some day is over or nearly so, and nobody has said to know."""
    if not late and (why := unseen_end(ends, what=what, rule=rule, clause=clause, now=now, counted=counted)):
        raise RefusedByRule(*why)


def _asked(mailbox: Mailbox, decided_on: date | None, policy: Policy) -> Asked:
    """Ask how long the mailbox of somebody who leaves is kept."""
    facts = {
        "personal": mailbox.kind == MailboxKind.PERSON,
        "rank": _rank(mailbox),
        "decision_on": decided_on.isoformat() if decided_on else "",
    }
    return demand(ask(Question.LEAVING, facts, policy))


def _refuse_unfit(mailbox: Mailbox, policy: Policy) -> None:
    if mailbox.kind == MailboxKind.TITLE:
        message = "Hộp thư chức danh không theo người nghỉ: hãy bàn giao cho người kế nhiệm; bỏ chức danh thì thu hồi."
        raise RefusedByRule(Refusal("custody.handover", "", message))
    if mailbox.kind != MailboxKind.PERSON:
        message = f"{mailbox.address} là hộp thư của tổ chức: hãy bàn giao hoặc thu hồi."
        raise RefusedByRule(Refusal("leaving.kept", "", message))
    if policy.leaving.kept is None:
        message = "Quy chế không quy định giữ hộp thư của người nghỉ: hãy thu hồi hộp thư."
        raise RefusedByRule(Refusal("leaving.kept", "", message))


def _leaving_row(mailbox: Mailbox) -> Mailbox:
    """The row of a person's mailbox, locked; RefusedByRule where it is not one that is handed over by its content."""
    row = (
        Mailbox.objects.select_for_update(of=("self",))
        .select_related("authority", "person")
        .get(pk=mailbox.pk)
    )
    if row.kind != MailboxKind.PERSON:
        message = f"{row.address} là hộp thư của tổ chức, chức danh: hãy bàn giao cho người quản lý mới."
        raise RefusedByRule(Refusal("custody.handover", "", message))
    return row


def _kept_clause(policy: Policy) -> str:
    return policy.leaving.kept.cited if policy.leaving.kept else ""


def _rank(mailbox: Mailbox) -> str:
    rank = mailbox.person.rank if mailbox.person else ""
    return rank if rank in set(Rank) else ""
