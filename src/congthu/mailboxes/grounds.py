"""On which grounds may a mailbox be locked by hand, and to which one does a clause lead?"""

from dataclasses import dataclass

from congthu.regulations.clauses import Clause, in_words
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import LockGround


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a lock rests: a ground of the regulation, and the forbidden act that it refers to ("" for none).

    *ground* None is a document where the regulation does not say that agencies ask: an order of whoever may give one.
    A request of an agency is none then, and is refused as one (`asked_for`).
    """

    ground: LockGround | None
    act: str = ""

    @property
    def clause(self) -> str:
        """The clause of the ground, as it stands in the trail."""
        return str(self.ground.clause) if self.ground else ""


def grounds_of(policy: Policy) -> tuple[LockGround, ...]:
    """The grounds on which the regulation lets somebody lock a mailbox by hand."""
    return tuple(policy.lock.grounds.value.values()) if policy.lock.grounds else ()


def ground_at(clause: str, policy: Policy) -> LockGround | None:
    """The ground of *clause*, None where people do not lock by it."""
    return next((one for one in grounds_of(policy) if str(one.clause) == clause), None)


def asked_for(policy: Policy) -> LockGround | None:
    """The ground on which an agency's asking is enough; None where the regulation has none."""
    return next((one for one in grounds_of(policy) if one.on_request), None)


def find_ground(clause: str, *, document: str, forbidden_act: str, policy: Policy) -> Ground | Refusal:
    """What a lock rests on, or why it may not be; a forbidden act's clause leads to the ground that refers to it."""
    cited = policy.lock.grounds.cited if policy.lock.grounds else ""
    if not clause:
        message = "Hãy nêu căn cứ tạm khóa: điều khoản của quy chế, hoặc văn bản đề nghị."
        return Ground(asked_for(policy)) if document else Refusal("lock.grounds", cited, message)
    if ground := ground_at(clause, policy):
        return _with_act(ground, forbidden_act)
    for ground in grounds_of(policy):
        if act := _act_named(ground, clause):
            return Ground(ground, act)
    known = "; ".join(map(_told, grounds_of(policy))) or "không có"
    message = f"{_first_upper(_said(clause))} không phải là căn cứ tạm khóa. Căn cứ được phép: {known}."
    return Refusal("lock.grounds", cited, message)


def _with_act(ground: LockGround, forbidden_act: str) -> Ground | Refusal:
    """*ground* with the act that was named; the only one where there is one; none where that is left open."""
    known = acts_of(ground)
    if not forbidden_act:
        return Ground(ground, known[0] if len(known) == 1 else "")
    if act := _act_named(ground, forbidden_act):
        return Ground(ground, act)
    acts = f"một trong {', '.join(known)}" if known else "không hành vi nào"
    said = ground.clause.in_words()
    message = f"{_said(forbidden_act)} không thuộc các hành vi mà {said} dẫn chiếu: {acts}."
    return Refusal("lock.grounds", str(ground.clause), message)


def acts_of(ground: LockGround) -> tuple[str, ...]:
    """The forbidden acts that *ground* refers to: clauses of the regulation, and places in other laws."""
    return (*map(str, ground.refers_to), *(one.in_words() for one in ground.refers_to_law))


def act_in_words(act: str) -> str:
    """A forbidden act as people cite it; one of another law is written so already."""
    try:
        return in_words(act)
    except ValueError:
        return act


def _act_named(ground: LockGround, text: str) -> str:
    """The act of *ground* that *text* names: a clause within one that it refers to, or a place in another law."""
    sought = " ".join(text.split()).casefold()
    for law in ground.refers_to_law:
        if sought == law.in_words().casefold():
            return law.in_words()
    try:
        read = Clause.parse(text)
    except ValueError:
        return ""
    return text if any(read.within(one) for one in ground.refers_to) else ""


def _said(clause: str) -> str:
    """*clause* in words; as it was typed where it is none."""
    try:
        return in_words(clause)
    except ValueError:
        return f"“{clause}”"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _told(ground: LockGround) -> str:
    known = acts_of(ground)
    acts = f", dẫn chiếu {', '.join(known)}" if known else ""
    return f"{ground.clause} ({ground.gist[0].lower()}{ground.gist[1:]}{acts})"
