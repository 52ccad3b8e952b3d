"""Take a mailbox from its holder: at once, or held for handing over."""

from datetime import date, datetime

from congthu.audit.acts import Cause
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts.steps import PERSONAL, demand_document, demand_reason, move
from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Event


def revoke(
    mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, decision_on: date | None = None
) -> None:
    """Take *mailbox* from its holder: at once, or held for handing over where the regulation says so.

    *decision_on* is the day of the decision by which the holder leaves; the time of holding counts from it.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="thu hồi hộp thư")
    demand_reason(cause)
    demand_document(cause, "thu hồi")
    policy = policy_of(mailbox.authority)
    holding = mailbox.kind in PERSONAL and policy.leaving.kept is not None
    if not holding:
        move(mailbox, Event.REVOKE, cause=cause, acting=acting, now=now)
        return
    if decision_on is None:
        raise RefusedByRule(
            Refusal(
                rule="leaving.kept",
                clause=policy.leaving.kept.cited if policy.leaving.kept else "",
                message="Thiếu ngày của quyết định: thời gian giữ hộp thư tính từ ngày đó. Hãy bổ sung rồi làm lại.",
            )
        )
    move(
        mailbox,
        Event.LEAVE,
        cause=cause,
        acting=acting,
        now=now,
        details={"decision_on": decision_on.isoformat()},
        decision_on=decision_on,
    )
