"""How much is left of the term of a request?"""

from datetime import date

from congthu.portal.components.term_chip import TermChip
from congthu.requests.due import local_day
from congthu.requests.models import Request, RequestState


def term_of(request: Request, *, today: date) -> TermChip | None:
    """The term of *request*, None where none runs: the regulation sets none, or the agency has to act first."""
    if request.due_on is None or request.state == RequestState.RETURNED:
        return None
    finished = request.replied_at or request.executed_at
    day = local_day(finished) if finished else today
    return TermChip(
        request.due_on, (request.due_on - day).days, clause=request.due_clause, met=finished is not None
    )
