"""Why was this done, or not done? One line of the trail with what the rules were asked, in words and as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congthu.audit.acts import Answer
from congthu.audit.words import (
    basis_in_words,
    event_in_words,
    fact_in_words,
    facts_in_words,
    question_in_words,
    value_in_words,
)
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI

SUBJECTS = {
    "mailbox": "",
    "account": "",
    "request": "yêu cầu số",
    "decision": "quyết định",
    "authority": "địa phương",
    "regulation": "quy chế",
    "person": "người",
    "organisation": "cơ quan",
    "address": "địa chỉ",
    "actor": "",
}
NOTHING_KEPT = "Dòng này không kèm câu hỏi nào cho quy chế."


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule that was asked. *private* facts are masked already."""

    question: str
    facts: Mapping[str, Any]
    private: Mapping[str, str]
    answer: Answer
    regulation: str
    revision: str

    def lines(self) -> Iterator[str]:
        """Question, answer, values of the law and facts, in words."""
        yield question_in_words(self.question)
        yield f"Trả lời: {answer_in_words(self.answer)}"
        if self.answer.bases:
            yield "Quy định: " + "; ".join(basis_in_words(one) for one in self.answer.bases)
        if said := [f"{name} {value}" for name, value in self.known()]:
            yield "Dữ kiện: " + "; ".join(said)

    def known(self) -> Iterator[tuple[str, str]]:
        """The facts in words, the private ones masked."""
        yield from facts_in_words(self.facts)
        yield from ((fact_in_words(name), value) for name, value in self.private.items() if value)

    def as_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "question": self.question,
            "facts": dict(self.facts),
            "private": dict(self.private),
            "answer": self.answer.as_json(),
            "regulation": self.regulation,
            "revision": self.revision,
            "words": list(self.lines()),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """One line of the trail with what stands beside it."""

    number: int
    at: datetime
    authority: str
    actor: str
    event: str
    subject_kind: str
    subject_key: str
    clause: str
    document: str
    reason: str
    details: Mapping[str, Any]
    rulings: Sequence[Explained]

    @property
    def headline(self) -> str:
        """What was done, with whom or what, when and by whom."""
        subject = " ".join(
            filter(None, (SUBJECTS.get(self.subject_kind, self.subject_kind), self.subject_key))
        )
        at = self.at.astimezone(HANOI)
        return f"{event_in_words(self.event)}: {subject}, {at:%H:%M} ngày {at:%d/%m/%Y}, {who_in_words(self.actor)}"

    def why(self) -> Iterator[str]:
        """The ground that was given, and the reasons of a refusal."""
        if self.reason:
            yield f"Vì: {self.reason.rstrip('. ')}."
        if self.clause:
            yield f"Căn cứ: {in_words(self.clause)}."
        if self.document:
            yield f"Văn bản: {self.document}."
        for one in self.details.get("refused", ()):
            where = f" ({in_words(one['clause'])})" if one["clause"] else ""
            yield f"Từ chối: {one['message'].rstrip('. ')}{where}."
        if counted := self.details.get("counted_before"):
            yield f"Trước đó còn {counted} lần như vậy trong một phút, chỉ được đếm."

    def texts(self) -> Iterator[str]:
        """The revisions that answered."""
        for regulation, revision in dict.fromkeys((one.regulation, one.revision) for one in self.rulings):
            yield f"Theo bản quy chế {regulation}, dấu {revision[:12]}."

    def lines(self) -> Iterator[str]:
        """Everything in words, a line each."""
        yield f"Số {self.number}: {self.headline}."
        yield from self.why()
        for one in self.rulings:
            yield from one.lines()
        yield from self.texts() if self.rulings else (NOTHING_KEPT,)

    def as_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "authority": self.authority,
            "actor": self.actor,
            "event": self.event,
            "subject": {"kind": self.subject_kind, "key": self.subject_key},
            "clause": self.clause,
            "document": self.document,
            "reason": self.reason,
            "details": dict(self.details),
            "rulings": [one.as_json() for one in self.rulings],
            "words": list(self.lines()),
        }


def answer_in_words(answer: Answer) -> str:
    """What a rule said: the outcome, or every reason against."""
    where = f" ({in_words(answer.clause)})" if answer.clause else ""
    if answer.refused:
        return "không. " + " ".join(one.message for one in answer.refused)
    match answer.outcome:
        case True:
            return f"được{where}."
        case {"target": target, "on": on}:
            return f"{target} từ {value_in_words(on)}{where}."
        case {"target": target}:
            return f"sang “{target}”{where}."
        case None:
            return f"không có gì{where}."
        case outcome:
            return f"{value_in_words(outcome)}{where}."


def who_in_words(actor: str) -> str:
    """Who acted, for people."""
    kind, _, name = actor.partition(":")
    match kind:
        case "console":
            return f"{name} (trên máy chủ)"
        case "system":
            return "hệ thống"
        case _:
            return actor
