"""In what words is an act told: who acted, on what, on which ground, and what did the rules say to it?

Every action of every capability speaks in these values, so they live at the bottom, beside the trail itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.revision import Revision
from congthu.regulations.schema import NamingRule
from congthu.regulations.values import Ruled


class Acting(Protocol):
    """Whoever acts: ``key`` is a mail address, ``console:<user>`` or ``system:<program>``."""

    @property
    def key(self) -> str:
        """The name under which the act is recorded."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The ground of an act: a clause of the regulation, the document that asks for it, and the reason in words."""

    clause: str = ""
    document: str = ""
    reason: str = ""


NO_CAUSE = Cause()


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on: ``Subject("mailbox", "vanthu_sokhcn@hanoi.gov.vn")``."""

    kind: str
    key: str


class Question(StrEnum):
    """What a rule can be asked. Each kind has one place that answers, today and under another text."""

    NAMING = "naming"
    SECOND = "mailbox.second"
    STEP = "states.step"
    TIME = "states.time"
    LOCK_GROUND = "lock.grounds"
    RESTORE = "lock.restore"
    LEAVING = "leaving.kept"
    QUOTA = "quota"
    FIRST_QUOTA = "quota.first"
    EXCUSED = "inactivity.excused"
    HANDOVER = "custody.handover"
    PASSWORD = "password"  # a question about one  # noqa: S105  # a name, not a password
    FAILURES = "sign_in.failures_before_lock"
    DUE = "request.due"
    ROUTE = "request.route"
    GIVEN = "request.facts"
    OWN_SUBTREE = "request.own_subtree"
    CHANNEL = "request.channel"
    SENDER = "request.sender"
    TRANSFER = "request.transfer"


@dataclass(frozen=True, slots=True)
class Basis:
    """A value of the law that an answer rests on, and on whose word it holds ("" where nobody rules)."""

    parameter: str
    value: Any
    clause: str = ""
    source: str = ""
    decision: str = ""

    @classmethod
    def of(cls, parameter: str, ruled: "Ruled[Any] | NamingRule | None") -> "Basis":
        """What *parameter* is at this moment."""
        if ruled is None:
            return cls(parameter, None)
        if isinstance(ruled, NamingRule):
            return cls(parameter, [one.form for one in ruled.patterns], ruled.cited, ruled.source.value)
        return cls(
            parameter,
            ruled.model_dump(mode="json")["value"],
            ruled.cited,
            ruled.source.value,
            ruled.decision,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule said: ``outcome`` as data (an address, a state, a day), or why not; and the values it rests on."""

    outcome: Any = None
    clause: str = ""
    bases: tuple[Basis, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept and as it is printed."""
        return {
            "outcome": self.outcome,
            "clause": self.clause,
            "bases": [asdict(one) for one in self.bases],
            "refused": [one.as_json() for one in self.refused],
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Answer":
        """What :meth:`as_json` gave."""
        return cls(
            told["outcome"],
            told["clause"],
            tuple(Basis(**one) for one in told["bases"]),
            tuple(Refusal(**one) for one in told["refused"]),
        )


def yes(clause: str = "", *bases: Basis) -> Answer:
    """It may be."""
    return Answer(True, clause, bases)  # noqa: FBT003  # the outcome of a question of yes and no


def no(rule: str, clause: str, message: str, *bases: Basis) -> Answer:
    """It may not be, and why."""
    return Answer(None, clause, bases, (Refusal(rule, clause, message),))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule was asked, what it answered, and under which text.

    *facts* are plain JSON values. Those that :data:`PRIVATE` names are kept under seal; a password is never a fact.
    """

    question: Question
    facts: Mapping[str, Any]
    answer: Answer
    revision: Revision
    private: Mapping[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Part what may stand open from what identifies a person."""
        if forbidden := NEVER & set(self.facts):
            raise ValueError(f"{', '.join(sorted(forbidden))} must never be kept")
        object.__setattr__(
            self, "private", {name: self.facts[name] for name in self.facts if name in PRIVATE}
        )
        object.__setattr__(
            self, "facts", {name: self.facts[name] for name in self.facts if name not in PRIVATE}
        )


# What identifies a person beyond name and office.
PRIVATE = frozenset({"national_id", "phone", "otp_phone", "birth_date", "dob", "numbers"})
NEVER = frozenset({"password", "old", "new", "secret", "token"})
NOTHING_ASKED: Sequence[Asked] = ()


class AnsweredNo(RefusedByRule):
    """A refusal that says what the rules were asked: its facts are kept as those of an act that is done."""

    def __init__(self, *asked: Asked) -> None:
        super().__init__(*(refusal for one in asked for refusal in one.answer.refused))
        self.asked = asked


def demand(asked: Asked) -> Asked:
    """Return *asked* where the rule does not say no.

    Raises:
        AnsweredNo: it does.
    """
    if asked.answer.refused:
        raise AnsweredNo(asked)
    return asked
