"""What does a rule answer when it says no?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason of a refusal.

    *rule* is the parameter or rule that says no, *clause* the clause as in the data ("Đ12.2", "" when it is a
    decision of the operator or a default of the platform), *message* says in Vietnamese what to do.
    """

    rule: str
    clause: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"rule": self.rule, "clause": self.clause, "message": self.message}


class RefusedByRule(Exception):
    """An act that one or more rules do not allow; `refusals` holds every reason, not only the first."""

    # Who tried what, once that is known: whoever ends the transaction writes it down (congthu.audit.refused).
    attempt: object = None

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(refusal.message for refusal in refusals))
        self.refusals = refusals
