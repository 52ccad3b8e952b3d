"""Take a mailbox from its holder: at once, or held for handing over."""

from datetime import date, datetime

from congthu.audit.acts import Cause, Question, demand
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts.steps import PERSONAL, demand_document, demand_reason, move
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask
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
    facts = {
        "personal": mailbox.kind in PERSONAL,
        "rank": mailbox.person.rank if mailbox.person else "",
        "decision_on": decision_on.isoformat() if decision_on else "",
    }
    asked = demand(ask(Question.LEAVING, facts, policy))
    if decision_on is None or mailbox.kind not in PERSONAL or policy.leaving.kept is None:
        move(mailbox, Event.REVOKE, cause=cause, acting=acting, now=now, asked=[asked])
        return
    move(
        mailbox,
        Event.LEAVE,
        cause=cause,
        acting=acting,
        now=now,
        details={"decision_on": decision_on.isoformat()},
        decision_on=decision_on,
        asked=[asked],
    )
