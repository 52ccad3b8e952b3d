"""What would another text have answered to a question of then?

The facts are those that were kept; only the text is another. What was issued at the time is history, which whoever asks
knows (*taken*). A question about a password cannot be put again: the password was never kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from congthu.audit.acts import Answer, Question
from congthu.audit.explain import answer_in_words
from congthu.audit.words import basis_in_words, question_in_words
from congthu.identity.questions import ANSWERS as OF_SIGN_IN
from congthu.mailboxes.questions import ANSWERS as OF_MAILBOXES
from congthu.mailboxes.questions import name_again
from congthu.regulations.policy import Policy
from congthu.requests.questions import ANSWERS as OF_REQUESTS

ANSWERS: Mapping[Question, Callable[[Mapping[str, Any], Policy], Answer]] = {
    **OF_MAILBOXES,
    **OF_SIGN_IN,
    **OF_REQUESTS,
}
NEVER_AGAIN = frozenset({Question.PASSWORD})


@dataclass(frozen=True, slots=True)
class Again:
    """A question, what was answered then, and what the other text answers; None where it cannot."""

    question: Question
    then: Answer
    now: Answer | None
    why_not: str = ""

    @property
    def differs(self) -> bool | None:
        """Whether something else would have been done; None where nobody can know."""
        if self.now is None:
            return None
        return self.then.outcome != self.now.outcome or bool(self.then.refused) != bool(self.now.refused)

    def in_words(self) -> tuple[str, ...]:
        """The same or not, and by which values."""
        asked = question_in_words(self.question)
        if self.now is None:
            return (f"{asked} {self.why_not}",)
        said = answer_in_words(self.now)
        first = f"{asked} {'Khác' if self.differs else 'Như cũ'}: {said}"
        bases = "; ".join(basis_in_words(one) for one in self.now.bases)
        return (first, f"Quy định: {bases}") if bases else (first,)

    def as_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "question": self.question,
            "answer": self.now.as_json() if self.now else None,
            "differs": self.differs,
            "words": list(self.in_words()),
        }


def again(
    question: str, facts: Mapping[str, Any], then: Answer, *, policy: Policy, taken: Callable[[str], bool]
) -> Again:
    """Put the question of then to *policy*."""
    asked = Question(question)
    if asked in NEVER_AGAIN:
        return Again(asked, then, None, "Không hỏi lại được: mật khẩu không được lưu.")
    try:
        now = name_again(facts, policy, taken) if asked is Question.NAMING else ANSWERS[asked](facts, policy)
    except (KeyError, ValueError):
        return Again(asked, then, None, "Văn bản này không trả lời được với dữ kiện của lúc đó.")
    return Again(asked, then, now)
