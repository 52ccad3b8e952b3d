"""On which grounds may a mailbox be locked by hand, and to which one does a clause lead?"""

from dataclasses import dataclass

from congthu.regulations.clauses import Clause, in_words
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import LockGround


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a lock rests: a ground of the regulation, and the forbidden act that it refers to ("" for none).

    *ground* None is the document of the agency that asks for it.
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


def find_ground(clause: str, *, document: str, forbidden_act: str, policy: Policy) -> Ground | Refusal:
    """What a lock rests on, or why it may not be; a forbidden act's clause leads to the ground that refers to it."""
    cited = policy.lock.grounds.cited if policy.lock.grounds else ""
    if not clause:
        message = "Hãy nêu căn cứ tạm khóa: điều khoản của quy chế, hoặc văn bản đề nghị."
        return Ground(None) if document else Refusal("lock.grounds", cited, message)
    if ground := ground_at(clause, policy):
        return _with_act(ground, forbidden_act)
    for ground in grounds_of(policy):
        if _refers(ground, clause):
            return Ground(ground, clause)
    known = "; ".join(map(_told, grounds_of(policy))) or "không có"
    message = f"{_first_upper(_said(clause))} không phải là căn cứ tạm khóa. Căn cứ được phép: {known}."
    return Refusal("lock.grounds", cited, message)


def _with_act(ground: LockGround, forbidden_act: str) -> Ground | Refusal:
    """*ground* with the act that was named; the only one where there is one; none where that is left open."""
    if not forbidden_act:
        return Ground(ground, str(ground.refers_to[0]) if len(ground.refers_to) == 1 else "")
    if _refers(ground, forbidden_act):
        return Ground(ground, forbidden_act)
    acts = f"một trong {', '.join(map(str, ground.refers_to))}" if ground.refers_to else "không hành vi nào"
    said = ground.clause.in_words()
    message = f"{_said(forbidden_act)} không thuộc các hành vi mà {said} dẫn chiếu: {acts}."
    return Refusal("lock.grounds", str(ground.clause), message)


def _refers(ground: LockGround, clause: str) -> bool:
    try:
        read = Clause.parse(clause)
    except ValueError:
        return False
    return any(read.within(one) for one in ground.refers_to)


def _said(clause: str) -> str:
    """*clause* in words; as it was typed where it is none."""
    try:
        return in_words(clause)
    except ValueError:
        return f"“{clause}”"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _told(ground: LockGround) -> str:
    acts = f", dẫn chiếu {', '.join(map(str, ground.refers_to))}" if ground.refers_to else ""
    return f"{ground.clause} ({ground.gist[0].lower()}{ground.gist[1:]}{acts})"
