"""Why was it refused, by which clause, and what do I do now? Stands first on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BaseForm

from congthu.portal.components.base import Component
from congthu.portal.components.clause_reference import ClauseReference
from congthu.regulations.refusals import Refusal


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
    title: str = "Chưa thực hiện được"

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
    def of_refusals(cls, refusals: Iterable[Refusal], *, anchor: str = "", title: str = "") -> "ErrorSummary":
        """The refusals of an action; *anchor* is where the person can mend all of them."""
        problems = tuple(
            Problem(r.message, anchor, ClauseReference(r.clause, bracketed=True)) for r in refusals
        )
        return cls(problems, title) if title else cls(problems)
