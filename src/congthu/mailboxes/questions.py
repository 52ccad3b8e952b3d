"""What are the rules of a mailbox asked, and what do they answer? Facts in, answer out.

An act asks here, does what the answer lets it do, and keeps both; the same question can be put to another text later.
Facts are plain JSON values under the names that `congthu.audit.words` has words for.
"""

from collections.abc import Callable, Mapping
from typing import Any

from congthu.audit.acts import Answer, Asked, Basis, Question, no, yes
from congthu.mailboxes.naming.rules import MailboxKind, Proposal, check_choice, propose
from congthu.regulations.duties import leaving_term
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.regulations.terms import Size
from congthu.regulations.values import Bound, Ruled
from congthu.regulations.vocabulary import MailboxKind as Named

Facts = Mapping[str, Any]
PERSONAL = frozenset({MailboxKind.PERSON, MailboxKind.TITLE})
SEVERAL = frozenset({MailboxKind.TITLE, MailboxKind.GROUP_AGENCY, MailboxKind.GROUP_CITY, MailboxKind.SYSTEM})


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
        return propose(kind, facts, policy=policy, taken=taken)
    refused = check_choice(chosen, kind=kind, facts=facts, policy=policy, taken=taken)
    address = f"{chosen}@{policy.domain.mail.value[0]}"
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
    if kind in SEVERAL or not held:
        return yes(clause)
    message = f"{facts['whose']} đã có hộp thư {held}. Không cấp thêm; hãy kiểm tra lại phiếu."
    return no("mailbox.second", clause, message)


def _lock_ground(facts: Facts, policy: Policy) -> Answer:
    """One of the regulation's grounds, or the document of an agency that asks for it."""
    grounds = policy.lock.grounds
    bases, cited = (Basis.of("lock.grounds", grounds),), grounds.cited if grounds else ""
    known = {str(one.clause) for one in grounds.value.values()} if grounds else set()
    clause = facts.get("clause") or ""
    if clause and clause not in known:
        message = (
            f"{clause} không phải là căn cứ tạm khóa. "
            f"Căn cứ được phép: {', '.join(sorted(known)) or 'không có'}."
        )
        return no("lock.grounds", cited, message, *bases)
    if not clause and not facts.get("document"):
        message = "Hãy nêu căn cứ tạm khóa: điều khoản của quy chế, hoặc văn bản đề nghị."
        return no("lock.grounds", cited, message, *bases)
    return yes(clause or cited, *bases)


def _restore(facts: Facts, policy: Policy) -> Answer:
    """What was locked for a leak or malware opens again once that has been dealt with."""
    grounds = policy.lock.grounds
    ground = next(
        (
            one
            for one in (grounds.value.values() if grounds else ())
            if str(one.clause) == facts.get("ground")
        ),
        None,
    )
    if ground is None:
        return yes()
    if ground.cleaned_before_restore and not facts.get("cleaned"):
        message = (
            "Hộp thư bị khóa do mất an toàn: chỉ khôi phục khi đã xử lý xong. "
            "Hãy xác nhận việc xử lý rồi làm lại."
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
    term = leaving_term(Rank(rank) if rank else None, policy=policy)
    return Answer(str(term), kept.cited, bases)


def _quota(facts: Facts, policy: Policy) -> Answer:
    """The quota may be moved only where the bound of the regulation's own lets it."""
    name, ruled = quota_of(facts, policy)
    quota, bases = _size(facts["quota"]), (Basis.of(name, ruled),)
    too_small = ruled.bound in {Bound.MINIMUM, Bound.EXACT} and quota < ruled.value
    too_large = ruled.bound in {Bound.MAXIMUM, Bound.EXACT} and quota > ruled.value
    if too_small or too_large or quota <= 0:
        words = {Bound.MINIMUM: "tối thiểu", Bound.MAXIMUM: "tối đa", Bound.EXACT: "đúng"}
        how = words[ruled.bound] if ruled.bound else "tối thiểu"
        message = f"Dung lượng phải {how} {ruled.value}; không đặt được {quota}."
        return no(name, ruled.cited, message, *bases)
    return yes(ruled.cited, *bases)


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
    """Only an organisation's mailbox is handed over, and only to somebody of the same authority."""
    ruled = policy.custody.handover
    clause, bases = ruled.cited if ruled and ruled.value else "", (Basis.of("custody.handover", ruled),)
    if facts["personal"] or not facts["same_authority"]:
        message = "Chỉ bàn giao hộp thư của tổ chức cho người cùng địa phương; hộp thư cá nhân thì không."
        return no("custody.handover", clause, message, *bases)
    return yes(clause, *bases)


ANSWERS: Mapping[Question, Callable[[Facts, Policy], Answer]] = {
    Question.SECOND: _second,
    Question.LOCK_GROUND: _lock_ground,
    Question.RESTORE: _restore,
    Question.LEAVING: _leaving,
    Question.QUOTA: _quota,
    Question.FIRST_QUOTA: _first_quota,
    Question.EXCUSED: _excused,
    Question.HANDOVER: _handover,
}
