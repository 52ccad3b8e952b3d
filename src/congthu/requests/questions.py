"""What are the rules of a request asked, and what do they answer? Facts in, answer out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from congthu.audit.acts import Answer, Asked, Basis, Question, no, yes
from congthu.regulations.duties import PARAMETER
from congthu.regulations.fields import FIELDS
from congthu.regulations.policy import Policy
from congthu.regulations.values import Ruled
from congthu.requests.due import due_for, duty_of

Facts = Mapping[str, Any]
# The printed form has no column for the seat; it is kept in the directory.
NOT_ON_THE_FORM = frozenset({"seat"})


def ask(question: Question, facts: Facts, policy: Policy) -> Asked:
    """Put *question* to *policy*; raises KeyError where that is no question about a request."""
    return Asked(question, facts, ANSWERS[question](facts, policy), policy.revision)


def _due(facts: Facts, policy: Policy) -> Answer:
    """By when a request of these kinds, complete at that moment, must be fulfilled."""
    kinds = frozenset(map(str, facts["kinds"]))
    found = due_for(kinds, datetime.fromisoformat(facts["complete_at"]), policy=policy)
    parameter = PARAMETER[duty_of(kinds, policy=policy)]
    bases = (Basis.of(parameter, policy.ruled(parameter)),)
    if found is None:
        return Answer(None, "", bases)
    last = found.last.date() if isinstance(found.last, datetime) else found.last
    return Answer(last.isoformat(), found.clause, bases)


def _given(facts: Facts, policy: Policy) -> Answer:
    """Whether a line has what the regulation wants to know about whoever gets a mailbox."""
    parameter = str(facts["parameter"])
    ruled: Ruled[tuple[str, ...]] | None = getattr(policy.request, parameter.partition(".")[2])
    basis = Basis.of(parameter, ruled)
    missing = [
        name
        for name in (ruled.value if ruled else ())
        if name not in NOT_ON_THE_FORM and name not in facts["given"]
    ]
    if not missing or ruled is None:
        return yes(ruled.cited if ruled else "", basis)
    words = ", ".join(FIELDS[name].name if name in FIELDS else name for name in missing)
    return no(parameter, ruled.cited, f"Thiếu {words}. Hãy trả lại để cơ quan bổ sung.", basis)


def _sender(facts: Facts, policy: Policy) -> Answer:
    """Whether a form may come by mail from a mailbox of this kind; "" is one that is none of ours, or not in use."""
    ruled = policy.request.sender_kinds
    basis = Basis.of("request.sender_kinds", ruled)
    if ruled is None or facts["sender_kind"] in {str(kind) for kind in ruled.value}:
        return yes(ruled.cited if ruled else "", basis)
    message = (
        f"{facts['sender']} không phải là hộp thư văn thư hoặc kỹ thuật của tổ chức đầu mối. "
        "Hãy gửi lại phiếu từ một trong hai hộp thư đó."
    )
    return no("request.sender_kinds", ruled.cited, message, basis)


def _own_subtree(facts: Facts, policy: Policy) -> Answer:
    """An agency asks for its own units and people only."""
    ruled = policy.request.own_subtree
    basis = Basis.of("request.own_subtree", ruled)
    if not ruled.value or facts["within"]:
        return yes(ruled.cited, basis)
    message = (
        f"{facts['address']} không thuộc {facts['agency']}: cơ quan chỉ đề nghị cho đơn vị, cá nhân của mình."
    )
    return no("request.own_subtree", ruled.cited, message, basis)


ANSWERS: Mapping[Question, Callable[[Facts, Policy], Answer]] = {
    Question.DUE: _due,
    Question.GIVEN: _given,
    Question.OWN_SUBTREE: _own_subtree,
    Question.SENDER: _sender,
}
