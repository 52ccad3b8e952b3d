"""What are the rules of a mailbox asked, and what do they answer? Facts in, answer out.

An act asks here, does what the answer lets it do, and keeps both; the same question can be put to another text later.
Facts are plain JSON values under the names that `congthu.audit.words` has words for.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from congthu.audit.acts import Answer, Asked, Basis, Question, no, yes
from congthu.directory.roles import NAMES, Role
from congthu.mailboxes.grounds import find_ground, ground_at
from congthu.mailboxes.kinds import NAMED, PERSONAL
from congthu.mailboxes.lifecycle.facts import trail_from
from congthu.mailboxes.lifecycle.machine import IllegalTransition, passings, step
from congthu.mailboxes.naming.rules import MailboxKind, Proposal, check_choice, domain_of, propose_from
from congthu.regulations.duties import last_day, leaving_term
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import Rank
from congthu.regulations.states import Act, Transition
from congthu.regulations.terms import Size, Term
from congthu.regulations.values import Bound, Ruled, Source
from congthu.regulations.vocabulary import MailboxKind as Named

Facts = Mapping[str, Any]


def ask(question: Question, facts: Facts, policy: Policy) -> Asked:
    """Put *question* to *policy*; what comes back holds facts, answer and text.

    Raises:
        KeyError: that is no question about a mailbox.
    """
    return Asked(question, facts, ANSWERS[question](facts, policy), policy.revision)


def asked_name(
    kind: MailboxKind, facts: Facts, *, policy: Policy, taken: Callable[[str], bool], chosen: str = ""
) -> Asked:
    """Ask which address a new mailbox gets, with what *taken* knows; those that it said are taken are facts too."""
    found: set[str] = set()

    def remembered(address: str) -> bool:
        if taken(address):
            found.add(address)
            return True
        return False

    proposal = _proposed(kind, facts, policy, remembered, chosen)
    asked = {**facts, "kind": kind.value, "chosen": chosen, "taken": sorted(found)}
    told = {name: value for name, value in asked.items() if value not in ("", None, [])}
    return Asked(Question.NAMING, told, _named(kind, proposal, policy), policy.revision)


def name_again(facts: Facts, policy: Policy, taken: Callable[[str], bool]) -> Answer:
    """Answer the question of :func:`asked_name` under another text; *taken* knows what was issued at the time."""
    kind = MailboxKind(facts["kind"])
    known = {name: value for name, value in facts.items() if name not in {"kind", "chosen", "taken"}}
    # The other text may have other domains: a name is taken whatever stands behind it.
    then = frozenset(local_part(str(address)) for address in facts.get("taken", ()))
    chosen = str(facts.get("chosen", ""))
    proposal = _proposed(
        kind, known, policy, lambda address: local_part(address) in then or taken(address), chosen
    )
    return _named(kind, proposal, policy)


def local_part(address: str) -> str:
    """What stands before the @."""
    return address.partition("@")[0]


def _proposed(
    kind: MailboxKind, facts: Facts, policy: Policy, taken: Callable[[str], bool], chosen: str
) -> Proposal:
    if not chosen:
        return propose_from(kind, facts, policy=policy, taken=taken)
    refused = check_choice(chosen, kind=kind, facts=facts, policy=policy, taken=taken)
    address = f"{chosen}@{domain_of(kind, policy)}"
    clause = policy.naming.chosen_by_operator.cited
    if refused:
        return Proposal(None, (), clause, tuple(refused))
    return Proposal(address, (address,), clause)


def _named(kind: MailboxKind, proposal: Proposal, policy: Policy) -> Answer:
    bases = (Basis.of(f"naming.{kind}", getattr(policy.naming, kind)),)
    return Answer(proposal.address, proposal.clause, bases, proposal.refused)


def _second(facts: Facts, policy: Policy) -> Answer:
    """A person has one mailbox in an agency; an organisation one of each kind."""
    kind, held = MailboxKind(facts["kind"]), facts.get("held")
    rule = getattr(policy.naming, kind)
    clause = str(rule.single) if rule and rule.single else ""
    if kind in NAMED or not held:
        return yes(clause)
    message = f"{facts['whose']} đã có hộp thư {held}. Không cấp thêm; hãy kiểm tra lại phiếu."
    return no("mailbox.second", clause, message)


def _step(facts: Facts, policy: Policy) -> Answer:
    """Where an act leads from the state that a mailbox is in."""
    try:
        taken = step(facts["state"], Act(facts["act"]), policy=policy, trail=trail_from(facts))
    except IllegalTransition as unknown:
        about = f"{facts['address']}: " if facts.get("address") else ""
        return no(f"states.{facts['act']}", unknown.clause, f"{about}{unknown}")
    outcome = {"state": taken.target, "target": policy.states.label(taken.target)}
    return Answer(outcome, taken.cited)


def _time(facts: Facts, policy: Policy) -> Answer:
    """What time does to a mailbox by a day; nothing where nothing is due by then."""
    state, by = facts["state"], date.fromisoformat(facts["as_of"])
    passing = next(iter(passings(state, trail_from(facts), policy=policy, calendar=policy.calendar)), None)
    if passing is None or passing.on > by:
        return Answer(None)
    return Answer(
        outcome_of_time(passing.step, policy, on=passing.on.isoformat()),
        passing.clause,
        bases_of_time(passing.step, policy),
    )


def outcome_of_time(taken: Transition, policy: Policy, **more: object) -> dict[str, object]:
    """What time brings about by *taken*, as it is kept."""
    return {
        "event": taken.on,
        "state": taken.target,
        "target": policy.states.label(taken.target),
        **more,
    }


def bases_of_time(taken: Transition, policy: Policy) -> tuple[Basis, ...]:
    """The values on which a timer rests: its term, and where it counts use, what counts as such."""
    timer = taken.timer
    if timer is None:
        return ()
    if isinstance(timer.after, Term):
        term = Basis(f"transition.{taken.on}", str(timer.after), taken.cited, Source.REGULATION.value)
    else:
        term = Basis.of(timer.after, policy.ruled(timer.after))
    if not timer.counts_use:
        return (term,)
    return (term, Basis.of("inactivity.activity", policy.inactivity.activity))


def _lock_ground(facts: Facts, policy: Policy) -> Answer:
    """One of the regulation's grounds, with the evidence that it asks for; or the document of an agency."""
    grounds = policy.lock.grounds
    bases, cited = (Basis.of("lock.grounds", grounds),), grounds.cited if grounds else ""
    found = find_ground(
        facts.get("clause") or "",
        document=facts.get("document") or "",
        forbidden_act=facts.get("forbidden_act") or "",
        policy=policy,
    )
    if isinstance(found, Refusal):
        return no(found.rule, found.clause, found.message, *bases)
    # Entries from before evidence was kept do not say whether there was any.
    ground = found.ground
    if ground and not facts.get("evidence", True):
        begun = f"Tạm khóa theo {ground.clause.in_words()} phải"
        if ground.evidence:
            message = f"{begun} kèm bằng chứng: hãy gửi kèm tệp (ảnh chụp, nhật ký, văn bản)."
            return no("lock.evidence", found.clause, message, *bases)
        if ground.warning and not facts.get("document"):
            message = (
                f"{begun} dựa trên cảnh báo hoặc phát hiện đã ghi nhận: hãy ghi số văn bản cảnh báo, "
                "hoặc gửi kèm tệp (ảnh chụp, nhật ký, văn bản)."
            )
            return no("lock.evidence", found.clause, message, *bases)
    return yes(found.clause or cited, *bases)


