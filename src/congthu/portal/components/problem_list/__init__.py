"""What keeps this line from being done, and what would mend it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from congthu.portal.components.base import Component
from congthu.portal.components.clause_reference import ClauseReference


@dataclass(frozen=True)
class Finding:
    """*warning*: worth a look, but no obstacle."""

    message: str
    warning: bool = False
    clause: ClauseReference | None = None


@dataclass(frozen=True)
class ProblemList(Component):
    """Findings of the form and refusals of the rules, side by side."""

    findings: tuple[Finding, ...]

    @classmethod
    def of_line(
        cls, problems: Iterable[Mapping[str, str]], refused: Iterable[Mapping[str, str]]
    ) -> "ProblemList":
        """From what is stored with a line: what its form lacks, then what the rules said when it was tried."""
        of_form = [Finding(one["message"], one.get("severity") == "warning") for one in problems]
        of_rules = [Finding(one["message"], clause=_cited(one["clause"])) for one in refused]
        return cls((*of_form, *of_rules))


def _cited(clause: str) -> ClauseReference | None:
    return ClauseReference(clause, linked=True, bracketed=True) if clause else None
