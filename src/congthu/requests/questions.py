"""What are the rules of a request asked, and what do they answer? Facts in, answer out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from congthu.audit.acts import Answer, Asked, Basis, Question, no, yes
from congthu.enforces import enforces
from congthu.regulations.asks import BOXES, Action, Box
from congthu.regulations.duties import PARAMETER
from congthu.regulations.fields import names_of
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.route import ENDED, OWN_CHANNELS, STAGES, Channel, RouteStep, Stage, Step
from congthu.regulations.values import Ruled
from congthu.requests.due import due_for, last_day_of

Facts = Mapping[str, Any]
# The printed form has no column for the seat; it is kept in the directory.
NOT_ON_THE_FORM = frozenset({"seat"})
ON_PAPER = frozenset({Channel.DOCUMENT_SYSTEM, Channel.PAPER})
HOW: Mapping[Step, str] = {Step.RESUBMIT: " (nhận phiếu đã sửa, ghi là gửi lại của yêu cầu này)"}
PERSONAL_BOXES = frozenset({"person", Box.TITLE.value})


def ask(question: Question, facts: Facts, policy: Policy) -> Asked:
    """Put *question* to *policy*; raises KeyError where that is no question about a request."""
    return Asked(question, facts, ANSWERS[question](facts, policy), policy.revision)


def _due(facts: Facts, policy: Policy) -> Answer:
    """By when a request of these kinds, complete at that moment, must be fulfilled."""
    kinds = frozenset(map(str, facts["kinds"]))
    duty, found = due_for(kinds, datetime.fromisoformat(facts["complete_at"]), policy=policy)
    parameter = PARAMETER[duty]
    bases = (Basis.of(parameter, policy.ruled(parameter)),)
    if found is None:
        return Answer(None, "", bases)
    return Answer(last_day_of(found).isoformat(), found.clause, bases)


@enforces("request.person_facts", "request.organisation_facts")
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
    return no(parameter, ruled.cited, f"Thiếu {names_of(missing)}. Hãy trả lại để cơ quan bổ sung.", basis)


@enforces("request.channels", "request.mailbox")
def _channel(facts: Facts, policy: Policy) -> Answer:
    """Whether a request may come by this channel, and by mail into this mailbox.

    *locked_out*: a paper asks to restore the very mailboxes from which requests have to be sent.
    """
    channel = Channel(facts["channel"])
    asked: list[Action | None] = [Action(one) for one in facts["asked"]]
    ruled, into = policy.request.channels, policy.request.mailbox
    basis = Basis.of("request.channels", ruled)
    if channel in OWN_CHANNELS or ruled is None:
        return yes(ruled.cited if ruled else "", basis)
    for action in asked or [None]:
        own = policy.route.channels(action) if action else None
        allowed = {str(one) for one in (own.by if own else ruled.value)}
        if str(channel) in allowed or facts["locked_out"]:
            continue
        ways = ", ".join(Channel(one).in_words() for one in sorted(allowed))
        where = f" ({into.value})" if into and str(Channel.EMAIL) in allowed else ""
        what = f" {action.in_words().lower()}" if action and own else ""
        message = (
            f"Yêu cầu{what} gửi qua {ways}{where}, không qua {channel.in_words()}. Hãy gửi lại đúng kênh."
        )
        return no("request.channels", str(own.clause) if own else ruled.cited, message, basis)
    if channel in ON_PAPER and not facts["document"]:
        message = "Văn bản đề nghị phải có số, ký hiệu. Hãy ghi số, ký hiệu rồi nhận lại."
        return no("request.document", ruled.cited, message, basis)
    received_in = facts["received_in"]
    if channel is Channel.EMAIL and into and received_in and received_in != into.value.lower():
        message = f"Yêu cầu gửi vào {into.value}, không gửi vào {received_in}. Hãy gửi lại đúng hộp thư."
        return no("request.mailbox", into.cited, message, Basis.of("request.mailbox", into))
    return yes(ruled.cited, basis)


@enforces("request.sender_kinds", "request.restore_by_organisation")
def _sender(facts: Facts, policy: Policy) -> Answer:
    """Whether a form may come by mail from this mailbox; kind "" is one that is none of ours, or not in use."""
    kinds, by_organisation = policy.request.sender_kinds, policy.request.restore_by_organisation
    sender, kind = facts["sender"], facts["sender_kind"]
    asked = frozenset(Action(one) for one in facts.get("asked", ()))
    basis = Basis.of("request.sender_kinds", kinds)
    restoring = Action.RESTORE in asked
    by_them = by_organisation if by_organisation and by_organisation.value and restoring else None
    by_kind = kinds if policy.route.step_for(Step.FORWARD, asked) is not None else None
    asks = by_kind or by_them
    if not sender and asks:
        message = "Chưa ghi thư gửi từ hộp thư nào, mà quy chế quy định ai được gửi. Hãy ghi hộp thư gửi."
        rule = "request.sender_kinds" if by_kind else "request.restore_by_organisation"
        return no(rule, asks.cited, message, Basis.of(rule, asks))
    if by_kind:
        fits = kind in {str(one) for one in by_kind.value}
        if not fits or not facts.get("of_focal_point", True):
            boxes = " hoặc ".join(BOXES.get(str(one), str(one)) for one in sorted(by_kind.value))
            whose = facts.get("focal_point") or "tổ chức đầu mối"
            message = f"{sender} không phải là {boxes} của {whose}. Hãy gửi lại phiếu từ hộp thư đó."
            return no("request.sender_kinds", by_kind.cited, message, basis)
        return yes(by_kind.cited, basis)
    if by_them and kind in {"", *PERSONAL_BOXES}:
        message = (
            f"{sender} không phải là hộp thư của tổ chức: chỉ tổ chức đề nghị khôi phục. "
            "Hãy báo để cơ quan của bạn gửi yêu cầu."
        )
        why = Basis.of("request.restore_by_organisation", by_them)
        return no("request.restore_by_organisation", by_them.cited, message, why)
    return yes(kinds.cited if kinds else "", basis)


@enforces("request.signed_by", "request.through_focal_point", "request.approved_by")
def _route(facts: Facts, policy: Policy) -> Answer:
    """Whether a step of a request's way can be taken now; if not, which comes first and who takes it."""
    act, stage = Step(facts["act"]), Stage(facts["stage"])
    asked = frozenset(Action(one) for one in facts["asked"])
    passed = frozenset(Step(one) for one in facts["passed"])
    route = policy.route
    opened = route.open_at(stage, asked, passed=passed)
    if step := next((one for one in opened if one.act is act), None):
        return Answer(str(act), step.cited, (_basis_of(step),))
    first = route.before(act, stage, asked, passed=passed) if stage not in ENDED else None
    if first is not None and route.step_for(act, asked) is not None:
        refusal = _comes_first(first, facts, policy)
        return Answer(None, refusal.clause, (_basis_of(first),), (refusal,))
    message = f"Yêu cầu số {facts['request']} đang ở bước “{STAGES[stage]}” nên không {act.in_words()} được."
    if opened:
        ways = ", ".join(f"{one.act.in_words()}{HOW.get(one.act, '')}" for one in opened)
        message += f" Từ đây có thể: {ways}."
    return no(f"request.{act}", "", message)


