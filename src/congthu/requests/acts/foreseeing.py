"""Keep beside each line what would become of it, so that lists and pages can say so without asking the law again."""

from collections.abc import Iterable
from datetime import datetime

from congthu.regulations.asks import Action
from congthu.requests.foresee import foresee
from congthu.requests.foreseen import Line, Scene
from congthu.requests.models import Request, RequestRow, RowState
from congthu.requests.rivals import in_turn

KEPT = ("proposed_address", "proposal_clause", "foreseen")


def foresee_lines(scene: Scene, rows: Iterable[RequestRow]) -> None:
    """Write into *rows*, stored or not, what would become of each today. Lines never get the same address."""
    given: frozenset[str] = frozenset()
    for row in in_turn(rows, scene.policy):
        found = foresee(Line.of(row), scene, also_taken=given)
        row.foreseen = found.as_json()
        ask = row.ask
        issued = found.address if ask is not None and ask.action is Action.ISSUE and not found.refused else ""
        row.proposed_address, row.proposal_clause = issued, found.clause if issued else ""
        given |= {issued}


def foresee_rows(request: Request, rows: Iterable[RequestRow], *, now: datetime) -> None:
    """Look again at the stored lines that are still open, and keep what is seen."""
    still_open = [row for row in rows if row.state != RowState.DONE]
    foresee_lines(Scene.of(request, now=now), still_open)
    RequestRow.objects.bulk_update(still_open, KEPT, batch_size=500)
