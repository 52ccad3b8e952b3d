"""Why was it refused, by which clause, and what do I do now? Stands first on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BaseForm

from congthu.portal.components.base import Component
from congthu.portal.components.clause_reference import ClauseReference
from congthu.regulations.clauses import in_words
from congthu.regulations.refusals import Refusal

TITLE = "Chưa thực hiện được"
NOWHERE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Problem:
    """*anchor* is the id of the field that cures it; *clause* is None where no rule is involved."""

    message: str
    anchor: str = ""
    clause: ClauseReference | None = None


@dataclass(frozen=True)
class ErrorSummary(Component):
    """All reasons of a refusal at once, so that nobody mends them one by one."""

    problems: tuple[Problem, ...]
    title: str = TITLE

    @classmethod
    def of_form(cls, form: BaseForm) -> "ErrorSummary":
        """The problems of a bound form in the order of its fields, those of the whole form first."""
        problems = [Problem(str(message)) for message in form.non_field_errors()]
        problems += [
            Problem(f"{field.label}: {message}", anchor=field.id_for_label)
            for field in form.visible_fields()
            for message in field.errors
        ]
        return cls(tuple(problems))

    @classmethod
    def of_refusals(
        cls,
        refusals: Iterable[Refusal],
        *,
        anchor: str = "",
        anchors: Mapping[str, str] = NOWHERE,
        title: str = TITLE,
    ) -> "ErrorSummary":
        """The refusals of an action; *anchors* say by rule where the person can mend it, *anchor* for the others."""
        return cls(tuple(Problem(r.message, anchors.get(r.rule, anchor), _cited(r)) for r in refusals), title)


def _cited(refusal: Refusal) -> ClauseReference | None:
    """The clause, unless there is none or the message names it itself."""
    if not refusal.clause or in_words(refusal.clause) in refusal.message:
        return None
    return ClauseReference(refusal.clause, bracketed=True)
