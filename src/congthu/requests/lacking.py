"""Is what a request says complete, so that the term for answering it runs?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congthu.enforces import enforces
from congthu.regulations.forms import FormBook
from congthu.regulations.refusals import Refusal
from congthu.requests.models import Request, RequestRow

# What stands against a line because something about it is not known yet; whoever asked can add it.
ASKED_FOR = frozenset(
    {
        "naming.needs_birth_date",
        "naming.missing_fact",
        "request.person_facts",
        "request.organisation_facts",
        "request.kind",
        "scope.unclear",
    }
)


def lacks_information(problems: Sequence[Mapping[str, Any]], rows: Iterable[RequestRow]) -> bool:
    """Whether something is missing in the letter or in one of its lines."""
    return any(one.get("severity", "error") == "error" for one in problems) or any(map(line_lacks, rows))


@enforces("forms")
def requester_lacks(request: Request, *, forms: FormBook | None) -> tuple[Refusal, ...]:
    """What the form wants to know about whoever asks, and does not say; nothing is carried out without it."""
    wrong = [
        one
        for one in request.problems
        if str(one.get("field") or "").startswith("requester.") and one.get("severity", "error") == "error"
    ]
    if not wrong or forms is None or not request.form:
        return ()
    clause = str(forms.form(request.form).clause)
    return tuple(
        Refusal(
            f"form.{one['field']}", clause, f"{one['message']} Hãy trả lại để cơ quan gửi bản đã điền đủ."
        )
        for one in wrong
    )


def line_lacks(row: RequestRow) -> bool:
    """Whether one line cannot be answered before somebody adds to it."""
    return row.has_errors or any(one["rule"] in ASKED_FOR for one in row.foreseen.get("refused", ()))