def _restore(facts: Facts, policy: Policy) -> Answer:
    """An organisation asks; what was locked for a leak or malware opens again once that has been dealt with."""
    asks = policy.request.restore_by_organisation
    if asks and asks.value and not facts.get("may_ask", True):
        message = (
            f"{facts['asked_by']} không đề nghị khôi phục hộp thư của {facts['organisation']} được: việc này do chính "
            "cơ quan đó, cơ quan cấp trên hoặc tổ chức đầu mối của cơ quan đó đề nghị."
        )
        bases = (Basis.of("request.restore_by_organisation", asks),)
        return no("request.restore_by_organisation", asks.cited, message, *bases)
    ground = ground_at(facts.get("ground") or "", policy)
    if ground is None:
        return yes()
    if ground.cleaned_before_restore and not facts.get("cleaned"):
        message = (
            "Hộp thư bị khóa do mất an toàn: chỉ khôi phục khi đã xử lý xong. "
            "Hãy xác nhận việc xử lý rồi làm lại."
        )
        return no("lock.grounds", str(ground.clause), message)
    if ground.least and facts.get("locked_on"):
        until = last_day(ground.least, date.fromisoformat(facts["locked_on"]))
        if date.fromisoformat(facts["as_of"]) <= until:
            message = (
                f"Khóa theo {ground.clause.in_words()} kéo dài ít nhất {ground.least.in_words()}: "
                f"chỉ khôi phục được sau ngày {until:%d/%m/%Y}."
            )
            return no("lock.grounds", str(ground.clause), message)
    return yes(str(ground.clause))