def _comes_first(first: RouteStep, facts: Facts, policy: Policy) -> Refusal:
    said = policy.request
    match first.act:
        case Step.CONFIRM:
            signer = said.signed_by
            who = signer.value if signer else "Thủ trưởng cơ quan"
            what = f"{who} chưa xác nhận yêu cầu nên chưa làm tiếp được. Hãy chờ, hoặc trả lại."
            return Refusal("request.signed_by", _on_the_form(signer, facts) or first.cited, what)
        case Step.FORWARD:
            through, focal = said.through_focal_point, facts["focal_point"] or "tổ chức đầu mối"
            what = (
                f"Yêu cầu của {facts['agency']} đi qua đầu mối là {focal}, nơi đó chưa chuyển. "
                f"Hãy đề nghị {focal} chuyển."
            )
            return Refusal("request.through_focal_point", through.cited if through else first.cited, what)
        case Step.APPROVE:
            by = said.approved_by
            who = by.value if by else "Cơ quan quản lý"
            what = f"{who} chưa duyệt yêu cầu nên đơn vị vận hành chưa làm được. Hãy trình {who} duyệt."
            return Refusal("request.approved_by", by.cited if by else first.cited, what)
        case _:
            who = " hoặc ".join(party.in_words() for party in first.by)
            what = f"Yêu cầu số {facts['request']} còn chờ {who} {first.act.in_words()}."
            return Refusal(f"request.{first.act}", first.cited, what)


def _on_the_form(signer: Ruled[str] | None, facts: Facts) -> str:
    """Where the signature is asked for: on the form that was handed in, if the regulation says so there."""
    if signer is None:
        return ""
    printed = facts.get("form_clause", "")
    return printed if printed in set(map(str, signer.clauses())) else signer.cited


def _basis_of(step: RouteStep) -> Basis:
    return Basis(f"route.{step.act}", [str(party) for party in step.by], step.cited, step.source.value)


@enforces("request.transfer_filed_by_receiver")
def _transfer(facts: Facts, policy: Policy) -> Answer:
    """Whether this agency may ask that somebody be moved: where the regulation says so, only the receiving one."""
    ruled = policy.request.transfer_filed_by_receiver
    basis = Basis.of("request.transfer_filed_by_receiver", ruled)
    if ruled is None or not ruled.value or not facts["filed_by_sender"]:
        return yes(ruled.cited if ruled else "", basis)
    message = f"Chuyển công tác: cơ quan tiếp nhận gửi yêu cầu. Hãy để {facts['receiver']} gửi phiếu này."
    return no("request.transfer_filed_by_receiver", ruled.cited, message, basis)


@enforces("request.own_subtree")
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
    Question.CHANNEL: _channel,
    Question.ROUTE: _route,
    Question.SENDER: _sender,
    Question.TRANSFER: _transfer,
}
