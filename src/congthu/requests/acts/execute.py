"""Do what the lines of an accepted request ask for, each in a transaction of its own."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from congthu.audit.refused import kept_if_refused
from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.regulations.route import Step
from congthu.requests.acts.lines import RowResult, Said, carry_out
from congthu.requests.acts.steps import locked, record_act, refused, take_step, where
from congthu.requests.models import Request, RequestState, RowState
from congthu.requests.rivals import in_turn


@kept_if_refused("request.executed", where)
@enforces("route.execute")
def execute(
    request: Request,
    *,
    acting: Actor,
    now: datetime,
    chosen: Mapping[int, str] | None = None,
    cleaned: Iterable[int] = (),
    late: Iterable[int] = (),
) -> list[RowResult]:
    """Do what the lines ask for, each in a transaction of its own; return what became of every line that was open.

    Issued passwords are in the results, this once. *chosen* has a local part for each line whose name the operator
    chooses, *cleaned* are the lines whose leak or malware has been dealt with, *late* those of which the operator knows
    that a term counted from their decision is over. Lines that could not be done may be tried again.

    Raises:
        RefusedByRule: a step of the request's way comes first, or whoever acts has signed it.
    """
    with transaction.atomic():
        row, asked = take_step(request, Step.EXECUTE, acting=acting)
        if row.signer_id is not None and row.signer_id == acting.person_id:
            raise refused(
                "request.separation",
                "Người ký yêu cầu không đồng thời thực hiện. Hãy để người khác của đơn vị vận hành làm.",
            )
        lines = in_turn(row.rows.exclude(state=RowState.DONE).order_by("line"), policy_of(row.authority))
    said = Said(chosen or {}, frozenset(cleaned), frozenset(late))
    results = sorted(
        (carry_out(line.pk, said=said, acting=acting, now=now) for line in lines), key=lambda one: one.line
    )
    done = sum(result.done for result in results)
    with transaction.atomic():
        row = locked(request)
        if done or row.rows.filter(state=RowState.DONE).exists():
            row.state, row.executed_at = RequestState.EXECUTED, now
            row.save(update_fields=["state", "executed_at"])
        told = {"done": done, "failed": len(results) - done}
        record_act("request.executed", row, acting=acting, now=now, details=told, asked=asked)
    request.refresh_from_db()
    return results