def _leaving(facts: Facts, policy: Policy) -> Answer:
    """A person's mailbox is held for handing over, counted from the decision, where the regulation says so."""
    kept = policy.leaving.kept
    bases = (Basis.of("leaving.kept", kept),)
    if kept is None or not facts["personal"]:
        return Answer("thu hồi ngay", kept.cited if kept else "", bases)
    if not facts.get("decision_on"):
        message = "Thiếu ngày của quyết định: thời gian giữ hộp thư tính từ ngày đó. Hãy bổ sung rồi làm lại."
        return no("leaving.kept", kept.cited, message, *bases)
    rank = facts.get("rank")
    term = leaving_term(Rank(rank) if rank in set(Rank) else None, policy=policy)
    return Answer(str(term), kept.cited, bases)


def _quota(facts: Facts, policy: Policy) -> Answer:
    """The quota may be moved only where the bound of the regulation's own lets it, and by whom it lets decide."""
    name, ruled = quota_of(facts, policy)
    quota, raised = _size(facts["quota"]), policy.quota.raised_by
    current = _size(facts["current"]) if facts.get("current") else quota
    bases = (Basis.of(name, ruled), Basis.of("quota.raised_by", raised))
    bound = ruled.bound
    if bound is None and ruled.source is Source.REGULATION:
        # A size without a word for its direction is what everybody gets, unless somebody is named who may raise it.
        bound = Bound.MINIMUM if raised else Bound.EXACT
    too_small = bound in {Bound.MINIMUM, Bound.EXACT} and quota < ruled.value
    too_large = bound in {Bound.MAXIMUM, Bound.EXACT} and quota > ruled.value
    if too_small or too_large or quota <= 0:
        words = {Bound.MINIMUM: "tối thiểu", Bound.MAXIMUM: "tối đa", Bound.EXACT: "đúng"}
        how = words[bound] if bound else "tối thiểu"
        message = f"Dung lượng phải {how} {ruled.value}; không đặt được {quota}."
        return no(name, ruled.cited, message, *bases)
    if quota < current and not facts.get("lowering", True):
        only = "Quy chế chỉ nói đến việc tăng dung lượng. " if raised else ""
        message = f"{only}Đang có {current}, đặt {quota} là giảm. Nếu đúng là muốn giảm, hãy xác nhận."
        return no("quota.lowered", raised.cited if raised else "", message, *bases)
    if (
        quota > current
        and raised
        and not facts.get("document", True)
        and not _decides(facts, raised.value, policy)
    ):
        message = f"{raised.value} quyết định việc tăng dung lượng: hãy nêu số, ký hiệu văn bản quyết định."
        return no("quota.raised_by", raised.cited, message, *bases)
    return yes(ruled.cited, *bases)


