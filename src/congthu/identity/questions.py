"""What are the rules of signing in asked, and what do they answer?

A password is never kept, nor anything that narrows it down: that it broke a rule, or none, is all that is written. So
the question cannot be put to another text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from congthu.audit.acts import Answer, Asked, Basis, Question, yes
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal

Facts = Mapping[str, Any]
RULES = (
    "min_length",
    "classes",
    "classes_needed",
    "specials",
    "no_personal_data",
    "not_login_name",
    "history",
    "one_per_account",
)


def asked_password(refused: Sequence[Refusal], *, policy: Policy) -> Asked:
    """What was asked of a password that somebody chose, and which rules it breaks."""
    found = ((f"password.{name}", getattr(policy.password, name)) for name in RULES)
    bases = tuple(Basis.of(name, ruled) for name, ruled in found if ruled is not None)
    answer = Answer(None, "", bases, tuple(refused)) if refused else yes("", *bases)
    return Asked(Question.PASSWORD, {}, answer, policy.revision)


def ask(question: Question, facts: Facts, policy: Policy) -> Asked:
    """Put *question* to *policy*; raises KeyError where that is no question about signing in."""
    return Asked(question, facts, ANSWERS[question](facts, policy), policy.revision)


def _failures(facts: Facts, policy: Policy) -> Answer:
    """Whether so many wrong passwords in a row lock the mailbox."""
    limit = policy.sign_in.failures_before_lock
    bases = (Basis.of("sign_in.failures_before_lock", limit),)
    if limit is None or int(facts["failures"]) < limit.value:
        return Answer("chưa tạm khóa", limit.cited if limit else "", bases)
    return Answer("tạm khóa", limit.cited, bases)


ANSWERS: Mapping[Question, Callable[[Facts, Policy], Answer]] = {Question.FAILURES: _failures}