def _decides(facts: Facts, named: str, policy: Policy) -> bool:
    """Whether whoever acts is the one whom the regulation names."""
    operator = {NAMES[Role.OPERATOR], policy.roles.operates.value.casefold()}
    managing = {NAMES[Role.MANAGING], policy.roles.manages.value.casefold()}
    who = named.casefold()
    return who in operator or (who in managing and Role.MANAGING in facts.get("roles", ()))


def _size(written: str) -> Size:
    """A size as :class:`Size` writes it, also one of no whole kilobytes."""
    count, _, unit = written.partition(" ")
    return Size(int(count)) if unit == "B" else Size.parse(written)


def quota_of(facts: Facts, policy: Policy) -> tuple[str, Ruled[Size]]:
    """The parameter that sets the quota of a mailbox of this ``kind``, for a person of this ``rank``, and its value."""
    kind, rank = MailboxKind(facts["kind"]), str(facts.get("rank") or "")
    if kind in PERSONAL:
        return "quota.person", policy.quota.person.at(Rank(rank) if rank in set(Rank) else None)
    return "quota.organisation", policy.quota.organisation.at(Named(kind))


def _first_quota(facts: Facts, policy: Policy) -> Answer:
    name, ruled = quota_of(facts, policy)
    return Answer(str(ruled.value), ruled.cited, (Basis.of(name, ruled),))


def _excused(facts: Facts, policy: Policy) -> Answer:  # noqa: ARG001  # one of a table
    """Whether a reason for not using a mailbox counts."""
    excused = policy.inactivity.excused
    cited, bases = excused.cited if excused else "", (Basis.of("inactivity.excused", excused),)
    if excused is None or not excused.value:
        message = "Quy chế không cho miễn do vắng mặt. Hãy hướng dẫn người dùng đăng nhập trước hạn."
        return no("inactivity.excused", cited, message, *bases)
    return yes(cited, *bases)


def _handover(facts: Facts, policy: Policy) -> Answer:
    """Only an organisation's or a title's mailbox is handed over, within its authority, and to no more than may be."""
    ruled, most = policy.custody.handover, policy.custody.delegates
    clause = ruled.cited if ruled and ruled.value else ""
    bases = (Basis.of("custody.handover", ruled), Basis.of("custody.delegates", most))
    if facts["personal"] or not facts["same_authority"]:
        message = "Chỉ bàn giao hộp thư của tổ chức cho người cùng địa phương; hộp thư cá nhân thì không."
        return no("custody.handover", clause, message, *bases)
    # What was asked before this was asked with it knew nothing of agencies.
    if not facts.get("same_agency", True):
        message = (
            f"{facts['full_name']} không thuộc cơ quan giữ hộp thư này. Hãy chọn người của cơ quan, hoặc ghi việc "
            "chuyển người đó về cơ quan trong danh bạ trước."
        )
        return no("custody.handover", clause, message, *bases)
    if most is not None and facts.get("keepers", 0) > most.value:
        message = f"Hộp thư được ủy quyền cho nhiều nhất {most.value} người. Hãy bàn giao thay vì cử thêm."
        return no("custody.delegates", most.cited, message, *bases)
    return yes(clause, *bases)


ANSWERS: Mapping[Question, Callable[[Facts, Policy], Answer]] = {
    Question.SECOND: _second,
    Question.STEP: _step,
    Question.TIME: _time,
    Question.LOCK_GROUND: _lock_ground,
    Question.RESTORE: _restore,
    Question.LEAVING: _leaving,
    Question.QUOTA: _quota,
    Question.FIRST_QUOTA: _first_quota,
    Question.EXCUSED: _excused,
    Question.HANDOVER: _handover,
}
